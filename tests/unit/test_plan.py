"""The instructor's guide gathers what chapters and units say themselves."""

import json
from pathlib import Path

import pytest
from sphinx.errors import ExtensionError

from article10 import units
from article10.sphinx import plan

BOOK = Path(__file__).resolve().parents[2] / "book"


def test_every_chapter_has_a_line_and_the_minutes_add_up():
    *_, last = lines = plan.plan(BOOK).splitlines()
    names = plan.chapters(BOOK)
    assert [line.split("`")[1] for line in lines[2:-1]] == [f"/{name}" for name in names]
    minutes = [plan.reading_minutes(BOOK, name) for name in names]
    assert f"**{sum(minutes)}**" in last
    assert all(10 <= each <= 90 for each in minutes)


def test_answers_that_a_person_grades_show_the_criteria_that_students_see():
    text = plan.criteria(BOOK)
    for name in plan.chapters(BOOK):
        release = BOOK.parent / "exercises" / name / f"{name}.ipynb"
        if release.exists():
            asked = units.questions(release)
            by_hand = [question for question in asked if "long text" in question.kinds]
            for question in by_hand:
                assert f"**{question.title}**, {question.points:g} points" in text
    assert "MARK SCHEME" not in text


def test_a_chapter_without_its_time_is_named(tmp_path):
    cell = {"cell_type": "markdown", "source": ["# A chapter\n"]}
    (tmp_path / "lost.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    with pytest.raises(ExtensionError, match=r"book/lost\.ipynb does not say"):
        plan.reading_minutes(tmp_path, "lost")
