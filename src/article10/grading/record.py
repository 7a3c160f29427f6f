"""Keeps what the engine gives: first in the store, then, in batches, in nbgrader's gradebook."""

import os
import stat
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from . import graded
from .folders import Course, safe_id
from .gradebook import Book
from .intake import Submission
from .results import Result
from .store import Store

if TYPE_CHECKING:
    from .units import UnitSource

_BATCH = 10  # few, since nothing new is handed out while they are entered


class Recorder:
    """The one writer of a course's marks."""

    def __init__(
        self, course: Course, store: Store, book: Book, sources: "Mapping[str, UnitSource]"
    ):
        self._course, self._store, self._book, self._sources = course, store, book, sources
        self._waiting = 0
        for unit in sources.values():
            self._enter(unit)
        self.flush()

    def has(self, submission: Submission) -> bool:
        """Whether this submission was graded already, by these very checks."""
        id = safe_id(submission.student)
        unit = self._sources[submission.unit]
        graded_file = self._course.autograded(id, unit.name) / f"{unit.name}.ipynb"
        return (
            self._store.fingerprint(id, unit.name) == fingerprint(submission, unit)
            and graded_file.is_file()
        )

    def add(self, submission: Submission, result: Result) -> None:
        """Keep a result; every few, the gradebook gets them."""
        id, unit = safe_id(submission.student), self._sources[submission.unit]
        graded.write(self._course, id, submission, result, unit)
        self._store.add(id, submission, fingerprint(submission, unit), result)
        self._waiting += 1
        if self._waiting >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Enter what the gradebook lacks, also what an interrupted run left."""
        self._waiting = 0
        while batch := self._store.pending(list(self._sources), _BATCH):
            self._book.write(
                [
                    (id, about, result, self._unanswered(id, self._sources[result.unit]))
                    for id, about, result in batch
                ]
            )
            self._store.recorded([(id, result.unit) for id, _, result in batch])

    def _unanswered(self, id: str, unit: "UnitSource") -> set[str]:
        return graded.unanswered(graded.read(self._course, id, unit.name), unit)

    def _enter(self, unit: "UnitSource") -> None:
        what = f"assignment {unit.name}"
        if not self._book.knows(unit.name):
            self._store.forget(unit.name)  # a gradebook that was put away and started anew
        elif self._store.is_made(what, unit.version):
            return
        self._book.enter(unit.name)
        self._store.made(what, unit.version)


def fingerprint(submission: Submission, unit: "UnitSource") -> str:
    """Of what was handed in, and when, and of the unit as it is graded now."""
    path = submission.path
    about = path.lstat()
    if stat.S_ISREG(about.st_mode):
        content = sha256()
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            while block := file.read(1 << 20):
                content.update(block)
        said = content.hexdigest()
    else:
        said = f"no file {about.st_mode} {Path(path).name}"
    parts = (said, unit.version, str(submission.timestamp))
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
