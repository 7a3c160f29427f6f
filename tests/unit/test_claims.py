"""The source comparison from Python: what it accepts, refuses and hands back."""

import json

import pandas as pd
import pytest

from article10 import SourceComparison, load
from article10.errors import FrameError
from article10.widgets import engine
from article10.widgets.base import VIEW_MIME


@pytest.fixture(scope="module")
def discrepancies():
    return load("discrepancies")


@pytest.fixture
def small():
    return pd.DataFrame(
        {
            "id": ["one", "two"],
            "claim": ["First claim", "Second claim"],
            "a_who": ["Ann", "Ann"],
            "a_statement": ["It is 1", "It is 3"],
            "b_who": ["Bob", "Bob"],
            "b_statement": ["It is 2", "It is 4"],
            "record": ["It was 2.", "Nobody knows."],
            "verdict": ["b", "open"],
        }
    )


def test_a_topic_narrows_the_claims_as_pandas_would(discrepancies):
    comparison = SourceComparison(discrepancies, topic="KFOR")
    expected = discrepancies[discrepancies["topic"] == "KFOR"]
    assert comparison.selection["id"].tolist() == expected["id"].tolist()
    comparison.topic = ""
    assert len(comparison.selection) == len(discrepancies)


def test_judgements_stand_beside_the_modules_verdict(small):
    comparison = SourceComparison(small, judgements={"two": "open"})
    comparison.judgements = {"two": "open", "one": "a"}
    comparison.reasons = {"one": "Ann was there"}
    judged = comparison.judged.set_index("id")
    assert judged["agrees"].to_dict() == {"one": False, "two": True}
    assert judged.loc["one", "reason"] == "Ann was there"
    assert judged.loc["one", "module_verdict"] == "b"
    assert comparison.ask("summary") == "2 of 2 claims judged"


def test_the_table_keeps_a_record_until_its_claim_is_judged(small):
    comparison = SourceComparison(small, judgements={"two": "a"})
    table = comparison.ask("table")
    assert "Nobody knows." in table
    assert "It was 2." not in table
    comparison.show = "all"
    assert "It was 2." in comparison.ask("table")


def test_the_table_says_whose_verdict_it_is(small):
    assert "the module&#39;s own coding" in SourceComparison(small).ask("table")


def test_without_javascript_each_record_is_behind_a_disclosure(discrepancies):
    page = SourceComparison(discrepancies, topic="opinion").fallback()
    count = (discrepancies["topic"] == "opinion").sum()
    assert page.count("<details>") == page.count("<h3>") == count
    for row in discrepancies[discrepancies["topic"] == "opinion"].itertuples():
        assert page.count(row.a_statement) >= 1
    assert 'class="ad ad-fallback"' in page


def test_judgements_are_the_readers_own_and_not_in_the_address(small):
    data, _ = SourceComparison(small)._repr_mimebundle_()
    view = data[VIEW_MIME]
    assert not {"judgements", "reasons"} & set(view["address"])
    assert view["keep"] == ["judgements", "reasons"]
    assert view["state"]["judgements"] == {}
    again, _ = SourceComparison(small)._repr_mimebundle_()
    assert json.dumps(view, sort_keys=True) == json.dumps(again[VIEW_MIME], sort_keys=True)


def test_what_cannot_be_is_refused_by_name(discrepancies, small):
    with pytest.raises(ValueError, match=r"unknown topic 'kfor'.*KFOR"):
        SourceComparison(discrepancies, topic="kfor")
    with pytest.raises(ValueError, match="unknown claim 'nothing'"):
        SourceComparison(discrepancies, open="nothing")
    with pytest.raises(ValueError, match=r"unknown judgement 'yes'.*neither"):
        SourceComparison(small, judgements={"one": "yes"})
    with pytest.raises(FrameError, match="missing: record, verdict"):
        SourceComparison(small.drop(columns=["record", "verdict"]))
    with pytest.raises(FrameError, match="not list"):
        SourceComparison([])


def test_an_empty_table_is_shown_as_empty(small):
    comparison = SourceComparison(small.head(0))
    assert comparison.selection.empty
    assert comparison.judged.empty
    assert "0 claims" in comparison.fallback()


def test_nonsense_in_the_state_is_explained_and_left_out(discrepancies):
    comparison = SourceComparison(discrepancies)
    comparison.topic, comparison.claim = "nonsense", "nowhere"
    comparison.judgements = {"nowhere": "a", "nalt-day": "maybe", "keci-name": "b"}
    notices = " ".join(comparison.ask("settle")["notices"])
    assert "no topic “nonsense”" in notices
    assert "no claim “nowhere”" in notices
    assert comparison.judged["id"].tolist() == ["keci-name"]
    comparison.topic, comparison.claim = "KFOR", "nalt-day"
    assert "belongs to another topic" in comparison.ask("settle")["notices"][0]
    # What a browser kept need not be what was stored.
    state = {"judgements": ["a"], "reasons": {"nalt-day": 3}}
    assert engine.call("claims.js", "judged", state, comparison.data) == []


def test_text_of_a_table_cannot_become_markup(small):
    small.loc[0, "a_statement"] = "<img src=x onerror=alert(1)>"
    small.loc[1, "record"] = "</script><b>"
    comparison = SourceComparison(small, show="all")
    for text in (comparison.fallback(), comparison.ask("table")):
        assert "<img" not in text
        assert "</script>" not in text
