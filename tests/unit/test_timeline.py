"""The timeline from Python: what it accepts, refuses, selects and draws."""

import json
import re
from itertools import pairwise

import pandas as pd
import pytest
import traitlets

from article10 import Timeline, load
from article10.errors import FrameError
from article10.widgets import engine
from article10.widgets.base import VIEW_MIME


@pytest.fixture(scope="module")
def events():
    return load("events")


@pytest.fixture
def small():
    """Out of order, one that lasts into the next year, one known to the year."""
    return pd.DataFrame(
        {
            "id": ["c", "a", "b"],
            "date": pd.to_datetime(["2004-01-01", "1999-03-24", "2001-12-01"]),
            "date_precision": ["year", "day", "day"],
            "end_date": pd.to_datetime([None, None, "2002-02-01"]),
            "title": ["Third", "First", "Second"],
            "detail": ["", "Kumanovo talks", "Çabej <b>speaks</b>"],
            "actors": ["NATO", "NATO;Serbia", "Kosovo"],
            "theme": ["talks", "war", "talks"],
            "importance": [3, 1, 2],
            "source_id": ["own-source", "kcss-2025", ""],
        }
    )


def titles(timeline):
    return timeline.selection["title"].tolist()


def test_events_stand_in_the_order_of_time_whatever_the_table_does(small):
    assert titles(Timeline(small)) == ["First", "Second", "Third"]


def test_filters_hold_together(small):
    timeline = Timeline(small, themes="talks")
    assert titles(timeline) == ["Second", "Third"]
    timeline.actors = ["NATO"]
    assert titles(timeline) == ["Third"]
    timeline.themes, timeline.actors, timeline.importance = [], ["Serbia", "Kosovo"], [1, 3]
    assert titles(timeline) == ["First"]


def test_words_are_found_in_any_order_case_and_without_accents(small):
    timeline = Timeline(small, query="SPEAKS cabej")
    assert titles(timeline) == ["Second"]
    timeline.query = "march 1999"
    assert titles(timeline) == ["First"]
    timeline.query = "cabej kumanovo"
    assert titles(timeline) == []


def test_what_lasted_belongs_to_every_year_it_touches(small):
    assert titles(Timeline(small, period=(2002, 2003))) == ["Second"]


def test_selection_agrees_with_pandas_on_the_real_events(events):
    timeline = Timeline(
        events, themes=["diplomacy", "recognition"], actors="Serbia", period=(2000, 2010)
    )
    years = events["date"].dt.year
    expected = events[
        events["theme"].isin(["diplomacy", "recognition"])
        & events["actors"].str.split(";").map(lambda actors: "Serbia" in actors)
        & years.between(2000, 2010)
    ]
    assert len(expected) > 3
    assert timeline.selection["id"].tolist() == expected.sort_values("date")["id"].tolist()


