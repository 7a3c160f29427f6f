"""The poll explorer from Python: what it accepts, refuses, selects and stores."""

import json

import pandas as pd
import pytest
import traitlets

from article10 import PollExplorer, load
from article10.errors import FrameError
from article10.widgets.base import VIEW_MIME, columns_of


@pytest.fixture(scope="module")
def polls():
    return load("polls")


@pytest.fixture
def small():
    """Two survey waves, one derived value, one other group, one other family."""
    return pd.DataFrame(
        {
            "date_fielded": pd.to_datetime(
                ["2014-05-01", "2022-03-10", "2023-01-01", "2022-03-10", "2022-03-10"]
            ),
            "date_precision": ["month", "day", "year", "day", "day"],
            "publisher": ["A", "A", "B", "A", "A"],
            "survey": ["Wave", "Wave", "", "Wave", "Wave"],
            "country": ["Finland", "Finland", "Sweden", "Finland", "Finland"],
            "population_group": ["all", "all", "all", "women", "all"],
            "question_family": ["support_join"] * 4 + ["favourable_view"],
            "answer": ["for", "for", "for", "for", "favourable"],
            "percent": [26.0, 62.0, 57.5, 55.0, 70.0],
            "sample_n": pd.array([1000, None, 1000, None, None], dtype="Int64"),
            "margin": [None, 2.5, None, None, None],
            "source_id": ["kcss-2025", "own-source", "kcss-2025", "kcss-2025", "kcss-2025"],
        }
    )


def test_selection_is_what_the_choices_leave(small):
    explorer = PollExplorer(small, family="support_join", countries=["Finland"])
    assert explorer.selection["percent"].tolist() == [26.0, 62.0]
    explorer.group = "women"
    assert explorer.selection["percent"].tolist() == [55.0]
    explorer.group, explorer.countries, explorer.period = "all", ["Finland", "Sweden"], [2020, 2025]
    assert explorer.selection["percent"].tolist() == [62.0, 57.5]


def test_selection_agrees_with_pandas_on_the_real_polls(polls):
    explorer = PollExplorer(
        polls, family="vote_join", countries=["Ukraine"], answers=["for"], period=(2014, 2022)
    )
    years = polls["date_fielded"].dt.year
    expected = polls[
        (polls["question_family"] == "vote_join")
        & (polls["country"] == "Ukraine")
        & (polls["population_group"] == "all")
        & (polls["answer"] == "for")
        & years.between(2014, 2022)
    ]
    assert len(expected) > 5
    assert sorted(explorer.selection.index) == sorted(expected.index)
    assert list(polls.columns) == [c for c in explorer.selection.columns if c in polls.columns]


def test_referendums_stand_beside_the_polls_that_they_answer(polls):
    explorer = PollExplorer(polls, family="vote_join", countries=["Hungary", "Slovenia"])
    assert "referendum" in set(explorer.selection["kind"])


def test_two_families_are_refused_with_the_reason(polls):
    with pytest.raises(ValueError, match="look like a change of opinion") as refused:
        PollExplorer(polls, family=["vote_join", "favourable_view"])
    assert "mark a ballot" in str(refused.value)


def test_an_unknown_family_names_its_neighbours(polls):
    with pytest.raises(ValueError, match="vote_join"):
        PollExplorer(polls, family="votes_join")


def test_a_period_that_is_none_is_refused(polls):
    with pytest.raises(traitlets.TraitError, match="first and the last year"):
        PollExplorer(polls, period=(2020, 2010))


def test_missing_columns_and_dates_are_named(polls):
    with pytest.raises(FrameError, match="missing: publisher, percent"):
        PollExplorer(pd.DataFrame(columns=["date_fielded", "country", "question_family", "answer"]))
    with pytest.raises(FrameError, match="needs dates in the column date_fielded"):
        PollExplorer(polls.assign(date_fielded="2024-05"))
    with pytest.raises(FrameError, match="not list"):
        PollExplorer([1, 2])


