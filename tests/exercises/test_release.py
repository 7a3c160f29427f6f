"""What students get is what the sources generate, byte for byte."""

import re
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from article10 import __version__, exercises
from article10.cli import main
from article10.data import load
from article10.errors import ExerciseError

from .conftest import ROOT, UNITS, release, solution


@pytest.fixture
def copy(tmp_path):
    """A copy of the settings, the sources and the release."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    shutil.copytree(ROOT / "solutions", tmp_path / "solutions")
    shutil.copytree(ROOT / "exercises", tmp_path / "exercises")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


def test_release_is_what_the_sources_generate_and_again_the_same(copy):
    shutil.rmtree(copy / "exercises")
    exercises.build(copy)
    first = contents(copy / "exercises")
    exercises.build(copy)
    assert contents(copy / "exercises") == first
    assert first == contents(ROOT / "exercises"), "run `make exercises` and commit exercises/"


def test_a_file_that_left_the_source_leaves_the_release(copy):
    unit = UNITS[0]
    (copy / "solutions" / unit / "map.svg").write_text("<svg/>")
    exercises.build(copy, [unit])
    assert (copy / "exercises" / unit / "map.svg").exists()
    (copy / "solutions" / unit / "map.svg").unlink()
    exercises.build(copy, [unit])
    assert contents(copy / "exercises") == contents(ROOT / "exercises")


def test_a_broken_source_is_named_and_the_release_stays(copy):
    path = copy / "solutions" / UNITS[0] / f"{UNITS[0]}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-2].source = notebook.cells[-2].source + "\n### BEGIN SOLUTION"
    nbformat.write(notebook, path)
    with pytest.raises(ExerciseError, match=rf"solutions/{UNITS[0]}/.*no end solution"):
        exercises.build(copy)
    assert contents(copy / "exercises") == contents(ROOT / "exercises")


def test_the_command_names_what_is_wrong_and_exits_with_2(copy, monkeypatch, capsys):
    monkeypatch.chdir(copy)
    assert main(["exercises", "build", "public-opinon"]) == 2
    assert "there is no exercise unit 'public-opinon'; there is public-opinion" in (
        capsys.readouterr().err
    )
    shutil.rmtree(copy / "solutions")
    assert main(["exercises", "list"]) == 2
    assert "no solutions/<unit>/<unit>.ipynb" in capsys.readouterr().err


def test_the_command_lists_units_with_their_totals(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert main(["exercises", "list"]) == 0
    assert "public-opinion: 8 questions, 33 points, about 90 minutes" in capsys.readouterr().out


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("side", [solution, release])
def test_notebooks_are_valid_and_carry_no_outputs(unit, side):
    notebook = side(unit).node
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    assert notebook.metadata.kernelspec.name == "python3"
    assert not any(cell.get("outputs") for cell in notebook.cells)


@pytest.mark.parametrize("unit", UNITS)
def test_release_says_which_unit_and_version_it_is(unit):
    assert release(unit).node.metadata.article10 == {"unit": unit, "release": __version__}


@pytest.mark.parametrize("unit", UNITS)
def test_a_student_can_change_the_answers_and_nothing_else(unit):
    for cell in release(unit).node.cells:
        assert cell.metadata.deletable is False
        assert cell.metadata.get("editable", True) is cell.metadata.nbgrader.solution


@pytest.mark.parametrize("unit", UNITS)
def test_questions_tell_points_minutes_difficulty_and_objectives(unit):
    asked = exercises.questions(release(unit).path)
    assert asked == exercises.questions(solution(unit).path)
    assert 6 <= len(asked) <= 10
    objectives = set(re.findall(r"\*\*(PO\d)\*\*", (ROOT / f"book/{unit}.ipynb").read_text()))
    for question in asked:
        assert question.points > 0
        assert question.difficulty in (1, 2, 3)
        assert 1 <= question.minutes <= 30
        assert question.objectives
        assert objectives.issuperset(question.objectives)
        assert question.kind
    assert set().union(*(q.objectives for q in asked)) == objectives


@pytest.mark.parametrize("unit", UNITS)
def test_the_introduction_and_the_tasks_agree_with_the_metadata(unit):
    cells = release(unit).cells
    asked = exercises.questions(release(unit).path)
    rows = re.findall(
        r"^\| (\d+)\. (.+?) \| (\d+) \| (\d+) \| (.+?) \|$", cells["intro"].source, re.M
    )
    for question, (number, title, points, minutes, objectives) in zip(asked, rows, strict=True):
        assert question.key == f"q{number}"
        assert (question.points, question.minutes) == (int(points), int(minutes))
        assert ", ".join(question.objectives) == objectives
        task = cells[f"{question.key}-task"].source
        assert task.startswith(f"## Question {number}: {title}\n")
        assert f"*{points} points, about {minutes} minutes" in task
    total = (sum(q.points for q in asked), sum(q.minutes for q in asked))
    assert f"| **Together** | **{total[0]}** | **{total[1]}** | |" in cells["intro"].source


# The figures that the tasks of the unit on public opinion quote, and where they stand in the table.
QUOTED = [
    ("q1-task", "88", {"country": "Kosovo", "question_family": "full_membership_preferred"}),
    ("q1-task", "75", {"country": "Kosovo", "question_family": "full_membership_preferred"}),
    ("q1-task", "91", {"country": "Kosovo", "question_family": "favourable_view"}),
    ("q1-task", "94", {"country": "Kosovo", "question_family": "vote_join"}),
    ("q1-task", "98", {"country": "Kosovo", "population_group": "Albanian"}),
    ("q1-task", "92", {"country": "Kosovo", "question_family": "support_join"}),
    ("q1-task", "99.5", {"country": "Kosovo", "population_group": "Albanian"}),
    ("q1-task", "90", {"country": "Kosovo", "question_family": "protection_or_threat"}),
    ("q2-ask", "28", {"country": "Serbia", "question_family": "cooperation"}),
    ("q2-ask", "11", {"country": "Serbia", "question_family": "vote_join"}),
    ("q2-ask", "3", {"country": "Serbia", "question_family": "full_membership_preferred"}),
    ("q5-task", "92", {"survey": "Kosovo Security Barometer", "population_group": "all"}),
    ("q5-task", "99.5", {"survey": "Kosovo Security Barometer", "population_group": "Albanian"}),
    ("q6-ask", "67", {"country": "North Macedonia", "question_family": "referendum_poll"}),
    ("q6-ask", "94", {"country": "North Macedonia", "question_family": "referendum_result"}),
]


@pytest.mark.parametrize(("cell", "figure", "row"), QUOTED)
def test_figures_in_the_tasks_stand_in_the_table(cell, figure, row):
    assert re.search(
        rf"(?<![\d.]){re.escape(figure)}(?![\d.]\d)", release("public-opinion").cells[cell].source
    )
    polls = load("polls")
    for column, value in row.items():
        polls = polls[polls[column] == value]
    decimals = len(figure.partition(".")[2])
    assert (
        float(figure)
        in polls["percent"].dropna().map(lambda p: int(p) if not decimals else p).tolist()
    )


def test_sources_in_the_tasks_resolve():
    polls = load("polls")
    known = set(polls["source_id"].str.split(";").explode())
    for cell in release("public-opinion").node.cells:
        for source in re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)*-\d{4})`", cell.source):
            assert source in known, source
    assert isinstance(polls, pd.DataFrame)
