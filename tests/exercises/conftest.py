"""Units as their notebooks hold them, and a small course in which nbgrader really runs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted(path.parent.name for path in ROOT.glob("solutions/*/*.ipynb"))


class Notebook:
    """The cells of a unit's notebook by their ``grade_id``."""

    def __init__(self, path: Path):
        self.path = path
        self.node = nbformat.read(path, as_version=4)
        self.cells = {cell.metadata.nbgrader.grade_id: cell for cell in self.node.cells}

    def code(self, *, answers: bool) -> list[tuple[str, str]]:
        """Key and source of the code cells that are not checks, with or without the answers."""
        return [
            (key, cell.source)
            for key, cell in self.cells.items()
            if cell.cell_type == "code"
            and not cell.metadata.nbgrader.grade
            and (answers or not cell.metadata.nbgrader.solution)
        ]

    def checks(self) -> list[str]:
        """The keys of the questions that a machine grades."""
        return [
            key
            for key, cell in self.cells.items()
            if cell.metadata.nbgrader.grade and cell.cell_type == "code"
        ]


def solution(unit: str) -> Notebook:
    return Notebook(ROOT / "solutions" / unit / f"{unit}.ipynb")


def release(unit: str) -> Notebook:
    return Notebook(ROOT / "exercises" / unit / f"{unit}.ipynb")


def hidden_tests(notebook: Notebook, key: str) -> str:
    """The hidden tests of a question, as code."""
    _, _, rest = notebook.cells[key].source.partition("### BEGIN HIDDEN TESTS\n")
    return rest.partition("### END HIDDEN TESTS")[0]


@pytest.fixture(scope="session")
def started():
    """The variables of a unit's notebook before any answer, by unit; copy before use."""
    spaces = {}
    for unit in UNITS:
        space = {}
        for _, code in solution(unit).code(answers=False):
            exec(code, space)
        spaces[unit] = space
    return spaces


class Course(NamedTuple):
    """A folder in which an instructor works."""

    root: Path

    def nbgrader(self, *arguments: str) -> subprocess.CompletedProcess:
        # nbgrader calls alembic by name.
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=self.root,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            timeout=300,
        )

    def submit(self, student: str, unit: str, answers: dict[str, str]) -> None:
        """Hand in the release of ``unit`` with the cells named in ``answers`` replaced."""
        notebook = Notebook(self.root / "exercises" / unit / f"{unit}.ipynb")
        for key, source in answers.items():
            notebook.cells[key].source = source
        target = self.root / "grading" / "submitted" / student / unit
        target.mkdir(parents=True)
        nbformat.write(notebook.node, target / f"{unit}.ipynb")


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A course with the sources of every unit, nothing generated yet."""
    root = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(
        ROOT / "solutions", root / "solutions", ignore=shutil.ignore_patterns(".ipynb_checkpoints")
    )
    return Course(root)
