"""What the ready judges accept, and what they say of the rest."""

from functools import partial

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
import pytest

from article10.checks import Unit, charts, tables, texts
from article10.checks.decisions import Decisions, decisions
from article10.checks.digests import digest
from article10.checks.orders import Order, order
from article10.checks.values import Mistake, earned, number

DATES = {"poll": "2022", "vote": "2018", "summit": "2008", "pact": "2008"}
SEALED = Order("o", list("abcd"), [digest(f"o.{i}", item) for i, item in enumerate("abcd")])
STANCES = {"for": "it is for.", "against": "it is against.", "neither": "it takes no side."}


def says(judge, *arguments, **options):
    with pytest.raises(Mistake) as mistake:
        judge(*arguments, **options)
    return str(mistake.value), mistake.value.credit


def test_an_order_may_swap_what_is_equal():
    order("x", ["pact", "summit", "vote", "poll"], DATES)
    order("x", ("Summit", "pact", "vote", "poll"), DATES)
    order("x", pd.Series(["summit", "pact", "vote", "poll"]), DATES)


@pytest.mark.parametrize(
    ("value", "sentence", "credit"),
    [
        (["poll", "vote", "summit", "pact"], "the wrong way round", 0),
        (["summit", "vote", "pact", "poll"], "2 of 4 in `x` stand in their place, and 2 of 3", 0),
        (["vote", "summit", "pact", "poll"], "The first out of place is 'vote'", 0),
        (["summit", "pact", "vote"], "leaves out 'poll'", 0),
        (["summit", "pact", "vote", "poll", "poll"], "holds 'poll' twice", 0),
        (["summit", "war"], "'war', which is not one of", 0),
        ("summit", "is text. Give a list", 0),
        ({"summit", "pact"}, "a set, which has no order", 0),
    ],
)
def test_what_is_said_of_a_wrong_order(value, sentence, credit):
    said, earned_credit = says(order, "x", value, DATES)
    assert sentence in said
    assert earned_credit == credit


def test_an_order_that_no_data_give_is_sealed():
    SEALED.judge("x", list("abcd"))
    assert "the wrong way round" in says(SEALED.judge, "x", list("dcba"))[0]
    said, _ = says(SEALED.judge, "x", list("abdc"))
    assert "2 of 4 in `x` stand in their place. The first out of place is 'd'" in said
    five = Order("p", list("abcde"), [digest(f"p.{i}", item) for i, item in enumerate("abcde")])
    assert says(five.judge, "x", list("bacde"))[1] == 3 / 5


def test_decisions_say_how_many_are_right_and_what_the_first_wrong_one_means():
    right = {"A": "for", "B": "against", "C": "for"}
    sealed = Decisions("d", {k: digest(f"d.{k}", v) for k, v in right.items()}, STANCES)
    for judge in (sealed.judge, lambda n, v: decisions(n, v, right, STANCES)):
        judge("x", right)
        said, credit = says(judge, "x", right | {"C": "neither"})
        assert said == "2 of 3 are right. Look again at C. Of C you say that it takes no side."
        assert credit == 2 / 3
        assert says(judge, "x", dict.fromkeys(right, "for")) == (
            "`x` gives all 3 the same label. Decide for each.",
            0,
        )


def test_matching_uses_each_label_once():
    right = {"A": "for", "B": "against", "C": "neither"}
    said, _ = says(decisions, "x", right | {"B": "for"}, right, STANCES, once=True)
    assert said == "`x` gives 'for' to A and to B. It fits one only."


CRITERIA = [
    texts.Criterion("It names the pollster", texts.mentions("IRI", "International Republican*")),
    texts.Criterion("It gives the share", texts.states(94.2)),
    texts.Criterion("It does not speak for all", texts.avoids("everyone", "all Kosovars")),
]


