"""What students get is what the sources generate, byte for byte."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest

from article10 import __version__, checks, exercises, units
from article10.cli import main
from article10.data import source_ids
from article10.errors import ExerciseError

from .conftest import ROOT, UNITS, Notebook, chapter, objectives, release, solution


@pytest.fixture
def copy(tmp_path):
    """A copy of the settings, the sources and the release."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    for unit in UNITS:
        for side in ("solutions", "exercises"):
            shutil.copytree(ROOT / side / unit, tmp_path / side / unit)
    return tmp_path


def released() -> dict[str, bytes]:
    """What stands in exercises/, of the units at hand."""
    files = contents(ROOT / "exercises")
    return {name: text for name, text in files.items() if Path(name).parts[0] in UNITS}


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
    assert first == released(), "run `make exercises` and commit exercises/"


def test_a_file_that_left_the_source_leaves_the_release(copy):
    unit = UNITS[0]
    (copy / "solutions" / unit / "map.svg").write_text("<svg/>")
    exercises.build(copy, [unit])
    assert (copy / "exercises" / unit / "map.svg").exists()
    (copy / "solutions" / unit / "map.svg").unlink()
    exercises.build(copy, [unit])
    assert contents(copy / "exercises") == released()


def test_a_broken_source_is_named_and_the_release_stays(copy):
    path = copy / "solutions" / UNITS[0] / f"{UNITS[0]}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-2].source = notebook.cells[-2].source + "\n### BEGIN SOLUTION"
    nbformat.write(notebook, path)
    with pytest.raises(ExerciseError, match=rf"solutions/{UNITS[0]}/.*no end solution"):
        exercises.build(copy)
    assert contents(copy / "exercises") == released()


def test_the_command_names_what_is_wrong_and_exits_with_2(copy, monkeypatch, capsys):
    monkeypatch.chdir(copy)
    name = UNITS[0]
    slip = name[:-2] + name[-1]
    assert main(["exercises", "build", slip]) == 2
    assert f"there is no exercise unit '{slip}'; there is {name}" in capsys.readouterr().err
    shutil.rmtree(copy / "solutions")
    assert main(["exercises", "list"]) == 2
    assert "no solutions/<unit>/<unit>.ipynb" in capsys.readouterr().err


def test_the_command_lists_units_with_their_totals(copy, monkeypatch, capsys):
    monkeypatch.chdir(copy)
    assert main(["exercises", "list"]) == 0
    heading, *rows = capsys.readouterr().out.splitlines()
    assert heading.split() == ["unit", "questions", "points", "minutes", "kinds"]
    assert [row.split()[0] for row in rows] == UNITS
    for unit, row in zip(UNITS, rows, strict=True):
        total = units.totals(units.questions(release(unit).path))
        assert row.split()[1:4] == [
            str(total.questions),
            f"{total.points:g}",
            str(total.minutes),
        ]


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
def test_release_says_what_it_is(unit):
    total = units.totals(units.questions(solution(unit).path))
    assert release(unit).node.metadata.article10 == {
        "unit": unit,
        "release": __version__,
        "totals": str(total),
    }


@pytest.mark.parametrize("unit", UNITS)
def test_a_student_can_change_the_answers_and_nothing_else(unit):
    for cell in release(unit).node.cells:
        assert cell.metadata.deletable is False
        assert cell.metadata.get("editable", True) is cell.metadata.nbgrader.solution


@pytest.mark.parametrize("unit", UNITS)
def test_a_failing_check_lets_the_cells_below_it_run(unit):
    """Jupyter stops "Run All Cells" at an error, except in a cell with this tag."""
    tagged = [
        key
        for key, cell in release(unit).cells.items()
        if "raises-exception" in cell.metadata.get("tags", [])
    ]
    assert tagged == solution(unit).checks()


@pytest.mark.parametrize("unit", UNITS)
def test_questions_tell_points_minutes_difficulty_and_objectives(unit):
    asked = units.questions(release(unit).path)
    assert asked == units.questions(solution(unit).path)
    assert 6 <= len(asked) <= 10
    for number, question in enumerate(asked, 1):
        assert question.key == f"q{number}"
        assert question.points > 0
        assert question.difficulty in (1, 2, 3)
        assert 1 <= question.minutes <= 60
        assert question.objectives
        assert set(question.kinds) <= set(units.KINDS), question.kind
    assert set().union(*(q.objectives for q in asked)) == objectives(unit)


