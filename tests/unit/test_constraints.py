"""What the pinned versions ask for."""

import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def pinned():
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement


def test_every_pinned_package_installs_on_the_oldest_python():
    """Debian 12 comes with 3.11.2, and some packages begin with a later 3.11."""
    (oldest,) = (s.version for s in SpecifierSet(PROJECT["requires-python"]) if s.operator == ">=")
    refused, tried = {}, 0
    for requirement in pinned():
        try:
            about = distribution(requirement.name).metadata
        except PackageNotFoundError:  # for another system
            continue
        tried += 1
        assert about["Version"] in requirement.specifier, requirement
        asked = about.get("Requires-Python")
        if asked and f"{oldest}.0" not in SpecifierSet(asked):
            refused[requirement.name] = asked
    assert refused == {}
    assert tried > 100
