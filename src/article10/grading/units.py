"""What grading needs to know about a unit: its cells, points, tests and the names they read."""

import builtins
import symtable
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import nbformat
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import is_grade, is_solution
from traitlets.config.loader import Config, PyFileConfigLoader

from .. import __version__, checks
from ..data import data_dir
from ..errors import ExerciseError
from ..exercises import PREPROCESSORS, variant
from ..units import in_cells, source


@dataclass(frozen=True)
class GradeCell:
    """One cell of a unit that earns points."""

    grade_id: str
    question: str
    """The question's title."""
    points: float
    manual: bool
    """Whether a person gives the points."""
    names: tuple[str, ...]
    """The variables that its test reads and that students may define."""


@dataclass(frozen=True)
class UnitSource:
    """A unit of the course in the folder ``root``. The notebooks are nbformat 4 as UTF-8 JSON."""

    name: str
    root: Path
    source: bytes
    """The instructor's notebook, with the answers."""
    graded: bytes
    """What nbgrader's gradebook keeps: no answers, but hidden tests and rubrics."""
    release: bytes
    """What students got."""
    variant: int
    """Which variant this course released: the instructor's word, never a student's."""
    cells: tuple[GradeCell, ...]

    @cached_property
    def version(self) -> str:
        """A digest that changes with the unit, the checks, the data and this package."""
        folder = Path(checks.__file__).parent
        files = [*sorted(folder.glob("*.py")), *sorted(data_dir().glob("*.csv"))]
        parts = [__version__.encode(), self.graded, *(path.read_bytes() for path in files)]
        return sha256(b"\0".join(parts)).hexdigest()[:16]

    @property
    def points(self) -> float:
        return sum(cell.points for cell in self.cells)


def load_unit(root: Path, name: str) -> UnitSource:
    """The unit ``name`` of the course in ``root``, with nbgrader's settings there.

    Raises ExerciseError when its notebook is not there, breaks a rule, or
    nbgrader refuses it.
    """
    path = source(root, name)
    settings = Config()
    if (root / "nbgrader_config.py").is_file():
        settings = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    steps = settings.get("GenerateAssignment", {}).get("preprocessors", PREPROCESSORS)
    try:
        text = path.read_bytes()
        notebook = nbformat.reads(text.decode("utf-8"), as_version=4)
        number = variant(notebook)
        graded, release = _run(steps, settings, notebook, name)
    except ExerciseError:
        raise
    except FileNotFoundError:
        raise ExerciseError(f"{path}: there is no such file") from None
    except Exception as error:  # nbgrader and nbformat raise whatever they meet
        raise ExerciseError(f"solutions/{name}/{name}.ipynb: {error}") from None
    titles = {q.key: q.title for q in in_cells(graded.cells, path.name)}
    given = _assigned_in_locked(graded)
    cells = tuple(
        GradeCell(
            key := cell.metadata.nbgrader.grade_id,
            titles.get(key, key),
            float(cell.metadata.nbgrader.points),
            is_solution(cell) or cell.cell_type != "code",
            _names(name, key, cell.source, given) if cell.cell_type == "code" else (),
        )
        for cell in graded.cells
        if is_grade(cell)
    )
    return UnitSource(
        name,
        root,
        text,
        nbformat.writes(graded).encode(),
        nbformat.writes(release).encode(),
        number,
        cells,
    )


def _run(steps, settings, notebook, name: str):
    """What nbgrader keeps and what it releases."""
    resources = {"nbgrader": {"assignment": name, "notebook": name, "student": "."}}
    kept = None
    for step in steps:
        if step is SaveCells:
            kept = deepcopy(notebook)
            continue
        notebook, resources = step(config=settings).preprocess(notebook, resources)
    if kept is None:
        raise ExerciseError(f"{name}: nbgrader's settings leave out SaveCells")
    return kept, notebook


def _assigned_in_locked(notebook) -> set[str]:
    """The names that the cells which no student may change define."""
    return {
        symbol.get_name()
        for cell in notebook.cells
        if cell.cell_type == "code" and not is_grade(cell) and not is_solution(cell)
        for symbol in _table(cell.source).get_symbols()
        if symbol.is_assigned() or symbol.is_imported()
    }


def _names(unit: str, key: str, test: str, given: set[str]) -> tuple[str, ...]:
    """The answers that a test judges and the other variables that it reads."""
    parts = (
        [part.name for part in checks.unit(unit).questions[key].parts] if _ours(unit, key) else []
    )
    defined = {s.get_name() for s in _table(test).get_symbols() if s.is_assigned()}
    read = {name for table in _tables(_table(test)) for name in _globals(table)}
    return tuple(sorted(read - given - defined - set(dir(builtins)) | set(parts)))


def _ours(unit: str, key: str) -> bool:
    try:
        return key in checks.unit(unit).questions
    except Exception:  # a unit of the instructor's own, with tests in nbgrader's way
        return False


def _globals(table: symtable.SymbolTable) -> Iterator[str]:
    top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (symbol.is_global() or (top and not symbol.is_assigned())):
            yield symbol.get_name()


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)


def _table(code: str) -> symtable.SymbolTable:
    try:
        return symtable.symtable(code, "cell", "exec")
    except SyntaxError:  # magics, which only IPython reads
        return symtable.symtable("", "cell", "exec")
