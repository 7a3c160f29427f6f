"""The graded notebooks in nbgrader's ``autograded/``, which formgrader and feedback read."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from .folders import Course
from .intake import Submission
from .results import Result

if TYPE_CHECKING:
    from .units import UnitSource


def write(course: Course, id: str, submission: Submission, result: Result, unit: "UnitSource"):
    """Put the executed notebook where nbgrader looks for it, with what the engine says in it.

    What could not be run gets the notebook that was handed out, so that a
    person can look at it and give points all the same.
    """
    home = course.autograded(id, unit.name)
    home.mkdir(parents=True, exist_ok=True)
    notebook = json.loads(result.notebook or unit.release)
    _annotate(notebook, {"status": result.status, "message": result.message})
    said = {cell.grade_id: cell for cell in result.cells}
    for cell in notebook["cells"]:
        graded = said.get(cell["metadata"].get("nbgrader", {}).get("grade_id"))
        if graded and cell["metadata"]["nbgrader"].get("grade"):
            _annotate(cell, {"status": graded.status, "message": graded.message})
    replace(home / f"{unit.name}.ipynb", json.dumps(notebook, ensure_ascii=False).encode())
    stamp = home / "timestamp.txt"
    if submission.timestamp:
        replace(stamp, f"{submission.timestamp.isoformat(sep=' ')} UTC\n".encode())
    else:
        stamp.unlink(missing_ok=True)


def read(course: Course, id: str, unit: str) -> dict:
    """The graded notebook as plain data."""
    path = course.autograded(id, unit) / f"{unit}.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))


def unanswered(notebook: dict, unit: "UnitSource") -> set[str]:
    """The answer cells that are as they were handed out."""
    given = _answers(json.loads(unit.release))
    answers = _answers(notebook)
    return {name for name, source in given.items() if answers.get(name, source) == source}


def replace(path: Path, content: bytes) -> None:
    """Write the file whole or not at all, even if the process is killed meanwhile."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def _answers(notebook: dict) -> dict[str, str]:
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }


def _annotate(thing: dict, found: dict[str, str]) -> None:
    """Write into the metadata of a notebook or cell what grading found."""
    thing["metadata"].setdefault("article10", {})["grading"] = found


def found(thing: dict) -> dict[str, str]:
    """What ``write`` noted in the metadata of a notebook or cell: status and message."""
    noted = thing["metadata"].get("article10", {}).get("grading", {})
    return {"status": "", "message": "", **noted}
