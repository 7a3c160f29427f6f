"""The data as a user meets them."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import article10
from article10.cli import main
from article10.data import data_dir, load, source_ids

from .conftest import ENTRY, ROW


@pytest.fixture(scope="module")
def polls():
    return article10.load("polls")


def test_every_row_of_the_file_is_there(polls):
    assert len(polls) >= 371


def test_columns_have_real_dtypes(polls):
    kinds = {
        "datetime64[ns]": ["date_fielded"],
        "category": [
            "date_precision",
            "publisher",
            "survey",
            "country",
            "population_group",
            "question_family",
            "answer",
            "qualifier",
            "kind",
        ],
        "bool": ["year_inferred", "derived", "repeat"],
        "float64": ["percent", "mean_score", "margin"],
        "Int64": ["sample_n"],
        "string": ["wave", "question", "wording", "answer_note", "source_id", "locator", "note"],
    }
    assert {column: str(dtype) for column, dtype in polls.dtypes.items()} == {
        column: dtype for dtype, columns in kinds.items() for column in columns
    }
    assert list(polls.columns[:2]) == ["date_fielded", "date_precision"]


def test_a_date_is_the_start_of_what_is_known_of_it(folder):
    dates = ["2024", "2024-05", "2024-05-17"]
    folder.write([{**ROW, "date_fielded": date} for date in dates])
    frame = load("polls", folder.path)
    assert list(frame.date_fielded) == list(pd.to_datetime(["2024-01-01", "2024-05-01", dates[2]]))
    assert list(frame.date_precision) == ["year", "month", "day"]
    assert frame.date_precision.min() == "year"


def test_empty_cells_are_missing_values(folder):
    folder.write([{**ROW, "percent": "", "sample_n": "", "note": ""}])
    row = load("polls", folder.path).iloc[0]
    assert np.isnan(row.percent)
    assert row.sample_n is pd.NA
    assert row.note is pd.NA


def test_each_load_is_a_copy_of_its_own():
    first = load("polls")
    first.loc[0, "percent"] = 1.5
    first["extra"] = 1
    second = load("polls")
    assert "extra" not in second
    assert second.loc[0, "percent"] != 1.5


def test_a_changed_file_is_read_anew(folder):
    assert len(load("polls", folder.path)) == 1
    folder.write([ROW, {**ROW, "country": "Albania"}])
    assert len(load("polls", folder.path)) == 2


def test_a_byte_order_mark_and_column_order_do_not_matter(folder):
    text = folder.write([ROW], columns=folder.columns[::-1])
    folder.write_text("\ufeff" + text)
    frame = load("polls", folder.path)
    assert frame.country[0] == "Kosovo"
    assert frame.columns[0] == "date_fielded"


def test_shares_are_there_but_for_the_mean_score(polls):
    assert list(polls[polls.percent.isna()].question_family) == ["trust_score"]
    assert polls.mean_score.notna().sum() == 1


def test_answers_to_one_question_do_not_exceed_the_whole(polls):
    """Shares of one poll and question sum to 100 or less, allowing for rounding."""
    once = polls[(polls.kind != "referendum") & ~polls.repeat]
    one_poll = ["date_fielded", "publisher", "survey", "wave", "country", "population_group"]
    sums = once.groupby([*one_poll, "question"], observed=True, dropna=False).percent.sum()
    assert sums.max() <= 101


def test_a_repeat_repeats_a_result_that_is_there(polls):
    same = ["date_fielded", "publisher", "survey", "country", "population_group"]
    same += ["question_family", "answer", "percent"]
    repeats = polls[polls.repeat]
    assert len(repeats) > 0
    firsts = set(polls.loc[~polls.repeat, same].itertuples(index=False, name=None))
    assert all(row in firsts for row in repeats[same].itertuples(index=False, name=None))
    assert not polls[~polls.repeat].duplicated([*same, "answer_note", "wave"]).any()


def test_rows_are_in_an_order_that_diffs_well(polls):
    raw = pd.read_csv(data_dir() / "polls.csv", dtype=str, keep_default_na=False)
    order = ["question_family", "country", "date_fielded", "publisher", "answer"]
    assert raw[order].to_records(index=False).tolist() == sorted(
        raw[order].to_records(index=False).tolist()
    )


def test_every_source_in_the_bibliography_is_readable():
    """A reference names who and what, ends its sentence, and shows no markup."""
    for source in sorted(source_ids()):
        words = article10.cite(source)
        assert words.count(". ") >= 2, source
        assert words.endswith("."), source
        assert not set("{}\\@<>") & set(words), words


def test_the_bibliography_parses_without_a_warning():
    script = (
        "import sys; from pybtex.database import parse_file; "
        "sys.exit(len(parse_file(sys.argv[1]).entries) != int(sys.argv[2]))"
    )
    from article10.data import bibliography

    arguments = [sys.executable, "-W", "error", "-c", script]
    done = subprocess.run(
        [*arguments, str(bibliography()), str(len(source_ids()))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def test_a_citation_in_words_and_as_html():
    assert article10.cite("kcss-2025").startswith("Ramadan Ilazi and Jeta Loshaj. Exploring")
    two = article10.cite("b92-gallup-2017;kcss-2025")
    assert two.splitlines() == [article10.cite("b92-gallup-2017"), article10.cite("kcss-2025")]
    html = article10.cite("b92-gallup-2017", html=True)
    assert 'href="https://www.b92.net/eng/news/world.php?yyyy=2017&amp;mm=02' in html
    assert "<span" not in html


def test_what_there_is_and_what_it_means(polls):
    listed = article10.tables().set_index("name")
    assert listed.loc["polls", "rows"] == len(polls)
    assert listed.loc["polls", "title"] == "Public opinion on NATO"
    columns = article10.describe("polls").set_index("name")
    assert list(columns.index) == [c for c in polls.columns if c != "date_precision"]
    assert columns.loc["percent", "unit"] == "percent"
    assert columns.loc["percent", "constraints"] == "at least 0; at most 100"
    assert "YYYY-MM-DD" in columns.loc["date_fielded", "constraints"]
    assert columns.meaning.str.endswith(".").all()


def test_validate_says_that_all_is_well(capsys, polls):
    assert main(["validate"]) == 0
    shown = capsys.readouterr()
    assert f"polls: {len(polls)} rows, ok\n" in shown.out
    assert shown.err == ""


def test_a_poll_is_added_with_one_row_and_one_entry(folder, capsys):
    new = {**ROW, "date_fielded": "2026-10", "source_id": "new-2026"}
    folder.write([ROW, new])
    with pytest.raises(article10.errors.DataError, match="no source 'new-2026'"):
        load("polls", folder.path)
    entry = ENTRY.replace("example-2024", "new-2026").replace("{2024}", "{2026}")
    (folder.path / "references.bib").write_text(ENTRY + "\n" + entry, encoding="utf-8")
    assert main(["validate", str(folder.path)]) == 0
    assert capsys.readouterr().out == "polls: 2 rows, ok\n"
    assert "2026" in article10.cite("new-2026", folder=folder.path)


def test_a_table_is_added_with_no_python(folder, capsys):
    fields = [
        {"name": "date", "type": "string", "description": "When.", "role": "partialDate"},
        {"name": "troops", "type": "integer", "description": "How many.", "unit": "people"},
        {"name": "source_id", "type": "string", "description": "From where.", "role": "sources"},
    ]
    folder.package["resources"].append(
        {
            "name": "strength",
            "path": "strength.csv",
            "title": "Strength",
            "description": "Troops.",
            "profile": "tabular-data-resource",
            "schema": {"fields": fields, "primaryKey": ["date"]},
        }
    )
    folder.write_package()
    table = "date,troops,source_id\n1999-06,50000,example-2024\n"
    (folder.path / "strength.csv").write_text(table, encoding="utf-8")
    (folder.path / "strength.yml").write_text(folder.sidecar, encoding="utf-8")
    assert main(["validate", str(folder.path)]) == 0
    assert "strength: 1 rows, ok" in capsys.readouterr().out
    assert list(load("strength", folder.path).columns) == [
        "date",
        "date_precision",
        "troops",
        "source_id",
    ]


def test_loading_needs_no_heavy_library():
    script = (
        "import sys, article10; article10.load('polls'); "
        "heavy = {'yaml', 'pybtex', 'frictionless', 'plotly', 'ipywidgets'} & set(sys.modules); "
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
