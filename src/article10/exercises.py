"""From ``solutions/<unit>/<unit>.ipynb`` to ``exercises/<unit>/<unit>.ipynb``, with nbgrader.

``nbgrader generate_assignment UNIT --force`` writes the same bytes: the
settings in ``nbgrader_config.py`` name the preprocessors that stand here.
"""

import shutil
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from . import __version__
from .errors import ExerciseError, UnknownUnitError

try:
    import nbformat
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import NbGraderPreprocessor
    from nbgrader.utils import capture_log
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader
except ModuleNotFoundError as missing:
    raise ExerciseError(f"needs {missing.name}: pip install 'article10[grading]'") from missing

STUB = "# Write your answer here."


class StampRelease(NbGraderPreprocessor):
    """Mark a student notebook with its unit and release, and drop what its author's Jupyter left.

    The site compares the release to tell a student that a newer one is there.
    """

    def preprocess(self, nb, resources):
        unit = resources["nbgrader"]["assignment"]
        nb.metadata = {
            "article10": {"unit": unit, "release": __version__},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
        return nb, resources


PREPROCESSORS = [*GenerateAssignment().preprocessors, StampRelease]


class Question(NamedTuple):
    """What a question's graded cell says about it."""

    key: str
    points: float
    minutes: int
    difficulty: int
    objectives: tuple[str, ...]
    kind: str


def units(root: Path) -> list[str]:
    """The units under ``root``/solutions, in alphabetical order.

    Raises ExerciseError when there is none.
    """
    notebooks = (root / "solutions").glob("*/*.ipynb")
    found = sorted(path.stem for path in notebooks if path.stem == path.parent.name)
    if not found:
        raise ExerciseError(f"no solutions/<unit>/<unit>.ipynb in {root.resolve()}")
    return found


def source(root: Path, unit: str) -> Path:
    """The instructor's notebook of ``unit``."""
    return root / "solutions" / unit / f"{unit}.ipynb"


def questions(notebook: Path) -> list[Question]:
    """The questions of a unit's notebook, of either side.

    Raises ExerciseError when a graded cell lacks its ``article10`` metadata.
    """
    found = []
    for cell in nbformat.read(notebook, as_version=4).cells:
        graded = cell.metadata.get("nbgrader", {})
        if not graded.get("grade"):
            continue
        about = cell.metadata.get("article10", {})
        try:
            found.append(
                Question(
                    graded["grade_id"],
                    graded["points"],
                    about["minutes"],
                    about["difficulty"],
                    tuple(about["objectives"]),
                    about["kind"],
                )
            )
        except KeyError as missing:
            raise ExerciseError(
                f"{notebook.name}, cell {graded.get('grade_id')}: "
                f"its metadata has no article10 entry {missing}"
            ) from None
    return found


def build(root: Path, names: Iterable[str] = ()) -> list[Path]:
    """Generate the student notebooks of the units ``names`` (default: all) under ``root``.

    The same sources give the same bytes. Returns the notebooks written. Raises
    UnknownUnitError for a unit that is not there and ExerciseError for one
    that nbgrader refuses; then the student side stays as it was.
    """
    known = units(root)
    names = list(names) or known
    for name in names:
        if name not in known:
            raise UnknownUnitError(name, get_close_matches(name, known) or known)
    return [_build(root, name) for name in names]


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
            raise ExerciseError(f"solutions/{name}/{name}.ipynb: {_reason(result)}")
        _mirror(Path(staging) / name, root / "exercises" / name)
    return root / "exercises" / name / f"{name}.ipynb"


def _reason(result: dict) -> str:
    """The line of nbgrader's report that names the fault."""
    lines = [line.strip() for line in f"{result['log']}\n{result['error']}".splitlines()]
    faults = [line for line in lines if "Error: " in line or "Error(" in line]
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
