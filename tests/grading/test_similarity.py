"""Pairs to look at: what was given does not count, what was copied does."""

import csv

import pytest

from article10.errors import ExerciseError
from article10.grading import similarity
from article10.grading.folders import Course

from .classroom import UNIT, hand_in, new_course, release

COPIED = """\
kept = [n for n in range(40) if n % 3]
total = sum(n * n for n in kept)  # squares of the rest
answer = total
"""
ALONE = {
    "bea": """\
result = 0
for number in (1, 2, 5):
    result += number / 7
print('the sum of them is', result)
""",
    "cid": """\
words = "some other way of doing this task".split()
longest = max(words, key=len)
chosen = [word for word in words if word != longest]
""",
}


@pytest.fixture
def course(tmp_path):
    course = new_course(tmp_path / "course")
    hand_in(course, "ada", release(q1_answer=COPIED))
    hand_in(course, "=eve", release(q1_answer=COPIED.replace("squares", "sum of squares")))
    for student, text in ALONE.items():
        hand_in(course, student, release(q1_answer=text))
    hand_in(course, "blank", release())
    hand_in(course, "broken", b"\x00")
    return course


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_copied_answer_comes_first_and_the_release_counts_for_nothing(course):
    table, page = similarity.report(course.submitted_root, course)
    first, *others = rows(table)
    assert {first["student"], first["other_student"]} == {"ada", "'=eve"}
    assert float(first["percent_alike"]) > 80
    assert all(float(row["percent_alike"]) < 60 for row in others)
    assert not {"blank", "broken"} & {row["student"] for row in others}
    html = page.read_text("utf-8")
    assert "2 of them with too little text of their own" in html
    assert html.index("sum of squares of the rest") < html.index("some other way")
    assert "no finding" in html
    assert "<script" not in html


def test_a_class_in_strips_gives_the_same_pairs(course, monkeypatch):
    whole = similarity.report(course.submitted_root, course)[0].read_text("utf-8")
    monkeypatch.setattr(similarity, "_ROWS", 2)
    assert similarity.report(course.submitted_root, course)[0].read_text("utf-8") == whole


def test_nothing_to_compare_is_one_error(tmp_path):
    course = new_course(tmp_path)
    hand_in(course, "ada")
    with pytest.raises(ExerciseError, match="fewer than two"):
        similarity.report(course.submitted_root, Course(course.root), UNIT)
    assert not list(tmp_path.rglob("similar.*"))
