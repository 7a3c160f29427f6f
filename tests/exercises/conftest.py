"""Units as their notebooks hold them, and a course in which nbgrader really grades."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import nbformat
import pytest
import yaml
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import Execute
from nbgrader.utils import capture_log
from nbgrader.validator import Validator
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from article10.checks import CheckFailed

from .executor import InThisProcess

ROOT = Path(__file__).resolve().parents[2]
# UNIT=NAME looks at one unit only, for the author who writes it.
UNITS = sorted(path.stem for path in ROOT.glob(f"solutions/{os.environ.get('UNIT', '*')}/*.ipynb"))


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

    def answers(self) -> dict[str, str]:
        """The cells that a student writes, by key."""
        return {k: cell.source for k, cell in self.cells.items() if cell.metadata.nbgrader.solution}


@cache
def solution(unit: str) -> Notebook:
    return Notebook(ROOT / "solutions" / unit / f"{unit}.ipynb")


@cache
def release(unit: str) -> Notebook:
    return Notebook(ROOT / "exercises" / unit / f"{unit}.ipynb")


@cache
def wrong_answers(unit: str) -> dict[str, list[dict]]:
    """The wrong answers that are kept for a unit, by question; none before they are written."""
    path = Path(__file__).parent / "wrong_answers" / f"{unit}.yml"
    return yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}


def with_mistakes(unit: str, mistakes: Mapping[str, int]) -> dict[str, str]:
    """A student's cells: the reference answers, but for the questions in ``mistakes`` one of
    their wrong answers, by its number (counted round and round)."""
    given = solution(unit).answers()
    for key, number in mistakes.items():
        cases = wrong_answers(unit)[key]
        case = cases[number % len(cases)]
        right = "" if case.get("alone") else given[f"{key}-answer"]
        given[f"{key}-answer"] = f"{right}\n{case['answer']}"
    return given


@cache
def chapter(unit: str) -> str:
    """The Markdown of the chapter that a unit belongs to."""
    (path,) = [p for p in (ROOT / "book").glob(f"{unit}.*") if p.suffix in (".md", ".ipynb")]
    if path.suffix == ".md":
        return path.read_text("utf-8")
    cells = nbformat.read(path, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def hidden_tests(notebook: Notebook, key: str) -> str:
    """The hidden tests of a question, as code."""
    _, _, rest = notebook.cells[key].source.partition("### BEGIN HIDDEN TESTS\n")
    return rest.partition("### END HIDDEN TESTS")[0]


@cache
def variables(unit: str, variant: int = 0) -> dict:
    """The variables of a unit's notebook before any answer; copy before use."""
    space = {}
    for _, code in solution(unit).code(answers=False):
        numbered = f'checks.start("{unit}", variant={variant})' if variant else None
        exec(code.replace(f'checks.start("{unit}")', numbered) if numbered else code, space)
    return space


class Outcome(NamedTuple):
    """What a check does: the points, None for all of them, and what it says in one line."""

    points: float | None
    said: str


def outcome(space: dict, code: str, capsys) -> Outcome:
    """Run a check cell in ``space``."""
    *before, last = code.rstrip().rpartition("\n")
    capsys.readouterr()
    try:
        exec(f"{''.join(before)}__score__ = {last}", space)
    except CheckFailed as failed:
        return Outcome(0, " ".join(str(failed).split()))
    return Outcome(space["__score__"], " ".join(capsys.readouterr().out.split()))


# nbgrader calls alembic by name.
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


class Course(NamedTuple):
    """A folder in which an instructor works."""

    root: Path

    def nbgrader(self, *arguments: str) -> subprocess.CompletedProcess:
        """The command itself, which takes seconds to start."""
        return subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=self.root,
            env={**os.environ, "PATH": PATH},
            capture_output=True,
            text=True,
            timeout=300,
        )

    def convert(self, converter, unit: str) -> None:
        """One of nbgrader's steps, in this process and with no kernel to start."""
        settings = PyFileConfigLoader("nbgrader_config.py", path=str(self.root)).load_config()
        settings.merge(Config(CourseDirectory={"assignment_id": unit}))
        course = CourseDirectory(config=settings)
        step = converter(coursedir=course, config=settings)
        if converter is Autograde:
            step.autograde_preprocessors = [
                InThisProcess if p is Execute else p for p in step.autograde_preprocessors
            ]
        with patch.dict(os.environ, PATH=PATH):
            report = capture_log(step)
        assert report["success"], f"{report['log']}\n{report['error']}"

    def generate(self, unit: str) -> None:
        self.convert(GenerateAssignment, unit)

    def autograde(self, unit: str) -> None:
        self.convert(Autograde, unit)

    def validate(self, path: Path) -> dict:
        """What `nbgrader validate` finds in a notebook."""
        validator = Validator()
        validator.preprocessors = [
            InThisProcess if p is Execute else p for p in validator.preprocessors
        ]
        return validator.validate(str(path))

    def submit(self, student: str, unit: str, answers: dict[str, str]) -> None:
        """Hand in the release of ``unit`` with the cells named in ``answers`` replaced."""
        notebook = Notebook(self.root / "exercises" / unit / f"{unit}.ipynb")
        for key, source in answers.items():
            notebook.cells[key].source = source
        target = self.root / "grading" / "submitted" / student / unit
        target.mkdir(parents=True)
        nbformat.write(notebook.node, target / f"{unit}.ipynb")

    def graded(self, student: str, unit: str) -> Notebook:
        return Notebook(self.root / "grading" / "autograded" / student / unit / f"{unit}.ipynb")


def new_course(root: Path) -> Course:
    """A course with the sources of every unit, nothing generated yet."""
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copytree(
        ROOT / "solutions", root / "solutions", ignore=shutil.ignore_patterns(".ipynb_checkpoints")
    )
    return Course(root)


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    return new_course(tmp_path_factory.mktemp("course"))


def objectives(unit: str) -> set[str]:
    """The ids of the objectives at the start of a unit's chapter."""
    return set(re.findall(r"^- \*\*([A-Z]+\d+)\*\*", chapter(unit), re.MULTILINE))