def test_a_text_is_judged_by_criteria_that_are_printed():
    texts.text("x", "In IRI's poll of May 2024, 94.2 per cent said they would.", CRITERIA)
    said, credit = says(
        texts.text, "x", "Everyone would, said 94.2 per cent in 2024, or so.", CRITERIA
    )
    assert said.splitlines() == [
        "`x` meets 1 of 3 criteria:",
        "✗ It names the pollster.",
        "✓ It gives the share.",
        "✗ It does not speak for all.",
    ]
    assert credit == 1 / 3
    assert "has 2 words, which is too few" in says(texts.text, "x", "too short", CRITERIA)[0]
    assert "too many" in says(texts.text, "x", "word " * 81, CRITERIA)[0]
    assert "is empty" in says(texts.text, "x", "  ", CRITERIA)[0]
    assert "is a list" in says(texts.text, "x", [], CRITERIA)[0]


def test_a_number_in_a_text_is_a_whole_number():
    assert texts.states(1200)("asked 1,200 people")
    assert not texts.states(20)("in 2020")
    assert not texts.states(4)("14.4 per cent")


def test_a_count_may_be_off_by_one():
    assert "off by one" in says(number, "x", 13, 12, kind="years", counts=True)[0]
    assert "Expected: years" in says(number, "x", 1200, 12, kind="years", counts=True)[0]


def test_what_follows_on_a_right_step_earns_its_share():
    def judge():
        with earned(0.5):
            raise Mistake("no title")

    assert says(judge) == ("no title", 0.5)


RIGHT = pd.DataFrame({"country": ["Spain", "Hungary"], "yes": [56.9, 85.3], "note": ["a", None]})


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda f: f["yes"], "is a Series"),
        (lambda f: f.to_dict(), "is a dictionary"),
        (lambda f: f.drop(columns="yes"), "has no column 'yes'"),
        (lambda f: f.drop(columns="country"), "has no column 'country'"),
        (lambda f: f.dropna(), "lacks 1 of 2 rows, among them 'Hungary'. Rows with missing"),
        (lambda f: pd.concat([f, f]), "two rows for Spain"),
        (lambda f: f.iloc[::-1], "sorted the wrong way round, by turnout"),
        (lambda f: f.assign(yes=[56.9, 85.4]), "not right in column 'yes', first for 'Hungary'"),
        (lambda f: f.assign(yes=f["yes"] / 100), "are shares"),
    ],
)
def test_what_is_said_of_a_wrong_table(spoil, sentence):
    said, _ = says(
        tables.frame,
        "`t`",
        spoil(RIGHT),
        RIGHT,
        key="country",
        sorted_by="turnout",
        mistakes=[(RIGHT.assign(yes=RIGHT["yes"] / 100), "`t`: the values are shares.")],
    )
    assert sentence in said


def test_a_right_table_may_have_its_key_as_index_and_more_columns():
    tables.frame("`t`", RIGHT.set_index("country").assign(more=1), RIGHT, key="country")
    tables.frame("`t`", RIGHT.iloc[::-1], RIGHT, key="country")


def test_a_function_is_tried_on_rows_in_other_orders_and_with_every_case():
    def first(rows, factor):
        return rows["yes"].iloc[0] * factor

    alone = [answer for answer, _ in tables.trials("first", first, (RIGHT, 1))]
    assert set(alone) == {56.9, 85.3}
    cases = [(RIGHT, factor) for factor in (1, 2, 3, 4)]
    assert [case for _, case in tables.trials("first", first, *cases)] == cases
    assert [factor for _, (_, factor) in tables.trials("first", first, *cases[:2])] == [1, 2, 1]


def test_a_function_may_not_change_a_table_that_it_is_given():
    def spoils(*given, which):
        given[which]["yes"] = 0
        return 1

    for which in (0, 1):
        tried = tables.trials("f", partial(spoils, which=which), (RIGHT, RIGHT.copy()))
        assert "`f` changes the table" in says(next, tried)[0]


PHASES = pd.DataFrame(
    {
        "phase": ["one", "two"],
        "start": ["2025-01-01", "2025-07-01"],
        "end": ["2025-07-01", "2026-01-01"],
    }
)


