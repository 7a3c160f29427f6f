"""Honest submissions get from the engine what nbgrader gives them, question by question.

nbgrader's own converter grades them here with its gradebook and its
preprocessors; only its kernel is replaced, as in the tests of the exercises.
"""

from types import SimpleNamespace

import pytest
from nbgrader.api import Gradebook

from article10.grading.pool import grade_all
from article10.grading.units import load_unit
from tests.exercises.conftest import UNITS, new_course, solution, with_mistakes

from .small_unit import needs_sandbox

EACH = 7


def answers(unit: str, number: int) -> dict[str, str]:
    """The answer cells of a submission: some questions right, some wrong, in another mix each."""
    keys = solution(unit).checks()
    return with_mistakes(
        unit, {key: number for place, key in enumerate(keys) if (number + place) % 3 != 2}
    )


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Marks by unit, student and question: nbgrader's and the engine's."""
    course = new_course(tmp_path_factory.mktemp("course"))
    theirs, submissions = {}, []
    for unit in UNITS:
        course.generate(unit)
        for number in range(EACH):
            student = f"student-{number}"
            course.submit(student, unit, answers(unit, number))
            path = course.root / "grading" / "submitted" / student / unit / f"{unit}.ipynb"
            submissions.append(
                SimpleNamespace(student=student, unit=unit, path=path, timestamp=None)
            )
        course.autograde(unit)
        with Gradebook(f"sqlite:///{course.root}/grading/gradebook.db", "open-door") as book:
            for number in range(EACH):
                student = f"student-{number}"
                grades = book.find_submission_notebook(unit, unit, student).grades
                theirs[unit, student] = {grade.name: grade.auto_score for grade in grades}
    sources = {unit: load_unit(course.root, unit) for unit in UNITS}
    ours = {
        (result.unit, result.student): {cell.grade_id: cell.score for cell in result.cells}
        for result in grade_all(submissions, sources, jobs=2)
    }
    return theirs, ours


@needs_sandbox
def test_there_are_enough_and_they_differ(both):
    theirs, _ = both
    assert len(theirs) >= 60 or len(UNITS) == 1
    totals = {sum(score or 0 for score in marks.values()) for marks in theirs.values()}
    assert len(totals) > 5


@needs_sandbox
@pytest.mark.parametrize("unit", UNITS)
def test_the_same_marks(both, unit):
    theirs, ours = both
    for number in range(EACH):
        key = unit, f"student-{number}"
        assert ours[key] == theirs[key], key
