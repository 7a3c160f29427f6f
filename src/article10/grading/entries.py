"""Enters results into nbgrader's tables, many at a time.

nbgrader's API makes and sorts an object for each cell of each student, which takes longer than
all else that is done with a result once it is there.
"""

from collections.abc import Iterable
from typing import NamedTuple

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from nbgrader.utils import parse_utc
from sqlalchemy import Connection, bindparam, insert, or_, select, update

from .results import Result

_ASSIGNMENT, _NOTEBOOK, _GRADE, _COMMENT = (
    kind.__table__ for kind in (SubmittedAssignment, SubmittedNotebook, Grade, Comment)
)
_GRADED = {"GradeCell", "TaskCell"}
_COMMENTED = {"SolutionCell", "TaskCell"}
_STAMPED = update(_ASSIGNMENT).where(_ASSIGNMENT.c.id == bindparam("key"))
_FLAGGED = update(_NOTEBOOK).where(_NOTEBOOK.c.id == bindparam("key")).values(flagged=True)
_MARKED = (
    update(_GRADE)
    .where(_GRADE.c.notebook_id == bindparam("notebook"), _GRADE.c.cell_id == bindparam("cell"))
    .values(
        auto_score=bindparam("score"),
        # A point that a person gave stays, and the person is asked to look again.
        needs_manual_grade=or_(_GRADE.c.manual_score.is_not(None), bindparam("open")),
    )
)
_COMMENTED_ON = (
    update(_COMMENT)
    .where(_COMMENT.c.notebook_id == bindparam("notebook"), _COMMENT.c.cell_id == bindparam("cell"))
    .values(auto_comment=bindparam("text"))
)


class Entry(NamedTuple):
    """What is entered for one student."""

    id: str
    """The student's safe id, which the gradebook knows."""
    timestamp: str | None
    """When it was handed in."""
    result: Result
    unanswered: set[str]
    """The names of the answers that are as they were handed out."""


class _Cell(NamedTuple):
    notebook: str
    id: str
    name: str
    kind: str


def enter(connection: Connection, unit: str, entries: Iterable[Entry]) -> None:
    """Enter results for ``unit``, one a student; what a person entered stays."""
    entries = {entry.id: entry for entry in entries}
    cells = _cells(connection, unit)
    handed_in = _handed_in(connection, unit, list(entries))
    if missing := [id for id in entries if id not in handed_in]:
        _open(connection, unit, missing, cells)
        handed_in = _handed_in(connection, unit, list(entries))
    stamped, flagged, marked, commented = [], [], [], []
    for id, (submission, notebook) in handed_in.items():
        _, timestamp, result, unanswered = entries[id]
        stamp = parse_utc(timestamp) if timestamp else None
        stamped.append({"key": submission, "timestamp": stamp})
        if result.flags:
            flagged.append({"key": notebook})
        scores = {cell.grade_id: cell.score for cell in result.cells}
        for cell in cells:
            place = {"notebook": notebook, "cell": cell.id}
            if cell.notebook == unit and cell.kind in _GRADED:
                score = scores[cell.name]
                marked.append({**place, "score": score, "open": score is None})
            if cell.notebook == unit and cell.kind in _COMMENTED:
                text = "No response." if cell.name in unanswered else None
                commented.append({**place, "text": text})
    _many(connection, _STAMPED, stamped)
    _many(connection, _FLAGGED, flagged)
    _many(connection, _MARKED, marked)
    _many(connection, _COMMENTED_ON, commented)


def _open(connection, unit: str, students: list[str], cells: list[_Cell]) -> None:
    """Make submissions that can be filled in, as nbgrader's ``add_submission`` does."""
    assignment = connection.scalar(select(Assignment.id).where(Assignment.name == unit))
    names = select(Notebook.id, Notebook.name).where(Notebook.assignment_id == assignment)
    notebooks = connection.execute(names).all()
    submissions, submitted, grades, comments = [], [], [], []
    for student in students:
        submission = new_uuid()
        submissions.append({"id": submission, "assignment_id": assignment, "student_id": student})
        for id, name in notebooks:
            key = new_uuid()
            submitted.append({"id": key, "assignment_id": submission, "notebook_id": id})
            for cell in cells:
                row = {"notebook_id": key, "cell_id": cell.id}
                if cell.notebook == name and cell.kind in _GRADED:
                    grades.append(row)
                if cell.notebook == name and cell.kind in _COMMENTED:
                    comments.append(row)
    _many(connection, insert(_ASSIGNMENT), submissions)
    _many(connection, insert(_NOTEBOOK), submitted)
    _many(connection, insert(_GRADE), grades)
    _many(connection, insert(_COMMENT), comments)


def _many(connection, statement, rows: list[dict]) -> None:
    if rows:
        connection.execute(statement, rows)


def _handed_in(connection, unit: str, students: list[str]) -> dict[str, tuple[str, str]]:
    """The ids of submission and notebook, by student, of those that handed in ``unit`` before."""
    rows = connection.execute(
        select(SubmittedAssignment.student_id, SubmittedAssignment.id, SubmittedNotebook.id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(Assignment.name == unit, Notebook.name == unit)
        .where(SubmittedAssignment.student_id.in_(students))
    )
    return {student: (submission, notebook) for student, submission, notebook in rows}


def _cells(connection, unit: str) -> list[_Cell]:
    rows = connection.execute(
        select(Notebook.name, BaseCell.id, BaseCell.name, BaseCell.type)
        .join(Notebook, Notebook.id == BaseCell.notebook_id)
        .join(Assignment, Assignment.id == Notebook.assignment_id)
        .where(Assignment.name == unit)
    )
    return [_Cell(*row) for row in rows]
