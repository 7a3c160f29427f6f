import math

import numpy as np
import pandas as pd
import pytest

from article10.prose import keep, one, quote


@pytest.fixture
def polls():
    return pd.DataFrame(
        {
            "date_fielded": pd.to_datetime(["2022-05-06", "2022-02-25", "2022-02-25"]),
            "country": pd.Categorical(["Finland"] * 3),
            "answer": pd.Categorical(["for", "for", "against"]),
            "derived": [False, False, True],
            "source_id": ["nord-0509", "dags-2022;arctic-2022", "arctic-2022-b"],
            "percent": [76.0, 53.0, 28.0],
        }
    )


@pytest.fixture
def glued(monkeypatch):
    seen = {}
    monkeypatch.setattr("myst_nb.glue", lambda name, value, display: seen.update({name: value}))
    return seen


@pytest.mark.parametrize(
    ("where", "percent"),
    [
        ({"country": "Finland", "answer": "for", "date_fielded": "2022-05"}, 76),
        ({"derived": True}, 28),
        ({"source_id": "arctic-2022"}, 53),
    ],
)
def test_one_finds_the_row(polls, where, percent):
    assert one(polls, **where)["percent"] == percent


@pytest.mark.parametrize(
    ("where", "count"),
    [({"answer": "for"}, "2 rows"), ({"country": "Sweden"}, "0 rows")],
)
def test_one_refuses_an_unclear_lookup(polls, where, count):
    with pytest.raises(LookupError, match=count):
        one(polls, **where)


def test_quote_keeps_each_percentage_under_its_name(polls, glued):
    quote(polls, may={"date_fielded": "2022-05"}, no={"answer": "against"})
    assert glued == {"may": 76, "no": 28}


def test_keep_hands_over_numbers_that_a_format_can_read(glued):
    keep(whole=np.float64(94.0), part=np.float64(57.4), rows=np.int64(3))
    assert {name: repr(value) for name, value in glued.items()} == {
        "whole": "94",
        "part": "57.4",
        "rows": "3",
    }


def test_keep_refuses_a_missing_number(glued):
    with pytest.raises(ValueError, match="gap is nan"):
        keep(gap=math.nan)
    assert not glued
