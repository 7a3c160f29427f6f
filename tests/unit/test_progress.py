"""The progress page: rows, and the file that it exports and imports."""

import json

import pytest

from article10 import Progress, questions
from article10.widgets import engine

ENTRY = {
    "page": "public-opinion",
    "name": "quiz",
    "title": "Public opinion",
    "summary": "4 of 9 questions answered, 3 right (2 at the first try)",
    "traits": {"answers": {"a": {"tries": 1}}},
}


def call(name, *args):
    return engine.call("progress.js", name, *args)


def test_the_chapters_are_those_with_questions_in_the_order_of_the_book():
    listed = [row["page"] for row in Progress().data["chapters"]]
    assert sorted(listed) == sorted(path.stem for path in questions.questions_dir().glob("*.yml"))
    assert listed[0] == "how-to-use"
    assert listed.index("study-1995") < listed.index("accession") < listed.index("public-opinion")


def test_rows_join_what_is_kept_to_the_chapters():
    chapters = [{"page": "public-opinion", "title": "Public opinion"}, {"page": "b", "title": "B"}]
    other = {**ENTRY, "page": "widgets/claims", "name": "claims", "title": "Claims", "summary": ""}
    rows = call("rows", chapters, [ENTRY, {**ENTRY, "name": "quiz-2"}, other], ["b.ipynb"])
    assert [(row["title"], len(row["done"]), row["exercises"]) for row in rows] == [
        ("Public opinion", 2, False),
        ("B", 0, True),
        ("Claims", 1, False),
    ]
    assert rows[2]["done"] == ["something is kept"]


def test_a_file_brings_back_what_was_exported():
    text = call("exported", [ENTRY], "2026-11-22")
    assert json.loads(text)["exported"] == "2026-11-22"
    assert call("imported", text) == {"entries": [ENTRY]}


def test_what_a_file_adds_is_left_out():
    text = call("exported", [{**ENTRY, "more": 1}], "2026-11-22")
    assert call("imported", text) == {"entries": [ENTRY]}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a JSON file"),
        ("PK\x03\x04", "not a JSON file"),
        ("[]", "not exported from this page"),
        ('{"cells": [], "nbformat": 4}', "not exported from this page"),
        ('{"format": "article10-progress", "version": 2, "entries": []}', "has version 2"),
        ('{"format": "article10-progress", "version": 1}', "damaged"),
        ('{"format": "article10-progress", "version": 1, "entries": [null]}', "damaged"),
        (json.dumps({"format": "article10-progress", "version": 1, "entries": [{}]}), "damaged"),
        (
            json.dumps(
                {
                    "format": "article10-progress",
                    "version": 1,
                    "entries": [{**ENTRY, "traits": []}],
                }
            ),
            "damaged",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(text, reason):
    assert reason in call("imported", text)["wrong"]


def test_without_javascript_the_page_says_what_it_needs():
    assert "needs JavaScript" in Progress().fallback()