@pytest.mark.parametrize("unit", UNITS)
def test_the_chapter_says_how_long_the_exercises_take(unit):
    (minutes,) = re.findall(r"about (\d+) minutes for the exercises", chapter(unit))
    assert abs(int(minutes) - units.totals(units.questions(release(unit).path)).minutes) <= 10


@pytest.mark.parametrize("unit", UNITS)
def test_points_of_the_parts_are_those_of_the_check_cell(unit):
    points = {q.key: q.points for q in units.questions(solution(unit).path)}
    for key in solution(unit).checks():
        assert checks.unit(unit)[key].points == points[key], key


@pytest.mark.parametrize("unit", UNITS)
def test_no_two_questions_share_an_answer(unit):
    """The later answer would make an earlier check, run again, call a right answer wrong."""
    names = [part.name for q in checks.unit(unit).questions.values() for part in q.parts]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("unit", UNITS)
def test_students_see_totals_and_tasks_without_open_places(unit):
    cells = release(unit).cells
    asked = units.questions(release(unit).path)
    intro = next(iter(cells.values())).source
    assert str(units.totals(asked)) in intro
    for question in asked:
        assert f"| {question.key[1:]}. {question.title} | {question.kind} |" in intro
        assert f"{question.effort}" in cells[f"{question.key}-task"].source
    assert not any(re.search(r"\{\{\w", cell.source) for cell in cells.values())


@pytest.mark.parametrize("unit", UNITS)
def test_long_texts_have_a_rubric_with_the_criteria_that_students_see(unit):
    points = {q.key: q.points for q in units.questions(solution(unit).path)}
    for key in points.keys() - set(solution(unit).checks()):
        told, marked, rubric = (
            solution(unit).cells[f"{key}-task"].source.partition("### BEGIN MARK SCHEME")
        )
        assert marked, f"{key} has no rubric"
        criteria = re.findall(r"^\| (.+?) \| ([\d.]+) \| .+ \|$", told, re.MULTILINE)
        assert sum(float(worth) for _, worth in criteria) == points[key]
        rows = re.findall(r"^\| (.+?) \| .+ \|$", rubric, re.MULTILINE)
        assert rows[1:] == [criterion for criterion, _ in criteria]
        assert "MARK SCHEME" not in release(unit).cells[f"{key}-task"].source


@pytest.mark.parametrize("unit", UNITS)
def test_sources_in_the_tasks_resolve(unit):
    for cell in release(unit).node.cells:
        for source in re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)*-\d{4})`", cell.source):
            assert source in source_ids(), source


VARIED = [unit for unit in UNITS if checks.unit(unit).varies]


@pytest.mark.parametrize("unit", VARIED)
def test_a_variant_is_a_course_of_its_own(unit, tmp_path):
    first = exercises.build_variant(ROOT, unit, 7, tmp_path)
    assert first == tmp_path / "exercises" / unit / f"{unit}.ipynb"
    before = contents(tmp_path)
    exercises.build_variant(ROOT, unit, 7, tmp_path)
    assert contents(tmp_path) == before
    exercises.build(tmp_path, [unit])
    assert contents(tmp_path) == before
    built = Notebook(first)
    assert built.node.metadata.article10.variant == 7
    start = next(c for c in built.cells.values() if "checks.start(" in c.source)
    assert f'checks.start("{unit}", variant=7)' in start.source
    assert start.metadata.editable is False
    with pytest.raises(ExerciseError, match="another variant"):
        exercises.build_variant(ROOT, unit, 8, tmp_path)


@pytest.mark.parametrize("unit", VARIED[:1])
def test_a_variant_never_replaces_the_sources(unit, copy, monkeypatch, capsys):
    monkeypatch.chdir(copy)
    before = contents(copy)
    for arguments, says in (
        (["--variant", "3", "--to", "."], "choose another"),
        (["--variant", "3"], "--variant needs --to"),
        (["--variant", "-1", "--to", "other"], "a whole number from 0 on"),
    ):
        assert main(["exercises", "build", unit, *arguments]) == 2
        assert says in capsys.readouterr().err
    assert contents(copy) == before


def test_an_open_place_is_named(copy):
    path = copy / "solutions" / UNITS[0] / f"{UNITS[0]}.ipynb"
    text = path.read_text("utf-8").replace("{{overview}}", "{{overwiew}}")
    path.write_text(text, "utf-8")
    with pytest.raises(ExerciseError, match=r"the place \{\{overwiew\}\}; there is .*overview"):
        exercises.build(copy, [UNITS[0]])
