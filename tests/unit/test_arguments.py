"""The argument map from Python: what it accepts, refuses, selects and draws."""

import json
import re
from html import unescape

import pandas as pd
import pytest

from article10 import ArgumentMap, load
from article10.errors import FrameError
from article10.widgets import engine
from article10.widgets.base import VIEW_MIME


@pytest.fixture(scope="module")
def perspectives():
    return load("perspectives")


@pytest.fixture
def small():
    return pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "holder": ["Ann", "Bob", "Cem"],
            "side": ["town", "village", "town"],
            "proposition": ["the bridge", "the bridge", "the road"],
            "stance": ["opposes", "supports", "conditional"],
            "ground": ["cost", "safety", "cost"],
            "argument": ["Too dear.", "Safer <b>by far</b>.", "If it is cheap."],
            "date": pd.to_datetime(["2024-01-01", None, "2024-05-06"]),
            "date_precision": ["year", None, "day"],
            "source_id": ["own-source", "kcss-2025", ""],
        }
    )


def words(markup):
    return unescape(re.sub(r"<[^>]+>", " ", markup))


def test_filters_hold_together_and_rows_come_as_the_map_reads(small):
    whole = ArgumentMap(small)
    assert whole.selection["id"].tolist() == ["a", "b", "c"]
    assert ArgumentMap(small, rows="side").selection["id"].tolist() == ["c", "a", "b"]
    whole.sides, whole.grounds = ["town"], ["cost"]
    assert whole.selection["id"].tolist() == ["a", "c"]
    whole.stances = ["conditional", "supports"]
    assert whole.selection["id"].tolist() == ["c"]


def test_selection_agrees_with_pandas_on_the_real_statements(perspectives):
    chosen = ArgumentMap(
        perspectives,
        propositions=["NATO membership of Kosovo", "KECI"],
        stances=["supports", "sceptical"],
        grounds=["security", "reform", "procedure and consensus"],
    ).selection
    expected = perspectives[
        perspectives["proposition"].isin(["NATO membership of Kosovo", "KECI"])
        & perspectives["stance"].isin(["supports", "sceptical"])
        & perspectives["ground"].isin(["security", "reform", "procedure and consensus"])
    ]
    assert len(expected) > 5
    assert sorted(chosen["id"]) == sorted(expected["id"])
    assert len(ArgumentMap(perspectives).selection) == len(perspectives)


@pytest.mark.parametrize("rows", ["proposition", "ground", "side"])
def test_empty_boxes_are_counted_as_pandas_counts_them(perspectives, rows):
    columns = "stance" if rows == "side" else "side"
    matrix = pd.crosstab(perspectives[rows], perspectives[columns])
    empty = int((matrix == 0).sum().sum())
    map_ = ArgumentMap(perspectives, rows=rows)
    assert f"{empty} of {matrix.size} boxes are empty" in words(map_.ask("picture", 720))
    settled = engine.call("arguments.js", "settle", map_.state, map_.data)
    for line in settled["lines"]:
        silent = matrix.columns[matrix.loc[line["name"]] == 0]
        assert sorted(line["empty"]) == sorted(silent)


def test_a_filter_makes_no_silence(small):
    """A statement that the choices leave out is counted, not drawn as an empty box."""
    map_ = ArgumentMap(small, stances="supports")
    settled = engine.call("arguments.js", "settle", map_.state, map_.data)
    assert [(line["hidden"], line["empty"]) for line in settled["lines"]] == [
        (1, []),
        (1, ["village"]),
    ]
    picture = words(map_.ask("picture", 720))
    assert "left out by the choices" in picture
    assert picture.count("(1)") == 2
    assert "1 statement left out by the choices" in words(map_.ask("picture", 340))


