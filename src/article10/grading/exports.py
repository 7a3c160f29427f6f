"""The marks as tables: for anyone, for Canvas and for Moodle. All have a header row."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from .gradebook import Standing
from .results import Result

COLUMNS = ("student", "unit", "question", "score", "max_score", "status", "message")


def rows(unit: str, standing: Standing, result: Result | None) -> list[tuple]:
    """The lines of ``grades.csv`` for one student and unit: one a question, then what was late.

    What a person gave comes before what the machine gave. The score is empty
    as long as a person has to give it.
    """
    said = {cell.grade_id: cell for cell in result.cells} if result else {}
    student = result.student if result else standing.id
    lines = []
    order = [*said, *(key for key in standing.marks if key not in said)]
    for key in order:
        mark, cell = standing.marks[key], said.get(key)
        status, message = (cell.status, cell.message) if cell else ("", "")
        score = mark.score
        if mark.manual is not None:
            status = "graded by a person"
        elif mark.auto is None:
            score = ""
        if result and result.status != "ok" and not message:
            message = result.message
        said_in_a_line = " ".join(message.split())
        lines.append((student, unit, key, score, mark.maximum, status, said_in_a_line))
    if standing.penalty:
        lines.append(
            (student, unit, "late submission", -standing.penalty, 0, "penalty", "Handed in late.")
        )
    return [safe(line) for line in lines]


def safe(line: Iterable) -> tuple:
    """A row of which a spreadsheet runs nothing as a formula."""
    return tuple(map(_cell, line))


def _cell(value: object) -> object:
    """A spreadsheet takes a text that starts like a formula for one: keep it a text."""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


class Total(NamedTuple):
    """What a learning-management system wants to know about a student and a unit."""

    id: str
    name: str
    sortable_name: str
    email: str
    lms_id: str
    score: float
    maximum: float
    waits: bool
    """Whether a person still has to give points."""
    comment: str

    @classmethod
    def of(cls, standing: Standing) -> "Total":
        said = (text for text in standing.comments.values() if text != "No response.")
        return cls(
            standing.id,
            standing.name or standing.id,
            ", ".join(filter(None, (standing.last_name, standing.first_name))) or standing.id,
            standing.email or "",
            standing.lms_id or "",
            standing.score,
            standing.maximum,
            standing.waits,
            " ".join(" ".join(text.split()) for text in said),
        )


def canvas(totals: dict[str, list[Total]]) -> list[tuple]:
    """Canvas's gradebook import: one column a unit, found by its name, and the points possible.

    ``totals`` has the students by unit. A mark that waits for a person is left
    empty, and Canvas leaves it as it is.
    """
    maxima = [_cell(max((t.maximum for t in unit), default=0.0)) for unit in totals.values()]
    students = {total.id: total for unit in totals.values() for total in unit}
    marks = [{t.id: _cell(t.score) for t in unit if not t.waits} for unit in totals.values()]
    lines = [
        ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", *totals),
        ("Points Possible", "", "", "", "", *maxima),
    ]
    for id, student in sorted(students.items()):
        given = [unit.get(id, "") for unit in marks]
        if any(given):
            login = student.email or ("" if student.lms_id else id)
            lines.append((student.sortable_name, student.lms_id, "", login, "", *given))
    return lines


def moodle(totals: Iterable[Total]) -> list[tuple]:
    """Moodle's grading worksheet of one assignment; its gradebook import maps the e-mail address.

    Who waits for a person is left out, and Moodle leaves the mark as it is.
    """
    lines = [
        (
            "Identifier",
            "Full name",
            "Email address",
            "Grade",
            "Maximum Grade",
            "Last modified (grade)",
            "Feedback comments",
        )
    ]
    for one in totals:
        if not one.waits:
            number = f"Participant {one.lms_id}" if one.lms_id else ""
            score, maximum = _cell(one.score), _cell(one.maximum)
            lines.append((number, one.name, one.email, score, maximum, "-", one.comment))
    return lines


@contextmanager
def table(path: Path) -> Iterator[Callable[[Iterable[Sequence]], None]]:
    """Write rows to a CSV in UTF-8 as they come; the file is there whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8", errors="replace", newline="") as file:
        yield csv.writer(file, lineterminator="\n").writerows
    part.replace(path)
