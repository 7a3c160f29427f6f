"""The explorer of partnership tools from Python: what it selects, refuses, compares and stores."""

import json

import pandas as pd
import pytest
import traitlets

from article10 import PartnershipTools, load
from article10.errors import FrameError
from article10.widgets import engine
from article10.widgets.base import VIEW_MIME


@pytest.fixture(scope="module")
def tables():
    return load("partnership_tools"), load("keci_mechanisms"), load("keci")


@pytest.fixture
def small():
    """Three tools, one ended, one with a cycle; two parts; one mechanism that is no tool."""
    tools = pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "tool": ["Alpha", "Beta", "Gamma"],
            "purpose_category": ["forum", "forum", "reform"],
            "launched": pd.to_datetime(["1990-01-01", "1985-01-01", "2000-01-01"]),
            "ended": pd.to_datetime(["1997-05-30", None, None]),
            "cycle_years": [None, None, 3.0],
            "who_can_join": ["All partners", "Invited states", "Partners on request"],
            "requires_political_status": ["yes", "no", "contested"],
            "kosovo_status": ["closed", "in place", "observer"],
        }
    )
    mechanisms = pd.DataFrame(
        {
            "keci_id": ["x", "x", "y"],
            "tool_id": pd.array(["a", "c", None], dtype="string"),
            "mechanism": ["Alpha", "Gamma", "A rule"],
        }
    )
    keci = pd.DataFrame(
        {"id": ["x", "y"], "component": ["Part X", "Part Y"], "kind": ["component"] * 2}
    )
    return tools, mechanisms, keci


def settled(widget, **changes):
    """What the explorer makes of a state as an address may carry it."""
    return engine.call("tools.js", "settle", {**widget.state, **changes}, widget.data)


def test_selection_agrees_with_pandas(tables):
    tools = tables[0]
    widget = PartnershipTools(*tables)
    assert sorted(widget.selection["id"]) == sorted(tools["id"])
    widget.status, widget.purpose = "contested", "education and training"
    expected = tools[
        (tools["requires_political_status"] == "contested")
        & (tools["purpose_category"] == "education and training")
    ]
    assert len(expected) >= 3
    assert sorted(widget.selection["id"]) == sorted(expected["id"])
    widget.status = widget.purpose = ""
    widget.kosovo = "open"
    open_ = tools["kosovo_status"].isin(["in place", "ad hoc", "observer"])
    assert sorted(widget.selection["id"]) == sorted(tools.loc[open_, "id"])
    widget.kosovo, widget.join = "", " Partner "
    joins = tools["who_can_join"].str.contains("partner", case=False)
    assert 0 < joins.sum() < len(tools)
    assert sorted(widget.selection["id"]) == sorted(tools.loc[joins, "id"])


def test_launches_stand_by_purpose_and_in_time(small):
    assert PartnershipTools(*small).selection["id"].tolist() == ["b", "a", "c"]


def test_only_tools_with_a_cycle_have_one(small, tables):
    widget = PartnershipTools(*small, view="cycles", year=2030)
    assert widget.selection["id"].tolist() == ["c"]
    assert "2033, 2036" in widget.ask("table")
    assert "Alpha and Beta." in widget.ask("picture", 720)
    real = PartnershipTools(*tables, view="cycles", year=2026)
    cycles = tables[0]["cycle_years"].notna()
    assert real.selection["id"].tolist() == tables[0].loc[cycles, "id"].tolist()


def test_the_cycle_of_the_itpp_says_what_it_rests_on(tables):
    widget = PartnershipTools(*tables, view="cycles", year=2026)
    for page in (widget.ask("picture", 720), widget.ask("picture", 340), widget.ask("table")):
        assert "KCSS" in page
    assert "2030, 2034" in widget.ask("table")
    assert "2028, 2032" in widget.ask("table")


def test_links_follow_the_filters(tables):
    widget = PartnershipTools(*tables, view="keci")
    assert len(widget.links) == len(tables[1])
    widget.purpose = "planning and reform"
    ids = tables[0].loc[tables[0]["purpose_category"] == "planning and reform", "id"]
    expected = tables[1][tables[1]["tool_id"].isin(ids)]
    assert sorted(widget.links.index) == sorted(expected.index)
    assert set(widget.selection["id"]) == set(expected["tool_id"])


