import json

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
