"""Answers leave a student's process as data, and arrive as the same values."""

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import plotly.express as px
import pytest

from article10 import load
from article10.grading.wire import Decoder, Encoder, NotData, Unreadable, copy_into, failure


def sent(value):
    return Decoder(lambda number: lambda: number).decode(
        json.loads(json.dumps(Encoder().encode(value)))
    )


VALUES = [
    None,
    True,
    2**80,
    float("inf"),
    "text \ud800",
    b"ab",
    [1, [2]],
    (1, "a"),
    {1, 2},
    frozenset([1]),
    {"a": (1,), 2: None},
    range(3),
    dt.date(2020, 1, 1),
    dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    dt.timedelta(days=2, seconds=5),
    Fraction(1, 3),
    Decimal("1.10"),
    np.float64(3),
    np.bool_(True),
    np.datetime64("2020-01-01"),
    pd.Timestamp("2020-01-01", tz="Europe/Berlin"),
    pd.Timedelta("1D"),
    pd.Period("2020-01"),
    pd.Interval(1, 2),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_plain_values_arrive_as_they_are(value):
    assert type(sent(value)) is type(value)
    assert sent(value) == value


@pytest.mark.parametrize("table", ["polls", "accessions", "recognition"])
def test_tables_keep_their_types(table):
    pd.testing.assert_frame_equal(sent(load(table)), load(table))


def test_series_with_two_levels():
    means = load("polls").groupby(["country", "answer"], observed=True)["percent"].mean()
    pd.testing.assert_series_equal(sent(means), means)


def test_whole_numbers_of_a_figure_can_be_added_up():
    figure = px.scatter(pd.DataFrame({"x": [1, 2], "y": [30_000, 30_001]}), x="x", y="y")
    assert sum(sent(figure).data[0].y) == 60_001
    assert sent(figure).layout == figure.layout


def test_an_object_of_a_class_of_its_own_is_no_data_and_keeps_its_name():
    class Everything(list):
        __eq__ = lambda *_: True  # noqa: E731

    class Odd:
        pass

    assert sent(Everything([1])) != [2]
    odd = sent(Odd())
    assert isinstance(odd, Unreadable)
    assert type(odd).__name__ == "Odd"


@pytest.mark.parametrize(
    "message",
    [
        [],
        {"a": 1},
        ["nothing"],
        ["array", "O", [1], "AAAA"],
        ["array", "<f8", [9], "AAAA"],
        ["list", 5],
        ["dict", [[["list", []], 1]]],
        ["function", "os.system"],
        ["index"],
        ["figure", ["list", [["dict", [["type", "no such"]]]]], ["dict", []]],
    ],
    ids=str,
)
def test_a_message_that_is_none_is_refused(message):
    with pytest.raises(NotData):
        Decoder().decode(message)


def test_changed_arguments_are_changed_here_too():
    table, rows = load("polls"), [1]
    copy_into(table, load("polls").head(3))
    copy_into(rows, [1, 2])
    assert len(table) == 3
    assert rows == [1, 2]


def test_a_failure_is_never_one_of_ours():
    assert isinstance(failure("ZeroDivisionError", "x"), ZeroDivisionError)
    assert type(failure("Mistake", "x")).__mro__[1] is Exception
    assert not isinstance(failure("SystemExit", "x"), SystemExit)
