"""A short unit for the engine's tests: three questions and a text of the unit on public opinion."""

import json
import shutil
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest

from article10.grading import sandbox
from article10.grading.limits import MEGABYTE, Limits

ROOT = Path(__file__).resolve().parents[2]
UNIT = "public-opinion"
KEPT = ("intro", "setup-checks", "setup-data", "q1", "q2", "q3", "q10", "end")
FULL = {"q1": 3, "q2": 4, "q3": 4}

SMALL = Limits(
    cell_seconds=10,
    total_seconds=40,
    memory=300 * MEGABYTE,
    processes=24,
    scratch=8 * MEGABYTE,
    submission=2 * MEGABYTE,
    output=20_000,
    outputs=50,
)

_problem = sandbox.problem()
needs_sandbox = pytest.mark.skipif(_problem is not None, reason=str(_problem))


@cache
def source() -> dict:
    """The instructor's notebook."""
    path = ROOT / "solutions" / UNIT / f"{UNIT}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"] = [c for c in notebook["cells"] if _key(c).startswith(KEPT) and _kept(c)]
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def _kept(cell: dict) -> bool:
    key = _key(cell)
    return key in KEPT or key.split("-")[0] in KEPT


def _key(cell: dict) -> str:
    return cell["metadata"]["nbgrader"]["grade_id"]


def course(root: Path) -> Path:
    """A course with this unit in the folder ``root``."""
    shutil.copy(ROOT / "nbgrader_config.py", root)
    path = root / "solutions" / UNIT / f"{UNIT}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(source()), encoding="utf-8")
    return root


class Handed:
    """A student's notebook: the release with answers, to be changed."""

    def __init__(self, release: bytes, *, answers: bool = True):
        self.node = json.loads(release)
        for cell in self.node["cells"]:
            cell["source"] = "".join(cell["source"])
        self.cells = {_key(cell): cell for cell in self.node["cells"]}
        if answers:
            for cell in source()["cells"]:
                if cell["metadata"]["nbgrader"]["solution"]:
                    self.cells[_key(cell)]["source"] = cell["source"]

    def add(self, key: str, code: str) -> "Handed":
        """Add lines to an answer."""
        self.cells[key]["source"] += f"\n{code}\n"
        return self

    def insert(self, before: str, code: str, **more) -> "Handed":
        """Put a code cell of the student's own before the cell ``before``."""
        place = self.node["cells"].index(self.cells[before])
        cell = {
            "cell_type": "code",
            "source": code,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            **more,
        }
        self.node["cells"].insert(place, cell)
        return self

    def copy(self, key: str, before: str, code: str | None = None) -> "Handed":
        """Paste a copy of a cell, with its metadata, before another."""
        cell = deepcopy(self.cells[key])
        if code is not None:
            cell["source"] = code
        self.node["cells"].insert(self.node["cells"].index(self.cells[before]), cell)
        return self

    def remove(self, *keys: str) -> "Handed":
        for key in keys:
            self.node["cells"].remove(self.cells[key])
        return self

    def to_bytes(self) -> bytes:
        return json.dumps(self.node).encode()
