"""What can be known of the container image without building it."""

import re
import tomllib
from pathlib import Path

from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docker"
STEPS = re.findall(
    r"^([A-Z]+) ((?:.*\\\n)*.*)$", (FOLDER / "Dockerfile").read_text("utf-8"), re.MULTILINE
)
COPIED = [source for step, words in STEPS if step == "COPY" for source in words.split()[:-1]]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_what_it_copies_is_there_and_nothing_else_is_sent():
    assert [source for source in COPIED if not (ROOT / source).exists()] == []
    lines = (FOLDER / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert "*" in lines
    assert {line[1:] for line in lines if line.startswith("!")} == set(COPIED)


def test_it_copies_all_that_the_package_is_built_from():
    build = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    project = PROJECT["project"]
    needed = [*build["force-include"], project["readme"], *project["license-files"]]
    needed += [package.split("/")[0] for package in build["packages"]]
    assert set(needed) <= set(COPIED)


def test_its_python_and_extras_are_those_of_the_package():
    (image,) = (words for step, words in STEPS if step == "FROM")
    version = re.fullmatch(r"python:(\d+\.\d+)-slim-\w+", image)[1]
    assert version in SpecifierSet(PROJECT["project"]["requires-python"])
    (install,) = (words for _, words in STEPS if words.startswith("pip install"))
    extras = re.search(r'"\.\[([\w,]+)\]"', install)[1].split(",")
    assert set(extras) <= set(PROJECT["project"]["optional-dependencies"])
    assert "-c constraints.txt" in install


def test_it_does_not_run_as_root():
    users = [words for step, words in STEPS if step == "USER"]
    assert users
    assert users[-1] not in {"root", "0"}
    assert any(f"useradd --create-home --uid 1000 {users[-1]}" == words for _, words in STEPS)
