"""Getting wheels: the module's own is built, the kernel's are installed, the rest downloaded."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from packaging.utils import InvalidWheelFilename, parse_wheel_filename
from packaging.version import Version

from article10.lite.errors import LiteError
from article10.lite.packages import Package
from article10.lite.sources import extension

#: Wheels of the kernel itself, which come with its JupyterLab extension.
KERNEL = ("ipykernel", "piplite", "pyodide_kernel")


def of_kernel() -> list[Path]:
    """The kernel's own wheels, of the installed jupyterlite-pyodide-kernel."""
    folder = extension("@jupyterlite/pyodide-kernel-extension") / "static" / "pypi"
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
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        errors = [line for line in lines if line.startswith("ERROR")]
        reason = (errors or lines or ["pip gave no reason"])[-1]
        raise LiteError(
            f"could not {task} ({reason.removeprefix('ERROR: ')}): "
            "check the connection to the Python package index and run the command again"
        )
