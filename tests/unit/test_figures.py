import json
import re

import pandas as pd
import plotly.express as px
import pytest

from article10 import load
from article10.figures import (
    allies_by_year,
    kfor_strength,
    margin_by_sample_size,
    recognition_by_date,
)
from article10.sphinx.views import figure_view


def test_margin_by_sample_size_draws_one_falling_line_per_share():
    lines = margin_by_sample_size(shares=(50, 95), sizes=(100, 1000)).data
    assert [line.name for line in lines] == ["when 50% give the answer", "when 95% give the answer"]
    assert [list(line.x) for line in lines] == [[100, 1000]] * 2
    assert lines[0].y == pytest.approx((9.8, 3.1), abs=0.01)
    assert lines[1].y == pytest.approx((4.27, 1.35), abs=0.01)


def test_margin_by_sample_size_says_what_it_shows():
    alt = margin_by_sample_size(shares=(50,), sizes=(100, 3000)).layout.meta["alt"]
    assert "from 9.8 points with 100 people to 1.8 with 3,000" in alt


def test_every_report_of_kfor_is_a_point_of_its_own():
    reports = load("kfor_strength")
    figure = kfor_strength(reports)
    points = [(x, y) for trace in figure.data for x, y in zip(trace.x, trace.y, strict=True)]
    assert len(points) == reports["troops"].notna().sum()
    assert all(trace.mode == "markers" for trace in figure.data)
    assert {y for x, y in points if 1999 <= x < 2000} >= {45000, 50000}
    assert figure.layout.yaxis.rangemode == "tozero"


def test_allies_grow_in_steps_to_those_of_today():
    accessions = load("accessions")
    line = allies_by_year(accessions).data[0]
    steps = dict(zip(line.x, line.y, strict=True))
    assert steps[1949] == 12
    assert steps[2004] == 26
    assert line.y[-1] == (accessions["accession_status"] == "done").sum() == 32
    assert list(line.y) == sorted(line.y)


def test_recognitions_add_up_to_the_alliance():
    figure = recognition_by_date(load("recognition"))
    bars = dict(zip(figure.data[0].x, figure.data[0].y, strict=True))
    assert sum(bars.values()) == 32
    assert bars["not recognised"] == 4
    assert bars["Feb 2008"] > bars["May 2008"]


@pytest.mark.parametrize(
    ("draw", "table"),
    [
        (kfor_strength, "kfor_strength"),
        (allies_by_year, "accessions"),
        (recognition_by_date, "recognition"),
    ],
)
def test_a_chart_of_a_table_names_its_sources_and_has_a_picture(draw, table):
    figure = draw(load(table))
    assert len(figure.layout.meta["sources"]) > 3
    view = figure_view(json.loads(figure.to_json()))
    assert view["fallback"].count("<svg") == 2
    assert figure.layout.meta["alt"] in view["fallback"].replace("&#39;", "'")


def test_a_report_of_kfor_says_its_date_as_far_as_it_is_known():
    figure = kfor_strength(load("kfor_strength"))
    points = [
        (said, y) for trace in figure.data for said, y in zip(trace.text, trace.y, strict=True)
    ]
    assert ("December 2003", 17500) in points
    assert ("29 October 2010, at most", 10000) in points
    assert ("2002, about", 39000) in points


def test_the_picture_of_large_numbers_shows_them_whole_and_starts_at_nought():
    shown = figure_view(json.loads(kfor_strength(load("kfor_strength")).to_json()))["fallback"]
    assert ">40,000</text>" in shown
    assert ">0</text>" in shown
    assert "December 2003" in shown
    assert "2004.0" not in shown


def picture(figure):
    """The still picture of a figure, for a wide page."""
    return figure_view(json.loads(figure.to_json()))["fallback"].split("<svg")[1].split("</svg")[0]


def rectangles(figure):
    """Left edge, upper edge, width and height of each bar."""
    found = re.findall(
        r'<rect x="(.+?)" y="(.+?)" width="(.+?)" height="(.+?)" fill', picture(figure)
    )
    # The key has squares of its own.
    return [box for box in (tuple(map(float, box)) for box in found) if box[2] != box[3]]


STANCES = pd.DataFrame(
    {"side": ["A", "A", "B"], "n": [3, 2, 1], "stance": ["for", "against", "against"]}
)


def test_stacked_bars_stand_on_each_other():
    first, second, other = rectangles(px.bar(STANCES, x="side", y="n", color="stance"))
    assert first[0] == second[0] != other[0]
    assert second[1] + second[3] == pytest.approx(first[1], abs=0.2)
    assert (
        first[3] / 3 == pytest.approx(second[3] / 2, rel=0.01) == pytest.approx(other[3], rel=0.01)
    )


def test_grouped_bars_stand_side_by_side():
    grouped = px.bar(STANCES, x="side", y="n", color="stance", barmode="group")
    first, second, _ = rectangles(grouped)
    assert first[0] + first[2] == pytest.approx(second[0], abs=0.2)
    assert first[1] + first[3] == pytest.approx(second[1] + second[3], abs=0.2)


def test_bars_lie_where_they_say_that_they_lie():
    across = px.bar(STANCES, y="side", x="n", color="stance", orientation="h")
    first, second, other = rectangles(across)
    assert first[0] + first[2] == pytest.approx(second[0], abs=0.2)
    assert other[0] == first[0]


def test_a_plan_runs_from_its_start_to_its_end():
    plan = pd.DataFrame(
        {
            "row": ["A", "B"],
            "start": ["2026-01-01", "2027-01-01"],
            "end": ["2027-01-01", "2029-01-01"],
        }
    )
    figure = px.timeline(plan, x_start="start", x_end="end", y="row")
    (left, _, year, _), (then, _, two, _) = rectangles(figure)
    assert left + year == pytest.approx(then, abs=0.5)
    assert two == pytest.approx(2 * year, rel=0.02)
    shown = figure_view(json.loads(figure.to_json()))["fallback"]
    assert "2026-01-01 to 2027-01-01" in shown


def test_dates_are_as_far_apart_as_their_years():
    dates = pd.to_datetime(["2020-01-15", "2021-01-15", "2024-01-15"])
    figure = px.line(pd.DataFrame({"date": dates, "n": [1, 2, 3]}), x="date", y="n", markers=True)
    first, second, third = (float(x) for x in re.findall(r'<circle cx="(.+?)"', picture(figure)))
    assert third - second == pytest.approx(3 * (second - first), rel=0.01)
