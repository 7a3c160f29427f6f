"""Runs a unit's notebook and says question by question what its checks say.

For authors, and for instructors who look at one file. It runs what the
notebook holds with the rights of whoever calls it.
"""

from pathlib import Path
from typing import NamedTuple

from . import checks
from .errors import ExerciseError
from .units import in_cells

try:
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from nbgrader.utils import determine_grade, is_grade
except ModuleNotFoundError as missing:
    raise ExerciseError(f"needs {missing.name}: pip install 'article10[grading]'") from missing

_SECONDS = 120


class Mark(NamedTuple):
    """What one question earns. ``points`` is None where a person has to read."""

    key: str
    points: float | None
    maximum: float
    said: str
    """What its check says."""

    @property
    def passed(self) -> bool:
        return self.points is None or self.points == self.maximum


def check(path: Path) -> list[Mark]:
    """The marks of a notebook: a release with answers in it, or a source.

    Raises ExerciseError when it cannot be read or run, and UnknownUnitError
    when it belongs to no unit.
    """
    notebook = _read(path)
    unit = checks.unit(notebook.metadata.get("article10", {}).get("unit") or path.stem)
    asked = in_cells(notebook.cells, path.name)
    if absent := [key for key in unit.questions if key not in {q.key for q in asked}]:
        raise ExerciseError(f"{path}: the check of {', '.join(absent)} is missing")
    _run(notebook, path)
    stopped = ""
    marks = []
    for cell in notebook.cells:
        if cell.cell_type == "code" and not is_grade(cell):
            stopped = _error(cell) or stopped
        if not is_grade(cell):
            continue
        points, maximum = determine_grade(cell)
        if cell.cell_type != "code":
            points = None
        said = _said(cell) if points is not None else "A person reads this answer."
        if stopped and points != maximum:
            said += f"\n  A cell above stops with {stopped}"
        marks.append(Mark(cell.metadata.nbgrader.grade_id, points, maximum, said))
        stopped = ""
    return marks


def _read(path: Path) -> nbformat.NotebookNode:
    if not path.is_file():
        raise ExerciseError(f"{path}: there is no such file")
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except Exception as error:  # nbformat raises whatever JSON, Unicode or the schema raise
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise ExerciseError(f"{path}: not a readable notebook ({reason[:120]})") from None
    return notebook


def _run(notebook: nbformat.NotebookNode, path: Path) -> None:
    client = NotebookClient(
        notebook,
        timeout=_SECONDS,
        allow_errors=True,
        kernel_name="python3",
        # No history file, and no log of the kernel's own between the marks.
        extra_arguments=["--HistoryManager.hist_file=:memory:", "--log-level=CRITICAL"],
        resources={"metadata": {"path": str(path.resolve().parent)}},
    )
    try:
        client.execute()
    except CellTimeoutError:
        raise ExerciseError(f"{path}: a cell did not finish in {_SECONDS} seconds") from None
    except DeadKernelError:
        raise ExerciseError(f"{path}: Python stopped while it ran a cell") from None


def _error(cell) -> str:
    """The error that a cell stops with, in a line."""
    for output in cell.outputs:
        if output.output_type == "error":
            return f"{output.ename}: {output.evalue.splitlines()[0] if output.evalue else ''}"
    return ""


def _said(cell) -> str:
    """What a check cell shows, as text."""
    said = []
    for output in cell.outputs:
        if output.output_type == "error":
            said.append(output.evalue or output.ename)
        elif output.output_type == "display_data":
            said.append(output.data.get("text/plain", ""))
    return "\n".join(said)
