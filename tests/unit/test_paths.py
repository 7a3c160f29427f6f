"""The accession paths from Python: what they accept, refuse, measure and draw."""

import json
import re
from statistics import median

import pandas as pd
import pytest

from article10 import AccessionPaths, load
from article10.errors import FrameError
from article10.widgets import engine
from article10.widgets.base import VIEW_MIME

STEPS = ("pfp", "dialogue", "map", "invitation", "protocol", "accession")


@pytest.fixture(scope="module")
def accessions():
    return load("accessions")


def country(name, *, rank=1, status="Ally", **steps):
    """One row; a step is a date, a month, a year or what became of it."""
    row = {"country": name, "round": rank, "status": status, "note": ""}
    for step in STEPS:
        value = steps.get(step, "skipped")
        dated = value[0].isdigit()
        row[f"{step}_status"] = "done" if dated else value
        row[f"{step}_date"] = pd.to_datetime(value if dated else None)
        row[f"{step}_precision"] = {4: "year", 7: "month"}.get(len(value), "day")
        row[f"{step}_source_id"] = "kcss-2025" if dated else ""
    return row


@pytest.fixture
def small():
    return pd.DataFrame(
        [
            country("Slow", pfp="2000-01-01", invitation="2015-06-01", accession="2020-01-01"),
            country("Fast", rank=2, pfp="2000-01-01", map="2002", accession="2004-01-01"),
            country("Founder", rank=0, accession="1949-04-04"),
            country(
                "Open",
                rank=None,
                status="aspirant",
                pfp="2010-01-01",
                **dict.fromkeys(STEPS[1:], "not yet"),
            ),
            country(
                "Neutral",
                rank=None,
                status="partner",
                pfp="2010-01-01",
                **dict.fromkeys(STEPS[1:], "not sought"),
            ),
            country("Outside", rank=None, status="outside", **dict.fromkeys(STEPS, "not yet")),
        ]
    )


def words(svg):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", svg)).replace("&#39;", "'")


def names(paths):
    return paths.selection["country"].tolist()


def test_rows_stand_by_round_duration_or_name(small):
    paths = AccessionPaths(small, countries=small["country"])
    assert names(paths) == ["Founder", "Slow", "Fast", "Open", "Neutral", "Outside"]
    paths.order = "duration"
    assert names(paths)[:3] == ["Fast", "Slow", "Founder"]
    paths.order = "name"
    assert names(paths) == sorted(names(paths))


def test_years_are_counted_from_the_first_step_and_from_the_one_before(small):
    steps = AccessionPaths(small, countries=["Slow", "Fast"]).steps
    slow = steps[steps["country"] == "Slow"].set_index("step")
    assert slow.loc["Accession", "years_since_first_step"] == pytest.approx(20)
    assert slow.loc["Accession", "years_since_step_before"] == pytest.approx(4.58, abs=0.01)
    assert pd.isna(slow.loc["Partnership for Peace", "years_since_first_step"])
    assert slow.loc["Membership Action Plan", "status"] == "skipped"
    fast = steps[steps["country"] == "Fast"].set_index("step")
    assert fast.loc["Membership Action Plan", "date"] == "2002"
    assert fast.loc["Membership Action Plan", "years_since_first_step"] == pytest.approx(
        2.5, abs=0.01
    )


def test_the_median_is_that_of_all_completed_paths_in_the_real_table(accessions):
    lengths = []
    for row in accessions.itertuples():
        dates = [getattr(row, f"{step}_date") for step in STEPS]
        known = [date for date in dates if pd.notna(date)]
        if row.accession_status == "done" and len(known) > 1:
            lengths.append((row.accession_date - min(known)).days / 365.25)
    paths = AccessionPaths(accessions, countries=["Finland"]).ask("settle")["paths"]
    assert paths["count"] == len(lengths) == 20
    assert paths["median"] == pytest.approx(median(lengths), abs=0.05)
    said = words(AccessionPaths(accessions).ask("picture", 720))
    assert f"Median of all 20 completed paths: {median(lengths):.1f} years" in said


def test_a_step_that_is_missing_says_why(accessions):
    def said(name):
        return words(AccessionPaths(accessions, countries=name).ask("picture", 720))

    assert "MAP skipped" in said("Finland")
    assert "PfP, Intensified Dialogue and MAP did not exist at the time" in said("Greece")
    assert "invitation and protocol not needed" in said("Norway")
    assert "No source found for Intensified Dialogue" in said("Albania")
    assert "not yet: PfP" in said("Kosovo")
    assert "Outside all partnership frameworks" in said("Kosovo")
    assert "does not seek entry" in said("Serbia")
    assert "not yet: MAP, invitation, protocol and accession" in said("Georgia")


