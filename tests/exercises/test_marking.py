"""`article10 exercises check FILE`: marks of one notebook, and one line for what is none."""

import json

import nbformat
import pytest

from article10.cli import main

from .conftest import ROOT, solution

UNIT = "public-opinion"


def saved(folder, answers, name=f"{UNIT}.ipynb"):
    """A release with these answers in it."""
    notebook = nbformat.read(ROOT / "exercises" / UNIT / f"{UNIT}.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = answers.get(cell.metadata.nbgrader.grade_id, cell.source)
    nbformat.write(notebook, folder / name)
    return folder / name


def check(path, capsys):
    status = main(["exercises", "check", str(path)])
    return status, *capsys.readouterr()


def test_right_answers_pass_also_under_another_name(tmp_path, capsys):
    path = saved(tmp_path, solution(UNIT).answers(), "of a student.ipynb")
    status, said, errors = check(path, capsys)
    assert (status, errors) == (0, "")
    assert "q1: 3 of 3 points. ✓ Question 1 is right." in said
    assert "q10: - of 6 points. A person reads this answer." in said


def test_wrong_answers_are_named_with_what_they_earn(tmp_path, capsys):
    answers = solution(UNIT).answers()
    answers["q2-answer"] = answers["q2-answer"].replace('claim = "c"', 'claim = "a"')
    answers["q3-answer"] += "\n1 / 0"
    answers["q1-answer"] = "raise ValueError('help')"
    status, said, _ = check(saved(tmp_path, answers), capsys)
    assert status == 1
    assert "q1: 0 of 3 points. ✗ Question 1: not yet." in said
    assert "A cell above stops with ValueError: help" in said
    assert "q2: 3 of 4 points. ✗ Question 2: not yet. 3 of 4 points so far." in said
    assert "q3: 4 of 4 points. ✓" in said


def removed(notebook, grade_id):
    notebook["cells"] = [
        c for c in notebook["cells"] if c["metadata"]["nbgrader"]["grade_id"] != grade_id
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "there is no such file"),
        ("", "not a readable notebook"),
        ("{", "not a readable notebook"),
        ("[]", "not a readable notebook"),
        ('{"cells": 3, "nbformat": 4, "nbformat_minor": 5}', "not a readable notebook"),
        (
            lambda nb: nb["metadata"]["article10"].update(unit="pubic-opinion"),
            "there is no exercise",
        ),
        (lambda nb: removed(nb, "q4"), "the check of q4 is missing"),
        (lambda nb: removed(nb, "q4-task"), "no cell q4-task"),
    ],
)
def test_what_is_no_such_notebook_gets_one_line_and_exit_2(tmp_path, capsys, content, says):
    path = tmp_path / "mine.ipynb"
    if callable(content):
        notebook = json.loads((ROOT / "exercises" / UNIT / f"{UNIT}.ipynb").read_text("utf-8"))
        content(notebook)
        content = json.dumps(notebook)
    if content is not None:
        path.write_text(content, "utf-8")
    status, said, errors = check(path, capsys)
    assert (status, said) == (2, "")
    assert says in errors
    assert len(errors.splitlines()) == 1