def test_all_events_are_there_at_first(events):
    assert len(Timeline(events).selection) == len(events)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"themes": "enlargment"}, "unknown theme 'enlargment'; did you mean enlargement"),
        ({"actors": ["Kosova"]}, "unknown actor 'Kosova'; did you mean Kosovo"),
        ({"open": "1999-kfor-enters"}, "did you mean 1999-kfor-enters-kosovo"),
        ({"importance": 4}, "unknown importance '4'"),
    ],
)
def test_what_the_table_does_not_have_is_refused_by_name(events, arguments, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        Timeline(events, **arguments)


def test_a_period_that_is_none_is_refused(events):
    with pytest.raises(traitlets.TraitError, match="first and the last year"):
        Timeline(events, period=(2020, 2010))


def test_tables_that_cannot_be_drawn_are_refused(small):
    with pytest.raises(FrameError, match="missing: title, theme"):
        Timeline(small[["date"]])
    with pytest.raises(FrameError, match="needs dates in the column date"):
        Timeline(small.assign(date=["2004", "1999", "2001"]))
    with pytest.raises(FrameError, match="row 1 has no date"):
        Timeline(small.assign(date=pd.to_datetime(["2004-01-01", None, "2001-12-01"])))
    with pytest.raises(FrameError, match="row 0 has no theme"):
        Timeline(small.assign(theme=["", "war", "talks"]))
    with pytest.raises(FrameError, match="row 2, importance is 1, 2 or 3, not 9"):
        Timeline(small.assign(importance=[1, 2, 9]))
    with pytest.raises(FrameError, match="two rows have the id 'c'"):
        Timeline(small.assign(id=["c", "a", "c"]))


def test_three_columns_are_enough():
    table = pd.DataFrame(
        {"date": pd.to_datetime(["2020-05-01"]), "title": ["Exam"], "theme": ["our class"]}
    )
    timeline = Timeline(table, open="event-1")
    assert titles(timeline) == ["Exam"]
    assert "Our class" in timeline.fallback()


def test_an_empty_table_is_shown_as_empty(events):
    timeline = Timeline(events.head(0))
    assert timeline.selection.empty
    assert "No event fits" in timeline.fallback()


def test_nonsense_in_the_address_is_explained_and_left_out(events):
    state = {
        "themes": ["nonsense"],
        "actors": "Atlantis",
        "importance": ["x", 2],
        "period": ["abc"],
        "query": 5,
        "opened": "<b>",
    }
    view = engine.call("timeline.js", "settle", state, Timeline(events).data)
    said = " ".join(view["notices"])
    for part in ("theme “nonsense”", "actor “Atlantis”", "event “<b>”", "all years are shown"):
        assert part in said
    assert (view["themes"], view["actors"], view["gradings"]) == ([], [], [2])
    assert view["period"] == [1949, 2025]


def test_a_period_beyond_the_table_is_cut_to_it(events):
    view = engine.call("timeline.js", "settle", {"period": [2020, 9999]}, Timeline(events).data)
    assert view["period"] == [2020, 2025]
    assert "1949 to 2025" in view["notices"][0]


def boxes(svg):
    """Of every label in the bands: its line, and from where to where it runs."""
    found = re.findall(
        r'<text x="([\d.]+)" y="([\d.]+)" font-size="12.5"[^>]*text-anchor="(\w+)"([^>]*)>([^<]*)<',
        svg,
    )
    for x, y, anchor, _, text in found:
        wide = len(text) * 12.5 * 0.5
        left = float(x) if anchor == "start" else float(x) - wide
        yield float(y), left, left + wide, text


@pytest.mark.parametrize("period", [(1949, 2025), (1990, 2010), (2008, 2008), (1999, 2000)])
@pytest.mark.parametrize("width", [520, 720, 1100])
def test_labels_never_touch_and_stay_inside(events, period, width):
    svg = Timeline(events, period=period).ask("picture", width)
    labels = sorted(boxes(svg))
    assert len(labels) > 10
    for (y, _, right, text), (next_y, left, _, next_text) in pairwise(labels):
        assert y != next_y or right <= left, (text, next_text)
        assert y == next_y or next_y - y >= 18
    assert all(left >= 0 and right <= width for _, left, right, _ in labels)


def test_where_there_is_no_room_the_milestones_keep_their_labels_and_the_rest_is_counted(events):
    timeline = Timeline(events)
    svg = timeline.ask("picture", 720)
    milestones = (events["importance"] == 1).sum()
    assert len(list(boxes(svg))) == milestones
    assert f"{len(events) - milestones} further events" in re.sub(r"<[^>]+>", " ", svg)
    timeline.period = [2008, 2008]
    svg = timeline.ask("picture", 720)
    assert len(list(boxes(svg))) == len(timeline.selection)
    assert "further event" not in svg


def test_the_grading_is_said_to_be_the_modules_own(events):
    timeline = Timeline(events)
    words = re.sub(r"<[^>]+>", " ", timeline.ask("picture", 720))
    assert re.search(r"module's\s+own\s+grading", words.replace("&#39;", "'"))
    assert "module&#39;s own grading" in timeline.ask("table").replace("'", "&#39;")


def test_zoom_halves_doubles_moves_and_stays_inside():
    def zoom(period, step, *centre):
        return engine.call("timeline.js", "zoom", period, [1949, 2025], step, *centre)

    assert zoom([1990, 2009], "in") == [1995, 2004]
    assert zoom([1990, 2009], "in", 1999) == [1995, 2004]
    assert zoom([1990, 2009], "in", 1990) == [1986, 1995]
    assert zoom([1995, 2004], "out") == [1990, 2009]
    assert zoom([1990, 2009], "earlier") == [1980, 1999]
    assert zoom([1990, 2009], "later") == [2000, 2019]
    assert zoom([2015, 2025], "later") == [2015, 2025]
    assert zoom([1949, 2025], "out") == [1949, 2025]
    assert zoom([1999, 1999], "in") == [1999, 1999]
    assert zoom([1999, 1999], "later") == [2000, 2000]


def test_an_instructors_text_cannot_become_markup(small):
    evil = "<img src=x onerror=alert(1)>"
    page = Timeline(small.assign(title=evil, theme=evil, actors=evil, source_id=evil)).fallback()
    assert "<img" not in page
    assert "<b>" not in page


def test_the_view_is_the_same_in_every_run(events):
    def view():
        data, _ = Timeline(events, period=(1998, 2000))._repr_mimebundle_()
        return json.dumps(data[VIEW_MIME], sort_keys=True), data["text/plain"]

    assert view() == view()


def test_the_fallback_has_both_pictures_and_the_whole_table(events):
    page = Timeline(events).fallback()
    assert page.count("<svg") == 2
    assert page.count("<tr>") == 1 + len(events)