def test_the_table_has_every_step_with_its_date_or_what_became_of_it(small):
    table = AccessionPaths(small, countries=["Fast", "Outside"]).ask("table")
    assert table.count("<tr>") == 1 + 2 * len(STEPS)
    assert "2002 (day and month not known)" in table
    assert "1 January 2004" in table
    assert table.count("not yet") == len(STEPS)
    assert table.count("skipped") == 3


def test_open_paths_end_open_and_one_that_seeks_no_entry_does_not_point_on(small):
    arrow = re.compile(r"l9 5l-9 5Z")

    def drawn(name):
        return AccessionPaths(small, countries=name).ask("picture", 720)

    assert arrow.search(drawn("Open"))
    assert "open after 16.0 years" in drawn("Open")
    assert not arrow.search(drawn("Neutral"))
    assert "no entry sought" in drawn("Neutral")
    assert not arrow.search(drawn("Slow"))
    assert "no step taken" in drawn("Outside")


def test_the_year_to_which_open_paths_run_can_be_set(small):
    paths = AccessionPaths(small, countries="Open", until=2030)
    assert "open after 21.0 years" in paths.ask("picture", 720)


def test_marks_of_one_path_never_cover_each_other(accessions):
    paths = AccessionPaths(accessions, countries=accessions["country"])
    letters = re.compile(r'<text x="([\d.]+)" y="([\d.]+)" font-size="10.5"')
    for clock in ("calendar", "first step"):
        paths.clock = clock
        for width in (340, 720):
            found = letters.findall(paths.ask("picture", width))
            places = sorted((float(y), float(x)) for x, y in found)
            assert len(places) > 100
            # Letters of two shapes stand up to three pixels apart in height.
            close = [
                (a, b)
                for i, a in enumerate(places)
                for b in places[i + 1 : i + 8]
                if abs(a[0] - b[0]) < 12 and abs(a[1] - b[1]) < 20
            ]
            assert not close


def test_a_mark_of_which_only_the_month_is_known_is_hollow(small):
    def hollow(name):
        drawn = AccessionPaths(small, countries=name).ask("picture", 720)
        return drawn.count('fill="var(--ad-paper)" stroke="var(--ad-c')

    assert hollow("Slow") == 0
    assert hollow("Fast") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"countries": ["Kosova"]}, "unknown country 'Kosova'; did you mean Kosovo"),
        ({"clock": "stopwatch"}, "unknown clock 'stopwatch'; did you mean calendar, first step"),
        ({"order": "size"}, "unknown order 'size'"),
        ({"open": "Atlantis"}, "unknown country 'Atlantis'"),
    ],
)
def test_what_the_table_does_not_have_is_refused_by_name(accessions, arguments, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        AccessionPaths(accessions, **arguments)


def test_tables_that_cannot_be_drawn_are_refused(small):
    with pytest.raises(FrameError, match="missing: map_status"):
        AccessionPaths(small.drop(columns="map_status"))
    with pytest.raises(FrameError, match="needs dates in the column map_date"):
        AccessionPaths(small.assign(map_date="2002"))
    with pytest.raises(FrameError, match="two rows for Slow"):
        AccessionPaths(pd.concat([small, small.head(1)]))


def test_an_empty_table_is_shown_as_empty(accessions):
    paths = AccessionPaths(accessions.head(0))
    assert paths.selection.empty
    assert "No country chosen" in paths.fallback()


def test_nonsense_in_the_address_is_explained_and_left_out(accessions):
    state = {"countries": ["Atlantis", "Serbia"], "clock": "x", "order": "y", "opened": "<b>"}
    view = engine.call("paths.js", "settle", state, AccessionPaths(accessions).data)
    said = " ".join(view["notices"])
    for part in ("country “Atlantis”", "clock “x”", "order “y”", "country “<b>”"):
        assert part in said
    assert [path["row"]["country"] for path in view["shown"]] == ["Serbia"]
    assert (view["clock"], view["order"], view["opened"]) == ("calendar", "round", "")


def test_an_instructors_text_cannot_become_markup(small):
    evil = "<img src=x onerror=alert(1)>"
    frame = small.assign(country=[evil, *small["country"][1:]], status=evil, note=evil)
    page = AccessionPaths(frame, countries=[evil, "Open"]).fallback()
    assert "<img" not in page


def test_the_view_is_the_same_in_every_run(accessions):
    def view():
        data, _ = AccessionPaths(accessions, open="Kosovo")._repr_mimebundle_()
        return json.dumps(data[VIEW_MIME], sort_keys=True), data["text/plain"]

    assert view() == view()
