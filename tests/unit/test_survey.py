"""Margins and differences against textbook values."""

import pytest

from article10.survey import FAMILIES, difference, margin_of_error


def test_margin_of_the_textbook_case():
    assert margin_of_error(50, 1000) == pytest.approx(3.099, abs=0.001)


def test_margin_shrinks_towards_the_ends_and_with_the_sample():
    assert margin_of_error(95, 1000) < margin_of_error(50, 1000)
    assert margin_of_error(50, 4000) == pytest.approx(margin_of_error(50, 1000) / 2)
    assert margin_of_error(0, 1000) == 0


def test_margin_grows_with_the_confidence_asked_for():
    assert margin_of_error(50, 1000, level=0.99) == pytest.approx(4.073, abs=0.001)


@pytest.mark.parametrize(
    ("percent", "n", "level"), [(140, 1000, 0.95), (-1, 1000, 0.95), (50, 0, 0.95), (50, 10, 1)]
)
def test_margin_refuses_what_no_sample_can_be(percent, n, level):
    with pytest.raises(ValueError, match="must"):
        margin_of_error(percent, n, level)


def test_difference_is_second_minus_first_with_a_wider_margin():
    change, margin = difference(45, 1000, 48, 1000)
    assert change == 3
    assert margin == pytest.approx(4.37, abs=0.01)
    assert margin > margin_of_error(48, 1000)


def test_every_family_can_finish_its_sentence():
    # Shown as "the first records {asks}; the second records {asks}."
    for name, family in FAMILIES.items():
        assert family.asks[0].islower(), name
        assert not family.asks.endswith("."), name
        assert set(family.companions) <= FAMILIES.keys(), name
