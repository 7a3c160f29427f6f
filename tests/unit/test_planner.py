"""The KECI planner from Python: what it plans, accepts, refuses and stores."""

import json

import pandas as pd
import pytest
import traitlets

from article10 import KeciPlanner, load
from article10.errors import FrameError
from article10.widgets import engine
from article10.widgets.base import VIEW_MIME


@pytest.fixture(scope="module")
def tables():
    return load("keci"), load("keci_mechanisms")


@pytest.fixture
def small():
    """Two phases, one of them open; a component that pauses; one condition of the start."""
    keci = pd.DataFrame(
        {
            "id": ["p1", "p2", "p3", "vote", "course", "end"],
            "component": ["First", "Second", "Third", "A vote", "A course", "An end"],
            "kind": ["phase", "phase", "phase", "component", "component", "outcome"],
            "phases": ["1", "2", "3", "start", "1;3", "3"],
            "months_min": pd.array([2, 3, None, None, None, None], dtype="Int64"),
            "months_max": pd.array([4, 3, None, None, None, None], dtype="Int64"),
            "sensitivity": ["low", "medium", "high", "high", "low", "medium"],
        }
    )
    mechanisms = pd.DataFrame({"keci_id": ["course", "course"], "mechanism": ["School", "Fund"]})
    return keci, mechanisms


def settled(tables, **changes):
    """What the planner makes of a state as an address may carry it."""
    planner = KeciPlanner(*tables)
    return engine.call("planner.js", "settle", {**planner.state, **changes}, planner.data)


def test_the_plan_follows_start_and_lengths(small):
    plan = KeciPlanner(*small, start="2027-11", lengths=[3, 3, 12]).plan.set_index("item")
    assert list(plan.columns) == [
        "kind", "phase", "start", "end", "open_end", "sensitivity", "mechanisms",
    ]  # fmt: skip
    assert plan.loc["First", "start"] == pd.Timestamp("2027-11-01")
    assert plan.loc["First", "end"] == pd.Timestamp("2028-01-31")
    assert plan.loc["Second", "end"] == pd.Timestamp("2028-04-30")
    assert plan.loc["Third", "end"] == pd.Timestamp("2029-04-30")
    assert plan["open_end"].to_dict()["Third"]
    assert not plan["open_end"].to_dict()["Second"]
    # A condition of the start is a moment.
    assert plan.loc["A vote", ["start", "end"]].nunique() == 1


def test_a_component_that_pauses_has_two_rows(small):
    plan = KeciPlanner(*small, start="2027-01", lengths=[2, 3, 12]).plan
    course = plan[plan["item"] == "A course"]
    assert course["phase"].tolist() == ["1", "3"]
    assert course["start"].dt.strftime("%Y-%m").tolist() == ["2027-01", "2027-06"]
    assert set(course["mechanisms"]) == {"School; Fund"}


def test_the_real_plan_has_every_row_of_the_proposal_but_one_outcome(tables):
    keci, mechanisms = tables
    plan = KeciPlanner(keci, mechanisms).plan
    assert set(plan["item"]) == set(keci["component"]) - {"Outcome: political breakthrough"}
    bridge = KeciPlanner(keci, mechanisms, outcome="breakthrough").plan
    assert bridge.iloc[-1]["mechanisms"] == "PfP; PARP; ITPP"
    assert plan["start"].min() == pd.Timestamp("2026-01-01")


def test_the_sentence_gives_earliest_and_latest_ends(tables):
    planner = KeciPlanner(*tables, start="2026-01", lengths=[12, 36, 24])
    assert (
        "Phase 1 ends in December 2026 (at the earliest December 2026, at the latest June 2027)"
        in (planner.summary)
    )
    # 12 + 24 months at the earliest, 18 + 36 at the latest.
    assert "at the earliest December 2028, at the latest June 2030" in planner.summary
    assert "Phase 3 has no end in the proposal" in planner.summary


