"""Records from Python: what they accept, refuse, find and show without JavaScript."""

import json
import re

import pandas as pd
import pytest

from article10 import RecordTable, load
from article10.errors import FrameError, UnknownTableError
from article10.widgets.base import VIEW_MIME

NONE = "\u2013"


@pytest.fixture(scope="module")
def study():
    return load("study_1995")


@pytest.fixture(scope="module")
def polls():
    return load("polls")


@pytest.fixture
def small():
    return pd.DataFrame(
        {
            "who": ["Đurić", "Ann", "Zoë", "Bob"],
            "when": pd.to_datetime(["2024-05-01", "2023-01-01", None, "2024-05-02"]),
            "when_precision": ["month", "year", None, "day"],
            "n": [2.0, None, 10.0, 1.5],
            "ok": [True, False, True, False],
            "tags": ["a;b", "", None, "c"],
        }
    )


def rows(markup):
    """The text of every cell of a table, row by row, without its head."""
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", markup.partition("<tbody")[2], re.DOTALL)
    return [
        [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in found
    ]


def test_filters_and_words_choose_as_pandas_would(study):
    records = RecordTable(study, filters=["kind", "chapter"], where={"kind": "expectation"})
    expected = study[study["kind"] == "expectation"]
    assert records.selection.equals(expected)
    records.where = ["kind=expectation", "chapter=5"]
    assert records.selection.equals(expected[expected["chapter"] == 5])
    records.where = []
    records.query = "CIVILIAN control"
    held = study["title"] + " " + study["gist"]
    fits = held.str.contains("civilian", case=False) & held.str.contains("control", case=False)
    assert fits.any()
    assert records.selection["id"].tolist() == study["id"][fits].tolist()


def test_a_missing_value_can_be_chosen(study):
    records = RecordTable(study, filters=["paragraph_from"], where={"paragraph_from": ""})
    assert records.selection["paragraph_from"].isna().all()
    assert len(records.selection) == study["paragraph_from"].isna().sum() > 0


def test_words_are_sought_without_accents_in_shown_columns_alone(small):
    records = RecordTable(small, columns=["who", "n"], query="duric")
    assert records.selection["who"].tolist() == ["Đurić"]
    assert "<mark>Đurić</mark>" in records.ask("table")
    records.query = "zoe 10"
    assert records.selection["who"].tolist() == ["Zoë"]
    records.query = "2024"
    assert records.selection.empty
    assert RecordTable(small, search=False, query="duric").selection.shape == small.shape


def test_marks_keep_the_text(small):
    small["who"] = ["aStraße & Søre", "strasse", "x", "y"]
    cells = rows(RecordTable(small, columns=["who"], query="asse ss").ask("table"))
    assert cells == [["aStraße &amp; Søre"], ["strasse"]]
    table = RecordTable(small, columns=["who"], query="straß").ask("table")
    assert "a<mark>Straß</mark>e &amp;" in table


def test_sorting_puts_what_is_missing_last(small):
    records = RecordTable(small, sort="n")
    assert records.selection["n"].tolist()[:3] == [1.5, 2, 10]
    assert records.selection["who"].tolist()[3] == "Ann"
    records.sort = "-n"
    assert records.selection["who"].tolist() == ["Zoë", "Đurić", "Bob", "Ann"]
    records.sort = "who"
    assert records.selection["who"].tolist() == ["Ann", "Bob", "Đurić", "Zoë"]
    records.sort = "-when"
    assert records.selection["who"].tolist() == ["Bob", "Đurić", "Ann", "Zoë"]


def test_groups_stay_together_whatever_the_order(study):
    records = RecordTable(study, columns=["title"], group="chapter", sort="-title")
    chapters = records.selection["chapter"].tolist()
    assert chapters == sorted(chapters)
    first = records.selection[records.selection["chapter"] == 1]["title"].tolist()
    assert first == sorted(first, key=str.casefold, reverse=True)
    heads = re.findall(r'scope="rowgroup"[^>]*>([^<]+)', records.ask("table"))
    assert heads == [f"Chapter: {number}" for number in sorted(set(chapters))]


def test_a_cell_reads_as_a_reader_would_say_it(small):
    assert rows(
        RecordTable(small, columns=list(small.columns.drop("when_precision"))).fallback()
    ) == [
        ["Đurić", "May 2024", "2", "yes", "a; b"],
        ["Ann", "2023", NONE, "no", NONE],
        ["Zoë", NONE, "10", "yes", NONE],
        ["Bob", "2\N{NO-BREAK SPACE}May 2024", "1.5", "no", "c"],
    ]


def test_without_javascript_the_whole_table_is_there(polls):
    shown = {"country": "Where", "answer": "Answer", "percent": "Per cent"}
    page = RecordTable(polls, columns=shown, caption="Polls <all>.").fallback()
    assert len(rows(page)) == len(polls)
    assert f"Polls &lt;all&gt;. {len(polls)} records." in page
    assert "<button" not in page
    assert 'data-label="Where"' in page


def test_columns_are_those_of_the_table_that_the_frame_comes_from(study, small):
    fields = {f["name"]: f for f in RecordTable(study.head(3)).data["fields"]}
    assert fields["gist"]["label"] == "Gist"
    assert fields["gist"]["meaning"] == "What it says, in our words."
    own = RecordTable(small)
    assert {f["meaning"] for f in own.data["fields"]} == {""}
    assert [f["label"] for f in own.data["fields"]] == ["who", "when", "n", "ok", "tags"]
    part = study[["title", "gist"]].assign(a=1, b=2, c=3, d=4)
    assert {f["meaning"] for f in RecordTable(part).data["fields"]} == {""}
    named = RecordTable(part, table="study_1995").data["fields"]
    assert named[1]["meaning"] == "What it says, in our words."


def test_a_record_is_found_on_whatever_page_it_stands(study):
    last = study["id"].iloc[-1]
    records = RecordTable(study, record=last)
    state = records.ask("settle")
    assert state["open"]["key"] == last
    assert state["page"] == state["pages"] == -(-len(study) // 25)
    assert not state["notices"]


def test_what_cannot_be_is_refused_by_name(study):
    with pytest.raises(ValueError, match=r"unknown column 'titel'; did you mean title"):
        RecordTable(study, columns={"titel": "Title"})
    with pytest.raises(ValueError, match=r"unknown filter 'kinds'; did you mean kind"):
        RecordTable(study, filters=["kinds"])
    with pytest.raises(ValueError, match=r"unknown group 'chapters'; did you mean chapter"):
        RecordTable(study, group="chapters")
    with pytest.raises(ValueError, match=r"unknown column to sort by 'gists'"):
        RecordTable(study, sort="-gists")
    with pytest.raises(ValueError, match=r"unknown filter 'kind'"):
        RecordTable(study, filters=["basis"], where={"kind": "purpose"})
    with pytest.raises(ValueError, match=r"unknown value of kind 'purposes'; did you mean purpose"):
        RecordTable(study, filters=["kind"], where={"kind": "purposes"})
    with pytest.raises(ValueError, match=r"unknown record 'nowhere'"):
        RecordTable(study, record="nowhere")
    with pytest.raises(UnknownTableError, match="study_1995"):
        RecordTable(study, table="study_1996")
    with pytest.raises(FrameError, match="not list"):
        RecordTable([])
    with pytest.raises(FrameError, match="with columns"):
        RecordTable(pd.DataFrame())


def test_an_empty_table_is_shown_as_empty(study):
    records = RecordTable(study.head(0), filters=["kind"])
    assert records.selection.empty
    assert "0 records." in records.fallback()


def test_nonsense_in_the_state_is_explained_and_left_out(study):
    records = RecordTable(study, filters=["kind"])
    records.where, records.sort = ["kind=nonsense", "basis=text", "x"], "-nothing"
    records.page, records.record = "many", "nowhere"
    notices = " ".join(records.ask("settle")["notices"])
    for words in ("“kind=nonsense”", "“basis=text”", "“x”", "“nothing”", "“many”", "“nowhere”"):
        assert words in notices
    assert len(records.selection) == len(study)
    records.where, records.sort, records.page = ["kind=purpose"], "", "1"
    other = study[study["kind"] != "purpose"]["id"].iloc[0]
    records.record = other
    assert f"leave out the record “{other}”" in records.ask("settle")["notices"][0]


def test_text_of_a_table_cannot_become_markup(small):
    small.loc[0, "who"] = "<img src=x onerror=alert(1)>"
    for query in ("", "img"):
        records = RecordTable(small, columns={"who": "<b>Who</b>"}, caption="<i>", query=query)
        assert not re.search("<img|<b>|<i>", records.fallback())


def test_two_runs_store_the_same(study):
    views = [
        json.dumps(RecordTable(study)._repr_mimebundle_()[0][VIEW_MIME], sort_keys=True)
        for _ in range(2)
    ]
    assert views[0] == views[1]
    assert json.loads(views[0])["state"]["tab"] == "table"
