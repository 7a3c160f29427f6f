"""Gradebook, graded notebooks, feedback: what nbgrader then sees, and what an interrupt costs."""

import csv
import os
import shutil
import signal
from dataclasses import replace
from datetime import datetime

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from traitlets.config import Config

from article10.errors import ExerciseError
from article10.grading import graded, record, run
from article10.grading.folders import Course, safe_id
from article10.grading.gradebook import Book
from article10.grading.store import Store
from article10.grading.units import load_unit

from .classroom import UNIT, Engine, hand_in, new_course, release


@pytest.fixture(scope="module")
def entered(tmp_path_factory):
    """A course whose gradebook knows the unit, to be copied: nbgrader takes seconds for it."""
    course = new_course(tmp_path_factory.mktemp("entered"))
    with Store(course.home / "results.db") as store, Book.of(course) as book:
        record.Recorder(course, store, book, {UNIT: load_unit(course.root, UNIT)})
    return course.root


@pytest.fixture
def course(entered, tmp_path):
    shutil.copytree(entered, tmp_path / "course")
    return Course(tmp_path / "course")


def grade(course, engine=None, **options):
    intake = run.recognise(course.submitted_root, course)
    return run.grade(intake, course, engine=engine or Engine(), **options)


def book(course):
    return Gradebook(course.directory.db_url, course.directory.course_id)


def grades(course, student):
    """Each cell's automatic and manual points, and whether a person has to look."""
    with book(course) as gradebook:
        notebook = gradebook.find_submission_notebook(UNIT, UNIT, student)
        return {
            g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for g in notebook.grades
        }


def by_hand(course, student, key, points, comment=None):
    """What formgrader stores when a person gives points."""
    with book(course) as gradebook:
        grade = gradebook.find_grade(key, UNIT, UNIT, student)
        grade.manual_score = points
        grade.needs_manual_grade = False
        if comment:
            gradebook.find_comment(key, UNIT, UNIT, student).manual_comment = comment
        gradebook.db.commit()


def manual(course):
    """A question that a person reads."""
    return next(c.grade_id for c in load_unit(course.root, UNIT).cells if c.manual)


def page(course, student):
    return (course.feedback(student, UNIT) / f"{UNIT}.html").read_text("utf-8")


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_formgrader_sees_each_submission_with_its_points(course):
    odd = "Zoë [a]* ?"
    hand_in(course, "ada")
    hand_in(course, odd)
    grade(course)
    submissions = NbGraderAPI(config=course.config).get_submissions(UNIT)
    listed = {s["student"]: s for s in submissions if s["autograded"]}
    assert set(listed) == {"ada", safe_id(odd)}
    unit = load_unit(course.root, UNIT)
    automatic = sum(cell.points for cell in unit.cells if not cell.manual)
    for one in listed.values():
        assert one["score"] == automatic / 2
        assert one["max_score"] == sum(cell.points for cell in unit.cells)
        assert one["needs_manual_grade"]
    assert listed[safe_id(odd)]["last_name"] == odd
    for student in listed:
        assert (course.autograded(student, UNIT) / f"{UNIT}.ipynb").is_file()
    assert odd in {row["student"] for row in rows(course.home / "grades.csv")}


def test_an_answer_left_as_handed_out_is_marked_so(course):
    key = manual(course)
    hand_in(course, "blank")
    hand_in(course, "writer", release(**{key: "My own words."}))
    grade(course)
    with book(course) as gradebook:
        said = {
            student: gradebook.find_comment(key, UNIT, UNIT, student).auto_comment
            for student in ("blank", "writer")
        }
    assert said == {"blank": "No response.", "writer": None}


def test_grading_again_grades_nothing_and_changes_nothing(course):
    hand_in(course, "ada")
    grade(course)
    made = {
        p: p.read_bytes() for p in course.home.rglob("*") if p.suffix in (".csv", ".html", ".ipynb")
    }
    again = Engine()
    outcome = grade(course, again)
    assert (outcome.graded, outcome.kept, again.graded) == (0, 1, [])
    assert {p: p.read_bytes() for p in made} == made


