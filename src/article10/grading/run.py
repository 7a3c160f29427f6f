"""``article10 grade``: from what was handed in to gradebook, feedback and marks."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tqdm import tqdm

from ..errors import ExerciseError
from ..units import units
from . import publish
from .folders import Course
from .gradebook import Book
from .intake import Intake, Submission, collect, look
from .record import Recorder
from .results import Result
from .store import Store
from .units import load_unit

Engine = Callable[..., Iterator[Result]]


class Outcome(NamedTuple):
    """What a run did."""

    graded: int
    kept: int
    """Submissions that had been graded before and are unchanged."""
    failed: list[Result]
    """Those that grading itself failed on; the next run tries them again."""
    published: publish.Published


def recognise(submissions: Path, course: Course, unit: str | None = None) -> Intake:
    """What ``submissions`` holds for the course; nothing is written.

    Raises ExerciseError when that is nothing.
    """
    roster = _roster(course)
    intake = look(submissions, units(course.root), only=unit, roster=roster)
    if not intake.found:
        reasons = "; ".join(f"{r.where}: {r.reason}" for r in intake.reports[:3])
        raise ExerciseError(f"{submissions}: no notebook of this course ({reasons or 'empty'})")
    return intake


def grade(
    intake: Intake,
    course: Course,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    unsafe: bool = False,
    engine: Engine | None = None,
) -> Outcome:
    """Grade what is new, keep it as it comes, and publish what the gradebook then holds.

    It is graded here, ``jobs`` at a time, or by the Dask cluster whose
    ``scheduler`` has this address.
    A result is kept before the next one is waited for, and the gradebook gets
    whole batches: killed at any moment, the same call goes on where it was.
    """
    engine = engine or _engine(jobs, scheduler)
    names = sorted({found.unit for found in intake.found})
    sources = {name: load_unit(course.root, name) for name in names}
    with Store(course.home / "results.db") as store, Book.of(course) as book:
        recorder = Recorder(course, store, book, sources)
        waiting, kept, failed, names = {}, 0, [], store.names()
        for submission in collect(intake, course):
            known_as = names.get(submission.student, submission.student)
            submission = replace(submission, student=known_as)
            if recorder.has(submission):
                kept += 1
            else:
                waiting[submission.student, submission.unit] = submission
        try:
            if waiting:
                results = engine(waiting.values(), sources, unsafe=unsafe)
                for result in tqdm(results, "Grading", len(waiting), unit=" submissions"):
                    if result.status == "not graded":
                        failed.append(result)
                    else:
                        submission = waiting[result.student, result.unit]
                        recorder.add(submission, _noted(result, submission))
        finally:
            recorder.flush()
        published = publish.publish(course, store, book)
    return Outcome(len(waiting) - len(failed), kept, failed, published)


def _noted(result: Result, submission: Submission) -> Result:
    if not submission.beside:
        return result
    files = ", ".join(submission.beside)
    flag = f"It names files that were handed in with it; its code does not get them: {files}."
    return replace(result, flags=(*result.flags, flag))


def _engine(jobs: int | None, scheduler: str | None) -> Engine:
    if scheduler is None:
        from . import pool

        return partial(pool.grade_all, jobs=jobs or os.cpu_count() or 1)
    try:
        from . import cluster
    except ModuleNotFoundError as missing:
        raise ExerciseError(
            f"--scheduler needs {missing.name}: pip install 'article10[cluster]'"
        ) from missing
    return partial(cluster.grade_all, scheduler=scheduler)


def _roster(course: Course) -> dict[str, str]:
    """The students of the course by their number in Moodle or Canvas."""
    if not course.gradebook.is_file():
        return {}
    with Book.of(course) as book:
        return book.roster()
