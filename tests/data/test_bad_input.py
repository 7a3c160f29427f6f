"""Whatever is wrong with a table, the error names file, row, column and rule."""

import re

import pytest

from article10.cli import main
from article10.data import cite, load
from article10.errors import DataError, UnknownSourceError, UnknownTableError

from .conftest import ROW

BAD_CELLS = [
    pytest.param("percent", "140", "140 is more than 100", id="a poll of 140 %"),
    pytest.param("percent", "-1", "-1 is less than 0", id="a negative share"),
    pytest.param("percent", "many", "'many' is not a number", id="not a number"),
    pytest.param("percent", "nan", "'nan' is not a number", id="nan"),
    pytest.param("percent", "94%", "'94%' is not a number", id="percent sign"),
    pytest.param("margin", "51", "51 is more than 50", id="margin beyond half"),
    pytest.param("sample_n", "0", "0 is less than 1", id="nobody asked"),
    pytest.param("sample_n", "1200.5", "'1200.5' is not a whole number", id="half a person"),
    pytest.param("date_fielded", "2024-13", "'2024-13' is not a date", id="month 13"),
    pytest.param("date_fielded", "2024-02-30", "'2024-02-30' is not a date", id="30 February"),
    pytest.param("date_fielded", "May 2024", "'May 2024' is not a date", id="date in words"),
    pytest.param("date_fielded", "2024-5", "does not have the form", id="one-digit month"),
    pytest.param("date_fielded", "", "a value is required here", id="no date"),
    pytest.param("source_id", "", "a value is required here", id="no source"),
    pytest.param("source_id", "example-2042", "has no source 'example-2042'", id="unknown source"),
    pytest.param("source_id", "example-2024;x", "has no source 'x'", id="second source unknown"),
    pytest.param("question_family", "vote_jion", "'vote_jion' is not one of", id="unknown family"),
    pytest.param("qualifier", "roughly", "'roughly' is not one of", id="unknown qualifier"),
    pytest.param("derived", "yes", "'yes' is neither true nor false", id="not a boolean"),
    pytest.param("country", "Kosovo ", "spaces around it", id="trailing space"),
]


def refusal(folder):
    """The error of ``load``, which the command line must repeat with exit code 2."""
    with pytest.raises(DataError) as caught:
        load("polls", folder.path)
    return caught.value


def command_line(folder, capsys):
    assert main(["validate", str(folder.path)]) == 2
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err
    assert "ok" not in shown.out
    return shown.err


@pytest.mark.parametrize(("column", "value", "rule"), BAD_CELLS)
def test_a_bad_cell_is_named_with_its_place(folder, capsys, column, value, rule):
    folder.write([ROW, {**ROW, "country": "Albania", column: value}])
    error = refusal(folder)
    assert (error.file, error.row, error.column) == ("polls.csv", 3, column)
    assert rule in error.rule
    assert f"polls.csv, row 3, column {column}: {error.rule}" in command_line(folder, capsys)


def test_the_command_line_lists_every_problem(folder, capsys):
    folder.write([{**ROW, "percent": "140", "sample_n": "x"}, {**ROW, "date_fielded": "2024-13"}])
    lines = command_line(folder, capsys).splitlines()
    places = [re.search(r"row (\d+), column (\w+)", line).groups() for line in lines]
    assert sorted(places) == [("2", "percent"), ("2", "sample_n"), ("3", "date_fielded")]


def test_the_row_is_the_line_an_editor_shows(folder):
    folder.write([{**ROW, "note": "two\nlines"}, {**ROW, "country": "Albania", "percent": "140"}])
    assert refusal(folder).row == 4


def test_a_record_that_stands_twice(folder, capsys):
    folder.write([ROW, {**ROW, "country": "Albania"}, ROW])
    error = refusal(folder)
    assert error.row == 4
    assert "the same record as row 2" in error.rule
    assert "row 4: the same record as row 2" in command_line(folder, capsys)


def test_an_unknown_column_with_a_hint(folder, capsys):
    folder.write([{**ROW, "percentage": "94"}], [*folder.columns, "percentage"])
    error = refusal(folder)
    assert (error.row, error.column) == (1, "percentage")
    assert "did you mean percent?" in error.rule
    assert "column percentage" in command_line(folder, capsys)


def test_a_missing_column(folder, capsys):
    rest = [column for column in folder.columns if column != "kind"]
    folder.write([{k: v for k, v in ROW.items() if k != "kind"}], rest)
    error = refusal(folder)
    assert (error.row, error.column, error.rule) == (1, "kind", "this column is missing")
    assert "column kind" in command_line(folder, capsys)


def test_a_column_that_stands_twice(folder):
    text = folder.write([ROW])
    folder.write_text("\n".join(line + ",x" for line in text.splitlines()).replace(",x", ",kind"))
    assert refusal(folder).rule == "this column stands twice"


