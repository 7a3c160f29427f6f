import pytest

from article10.figures import margin_by_sample_size


def test_margin_by_sample_size_draws_one_falling_line_per_share():
    lines = margin_by_sample_size(shares=(50, 95), sizes=(100, 1000)).data
    assert [line.name for line in lines] == ["when 50% give the answer", "when 95% give the answer"]
    assert [list(line.x) for line in lines] == [[100, 1000]] * 2
    assert lines[0].y == pytest.approx((9.8, 3.1), abs=0.01)
    assert lines[1].y == pytest.approx((4.27, 1.35), abs=0.01)


def test_margin_by_sample_size_says_what_it_shows():
    alt = margin_by_sample_size(shares=(50,), sizes=(100, 3000)).layout.meta["alt"]
    assert "from 9.8 points with 100 people to 1.8 with 3,000" in alt