def test_the_diagram_has_few_crossings(tables):
    widget = PartnershipTools(*tables, view="keci")
    graph = settled(widget)["graph"]
    kit = "kit/bipartite.js"
    clusters = engine.call(kit, "clustersOf", graph)
    assert sum(len(c["links"]) for c in clusters) == len(tables[1])
    pairs = [[node["id"] for node in graph[side]] for side in ("left", "right")]
    as_given = engine.call(kit, "crossings", *pairs, graph["links"])
    drawn = sum(engine.call(kit, "crossings", c["left"], c["right"], c["links"]) for c in clusters)
    assert drawn * 4 < as_given


def test_links_on_a_phone_are_a_list(small):
    widget = PartnershipTools(*small, view="keci")
    narrow = widget.ask("picture", 340)
    assert "<svg" not in narrow
    assert narrow.count("<li>") == 2 + 3
    assert "A rule</b> (no partnership tool)" in narrow
    widget.highlight = "c"
    assert widget.ask("picture", 340).count("<li>") == 1 + 1


def test_two_tools_side_by_side(tables):
    table = PartnershipTools(*tables, compare=["parp", "itpp"]).comparison.set_index("term")
    assert list(table.columns) == ["PARP", "ITPP", "differs"]
    assert table["differs"]["Cycle"]
    assert not table["differs"]["Purpose category"]
    assert "KCSS (2025) alone" in table["ITPP"]["Cycle"]
    same = PartnershipTools(*tables, compare=["map", "map"]).comparison
    assert not same["differs"].any()


def test_what_is_unknown_is_refused_with_its_neighbours(tables):
    with pytest.raises(ValueError, match="'prap'; did you mean parp"):
        PartnershipTools(*tables, compare=["prap", "itpp"])
    with pytest.raises(ValueError, match="did you mean eadrcc"):
        PartnershipTools(*tables, highlight="eadrc")
    with pytest.raises(ValueError, match="unknown view 'launches'"):
        PartnershipTools(*tables, view="launches")
    with pytest.raises(traitlets.TraitError):
        PartnershipTools(*tables).view = "nowhere"


def test_missing_columns_are_named(tables):
    tools, mechanisms, keci = tables
    with pytest.raises(FrameError, match="missing: kosovo_status"):
        PartnershipTools(tools.drop(columns="kosovo_status"), mechanisms, keci)
    with pytest.raises(FrameError, match="missing: component"):
        PartnershipTools(tools, mechanisms, keci.drop(columns="component"))


def test_empty_tables_are_shown_as_empty(tables):
    for view in ("launch", "cycles", "keci"):
        widget = PartnershipTools(*(table.head(0) for table in tables), view=view)
        assert widget.selection.empty
        assert "fits these choices" in widget.fallback()
    assert widget.comparison.empty


def test_a_nonsense_address_is_explained(tables):
    widget = PartnershipTools(*tables)
    view = settled(
        widget, view="x", purpose="magic", status="maybe", kosovo="?", year="abc",
        highlight="nothing", compare=["zzz"],
    )  # fmt: skip
    notices = " ".join(view["notices"])
    for part in ("view “x”", "“magic”", "“maybe”", "“?”", "“abc”", "“nothing”", "“zzz”"):
        assert part in notices
    assert view["view"] == "launch"
    assert view["year"] == 2026
    assert len(view["compare"]) == 2
    assert settled(widget)["notices"] == []


def test_a_tool_that_ended_is_told_from_one_that_runs(small):
    table = PartnershipTools(*small).ask("table")
    assert "1 January 1990, ended 30 May 1997" in table
    assert "1 January 2000, still runs" in table
    assert "1 of them ended" in table


def test_the_view_is_the_same_in_every_run(tables):
    def view():
        data, _ = PartnershipTools(*tables, view="keci")._repr_mimebundle_()
        return json.dumps(data[VIEW_MIME], sort_keys=True)

    assert view() == view()


@pytest.mark.parametrize("view", ["launch", "cycles", "keci"])
def test_an_instructors_text_cannot_become_markup(small, view):
    tools, mechanisms, keci = small
    tools.loc[2, "tool"] = "<img src=x onerror=alert(1)>"
    keci.loc[0, "component"] = "</script><i>Part"
    page = PartnershipTools(tools, mechanisms, keci, view=view).fallback()
    assert "<img" not in page
    assert "<i>" not in page
