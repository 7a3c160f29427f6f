"""nbgrader's gradebook: one writer, many changes in one transaction, and what stands in it."""

import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import capture_log
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from traitlets.config import Config

from ..errors import ExerciseError
from ..exercises import refusal
from .entries import Entry, enter
from .folders import SILENT, Course
from .results import Result

_CHUNK = 200


@dataclass
class Mark:
    """The points of one cell, as the gradebook has them."""

    auto: float | None
    manual: float | None
    extra: float | None
    waits: bool
    """Whether a person still has to look."""
    maximum: float

    @property
    def score(self) -> float:
        given = self.auto if self.manual is None else self.manual
        return (given or 0) + (self.extra or 0)


@dataclass
class Standing:
    """All that the gradebook says about one student's notebook."""

    id: str
    first_name: str | None
    last_name: str | None
    email: str | None
    lms_id: str | None
    timestamp: datetime | None
    penalty: float
    marks: dict[str, Mark] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.first_name, self.last_name)))

    @property
    def score(self) -> float:
        """The points less the penalty for a late submission."""
        return max(0.0, sum(mark.score for mark in self.marks.values()) - self.penalty)

    @property
    def maximum(self) -> float:
        return sum(mark.maximum for mark in self.marks.values())

    @property
    def waits(self) -> bool:
        return any(mark.waits for mark in self.marks.values())


class _Batch(Session):
    """Leaves what nbgrader's API commits, and so flushes, for the end of a batch."""

    def commit(self) -> None:
        pass