def test_the_table_says_who_was_not_heard(perspectives):
    table = words(ArgumentMap(perspectives, propositions="KECI").ask("table"))
    silent = set(perspectives["side"].cat.categories) - {"Kosovo"}
    assert all(side in table.split("No statement in this table.")[1] for side in silent)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"propositions": "KECY"}, "unknown proposition 'KECY'; did you mean KECI"),
        ({"sides": ["Serbi"]}, "unknown side 'Serbi'; did you mean Serbia"),
        ({"stances": "oppose"}, "unknown stance 'oppose'; did you mean opposes"),
        ({"grounds": "reforms"}, "did you mean reform"),
        ({"rows": "stance"}, "unknown kind of row 'stance'"),
        ({"columns": "ground"}, "unknown kind of column 'ground'"),
        ({"open": "shea"}, "unknown statement 'shea'"),
    ],
)
def test_what_the_table_does_not_have_is_refused_by_name(perspectives, arguments, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        ArgumentMap(perspectives, **arguments)


def test_tables_that_cannot_be_mapped_are_refused(small):
    with pytest.raises(FrameError, match="missing: stance, ground, argument"):
        ArgumentMap(small[["holder", "side", "proposition"]])
    with pytest.raises(FrameError, match="row 1 has no ground"):
        ArgumentMap(small.assign(ground=["cost", None, "cost"]))
    with pytest.raises(FrameError, match="row 2, stance is one of supports, conditional"):
        ArgumentMap(small.assign(stance=["opposes", "supports", "maybe"]))
    with pytest.raises(FrameError, match="needs dates in the column date"):
        ArgumentMap(small.assign(date=["2024", "", "2025"]))
    with pytest.raises(FrameError, match="two rows have the id 'a'"):
        ArgumentMap(small.assign(id=["a", "b", "a"]))


def test_six_columns_are_enough(small):
    needed = ["holder", "side", "proposition", "stance", "ground", "argument"]
    map_ = ArgumentMap(small[needed], open="statement-2")
    assert len(map_.selection) == 3
    assert "date not known" in words(map_.fallback())


def test_an_empty_table_is_shown_as_empty(perspectives):
    map_ = ArgumentMap(perspectives.head(0))
    assert map_.selection.empty
    assert "There is no statement in this table" in words(map_.fallback())


def test_nonsense_in_the_address_is_explained_and_left_out(perspectives):
    state = {
        "propositions": "peace",
        "sides": ["Serbia", "Atlantis"],
        "stances": [3],
        "grounds": None,
        "rows": "colour",
        "columns": ["side", "x"],
        "opened": "<b>",
    }
    view = engine.call("arguments.js", "settle", state, ArgumentMap(perspectives).data)
    said = " ".join(view["notices"])
    for part in ("proposition “peace”", "side “Atlantis”", "row “colour”", "statement “<b>”"):
        assert part in said
    assert view["chosen"] == {"proposition": [], "side": ["Serbia"], "stance": [], "ground": []}
    assert (view["down"], view["across"]) == ("proposition", "side")


def test_sides_do_not_stand_against_sides(perspectives):
    map_ = ArgumentMap(perspectives, rows="side", columns="side")
    view = engine.call("arguments.js", "settle", map_.state, map_.data)
    assert (view["down"], view["across"]) == ("side", "stance")


@pytest.mark.parametrize("width", [520, 640, 960])
@pytest.mark.parametrize("rows", ["proposition", "ground", "side"])
def test_every_statement_has_a_mark_of_its_own_inside_the_picture(perspectives, rows, width):
    svg = ArgumentMap(perspectives, rows=rows).ask("picture", width)
    body = svg.split("rotate(-36.9)")[-1] if "rotate" in svg else svg
    marks = re.findall(
        r'<(?:circle cx="([\d.]+)" cy="([\d.]+)" r="6.5"|path d="M([\d.]+) ([\d.]+)L)', body
    )
    squares = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="11" height="11"', body)
    places = [(a or c, b or d) for a, b, c, d in marks] + squares
    # The key stands before the columns' names; without slanted names it is part of the body.
    extra = 0 if "rotate" in svg else perspectives["stance"].nunique()
    assert len(places) == len(set(places)) == len(perspectives) + extra
    assert all(0 < float(x) < width for x, _ in places)


def test_an_instructors_text_cannot_become_markup(small):
    evil = "<img src=x onerror=alert(1)>"
    changed = small.assign(holder=evil, side=evil, proposition=evil, ground=evil, source_id=evil)
    page = ArgumentMap(changed.assign(argument=evil, role=evil)).fallback()
    assert "<img" not in page
    assert "<b>by far" not in ArgumentMap(small).fallback()


def test_the_view_is_the_same_in_every_run(perspectives):
    def view():
        data, _ = ArgumentMap(perspectives, rows="ground")._repr_mimebundle_()
        return json.dumps(data[VIEW_MIME], sort_keys=True), data["text/plain"]

    assert view() == view()


def test_the_fallback_has_both_pictures_and_the_whole_table(perspectives):
    page = ArgumentMap(perspectives).fallback()
    assert page.count("<svg") == 2
    assert page.count("<tr>") == 1 + len(perspectives)
    assert page.count("Jamie Shea") == 2