def test_what_a_person_gave_stays_and_is_published(course):
    key = manual(course)
    hand_in(course, "ada", release(**{key: "First words."}))
    grade(course)
    by_hand(course, "ada", key, 2.5, "Say <b>who</b> says so.")
    by_hand(course, "ada", "q1", 0.25)
    outcome = grade(course)
    assert outcome.published.waiting == 0
    assert grades(course, "ada")[key] == (None, 2.5, False)
    assert "Say &lt;b&gt;who&lt;/b&gt; says so." in page(course, "ada")
    found = {row["question"]: row for row in rows(course.home / "grades.csv")}
    assert (found[key]["score"], found[key]["status"]) == ("2.5", "graded by a person")
    assert found["q1"]["score"] == "0.25"
    # Handed in anew: what the person gave stays, and the person is asked to look again.
    hand_in(course, "ada", release(**{key: "Other words."}))
    assert grade(course).graded == 1
    assert grades(course, "ada")[key] == (None, 2.5, True)
    assert grades(course, "ada")["q1"][1:] == (0.25, True)


def test_late_submissions_are_kept_and_penalised_by_the_courses_rule(course):
    config = course.root / "nbgrader_config.py"
    config.write_text(
        f"{config.read_text('utf-8')}\nc.LateSubmissionPlugin.penalty_method = 'zero'\n", "utf-8"
    )
    course = Course(course.root)
    with book(course) as gradebook:
        gradebook.update_or_create_assignment(UNIT, duedate="2026-03-01 12:00:00 UTC")
    for student, time in {"ada": "11:00", "late": "13:00", "ill": "13:00"}.items():
        path = hand_in(course, student)
        path.with_name("timestamp.txt").write_text(f"2026-03-01 {time}:00 UTC")
    grade(course)
    with book(course) as gradebook:
        assert gradebook.find_submission(UNIT, "late").timestamp == datetime(2026, 3, 1, 13)
        gradebook.grant_extension(UNIT, "ill", hours=2)
    grade(course)
    points = {row["student"]: 0.0 for row in rows(course.home / "grades.csv")}
    for row in rows(course.home / "grades.csv"):
        points[row["student"]] += float(row["score"] or 0)
    assert points["ada"] == points["ill"] > 0
    assert points["late"] == 0
    assert "because it came late" in page(course, "late")


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (graded, "replace"),  # while the graded notebook of the third is written
        (Store, "add"),  # before its result is kept
        (Book, "write"),  # while the gradebook gets a batch
        (Store, "recorded"),  # after it has, before that is noted
    ],
)
def test_killed_at_any_moment_nothing_is_lost_or_graded_twice(course, monkeypatch, module, name):
    students = ["ada", "bea", "cid", "dan", "eve"]
    for student in students:
        hand_in(course, student)
    monkeypatch.setattr(record, "_BATCH", 2)
    child = os.fork()
    if child == 0:
        calls, whole = [], getattr(module, name)

        def die(*arguments):
            calls.append(arguments)
            if len(calls) == 3:
                os.kill(os.getpid(), signal.SIGKILL)
            return whole(*arguments)

        setattr(module, name, die)
        try:
            grade(course)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    with Store(course.home / "results.db") as store:
        kept = {s for s in students if store.fingerprint(s, UNIT)}
    assert kept
    again = Engine()
    outcome = grade(course, again)
    assert set(again.graded) == set(students) - kept
    assert outcome.graded + outcome.kept == len(students)
    unit = load_unit(course.root, UNIT)
    for student in students:
        assert grades(course, student) == {
            cell.grade_id: (None if cell.manual else cell.points / 2, None, cell.manual)
            for cell in unit.cells
        }
        assert page(course, student)
    assert len(rows(course.home / "grades.csv")) == len(students) * len(unit.cells)


def test_an_interrupt_keeps_what_was_graded(course):
    for student in ("ada", "bea"):
        hand_in(course, student)

    def stop(result):
        if result.student == "bea":
            raise KeyboardInterrupt
        return result

    with pytest.raises(KeyboardInterrupt):
        grade(course, Engine(stop))
    assert grades(course, "ada")["q1"][0] is not None
    again = Engine()
    grade(course, again)
    assert again.graded == ["bea"]


