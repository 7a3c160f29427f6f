"""The released exercise notebooks, and their copies for the in-browser kernel."""

from __future__ import annotations

import hashlib
import json
import re
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import nbformat

from article10.lite.errors import LiteError

#: The kernel of jupyterlite-pyodide-kernel. With any other name JupyterLite asks the student.
KERNELSPEC = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}


@dataclass(frozen=True)
class Unit:
    """An exercise notebook. ``digest`` changes when its cells do, ``release`` with the module."""

    name: str
    title: str
    totals: str
    """Its questions, points and minutes in words."""
    release: str
    digest: str
    source: Path
    notebook: nbformat.NotebookNode

    @property
    def file_name(self) -> str:
        return f"{self.name}.ipynb"

    def for_browser(self) -> str:
        """The notebook as the in-browser kernel gets it."""
        copy = deepcopy(self.notebook)
        copy.metadata.kernelspec = KERNELSPEC
        copy.metadata.article10.digest = self.digest
        return nbformat.writes(copy) + "\n"


def read_units(folder: Path) -> list[Unit]:
    """All ``<unit>/<unit>.ipynb`` of a folder, in alphabetical order."""
    paths = sorted(p for p in folder.glob("*/*.ipynb") if p.stem == p.parent.name)
    if not paths:
        raise LiteError(f"no exercise notebook in {folder}: release the units first")
    return [read_unit(path) for path in paths]


def read_unit(path: Path) -> Unit:
    """One released notebook, with what its practice page says about it."""
    where = "/".join(path.parts[-3:])
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises whatever JSON, Unicode or the schema raise
        raise LiteError(f"{where}: not a readable notebook ({error})") from error
    marks = notebook.metadata.get("article10", {})
    for key in ("unit", "release", "totals"):
        if not marks.get(key):
            raise LiteError(f"{where}: metadata: article10.{key} is missing: release the unit anew")
    if "kernelspec" not in notebook.metadata:
        raise LiteError(f"{where}: metadata: kernelspec is missing: release the unit anew")
    cells = [(cell.cell_type, cell.source) for cell in notebook.cells]
    return Unit(
        name=path.stem,
        title=_title(cells, where),
        totals=marks["totals"],
        release=marks["release"],
        digest=hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:16],
        source=path,
        notebook=notebook,
    )


def _title(cells: list[tuple[str, str]], where: str) -> str:
    for kind, source in cells:
        heading = re.search(r"^# +(.+?) *#*$", source, re.MULTILINE)
        if kind == "markdown" and heading:
            return heading[1]
    raise LiteError(f"{where}: no cell has a heading of the first level, which names the unit")