def test_a_gantt_chart_is_read_as_spans():
    figure = charts.read("fig", px.timeline(PHASES, x_start="start", x_end="end", y="phase"))
    assert charts.spans(figure) == [
        ("one", "2025-01-01", "2025-07-01"),
        ("two", "2025-07-01", "2026-01-01"),
    ]


@pytest.mark.parametrize("orientation", ["h", "v"])
def test_bars_start_at_zero(orientation):
    x, y = (["yes"], ["country"]) if orientation == "h" else (["country"], ["yes"])
    drawn = px.bar(RIGHT, x=x[0], y=y[0], orientation=orientation)
    wanted = {"Spain": 56.9, "Hungary": 85.3}

    def judge(figure):
        charts.require_bars("fig", charts.read("fig", figure), wanted, kind="country")

    judge(drawn)
    axis = {"h": "xaxis", "v": "yaxis"}[orientation]
    assert (
        "do not start at 0"
        in says(judge, go.Figure(drawn).update_layout({axis: {"range": [50, 90]}}))[0]
    )
    assert "logarithmic" in says(judge, go.Figure(drawn).update_layout({axis: {"type": "log"}}))[0]
    assert (
        "no value for Hungary"
        in says(judge, px.bar(RIGHT[:1], x=x[0], y=y[0], orientation=orientation))[0]
    )
    assert "has no bars" in says(judge, px.scatter(RIGHT, x="country", y="yes"))[0]


def test_words_of_a_figure_are_looked_for_in_titles_and_notes():
    figure = charts.read("fig", px.scatter(RIGHT, x="country", y="yes", title="Votes in Spain"))
    charts.require_words("fig", figure, (["spain"], "names no country."))
    assert says(charts.require_words, "fig", figure, (["source"], "names no source.")) == (
        "`fig` names no source.",
        0,
    )


def unit():
    return Unit("u", chapter="Chapter", sections={"here": "Here", "there": "There"})


def test_parts_earn_their_points_and_send_to_their_section():
    made = unit()
    asked = made.question("q1", section="here", fact="Fact.")

    @asked.part("a", hints=[], points=2)
    def _(a):
        if a != 1:
            raise Mistake("Wrong.", credit=0.25)

    @asked.part("b", hints=[], section="there")
    def _(b):
        if b != 1:
            raise Mistake("Wrong.")

    def points(**answers):
        verdict = made.judge("q1", answers)
        return verdict.points, verdict.maximum, verdict.right

    assert points(a=1, b=1) == (3, 3, ("a", "b"))
    assert points(a=1, b=2) == (2, 3, ("a",))
    assert points(a=2, b=1) == (1.5, 3, ("b",))
    assert points() == (0, 3, ())
    assert [part.section for part in asked.parts] == ["Here", "There"]


def test_a_hidden_test_takes_the_points_of_its_part_and_says_what_was_tried():
    made = unit()
    asked = made.question("q1", section="here", fact="Fact.")
    asked.part("a", hints=[])(lambda a: None)
    asked.part("b", hints=[])(lambda b: None)

    def fails():
        raise AssertionError("other numbers")

    verdict = made.judge("q1", {"a": 1, "b": 1}, hidden={"a": [fails]})
    assert verdict.points == 1
    assert "fails further tests (other numbers)" in verdict.wrong[0].problem


def test_variants_come_from_their_number_alone():
    made = unit()

    @made.variants(country="Spain")
    def _(rng):
        return {"country": rng.choice(["Spain", "Italy", "Malta", "Latvia"])}

    assert made.given().country == "Spain"
    drawn = [made.given(seed).country for seed in range(1, 40)]
    assert drawn == [made.given(seed).country for seed in range(1, 40)]
    assert len(set(drawn)) == 4
    for wrong in (-1, True, "3", 1.5):
        with pytest.raises(ValueError, match="a whole number"):
            made.given(wrong)
    with pytest.raises(ValueError, match="has no variants"):
        unit().given(1)


def test_a_variant_gives_every_parameter():
    made = unit()
    made.variants(country="Spain", year=2020)(lambda rng: {"country": "Italy"})
    with pytest.raises(ValueError, match="must give country, year, not country"):
        made.given(1)