def test_a_row_with_too_many_cells(folder, capsys):
    folder.write_text(folder.write([ROW]) + "2024,surplus\n")
    assert refusal(folder).row == 3
    assert "2 cells where the table has" in command_line(folder, capsys)


def test_an_unclosed_quotation_mark(folder, capsys):
    folder.write_text(folder.write([ROW]) + '"2024-05,false\n')
    assert "not CSV" in refusal(folder).rule
    assert "polls.csv, row 3: not CSV" in command_line(folder, capsys)


def test_a_file_that_is_not_utf8(folder, capsys):
    text = folder.write([ROW, {**ROW, "publisher": "Eesti Päevaleht"}])
    (folder.path / "polls.csv").write_bytes(text.encode("latin-1"))
    error = refusal(folder)
    assert error.row == 3
    assert "not UTF-8 (byte 0xe4)" in error.rule
    assert "save the file as UTF-8" in command_line(folder, capsys)


@pytest.mark.parametrize("content", ["", "\n"])
def test_an_empty_file(folder, capsys, content):
    folder.write_text(content)
    assert "the table is empty" in refusal(folder).rule
    assert "the table is empty" in command_line(folder, capsys)


def test_a_table_with_column_names_only(folder, capsys):
    folder.write([])
    assert refusal(folder).rule == "the table is empty"
    assert "polls.csv: the table is empty" in command_line(folder, capsys)


def test_a_missing_file(folder, capsys):
    (folder.path / "polls.csv").unlink()
    assert refusal(folder).rule == "the file is missing"
    assert "polls.csv: the file is missing" in command_line(folder, capsys)


def test_a_schema_that_is_not_json(folder, capsys):
    (folder.path / "datapackage.json").write_text('{"resources": [', encoding="utf-8")
    assert refusal(folder).file == "datapackage.json"
    assert "not JSON" in command_line(folder, capsys)


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [("description", None, "'description' is missing"), ("type", "date", "'date' is not one of")],
)
def test_a_schema_with_a_field_that_cannot_be_read(folder, capsys, key, value, rule):
    field = folder.package["resources"][0]["schema"]["fields"][0]
    field[key] = value
    if value is None:
        del field[key]
    folder.write_package()
    error = refusal(folder)
    assert (error.file, error.column) == ("datapackage.json", "polls.date_fielded")
    assert rule in error.rule
    assert rule in command_line(folder, capsys)


def test_a_package_that_only_frictionless_refuses(folder, capsys):
    pytest.importorskip("frictionless")
    folder.package["resources"][0]["profile"] = "data-resource"
    folder.write_package()
    assert "datapackage.json: " in command_line(folder, capsys)


def test_a_folder_that_does_not_exist(tmp_path, capsys):
    assert main(["validate", str(tmp_path / "nowhere")]) == 2
    assert "nowhere is not a folder" in capsys.readouterr().err


def test_an_unknown_table_with_the_close_ones():
    with pytest.raises(UnknownTableError, match=r"no table 'pols'; did you mean polls\?"):
        load("pols")
    with pytest.raises(UnknownTableError, match=r"no table 'zzz'; there is .*polls"):
        load("zzz")


def test_an_unknown_source_with_the_close_ones():
    with pytest.raises(UnknownSourceError, match=r"no source 'kcss-2052'; did you mean kcss-2025"):
        cite("kcss-2052")
    with pytest.raises(UnknownSourceError, match="no source 'nobody'"):
        cite("kcss-2025;nobody")


@pytest.mark.parametrize(
    ("old", "new", "place", "rule"),
    [
        ("origin: >-", "orign: >-", "column origin", "a value is required here"),
        ("origin: >-", "orign: >-", "column orign", "no such key in a sidecar"),
        ("checked: 2026-11-22", "checked: lately", "column licence.checked", "not a date"),
        ("row_floor: 1", "row_floor: 5", "polls.csv", "1 rows, fewer than its floor of 5"),
        ("row_floor: 1", "row_floor: many", "column row_floor", "not a whole number"),
        ("row_floor: 1", "row_floor: [", "polls.yml", "not YAML"),
    ],
)
def test_a_sidecar_that_breaks_a_rule(folder, capsys, old, new, place, rule):
    assert old in folder.sidecar
    text = folder.sidecar.replace(old, new)
    (folder.path / "polls.yml").write_text(text, encoding="utf-8")
    lines = command_line(folder, capsys).splitlines()
    assert any(place in line and rule in line for line in lines)


def test_a_missing_sidecar(folder, capsys):
    (folder.path / "polls.yml").unlink()
    assert "polls.yml: the sidecar of the table is missing" in command_line(folder, capsys)


def test_a_rule_that_only_frictionless_knows_is_held_too(folder, capsys):
    pytest.importorskip("frictionless")
    fields = folder.package["resources"][0]["schema"]["fields"]
    next(f for f in fields if f["name"] == "publisher")["constraints"]["maxLength"] = 5
    folder.write_package()
    assert "row 2, column publisher" in command_line(folder, capsys)