class Book(Gradebook):
    """nbgrader's gradebook of a course, whose API commits once a batch."""

    def __init__(self, url: str, course_id: str = "", config: Config | None = None):
        super().__init__(url, course_id)
        self._config = config or Config()

    @classmethod
    def of(cls, course: Course) -> "Book":
        """The gradebook of ``course``, made if it is not there yet, whole or not at all."""
        file, course_id = course.gradebook, course.directory.course_id
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_name(f"{file.name}.part")
            part.unlink(missing_ok=True)
            with _programs(), Gradebook(f"sqlite:///{part}", course_id):
                pass
            part.replace(file)
        return cls(course.directory.db_url, course_id, course.config)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Let every commit inside wait for the end: all of the batch is written, or nothing."""
        outside = self.db
        with self.engine.begin() as connection:
            self.db = scoped_session(
                sessionmaker(
                    class_=_Batch,
                    bind=connection,
                    join_transaction_mode="rollback_only",
                    autoflush=False,
                    # Nobody else writes: what was read or written is read no second time.
                    expire_on_commit=False,
                )
            )
            try:
                yield
                self.db.flush()
            finally:
                self.db.remove()
                self.db = outside

    def roster(self) -> dict[str, str]:
        """Students by their number in Moodle or Canvas."""
        rows = self.db.execute(
            select(Student.lms_user_id, Student.id).where(Student.lms_user_id.is_not(None))
        )
        return {number: id for number, id in rows if number}

    def knows(self, unit: str) -> bool:
        """Whether the gradebook has an assignment ``unit`` with its notebook."""
        rows = select(Notebook.id).join(Assignment).where(Assignment.name == unit)
        return self.db.scalar(rows) is not None

    def enter(self, unit: str) -> None:
        """Bring the assignment ``unit`` and its cells up to the instructor's notebook.

        That is `nbgrader generate_assignment`, whose release goes nowhere.
        Raises ExerciseError with nbgrader's reason when it refuses, as it does
        when cells came or went after students handed in.
        """
        with TemporaryDirectory() as nowhere:
            config = deepcopy(self._config)
            config.CourseDirectory.update(release_directory=nowhere, assignment_id=unit)
            directory = CourseDirectory(config=config)
            report = capture_log(GenerateAssignment(coursedir=directory, config=config))
        if not report["success"]:
            raise ExerciseError(f"solutions/{unit}/{unit}.ipynb: {refusal(report)}")

    def write(self, results: list[tuple[str, dict, Result, set[str]]]) -> None:
        """Enter results; what a person entered stays.

        Each comes with its student's safe id, with what is known of the
        submission (``timestamp``, ``name`` and ``lms_id``), and with the names
        of the answers that are as they were handed out. No student has two for
        a unit.
        """
        entries = defaultdict(list)
        with self.batch():
            for id, about, result, unanswered in results:
                self._student(id, about, result.student)
                entries[result.unit].append(Entry(id, about["timestamp"], result, unanswered))
            self.db.flush()
            for unit, rows in entries.items():
                enter(self.db.connection(), unit, rows)

    def _student(self, id: str, about: dict, known_as: str) -> None:
        student = self.db.get(Student, id) or next(
            (new for new in self.db.new if isinstance(new, Student) and new.id == id), None
        )
        if student is None:
            name = about["name"] or (known_as if known_as != id else None)
            # It came with a file, and formgrader puts names into its pages as they are.
            plain = name and " ".join(re.sub(r"[<>&\"]+", " ", name).split())
            self.add_student(id, last_name=plain, lms_user_id=about["lms_id"] or None)
        elif about["lms_id"] and not student.lms_user_id:
            student.lms_user_id = about["lms_id"]

    def penalise(self, unit: str) -> None:
        """Set the penalties for late submissions by the course's rule, extensions considered."""
        rule = AssignLatePenalties(config=self._config, log=SILENT)
        rule.init_plugin()
        late = (
            select(SubmittedNotebook.id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .where(Assignment.name == unit)
            .where(
                SubmittedNotebook.late_submission_penalty.is_not(None)
                | (SubmittedAssignment.timestamp > Assignment.duedate)
            )
        )
        with self.batch():
            for id in self.db.scalars(late).all():
                notebook = self.db.get(SubmittedNotebook, id)
                submission = notebook.assignment
                notebook.late_submission_penalty = None
                if submission.assignment.duedate and submission.total_seconds_late > 0:
                    penalty = rule.plugin_inst.late_submission_penalty(
                        submission.student.id, notebook.score, submission.total_seconds_late
                    )
                    if penalty is not None:
                        penalty = rule._check_late_penalty(notebook, penalty)
                        notebook.late_submission_penalty = penalty

    def count(self, unit: str) -> int:
        """How many students handed in ``unit``."""
        return len(self.db.execute(self._submitted(unit)).all())

    def standings(self, unit: str, student: str | None = None) -> Iterator[Standing]:
        """What stands in the gradebook for ``unit``, student by student in order of their ids."""
        rows = self.db.execute(self._submitted(unit, student)).all()
        for start in range(0, len(rows), _CHUNK):
            chunk = rows[start : start + _CHUNK]
            keys = [row.key for row in chunk]
            marks, comments = self._marks(keys), self._comments(keys)
            for row in chunk:
                yield Standing(
                    row.id,
                    row.first_name,
                    row.last_name,
                    row.email,
                    row.lms_user_id,
                    row.timestamp,
                    row.late_submission_penalty or 0.0,
                    marks[row.key],
                    comments[row.key],
                )
            self.db.remove()

    @staticmethod
    def _submitted(unit: str, student: str | None = None):
        rows = (
            select(
                SubmittedNotebook.id.label("key"),
                SubmittedNotebook.late_submission_penalty,
                SubmittedAssignment.timestamp,
                Student.id,
                Student.first_name,
                Student.last_name,
                Student.email,
                Student.lms_user_id,
            )
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Student, Student.id == SubmittedAssignment.student_id)
            .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .where(Assignment.name == unit, Notebook.name == unit)
            .order_by(Student.id)
        )
        return rows.where(Student.id == student) if student else rows

    def _marks(self, keys: list[str]) -> dict[str, dict[str, Mark]]:
        rows = self.db.execute(
            select(
                Grade.notebook_id,
                BaseCell.name,
                Grade.auto_score,
                Grade.manual_score,
                Grade.extra_credit,
                Grade.needs_manual_grade,
                Grade.max_score,
            )
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .where(Grade.notebook_id.in_(keys))
        )
        found = defaultdict(dict)
        for key, name, *values in rows:
            found[key][name] = Mark(*values)
        return found

    def _comments(self, keys: list[str]) -> dict[str, dict[str, str]]:
        rows = self.db.execute(
            select(Comment.notebook_id, BaseCell.name, Comment.comment)
            .join(BaseCell, BaseCell.id == Comment.cell_id)
            .where(Comment.notebook_id.in_(keys), Comment.comment.is_not(None))
        )
        found = defaultdict(dict)
        for key, name, text in rows:
            found[key][name] = text
        return found


@contextmanager
def _programs() -> Iterator[None]:
    """nbgrader calls ``alembic`` by name, also where its environment is not on the PATH."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{before}"
    try:
        yield
    finally:
        os.environ["PATH"] = before
