"""The lock file from which Pyodide, in the browser, loads packages.

Pyodide loads a package, and what it depends on, when a cell imports one of the names the lock
file gives it. So the module works with no installing line in any notebook.
"""

from __future__ import annotations

from pathlib import Path

from article10.lite.distribution import Distribution
from article10.lite.packages import MODULE, ON_IMPORT, Package
from article10.lite.wheelfile import import_names, sha256


def rewrite(
    lock: dict,
    packages: dict[str, Package],
    wheels: dict[str, Path],
    distribution: Distribution,
) -> dict:
    """A lock file with exactly the packages of the plan.

    An entry without its wheel would be preferred and then not found, so the rest of Pyodide's
    entries go. Hashes are those of the files served.
    """
    entries = {}
    for name, package in sorted(packages.items()):
        known = lock["packages"].get(name, {})
        if package.compiled:
            entry = {**known, "file_name": distribution.file_name(known["file_name"])}
        else:
            wheel = wheels[name]
            entry = {
                "file_name": wheel.name,
                "imports": known.get("imports") or import_names(wheel),
                "install_dir": "site",
                "name": name,
                "package_type": "package",
                "sha256": sha256(wheel),
                "unvendored_tests": False,
                "version": package.version,
            }
        entries[name] = {**entry, "depends": _depends(package, packages)}
    return {"info": lock["info"], "packages": entries}


def _depends(package: Package, packages: dict[str, Package]) -> list[str]:
    needs = set(package.depends) & packages.keys()
    if package.name == MODULE:
        needs -= set(ON_IMPORT)
    return sorted(needs)
