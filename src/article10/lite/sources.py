"""What the build finds installed: Pyodide from npm, JupyterLab extensions from pip."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from article10.lite.errors import LiteError


class Pyodide:
    """The npm package ``pyodide``: Python for the browser, without packages."""

    def __init__(self, folder: Path):
        self.folder = folder
        try:
            package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
            self.lock = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise LiteError(
                f"{folder} is missing: run `npm install --no-package-lock --ignore-scripts`"
            ) from None
        self.version = package["version"]


def extension(name: str) -> Path:
    """The folder of an installed JupyterLab extension."""
    folder = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / name
    if not (folder / "package.json").is_file():
        raise LiteError(
            f"the JupyterLab extension {name} is not installed: "
            "install the module's book extra and run the command again"
        )
    return folder
