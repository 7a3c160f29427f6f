import pytest

from article10.survey import rest_of_total


def test_rest_of_total_puts_the_total_together_again():
    rest = rest_of_total(total=92, group=99.5, share=86.9)
    assert 0.869 * 99.5 + 0.131 * rest == pytest.approx(92)


def test_rest_of_total_shows_an_impossible_set_of_numbers():
    assert rest_of_total(total=92, group=99.5, share=92.9) < 0


@pytest.mark.parametrize(
    ("numbers", "named"),
    [
        ((140, 50, 50), "total"),
        ((50, -1, 50), "group"),
        ((50, 50, 101), "share"),
        ((50, 50, 100), "share"),
    ],
)
def test_rest_of_total_names_the_number_that_cannot_be(numbers, named):
    with pytest.raises(ValueError, match=named):
        rest_of_total(*numbers)
