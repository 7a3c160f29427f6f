"""What the command line says and how it ends."""

import json
from dataclasses import replace

import pytest

from article10.cli import main
from article10.exercises import source
from article10.grading import pool

from .classroom import UNIT, Engine, hand_in, new_course, release


@pytest.fixture
def course(tmp_path, monkeypatch):
    course = new_course(tmp_path / "course")
    monkeypatch.chdir(course.root)
    return course


def ends(capsys, *arguments):
    """Exit code, what was printed, and what was said of errors, without progress bars."""
    code = main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    return code, out, "".join(line for line in err.splitlines(True) if line.startswith("article10"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["grade", "nowhere.zip"], "nowhere.zip: not there"),
        (["grade", "nbgrader_config.py"], "neither a folder nor a zip"),
        (["grade", "empty"], "no notebook of this course"),
        (["grade", "inbox", "--unit", "study"], "no unit 'study'"),
        (["grade", "inbox", "--jobs", "0"], "--jobs 0"),
        (["similar", "inbox"], "fewer than two"),
        (["course", "new", "inbox"], "something already"),
        (["course", "new", "fresh", "--roster", "no.csv"], "no.csv"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(course, capsys, arguments, said):
    (course.root / "empty").mkdir()
    (course.root / "inbox").mkdir()
    (course.root / "inbox" / "ada.ipynb").write_bytes(release())
    before = sorted(course.root.rglob("*"))
    code, out, err = ends(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("article10: ")
    assert said in err
    assert err.count("\n") == 1
    written = {p.name for p in set(course.root.rglob("*")) - set(before)}
    assert written <= {"grading"}  # which nbgrader's settings make when they are read


def test_elsewhere_than_in_a_course_it_says_how_to_get_one(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, _, err = ends(capsys, "grade", ".")
    assert code == 2
    assert "article10 course new" in err


def test_a_dry_run_says_what_is_there_and_what_not(course, capsys):
    hand_in(course, "ada")
    (course.submitted_root / "ada" / UNIT / "notes.txt").write_text("")
    code, out, _ = ends(capsys, "grade", "--dry-run")
    assert code == 0
    assert f"{UNIT}: 1 submission\n" in out
    assert f"  ada: {UNIT} from ada/{UNIT}/{UNIT}.ipynb\n" in out
    assert f"  ada/{UNIT}/notes.txt: not a notebook, not used\n" in out
    assert not course.gradebook.exists()


def test_what_could_not_be_graded_or_was_stopped_shows_in_the_exit_code(
    course, monkeypatch, capsys
):
    hand_in(course, "ada")

    def stop(result):
        raise KeyboardInterrupt

    monkeypatch.setattr(pool, "grade_all", Engine(stop))
    code, out, _ = ends(capsys, "grade")
    assert code == 130
    assert "the same command goes on" in out

    monkeypatch.setattr(
        pool,
        "grade_all",
        Engine(lambda result: replace(result, status="not graded", message="It died.")),
    )
    code, out, _ = ends(capsys, "grade")
    assert code == 1
    assert f"ada: {UNIT} could not be graded: It died." in out

    monkeypatch.setattr(pool, "grade_all", Engine())
    code, out, _ = ends(capsys, "grade")
    assert code == 0
    assert "1 submission graded" in out
    assert "1 submission with a part for a person to read" in out
    assert str(course.home / "grades.csv") in out


def test_what_nbgrader_refuses_is_told_in_its_words(course, monkeypatch, capsys):
    hand_in(course, "ada")
    monkeypatch.setattr(pool, "grade_all", Engine())
    assert ends(capsys, "grade")[0] == 0
    path = source(course.root, UNIT)
    notebook = json.loads(path.read_bytes())
    last = notebook["cells"][-1]["metadata"]["nbgrader"]["grade_id"].partition("-")[0]
    notebook["cells"] = [
        cell
        for cell in notebook["cells"]
        if cell["metadata"]["nbgrader"]["grade_id"].partition("-")[0] != last
    ]
    path.write_text(json.dumps(notebook))
    code, _, err = ends(capsys, "grade")
    assert code == 2
    assert err.startswith(f"article10: solutions/{UNIT}/{UNIT}.ipynb: ")
    assert "Cannot add or remove cells" in err
    assert err.count("\n") == 1
