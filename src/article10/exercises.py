"""From ``solutions/<unit>/<unit>.ipynb`` to ``exercises/<unit>/<unit>.ipynb``, with nbgrader.

``nbgrader generate_assignment UNIT --force`` writes the same bytes: the
settings in ``nbgrader_config.py`` name the preprocessors that stand here.
"""

import re
import shutil
from collections.abc import Iterable
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from . import __version__, checks
from .errors import ExerciseError, UnknownUnitError
from .units import in_cells, source, table, totals, units

try:
    import nbformat
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import NbGraderPreprocessor
    from nbgrader.utils import capture_log, is_locked, is_solution
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader
except ModuleNotFoundError as missing:
    raise ExerciseError(f"needs {missing.name}: pip install 'article10[grading]'") from missing

STUB = "# Write your answer here."
_PLACE = re.compile(r"\{\{(\w+)(?::([^{}]*))?\}\}")


class FillIn(NbGraderPreprocessor):
    """Fill the places ``{{...}}`` in the texts that students cannot change.

    ``{{overview}}`` is the unit's totals and the table of its questions;
    ``{{effort}}``, in the task of a question, its points and minutes; any
    other name a parameter of the notebook's variant, with a format if one
    follows a colon.
    """

    def preprocess(self, nb, resources):
        unit = resources["nbgrader"]["assignment"]
        asked = in_cells(nb.cells, f"{unit}.ipynb")
        efforts = {f"{question.key}-task": question.effort for question in asked}
        given = vars(checks.unit(unit).given(variant(nb)))
        overview = f"{totals(asked)}.\n\n{table(asked)}"
        for cell in nb.cells:
            if cell.cell_type != "markdown" or is_solution(cell) or not is_locked(cell):
                continue
            name = cell.metadata.nbgrader.grade_id
            values = {**given, "overview": overview}
            if name in efforts:
                values["effort"] = efforts[name]
            fill = partial(_value, values=values, where=f"{unit}.ipynb: cell {name}")
            cell.source = _PLACE.sub(fill, cell.source)
        return nb, resources


def _value(place: re.Match, values: dict, where: str) -> str:
    name, form = place[1], place[2] or ""
    if name not in values:
        raise ExerciseError(
            f"{where} has the place {place[0]}; there is {', '.join(sorted(values))}"
        )
    return format(values[name], form)


class StampRelease(NbGraderPreprocessor):
    """Mark a student notebook and its checks, and drop what its author's Jupyter left.

    The site compares the release to tell a student that a newer one is there,
    and shows the totals.
    """

    def preprocess(self, nb, resources):
        unit = resources["nbgrader"]["assignment"]
        marks = {
            "unit": unit,
            "release": __version__,
            "totals": str(totals(in_cells(nb.cells, unit))),
        }
        if variant(nb):
            marks["variant"] = variant(nb)
        for cell in nb.cells:
            if cell.cell_type == "code" and cell.metadata.nbgrader.grade:
                # A check that fails keeps "Run All Cells" from nothing that stands below it.
                cell.metadata.tags = ["raises-exception"]
        nb.metadata = {
            "article10": marks,
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
        return nb, resources


PREPROCESSORS = [FillIn, *GenerateAssignment().preprocessors, StampRelease]


def variant(nb: nbformat.NotebookNode) -> int:
    """Which variant of its unit a notebook is; 0 is the common one."""
    return nb.metadata.get("article10", {}).get("variant", 0)


def build(root: Path, names: Iterable[str] = ()) -> list[Path]:
    """Generate the student notebooks of the units ``names`` (default: all) under ``root``.

    The same sources give the same bytes. Returns the notebooks written. Raises
    UnknownUnitError for a unit that is not there and ExerciseError for one
    that nbgrader refuses; then the student side stays as it was.
    """
    return [_build(root, name) for name in _known(root, names)]


def build_variant(root: Path, name: str, number: int, to: Path) -> Path:
    """Make the folder ``to`` a course that has variant ``number`` of the unit ``name``.

    It gets ``solutions/``, ``exercises/`` and nbgrader's settings. The number
    stands in the locked cell that starts the checks, of which nbgrader keeps
    the instructor's copy. Returns the student notebook. Raises ExerciseError
    when the unit has no variants or ``to`` holds another one.
    """
    (name,) = _known(root, [name])
    try:
        checks.unit(name).given(number)
    except ValueError as error:
        raise ExerciseError(str(error)) from None
    target = source(to, name)
    if to.resolve() == root.resolve():
        raise ExerciseError(f"{to} is the folder of the sources: choose another")
    if target.exists() and variant(nbformat.read(target, as_version=4)) != number:
        raise ExerciseError(f"{to} holds another variant of {name}: choose another folder")
    nb = nbformat.read(source(root, name), as_version=4)
    plain = f'checks.start("{name}")'
    starts = [cell for cell in nb.cells if plain in cell.source and is_locked(cell)]
    if len(starts) != 1:
        raise ExerciseError(f"solutions/{name}/{name}.ipynb: no locked cell with {plain}")
    if number:
        starts[0].source = starts[0].source.replace(
            plain, f'checks.start("{name}", variant={number})'
        )
        nb.metadata["article10"] = {"variant": number}
    shutil.copytree(source(root, name).parent, target.parent, dirs_exist_ok=True)
    nbformat.write(nb, target)
    shutil.copyfile(root / "nbgrader_config.py", to / "nbgrader_config.py")
    return _build(to, name)


def _known(root: Path, names: Iterable[str]) -> list[str]:
    known = units(root)
    names = list(names) or known
    for name in names:
        if name not in known:
            raise UnknownUnitError(name, get_close_matches(name, known) or known)
    return names


def _build(root: Path, name: str) -> Path:
    settings = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    with TemporaryDirectory() as staging:
        settings.merge(
            Config(
                CourseDirectory={"release_directory": staging, "assignment_id": name},
                # The gradebook is the business of `nbgrader generate_assignment`.
                GenerateAssignment={"no_database": True},
                SaveCells={"enabled": False},
            )
        )
        course = CourseDirectory(config=settings)
        result = capture_log(GenerateAssignment(coursedir=course, config=settings))
        if not result["success"]:
            raise ExerciseError(f"solutions/{name}/{name}.ipynb: {refusal(result)}")
        _mirror(Path(staging) / name, root / "exercises" / name)
    return root / "exercises" / name / f"{name}.ipynb"


def refusal(result: dict) -> str:
    """The line of nbgrader's report (as ``capture_log`` gives it) that names the fault."""
    said = f"{result.get('log', '')}\n{result['error']}"
    lines = [line.strip() for line in said.splitlines()]
    faults = [line for line in lines if re.match(r"[\w.]*Error: ", line)]
    return (faults or [line for line in lines if line] or ["nbgrader gave no reason"])[0]


def _mirror(source: Path, target: Path) -> None:
    """Make ``target`` hold exactly the files of ``source``."""
    files = {p.relative_to(source) for p in source.rglob("*") if p.is_file()}
    for file in sorted(files):
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        part = target / file.with_name(file.name + ".part")
        shutil.copyfile(source / file, part)
        part.replace(target / file)
    for old in target.rglob("*"):
        if old.is_file() and old.relative_to(target) not in files:
            old.unlink()
