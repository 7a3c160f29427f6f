"""Wheels: build the module's own, download the others, leave out what a browser never uses."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from email.parser import HeaderParser
from pathlib import Path

from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
from packaging.version import Version

from article10.lite import app
from article10.lite.errors import LiteError
from article10.lite.packages import Package, requirements

#: Files of a wheel that the kernel never reads: front ends, which the site serves itself,
#: plotly's copies of its JavaScript (two thirds of its wheel), and what only publishers run.
UNUSED = re.compile(
    r"""
    [^/]+\.data/data/
    | plotly/labextension/
    | plotly/package_data/[^/]+\.js$
    | article10/(lite|sphinx)/
    """,
    re.VERBOSE,
)


#: Wheels of the kernel itself, which come with its JupyterLab extension.
KERNEL = ("ipykernel", "piplite", "pyodide_kernel")


def of_kernel() -> list[Path]:
    """The kernel's own wheels, of the installed jupyterlite-pyodide-kernel."""
    folder = app.extension("@jupyterlite/pyodide-kernel-extension") / "static" / "pypi"
    return [next(folder.glob(f"{name}-*.whl")) for name in KERNEL]


def build(root: Path, folder: Path) -> Path:
    """The module's own wheel, data included."""
    folder.mkdir(parents=True)
    pip(
        "wheel", "--no-deps", "--wheel-dir", str(folder), str(root), task="build the module's wheel"
    )
    return next(folder.glob("article10-*.whl"))


def download(packages: Iterable[Package], python: str, cache: Path) -> dict[str, Path]:
    """Pure-Python wheels by package name; ``cache`` keeps them for the next time."""
    packages = list(packages)
    cache.mkdir(parents=True, exist_ok=True)
    held = cached(cache)
    missing = [p.pin for p in packages if (p.name, Version(p.version)) not in held]
    if missing:
        pip(
            *("download", "--no-deps", "--only-binary", ":all:", "--dest", str(cache)),
            *("--python-version", python, "--implementation", "py"),
            *("--abi", "none", "--platform", "any", *missing),
            task=f"download {len(missing)} wheels for the in-browser kernel",
        )
        held = cached(cache)
    return {p.name: held[p.name, Version(p.version)] for p in packages}


def cached(folder: Path) -> dict[tuple[str, Version], Path]:
    """Wheels in a folder by name and version."""
    wheels = {}
    for path in sorted(folder.glob("*.whl")):
        try:
            name, version, _, _ = parse_wheel_filename(path.name)
        except InvalidWheelFilename:
            continue
        wheels[name, version] = path
    return wheels


def pip(*arguments: str, task: str) -> None:
    """Run pip quietly; its last line of complaint becomes part of the one error."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        reason = (errors or done.stderr.splitlines() or ["pip gave no reason"])[-1]
        raise LiteError(
            f"could not {task} ({reason.removeprefix('ERROR: ')}): "
            "check the connection to the Python package index and run the command again"
        )


def slim(wheel: Path, folder: Path) -> Path:
    """Copy a wheel without the files a browser never uses; the same bytes each time."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / wheel.name
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(copy, "w") as target:
        for item in source.infolist():
            if item.is_dir() or UNUSED.match(item.filename):
                continue
            content = source.read(item)
            if item.filename.endswith(".dist-info/RECORD"):
                lines = content.decode().splitlines(keepends=True)
                content = "".join(line for line in lines if not UNUSED.match(line)).encode()
            entry = zipfile.ZipInfo(item.filename, date_time=item.date_time)
            entry.external_attr = item.external_attr
            target.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return copy


def describe(wheel: Path, environment: dict) -> Package:
    """Name, version and requirements as the wheel states them."""
    with zipfile.ZipFile(wheel) as archive:
        path = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(archive.read(path).decode())
    needs = requirements(metadata.get_all("Requires-Dist"), environment)
    return Package(canonicalize_name(metadata["Name"]), metadata["Version"], needs)


def describe_project(root: Path, environment: dict) -> Package:
    """What the module's own wheel will state."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needs = requirements(project["dependencies"], environment)
    return Package(project["name"], project["version"], needs)


def import_names(wheel: Path) -> list[str]:
    """Top-level names that the wheel lets a cell import."""
    with zipfile.ZipFile(wheel) as archive:
        paths = [name for name in archive.namelist() if name.endswith(".py")]
    tops = {path.split("/")[0].removesuffix(".py") for path in paths}
    return sorted(top for top in tops if top.isidentifier())


def sha256(path: Path) -> str:
    """Hash of a file, as lock files write it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