def test_components_can_be_left_out(tables):
    planner = KeciPlanner(*tables, without=["finance"])
    assert "Finance" not in set(planner.plan["item"])
    planner.without = []
    assert "Finance" in set(planner.plan["item"])


def test_what_leaves_the_proposal_is_refused(tables):
    with pytest.raises(traitlets.TraitError, match="can last 12 to 18 months, not 40"):
        KeciPlanner(*tables, lengths=[40, 24, 24])
    with pytest.raises(traitlets.TraitError, match="needs 3 numbers of months"):
        KeciPlanner(*tables, lengths=[12])
    for start in ("soon", "2026-13", "2024-01"):
        with pytest.raises(traitlets.TraitError, match="start is a month from '2025-03'"):
            KeciPlanner(*tables, start=start)
    with pytest.raises(ValueError, match="did you mean breakthrough"):
        KeciPlanner(*tables, outcome="breaktrough")
    with pytest.raises(ValueError, match="unknown component 'finances'; did you mean finance"):
        KeciPlanner(*tables, without=["finances"])


def test_missing_columns_are_named(tables):
    keci, mechanisms = tables
    with pytest.raises(FrameError, match="missing: months_max"):
        KeciPlanner(keci.drop(columns="months_max"), mechanisms)
    with pytest.raises(FrameError, match="missing: mechanism"):
        KeciPlanner(keci, mechanisms[["keci_id"]])


def test_an_empty_table_is_shown_as_empty(tables):
    keci, mechanisms = tables
    planner = KeciPlanner(keci.head(0), mechanisms.head(0))
    assert planner.plan.empty
    assert "no phases to plan" in planner.fallback()


def test_a_nonsense_address_is_clamped_and_explained(tables):
    view = settled(
        tables, start="banana", lengths=[99, None, 1], outcome="war", without=["x", "mou"]
    )
    assert view["lengths"] == [18, 30, 12]
    notices = " ".join(view["notices"])
    for part in (
        "“banana” is no month",
        "Phase 1 lasts 12 to 18 months in the proposal, so 99 became 18",
        "A length of Phase 2 is no number",
        "Phase 3 has no length in the proposal; 12 to 120 months of it can be shown",
        "no outcome “war”",
        "no component “x”",
        "“Memorandum of understanding” cannot be left out",
    ):
        assert part in notices
    assert "starts in March 2025" in settled(tables, start="1999-01")["notices"][0]
    assert settled(tables)["notices"] == []
    assert settled(tables, lengths=[12])["lengths"] == [12, 30, 24]


def test_the_picture_says_what_it_is_and_marks_without_colour(tables):
    planner = KeciPlanner(*tables)
    picture = planner.ask("picture", 720)
    for words in ("not NATO policy", "own coding", "L: low sensitivity", "H: high sensitivity"):
        assert words in picture
    page = planner.fallback()
    assert page.count("<svg") == 2
    assert page.count("<tr>") == 1 + len(planner.plan)


def test_the_bars_are_as_long_as_the_phases(small):
    """The second phase lasts as many months as the first: the bars are alike."""
    picture = KeciPlanner(*small, lengths=[3, 3, 12]).ask("picture", 720)
    bars = [part for part in picture.split("<rect ")[1:] if 'height="14"' in part]
    first, second = (float(bar.split('width="')[1].split('"')[0]) for bar in bars[:2])
    assert first == pytest.approx(second, abs=0.2)


def test_the_view_is_the_same_in_every_run(tables):
    def view():
        data, _ = KeciPlanner(*tables)._repr_mimebundle_()
        return json.dumps(data[VIEW_MIME], sort_keys=True)

    assert view() == view()


def test_an_instructors_text_cannot_become_markup(small):
    keci, mechanisms = small
    keci.loc[4, "component"] = "<img src=x onerror=alert(1)>"
    mechanisms.loc[0, "mechanism"] = "</script><b>School"
    page = KeciPlanner(keci, mechanisms).fallback()
    assert "<img" not in page
    assert "<b>" not in page
