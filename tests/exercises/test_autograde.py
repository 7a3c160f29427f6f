"""nbgrader releases, grades and validates the units: each in this process, one by its command."""

from types import SimpleNamespace

import pytest
from nbgrader.api import Gradebook

from article10 import units

from .conftest import ROOT, UNITS, new_course, solution, wrong_answers


def marks(course, unit, student):
    """Automatic points, maximum and whether a person has to read, by question."""
    with Gradebook(f"sqlite:///{course.root}/grading/gradebook.db", "open-door") as gradebook:
        return {
            grade.name: (grade.auto_score, grade.max_score, grade.needs_manual_grade)
            for grade in gradebook.find_submission_notebook(unit, unit, student).grades
        }


def typed_in(unit):
    """Answers of which one part of each question is typed in."""
    source = solution(unit)
    typed = source.answers()
    for key in source.checks():
        case = next(
            c for c in wrong_answers(unit)[key] if c.get("hidden") or "typed in" in c["name"]
        )
        typed[f"{key}-answer"] += f"\n{case['answer']}"
    return typed


@pytest.fixture(scope="module", params=UNITS)
def graded(request, course):
    """A unit after nbgrader's release and grading of three submissions."""
    unit = request.param
    course.generate(unit)
    edited = {key: f"{text}\n# edited" for key, text in solution(unit).code(answers=False)[:1]}
    students = {"reference": solution(unit).answers(), "blank": edited, "typist": typed_in(unit)}
    for student, answers in students.items():
        course.submit(student, unit, answers)
    course.autograde(unit)
    return SimpleNamespace(
        unit=unit,
        course=course,
        marks={student: marks(course, unit, student) for student in students},
        checks=solution(unit).checks(),
    )


def outputs(graded, student):
    """What the checks show in a graded notebook, by question."""
    notebook = graded.course.graded(student, graded.unit)
    return {key: notebook.cells[key].outputs for key in graded.checks}


def test_nbgrader_releases_the_same_bytes(graded):
    name = f"exercises/{graded.unit}/{graded.unit}.ipynb"
    assert (graded.course.root / name).read_bytes() == (ROOT / name).read_bytes()


def test_reference_answers_earn_full_marks(graded):
    earned = graded.marks["reference"]
    assert {key: earned[key][0] for key in graded.checks} == {
        key: earned[key][1] for key in graded.checks
    }
    asked = units.questions(solution(graded.unit).path)
    assert sum(maximum for _, maximum, _ in earned.values()) == units.totals(asked).points


def test_long_text_waits_for_a_person_who_gets_the_rubric(graded):
    earned = graded.marks["reference"]
    by_hand = set(earned) - set(graded.checks)
    notebook = graded.course.graded("reference", graded.unit)
    for key in by_hand:
        assert earned[key] == (None, earned[key][1], True)
        assert "BEGIN MARK SCHEME" in notebook.cells[f"{key}-task"].source


def test_a_blank_submission_earns_nothing(graded):
    for key in graded.checks:
        assert graded.marks["blank"][key][0] == 0, key


def test_the_cell_that_starts_the_checks_is_restored(graded):
    (key, text), *_ = solution(graded.unit).code(answers=False)
    assert f'checks.start("{graded.unit}")' in text
    assert graded.course.graded("blank", graded.unit).cells[key].source == text


def test_a_typed_in_answer_loses_its_points_and_feedback_says_why(graded):
    for key, shown in outputs(graded, "typist").items():
        points, maximum, _ = graded.marks["typist"][key]
        assert points < maximum, key
        texts = [o.evalue if o.output_type == "error" else o.data["text/plain"] for o in shown]
        assert "not yet" in texts[0], key
        if points:
            assert f"{points:g} of {maximum:g} points so far" in texts[0]
            assert texts[1] == f"{points:g}"


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
    sides = ("solutions", "exercises")
    source, release = (
        graded.course.validate(graded.course.root / side / graded.unit / f"{graded.unit}.ipynb")
        for side in sides
    )
    assert not source
    assert len(release["failed"]) == len(graded.marks["blank"])
    assert "✗ Question 1: not yet." in release["failed"][0]["error"]


# The same with nbgrader's own command, its kernel and its database, for the unit that is the
# pattern of the others; and for a variant, since there the locked cells differ.


@pytest.fixture(scope="module")
def by_command(tmp_path_factory):
    course = new_course(tmp_path_factory.mktemp("command"))
    done = course.nbgrader("generate_assignment", "public-opinion", "--force")
    assert done.returncode == 0, done.stderr
    return course


def test_the_command_grades_parts_as_this_process_does(by_command, course, graded):
    if graded.unit != "public-opinion":
        pytest.skip("one unit is enough: a command takes seconds")
    name = "exercises/public-opinion/public-opinion.ipynb"
    assert (by_command.root / name).read_bytes() == (ROOT / name).read_bytes()
    by_command.submit("typist", "public-opinion", typed_in("public-opinion"))
    done = by_command.nbgrader("autograde", "public-opinion")
    assert done.returncode == 0, done.stderr
    assert marks(by_command, "public-opinion", "typist") == graded.marks["typist"]
    feedback = by_command.nbgrader("generate_feedback", "public-opinion")
    assert feedback.returncode == 0, feedback.stderr
    page = by_command.root / "grading/feedback/typist/public-opinion/public-opinion.html"
    assert "points so far." in page.read_text("utf-8")


def test_the_command_validates_the_source(by_command):
    done = by_command.nbgrader("validate", "solutions/public-opinion/public-opinion.ipynb")
    assert "Success! Your notebook passes all the tests." in done.stdout
