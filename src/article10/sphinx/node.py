"""The npm packages that the build uses, and the node that runs them."""

import shutil
import subprocess
import sys
from importlib.resources import as_file, files
from pathlib import Path

from sphinx.errors import ExtensionError


def package_file(app, path: str) -> Path:
    """A file of an npm package, installed beside the configuration file or above it."""
    for folder in (Path(app.confdir), *Path(app.confdir).parents):
        found = folder / "node_modules" / path
        if found.exists():
            return found
    raise ExtensionError(f"{path} is not installed: run `npm install` beside package.json")


def run(app, script: str, folder: Path) -> None:
    """Run one of this package's node scripts, which changes the files of ``folder`` in place."""
    packages = package_file(app, "terser/package.json").parents[1]
    beside = Path(sys.executable).with_name("node")
    node = str(beside) if beside.exists() else shutil.which("node")
    if node is None:
        raise ExtensionError("node is not installed: run `make site`, which brings it")
    with as_file(files("article10.sphinx") / script) as path:
        result = subprocess.run(
            [node, str(path), str(packages), str(folder)], capture_output=True, text=True
        )
    if result.returncode:
        raise ExtensionError(f"{script} failed: {result.stderr.strip()[-500:]}")