def test_what_grading_itself_failed_on_is_tried_again(course):
    hand_in(course, "ada")
    hand_in(course, "bea")
    failing = Engine(
        lambda r: (
            replace(r, status="not graded", message="A worker died.") if r.student == "bea" else r
        )
    )
    outcome = grade(course, failing)
    assert [result.student for result in outcome.failed] == ["bea"]
    assert {row["student"] for row in rows(course.home / "grades.csv")} == {"ada"}
    again = Engine()
    grade(course, again)
    assert again.graded == ["bea"]


def test_a_gradebook_put_away_is_filled_again_without_grading(course):
    hand_in(course, "ada")
    grade(course)
    before = grades(course, "ada")
    course.gradebook.unlink()
    again = Engine()
    grade(Course(course.root), again)
    assert again.graded == []
    assert grades(course, "ada") == before


def test_changed_tests_grade_again(course, monkeypatch):
    hand_in(course, "ada")
    grade(course)
    source = course.root / "solutions" / UNIT / f"{UNIT}.ipynb"
    source.write_text(
        source.read_text("utf-8").replace("### END HIDDEN", "# new\\n### END HIDDEN"), "utf-8"
    )
    again = Engine()
    grade(course, again)
    assert again.graded == ["ada"]


def test_an_odd_name_stands_once_in_formgrader_and_stays_in_the_marks(course, monkeypatch):
    odd = "Zoë <img src=x>"
    hand_in(course, odd)
    grade(course)
    listed = NbGraderAPI(config=course.config).get_submissions(UNIT)
    assert [one["student"] for one in listed] == [safe_id(odd)]
    # Formgrader writes names into its pages as they are.
    assert listed[0]["last_name"] == "Zoë img src=x"
    monkeypatch.setattr(record, "fingerprint", lambda *_: "of other checks")
    grade(course)
    lines = list(csv.DictReader((course.home / "grades.csv").open(encoding="utf-8")))
    assert {line["student"] for line in lines} == {odd}


def test_a_file_that_code_does_not_get_is_shown_to_a_person(course):
    reads = release(q1_answer="open('mine.csv')")
    hand_in(course, "ada", reads).with_name("mine.csv").write_text("a")
    grade(course)
    with book(course) as gradebook:
        assert gradebook.find_submission_notebook(UNIT, UNIT, "ada").flagged
    assert "does not get them: mine.csv" in (course.home / "summary.html").read_text("utf-8")


def test_a_broken_file_waits_in_formgrader_with_its_reason(course):
    hand_in(course, "ada", b"\x00 no notebook")
    unscored = lambda r: replace(r, cells=tuple(replace(c, score=None) for c in r.cells))  # noqa: E731
    grade(course, Engine(unscored))
    assert all(waits for _, _, waits in grades(course, "ada").values())
    assert "The file is not a notebook." in page(course, "ada")
    notebook = graded.read(course, "ada", UNIT)
    assert notebook["metadata"]["article10"]["grading"]["status"] == "broken"
    assert "The file is not a notebook." in (course.home / "summary.html").read_text("utf-8")


def test_a_second_run_in_the_same_folder_is_one_error(course):
    hand_in(course, "ada")
    with (
        Store(course.home / "results.db"),
        pytest.raises(ExerciseError, match="another `article10 grade`"),
    ):
        Store(course.home / "results.db", wait=0)


def test_nbgraders_own_feedback_is_the_same_page(course):
    hand_in(course, "ada")
    grade(course)
    before = page(course, "ada")
    config = Config(course.config)
    config.CourseDirectory.update(assignment_id=UNIT)
    converter = GenerateFeedback(coursedir=CourseDirectory(config=config), config=config)
    converter.force = True
    report = capture_log(converter)
    assert report["success"], report
    assert page(course, "ada") == before


def test_another_folder_for_everything(course, tmp_path):
    hand_in(course, "ada")
    elsewhere = Course(course.root, tmp_path / "out")
    intake = run.recognise(course.submitted_root, elsewhere)
    outcome = run.grade(intake, elsewhere, engine=Engine())
    assert {path.name for path in outcome.published.files} == {
        path.name for path in (tmp_path / "out").iterdir() if path.suffix in (".csv", ".html")
    }
    assert (tmp_path / "out" / "gradebook.db").is_file()
    assert (tmp_path / "out" / "feedback" / "ada" / UNIT / f"{UNIT}.html").is_file()
    assert not (course.root / "grading" / "feedback").exists()
