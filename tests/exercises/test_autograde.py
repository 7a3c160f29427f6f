"""nbgrader itself releases, grades and validates the units."""

from types import SimpleNamespace

import pytest
from nbgrader.api import Gradebook

from article10 import exercises

from .conftest import ROOT, UNITS, Notebook, solution
from .test_wrong_answers import KEPT


@pytest.fixture(scope="module", params=UNITS)
def graded(request, course):
    """A unit after nbgrader's own release and grading of three submissions."""
    unit = request.param
    released = course.nbgrader("generate_assignment", unit, "--force")
    assert released.returncode == 0, released.stderr
    source = solution(unit)
    right = {
        key: cell.source for key, cell in source.cells.items() if cell.metadata.nbgrader.solution
    }
    typed = dict(right)
    for key in source.checks():
        case = next(c for c in KEPT[unit][key] if "typed in" in c["name"] or c.get("hidden"))
        typed[f"{key}-answer"] = f"{right[f'{key}-answer']}\n{case['answer']}"
    course.submit("reference", unit, right)
    course.submit("blank", unit, {})
    course.submit("typist", unit, typed)
    grading = course.nbgrader("autograde", unit)
    assert grading.returncode == 0, grading.stderr
    with Gradebook(f"sqlite:///{course.root}/grading/gradebook.db", "open-door") as gradebook:
        marks = {
            student: {
                grade.name: (grade.auto_score, grade.max_score, grade.needs_manual_grade)
                for grade in gradebook.find_submission_notebook(unit, unit, student).grades
            }
            for student in ("reference", "blank", "typist")
        }
    return SimpleNamespace(unit=unit, course=course, marks=marks, checks=source.checks())


def outputs(graded, student):
    """Type and text of what the checks show in a graded notebook, by question."""
    path = graded.course.root / "grading" / "autograded" / student / graded.unit
    notebook = Notebook(path / f"{graded.unit}.ipynb")
    return {key: notebook.cells[key].outputs for key in graded.checks}


def test_nbgrader_releases_the_same_bytes(graded):
    name = f"exercises/{graded.unit}/{graded.unit}.ipynb"
    assert (graded.course.root / name).read_bytes() == (ROOT / name).read_bytes()


def test_reference_answers_earn_full_marks(graded):
    marks = graded.marks["reference"]
    assert {key: marks[key][0] for key in graded.checks} == {
        key: marks[key][1] for key in graded.checks
    }
    total = sum(question.points for question in exercises.questions(solution(graded.unit).path))
    assert sum(maximum for _, maximum, _ in marks.values()) == total


def test_free_text_waits_for_a_person(graded):
    marks = graded.marks["reference"]
    by_hand = set(marks) - set(graded.checks)
    assert by_hand
    assert all(marks[key] == (None, marks[key][1], True) for key in by_hand)


def test_an_empty_and_a_typed_in_submission_earn_nothing(graded):
    for student in ("blank", "typist"):
        assert {key: graded.marks[student][key][0] for key in graded.checks} == dict.fromkeys(
            graded.checks, 0
        ), student


def test_a_failed_check_shows_its_sentence_and_no_traceback(graded):
    for key, shown in outputs(graded, "blank").items():
        (error,) = shown
        assert error.output_type == "error"
        text = "\n".join(error.traceback)
        assert text.startswith(f"✗ Question {key[1:]}: not yet.\n  `")
        assert "Traceback" not in text
        assert text == error.evalue


def test_a_passed_check_shows_one_line(graded):
    for key, shown in outputs(graded, "reference").items():
        (passed,) = shown
        assert passed.data["text/plain"].startswith(f"✓ Question {key[1:]} is right.")
        assert "✓" in passed.data["text/html"]


def test_validation_passes_the_source_and_fails_the_release(graded):
    source = graded.course.nbgrader("validate", f"solutions/{graded.unit}/{graded.unit}.ipynb")
    assert "Success! Your notebook passes all the tests." in source.stdout
    release = graded.course.nbgrader("validate", f"exercises/{graded.unit}/{graded.unit}.ipynb")
    assert f"VALIDATION FAILED ON {len(graded.marks['blank'])} CELL(S)!" in release.stdout
    assert "✗ Question 1: not yet." in release.stdout
