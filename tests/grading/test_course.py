"""A new course folder: what nbgrader finds in it, and what bad input leaves."""

import json

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI

from article10.errors import DataError, ExerciseError
from article10.grading.course import new, read_roster
from article10.grading.folders import Course, safe_id

from .classroom import ROOT, UNIT

ROSTER = """\
id,first_name,last_name,email,lms_user_id
ada,Ada,Lovelace,ada@example.org,1815
Zoë,,,,
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("new")
    (folder / "roster.csv").write_text(ROSTER, "utf-8")
    new(ROOT, folder / "course", [UNIT, "public-opinion:7"], folder / "roster.csv")
    assert {path.name for path in folder.iterdir()} == {"roster.csv", "course"}
    return folder / "course"


def test_nbgrader_finds_units_variants_and_students(made):
    course = Course(made)
    assert made.resolve() == course.gradebook.parent.parent.resolve()
    listed = {a["name"]: a for a in NbGraderAPI(config=course.config).get_assignments()}
    assert set(listed) == {UNIT, "public-opinion"}
    assert all(one["release_path"] for one in listed.values())
    name = "public-opinion"
    release = json.loads((made / "exercises" / name / f"{name}.ipynb").read_bytes())
    assert release["metadata"]["article10"]["variant"] == 7
    with Gradebook(course.directory.db_url, course.directory.course_id) as book:
        ada = book.find_student("ada")
        assert (ada.first_name, ada.email, ada.lms_user_id) == ("Ada", "ada@example.org", "1815")
        assert book.find_student(safe_id("Zoë")).last_name == "Zoë"
        assert book.find_notebook(UNIT, UNIT).grade_cells


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ("name\nAda\n", 1, "id"),
        ("id,age\nada,3\n", 1, "age"),
        ("id\nada\n \n", 3, "id"),
        ("id\nada\nada\n", 3, "id"),
        ("id,id\nada,bea\n", 1, "id"),
        ("id,lms_user_id\nada,5\n\nbea,5\n", 4, "lms_user_id"),
        ("id,email\nada\n", 2, None),
        ("id,email\nada,a,b\n", 2, None),
    ],
)
def test_a_bad_roster_is_one_error_that_says_where(tmp_path, text, row, column):
    path = tmp_path / "roster.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError) as caught:
        read_roster(path)
    assert (caught.value.row, caught.value.column) == (row, column)
    with pytest.raises(DataError):
        new(ROOT, tmp_path / "course", [UNIT], path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [(["study-1996"], "study-1995"), ([f"{UNIT}:x"], "whole number"), ([f"{UNIT}:-1"], "number")],
)
def test_a_bad_choice_leaves_nothing(tmp_path, chosen, said):
    with pytest.raises(Exception, match=said):
        new(ROOT, tmp_path / "course", chosen)
    assert not list(tmp_path.iterdir())


def test_a_place_where_no_folder_can_be_is_one_error(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ExerciseError, match="no folder can be made there"):
        new(ROOT, tmp_path / "file" / "course", [UNIT])


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ExerciseError, match="something already"):
        new(ROOT, tmp_path, [UNIT])
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