def test_an_empty_table_is_shown_as_empty(polls):
    explorer = PollExplorer(polls.head(0))
    assert explorer.selection.empty
    assert "No result fits" in explorer.fallback()


def test_a_country_without_rows_is_explained(polls):
    explorer = PollExplorer(polls, family="vote_stay", countries=["Kosovo"])
    assert explorer.selection.empty
    notices = explorer_notices(explorer)
    assert any("Kosovo has no results" in n and "Would vote to join" in n for n in notices)
    assert any(
        "no results for “Atlantis”" in n
        for n in explorer_notices(PollExplorer(polls, countries=["Atlantis"]))
    )


def explorer_notices(explorer):
    return explorer.ask("settle")["notices"]


def test_margins_say_whether_they_were_reported_or_computed(small):
    explorer = PollExplorer(small, family="support_join", countries=["Finland"])
    table = explorer.ask("table")
    assert "± 2.5<" in table
    assert "± 2.7*" in table
    assert "source reports none" in table


def test_the_view_is_the_same_in_every_run(polls):
    def view():
        bundle = PollExplorer(polls, family="support_join", countries=["Serbia"])
        data, _ = bundle._repr_mimebundle_()
        return json.dumps(data[VIEW_MIME], sort_keys=True), data["text/plain"]

    assert view() == view()
    assert "object at 0x" not in view()[1]


def test_the_fallback_has_a_picture_and_the_whole_table(small):
    page = PollExplorer(small, family="support_join", countries=["Finland"]).fallback()
    assert page.count("<svg") == 2
    assert 'role="img" aria-label="Supports joining NATO' in page
    assert page.count("<tr>") == 1 + 2
    assert "62%" in page


def test_an_instructors_text_cannot_become_markup(small):
    small.loc[0, "publisher"] = "<img src=x onerror=alert(1)>"
    small.loc[0, "country"] = small.loc[1, "country"] = "</script><b>Land"
    page = PollExplorer(small, family="support_join", countries=["</script><b>Land"]).fallback()
    assert "<img" not in page
    assert "<b>" not in page


def test_lines_join_only_one_series(small):
    def lines(frame):
        explorer = PollExplorer(frame, family="support_join", countries=["Finland"])
        return explorer.ask("picture", 600).count('stroke-linejoin="round"')

    assert lines(small) == 1
    other = small.assign(publisher=["A", "C", "B", "A", "A"])
    assert lines(other) == 0
    reworded = small.assign(question=["q1", "q2", "q1", "q1", "q1"])
    assert lines(reworded) == 0


def test_uncertain_values_are_hollow(small):
    def hollow(frame):
        explorer = PollExplorer(frame, family="support_join", countries=["Finland"])
        return explorer.ask("picture", 600).count('fill="var(--ad-paper)" stroke="var(--ad-c0)"')

    assert hollow(small) == 0
    assert hollow(small.assign(derived=[True, False, False, False, False])) == 1
    assert hollow(small.assign(year_inferred=[True, True, False, False, False])) == 2


def test_columns_survive_the_way_to_the_page():
    frame = pd.DataFrame(
        {
            "when": pd.to_datetime(["2024-05-01", None]),
            "share": [1.5, None],
            "text": pd.array(["a", None], dtype="string"),
            "kind": pd.Categorical(["x", None]),
        }
    )
    when, share, text, kind = columns_of(frame)
    assert when["values"] == ["2024-05-01", None]
    assert share["values"] == [1.5, None]
    assert (text["levels"], text["codes"]) == (["a"], [0, -1])
    assert (kind["levels"], kind["codes"]) == (["x"], [0, -1])


def test_traits_can_be_linked_and_observed(polls):
    explorer = PollExplorer(polls, family="vote_join", countries=["Serbia"])
    other = PollExplorer(polls, family="vote_join", countries=["Kosovo"])
    traitlets.link((explorer, "countries"), (other, "countries"))
    other.countries = ["Montenegro"]
    assert set(explorer.selection["country"]) == {"Montenegro"}
