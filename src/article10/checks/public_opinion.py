"""The checks of the unit on public opinion."""

from collections.abc import Mapping
from functools import cache

from ..survey import difference, margin_of_error, rest_of_total
from . import charts, tables
from .decisions import Decisions
from .questions import Unit
from .values import Choice, Mistake, as_number, call, close, earned, number, truth

UNIT = Unit(
    "public-opinion",
    chapter="Public opinion on NATO",
    sections={
        "what-a-poll-measures": "What a poll measures",
        "samples-and-margins": "Samples and margins",
        "house-effects": "House effects",
        "who-is-missing": "Who is missing",
        "kosovo": "Kosovo: five figures, one public",
        "finland-and-sweden": "Finland and Sweden, 2014 to 2024",
        "referendums": "Referendums against polls",
    },
)

# What a task says of a survey of Kosovo that gives the total and one group, by question family.
_SURVEYS = {
    "support_join": {
        "family": "support_join",
        "year": 2022,
        "total": 92,
        "group": 99.5,
        "reported": "For 2022 the Kosovo Security Barometer reports 92 per cent of everybody and "
        "99.5 per cent of Kosovo Albanians in favour of joining NATO (`kcss-2024`).",
        "rest": "about a quarter of Kosovo's Serbs favour joining",
    },
    "vote_join": {
        "family": "vote_join",
        "year": 2024,
        "total": 94,
        "group": 98,
        "reported": "For May 2024 IRI's survey is reported with 94 per cent of everybody and 98 "
        "per cent of Kosovo Albanians who would vote for joining NATO (`kcss-2025`).",
        "rest": "nearly six in ten of Kosovo's Serbs would vote for joining",
    },
}
#: How a title may name the people of a country; the first is the country itself.
_PEOPLE = {
    "Finland": ("finland", "finns", "finnish"),
    "Sweden": ("sweden", "swede", "swedish"),
    "Serbia": ("serbia", "serbs"),
    "Montenegro": ("montenegr",),
}


@UNIT.variants(country="Finland", answer="for", **_SURVEYS["support_join"])
def _(rng):
    return {
        "country": rng.choice(list(_PEOPLE)),
        "answer": rng.choice(["for", "against", "undecided"]),
        **_SURVEYS[rng.choice(list(_SURVEYS))],
    }


def _polls(**wanted):
    """The rows of the polls table whose columns hold the ``wanted`` value, or one of a list."""
    from ..data import rows  # needs pandas; the checks of plain values do without

    return rows("polls", **wanted)


# Question 1 ------------------------------------------------------------------------------

Q1 = UNIT.question(
    "q1",
    section="kosovo",
    fact="Most gaps between Kosovo's figures have a name before any arithmetic is done.",
)
_REASONS = Decisions(
    "q1",
    {
        "A": "63b913fe4a34",
        "B": "1f50da9bf4cd",
        "C": "f0c48ae501e3",
        "D": "f4568c8fd395",
        "E": "c4def4cb84f9",
        "F": "ec09b093a7b5",
    },
    {
        "question": "the question differs. Read the two wordings again.",
        "people": "other people were asked. Look at the two groups again.",
        "one poll": "it is one result printed twice. Then figure, question, people and date agree.",
        "comparable": "nothing stops the comparison. Something does.",
    },
)


Q1.decision(
    "reasons",
    _REASONS,
    points=3,
    hints=[
        "Ask of each pair, in this order: is it one result printed twice? Were the same people "
        "asked? Were they asked the same thing?",
        "How one would vote, whether one favours joining, which relation one likes best, how one "
        "sees NATO and whether it protects: five questions, not five wordings of one.",
    ],
)


# Question 2 ------------------------------------------------------------------------------

Q2 = UNIT.question(
    "q2",
    section="what-a-poll-measures",
    fact="What looks like a fall or a quarrel between pollsters is a change of question.",
)


def _serbia():
    return _polls(
        country="Serbia", population_group="all", answer=["for", "full membership", "protection"]
    )


@Q2.part(
    "latest_by_family",
    points=3,
    hints=[
        "Sort the rows by `date_fielded` first; then the last row of each group is the latest.",
        "`rows.groupby(column)[other_column].last()` keeps one value for each group.",
    ],
)
def _(latest_by_family):
    rows = _serbia()
    # The order of the file is no order in time: two other orders show who relies on it.
    for order in (True, False):
        given = rows.sort_values("date_fielded", ascending=order)
        _require_latest(call("latest_by_family", latest_by_family, given))


@cache
def _by_family():
    """The percentages of Serbia's polls by question family, in the order of time."""
    every = {}
    for row in sorted(_serbia().to_dict("records"), key=lambda row: row["date_fielded"]):
        every.setdefault(str(row["question_family"]), []).append(row["percent"])
    return every


def _require_latest(answer):
    what = "What `latest_by_family` gives for Serbia"
    if hasattr(answer, "__float__") and not hasattr(answer, "items"):
        raise Mistake(
            f"{what} is a single number. Families are never pooled: give one value for each."
        )
    every = _by_family()
    tables.entries(
        what,
        tables.series(what, answer),
        {family: values[-1] for family, values in every.items()},
        kind="question family",
        mistakes=[
            (
                {family: values[0] for family, values in every.items()},
                f"{what} are the earliest results, which are also the highest: sorted the wrong "
                "way round, or not by date.",
            ),
            (
                {family: sum(values) / len(values) for family, values in every.items()},
                f"{what} are averages over the years. The latest result is asked for.",
            ),
            (
                {family: float(len(values)) for family, values in every.items()},
                f"{what} are numbers of rows. The latest percentage is asked for.",
            ),
        ],
    )


_CLAIM = Choice(
    "q2.claim",
    "ea8ae76fa50c",
    {
        "20a7dd312ed6": "That claim draws one line through two question families: the words "
        "changed, not only the year.",
        "4a3964363d7b": "That claim averages several question families. An average of answers to "
        "different questions answers none.",
        "59a597e9befa": "That claim takes a gap between questions for an error of a pollster. Both "
        "can be right.",
    },
)


Q2.decision(
    "claim",
    _CLAIM,
    hints=[
        "Two results of different families can stand side by side in a sentence, but no verb of "
        "change and no average may join them.",
    ],
)


# Question 3 ------------------------------------------------------------------------------

Q3 = UNIT.question(
    "q3",
    section="samples-and-margins",
    fact="Half the margin takes four times the people, and a sample's design costs some of them.",
)


def _people(margin):
    """How many people give ``margin`` when half of them answer yes."""
    return (margin_of_error(50, 1) / margin) ** 2


def _near(people, right):
    """Rounding up to a person, and 1.96 for the exact factor, are both fine."""
    return close(people, right, 1 + 0.0005 * right)


@Q3.part(
    "people_needed",
    points=2,
    hints=[
        "Start from the margin of a share p of n people, 1.96 * sqrt(p * (1 - p) / n), put "
        "p = 0.5 and solve for n.",
        "The margin comes in points: 3 points are 0.03. Square the quotient, not one part of it.",
    ],
)
def _(people_needed):
    found = {
        margin: as_number(
            f"`people_needed({margin})`", call("people_needed", people_needed, margin)
        )
        for margin in (3, 1, 2)
    }
    if len(set(found.values())) == 1:
        raise Mistake(
            "`people_needed` gives the same number for every margin: typed in, not computed."
        )
    for margin, value in found.items():
        right = _people(margin)
        if _near(value, right):
            continue
        for wrong, message in (
            (right / 1e4, "Margins come in percentage points: turn 3 into 0.03 before you divide."),
            (right * 1e4, "Margins come in percentage points, shares of 1 do not: mixed up."),
            (right**0.5, "The square is missing: the margin shrinks with the square root of n."),
            (right / 1.96**2, "The factor 1.96 for 95 per cent confidence is missing."),
            (right / 1.96, "The factor 1.96 stands inside the square."),
            (right * 2, "With p = 0.5, p * (1 - p) is not 0.5."),
            (right * 4, "p * (1 - p) is missing, or the margin was halved: it runs to each side."),
            (right / 4, "The margin was doubled: it already runs to each side."),
        ):
            if close(value, wrong, 0.001 * wrong):
                raise Mistake(f"`people_needed({margin})` is {value:.6g}. {message}")
        raise Mistake(
            f"`people_needed({margin})` is {value:.6g}. Expected: a number of people, found from "
            "the margin alone."
        )


@Q3.part(
    "kiis_worth",
    hints=[
        'Few rows of Ukraine have a `margin`: `polls[polls["margin"].notna()]` shows them.',
        "Give the reported margin, not the number of people, to your function.",
    ],
)
def _(kiis_worth):
    rows = _polls(country="Ukraine", answer="for", question_family="vote_join")
    of_kiis = rows["publisher"].astype(str).str.contains("KIIS")
    poll = rows[of_kiis & (rows["date_fielded"].dt.strftime("%Y-%m") == "2021-12")].iloc[0]
    worth = as_number("`kiis_worth`", kiis_worth)
    if close(worth, float(poll["sample_n"]), 0.5):
        raise Mistake(
            "`kiis_worth` is the number of people asked. Ask instead how many a simple random "
            "sample would need for the margin that the institute reports."
        )
    if _near(worth, _people(float(poll["margin"]))):
        return
    if _near(worth, _people(margin_of_error(float(poll["percent"]), int(poll["sample_n"])))):
        raise Mistake(
            "`kiis_worth` comes from a margin that you computed. The margin that the institute "
            "reports is the interesting one."
        )
    raise Mistake(
        f"`kiis_worth` is {worth:.6g}. Expected: what `people_needed` gives for the reported "
        "margin of that poll."
    )


_WHY = Choice(
    "q3.why",
    "b66d4edee167",
    {
        "b95d371e73f9": "A share further from 50 per cent has a smaller margin, not a larger one.",
        "3c3f77baa3e6": "Who stays silent is a matter of bias: the margin takes no account of it.",
        "11e449afa3af": "A country's size hardly enters: a thousand people say as much of a large "
        "country as of a small one.",
    },
)


Q3.decision(
    "why",
    _WHY,
    hints=["Which of the four changes the margin although nobody refused and nobody miscounted?"],
)


# Question 4 ------------------------------------------------------------------------------

Q4 = UNIT.question(
    "q4",
    section="house-effects",
    fact="A gap beyond chance is a fact about two polls before it is one about a country.",
)
_SAMPLES = [
    (50, 1000, 50, 1000),
    (30, 1000, 60, 1000),
    (60, 1000, 30, 1000),
    (50, 1000, 55, 1000),
    (50, 1000, 46.3, 1000),
]


def _beyond(*sample):
    points, limit = difference(*sample)
    return not -limit <= points <= limit


def _rises(percent_1, n_1, percent_2, n_2):
    return percent_2 > percent_1


def _exceeds(how):
    """The rule that holds the gap against the two margins, put together by ``how``."""

    def rule(percent_1, n_1, percent_2, n_2):
        margins = margin_of_error(percent_1, n_1), margin_of_error(percent_2, n_2)
        return abs(percent_1 - percent_2) > how(margins)

    return rule


_ONE_WAY = "It overlooks gaps in one direction: a gap has no sign."
_WRONG_RULES = [
    (lambda *sample: _beyond(*sample) and _rises(*sample), _ONE_WAY),
    (lambda *sample: _beyond(*sample) and not _rises(*sample), _ONE_WAY),
    (_exceeds(sum), "It adds the two margins end to end, which asks too much of a gap."),
    (_exceeds(max), "It uses the margin of one poll only, which asks too little of a gap."),
    (
        lambda *sample: not _beyond(*sample),
        "It says True where it should say False, and the other way round.",
    ),
]


@Q4.part(
    "beyond_chance",
    points=2,
    hints=[
        "`survey.difference(...)` gives two numbers: the difference and its margin. A gap has no "
        "direction: take `abs(...)` of it before you compare it with its margin.",
        "Margins of two samples add up like the sides of a right angle, not end to end: two "
        "intervals may overlap although the gap is more than chance.",
    ],
)
def _(beyond_chance):
    given = []
    for sample in _SAMPLES:
        shown = f"`beyond_chance{sample}`"
        result = call("beyond_chance", beyond_chance, *sample)
        if isinstance(result, tuple):
            raise Mistake(
                f"{shown} gives the difference and its margin. The function is to compare the two "
                "and give True or False."
            )
        given.append(truth(shown, result))
    right = [_beyond(*sample) for sample in _SAMPLES]
    if given == right:
        return
    if len(set(given)) == 1:
        raise Mistake(
            f"`beyond_chance` says {given[0]} whatever it is given: typed in, not computed."
        )
    for rule, message in _WRONG_RULES:
        if given == [rule(*sample) for sample in _SAMPLES]:
            raise Mistake(f"`beyond_chance` is not right yet. {message}")
    sample = next(s for s, g, r in zip(_SAMPLES, given, right, strict=True) if g != r)
    raise Mistake(f"`beyond_chance{sample}` is not right.")


@Q4.part(
    "verdicts",
    hints=[
        "Filter by country, `question_family` and `answer`, and look at `publisher`, "
        "`date_fielded`, `percent` and `sample_n`.",
    ],
)
def _(verdicts):
    right = _verdicts()
    if not isinstance(verdicts, Mapping):
        raise Mistake("`verdicts` is no dictionary. Give it one entry for each of A, B and C.")
    if missing := [pair for pair in right if pair not in verdicts]:
        raise Mistake(f"`verdicts` has no entry for {', '.join(missing)}.")
    given = {pair: truth(f"`verdicts[{pair!r}]`", verdicts[pair]) for pair in right}
    if wrong := [pair for pair in right if given[pair] != right[pair]]:
        raise Mistake(
            f"`verdicts` is not right for {', '.join(wrong)}. Find the four numbers in the table "
            "(two polls, one question family, one answer) and give them to `beyond_chance`."
        )


@cache
def _verdicts():
    montenegro = _polls(country="Montenegro", question_family="vote_join", answer="for")
    serbia = _polls(country="Serbia", question_family="support_join", answer="against")
    srpska = _polls(
        country="Bosnia and Herzegovina (Republika Srpska)",
        question_family="support_join",
        answer="for",
    )
    return {
        "A": _beyond(
            *_sample(montenegro, "Ipsos", "2015-06"), *_sample(montenegro, "CEDEM", "2015-07")
        ),
        "B": _beyond(
            *_sample(serbia, "Institute", "2021-03"), *_sample(serbia, "Institute", "2022-03")
        ),
        "C": _beyond(*_sample(srpska, "Eda", "2019-10"), *_sample(srpska, "Eda", "2020-06")),
    }


def _sample(rows, publisher, month):
    """The percentage and the sample size of a publisher's poll of one month."""
    rows = rows[["publisher", "date_fielded", "percent", "sample_n"]]
    of_publisher = rows["publisher"].astype(str).str.startswith(publisher)
    row = rows[of_publisher & (rows["date_fielded"].dt.strftime("%Y-%m") == month)].iloc[0]
    return float(row["percent"]), int(row["sample_n"])


_READING = Choice(
    "q4.reading",
    "1c70a6dbeb17",
    {
        "d82c95f3850f": "Opinion may move in a month, but these two polls also differ in pollster, "
        "sponsor and sample: the rows cannot say that opinion moved.",
        "f7aedf76b527": "The gap is far beyond its margin: the draw of the samples does not "
        "explain it.",
        "a036a56265bd": "A sponsor is a reason to look closely, not a proof. The other poll is not "
        "thereby the true one.",
    },
)


Q4.decision(
    "reading",
    _READING,
    hints=["How many things differ between the two polls besides the month?"],
)


# Question 5 ------------------------------------------------------------------------------

Q5 = UNIT.question(
    "q5",
    section="who-is-missing",
    fact="A total and a part bound the rest, but they do not say who in the rest thinks what.",
)
_SHARES = (80, 85, 90, 92, 94, 96)


def _survey(given):
    """Of the survey in the task: the percentage among everybody, and among Kosovo Albanians."""
    rows = _polls(country="Kosovo", question_family=given.family, answer="for", repeat=False)
    rows = rows[rows["date_fielded"].dt.year == given.year]
    percent = dict(zip(rows["population_group"], rows["percent"], strict=True))
    return float(percent["all"]), float(percent["Albanian"])


def _possible(total, group):
    rest = {share: rest_of_total(total, group, share) for share in _SHARES}
    return [share for share, percent in rest.items() if min(percent, 100 - percent) >= 0]


@Q5.part(
    "possible_shares",
    points=2,
    hints=[
        "`survey.rest_of_total(total, group, share)` works out the percentage among everybody "
        "else. All three numbers run from 0 to 100.",
        "A percentage below 0 or above 100 cannot be: leave out every share that leads to one.",
    ],
)
def _(possible_shares, given):
    total, group = _survey(given)
    what = "What `possible_shares` gives for that survey"
    found = call("possible_shares", possible_shares, total, group, list(_SHARES))
    if isinstance(found, str) or not hasattr(found, "__iter__"):
        raise Mistake(f"{what} is not a list. Give the list of the shares that are possible.")
    found = sorted(
        as_number(f"An entry of `possible_shares(...)`, {share!r},", share) for share in found
    )
    right = _possible(total, group)
    if found == right:
        return
    if not found:
        raise Mistake(f"{what} is empty, though some shares are possible.")
    if not set(found) <= set(_SHARES):
        raise Mistake(
            f"{what} holds numbers that are not among the shares it was given. Give the shares "
            "themselves, not the percentages that follow from them."
        )
    if len(found) == len(_SHARES):
        raise Mistake(
            f"{what} is every share. With some of them, fewer than none of the others would be in "
            "favour. If you divide a share by 100 on the way, leave that out."
        )
    if found == [share for share in _SHARES if share not in right]:
        raise Mistake(f"{what} are the shares that are impossible.")
    raise Mistake(f"{what} is not right. Test both ends: below 0, and above 100.")


@Q5.part(
    "largest_share",
    hints=["With the largest possible share, nobody at all among the others is in favour."],
)
def _(largest_share, given):
    total, group = _survey(given)
    number(
        "`largest_share`",
        largest_share,
        100 * total / group,
        kind="a share in per cent",
        tolerance=0.01,
        mistakes=[
            (
                max(_possible(total, group)),
                "`largest_share` is the largest of a few tries. Work it out exactly.",
            ),
            (100 * group / total, "`largest_share` divides the wrong way round."),
            (group, "`largest_share` is the group's percentage, not its share of the sample."),
        ],
    )


_MAY_SAY = Choice(
    "q5.may_say",
    "ff08b49d2052",
    {
        "81b82221fa3c": "That names one community. The others are several, and the survey's figure "
        "is not broken down among them.",
        "a2e9d28b562e": "A total and a part do bound the rest: something can be said.",
        "5e047e220f4f": "Rounded shares, weights and a sample that differs from the census are "
        "enough to make one assumption impossible. That alone spoils no poll.",
    },
)


Q5.decision(
    "may_say",
    _MAY_SAY,
    hints=[
        "Who are all the people in Kosovo that are not Albanian? Which of them are counted apart?"
    ],
)


# Question 6 ------------------------------------------------------------------------------

Q6 = UNIT.question(
    "q6",
    section="referendums",
    fact="None of the four had more than half of its electorate behind the yes.",
)


@Q6.part(
    "yes_of_electorate",
    points=2,
    hints=[
        "Of 100 people entitled to vote, turnout says how many came. Of those, `percent` said yes.",
        "Two Series with the country as index multiply country by country. Filter one for the yes "
        "and one for the turnout; `answer_note` tells North Macedonia's two shares apart.",
    ],
)
def _(yes_of_electorate):
    what = "What `yes_of_electorate` gives"
    yes, of_yes_and_no, turnout = _shares()
    right = {country: yes[country] * turnout[country] / 100 for country in turnout}
    tables.entries(
        what,
        tables.series(what, call("yes_of_electorate", yes_of_electorate, _referendums())),
        right,
        kind="country",
        tolerance=1e-3,
        mistakes=[
            (yes, f"{what} are shares of those who voted. Turnout is not in them yet."),
            (turnout, f"{what} is the turnout. The yes is not in it yet."),
            (
                {c: share * turnout[c] / 100 for c, share in of_yes_and_no.items()},
                f"{what} for North Macedonia starts from the share of yes plus no. Turnout counts "
                "spoilt ballots too: choose the share that does.",
            ),
            (
                {country: share * 100 for country, share in right.items()},
                f"{what} are a hundred times too large: percent times percent.",
            ),
        ],
    )


def _referendums():
    return _polls(
        question_family="referendum_result",
        country=["Hungary", "North Macedonia", "Slovenia", "Spain"],
    )


@cache
def _shares():
    """By country: the yes share that fits turnout, the share of yes plus no, and turnout."""
    yes, of_yes_and_no, turnout = {}, {}, {}
    for row in _referendums().to_dict("records"):
        shares = {"turnout": turnout, "for": yes}.get(row["answer"])
        if shares is yes and "yes plus no" in str(row["answer_note"]):
            shares = of_yes_and_no
        if shares is not None:
            shares[str(row["country"])] = float(row["percent"])
    return yes, of_yes_and_no, turnout


@Q6.part(
    "decided_for",
    hints=["Leave the undecided out of the base as well: for, divided by for plus against."],
)
def _(decided_for):
    rows = _polls(country="North Macedonia", question_family="referendum_poll")
    percent = dict(zip(rows["answer"], rows["percent"], strict=True))
    favour, against = float(percent["for"]), float(percent["against"])
    number(
        "`decided_for`",
        decided_for,
        100 * favour / (favour + against),
        kind="a percentage of those who had decided",
        tolerance=1e-3,
        mistakes=[
            (favour, "`decided_for` still has the undecided in its base."),
            (
                100 * favour / against,
                "`decided_for` divides by those against. Divide by everybody who had decided.",
            ),
            (favour - against, "`decided_for` is a lead, not a share."),
        ],
    )


_HEADLINE = Choice(
    "q6.headline",
    "06e56a20e81a",
    {
        "a83ea049ee2f": "Nine in ten is a share of the yes and no votes, not of the people.",
        "316e76cb1677": "The poll's share has the undecided in its base and the result has none: "
        "compare like with like before you speak of an error.",
        "e4cb6cbf802e": "Those who stayed at home did not say no. Turnout says how many spoke, not "
        "what the others think.",
    },
)


Q6.decision(
    "headline",
    _HEADLINE,
    hints=["Ask of every share in the sentence: a share of whom?"],
)


# Question 7 ------------------------------------------------------------------------------

Q7 = UNIT.question(
    "q7",
    section="finland-and-sweden",
    fact="One family, one country, the whole scale and a source: a chart that can be quoted.",
)


@Q7.part(
    "fig",
    points=4,
    hints=[
        "Filter first: country, question family, answer, population group. Look at the rows "
        "before you draw them.",
        "`px.scatter` joins nothing. `px.line(..., color=..., markers=True)` joins within one "
        "value of a column: which column tells the series apart?",
        "`fig.update_yaxes(range=[...], title=...)` fixes the scale, "
        "`fig.update_layout(title=...)` sets the title, `fig.add_annotation(text=..., ...)` adds "
        "a note.",
    ],
)
def _(fig, given):
    figure = charts.read("fig", fig)
    charts.require_points(
        "fig",
        figure,
        _points(_joining(given.country)),
        mistakes=_other_points(given.country),
    )
    with earned(0.5):
        _require_honest_lines(figure, _joining(given.country))
        charts.require_full_scale("fig", figure, 0, 100)
        charts.require_titles("fig", figure)
        charts.require_words(
            "fig",
            figure,
            (_PEOPLE[given.country], "does not say whom it is about: name the country."),
            (("%", "per cent", "percent"), "does not say that y is in per cent."),
            charts.SOURCE,
        )


def _joining(country):
    return _polls(
        country=country, question_family="support_join", answer="for", population_group="all"
    )


def _other_points(country):
    """What common mistakes draw."""
    everything = _polls(country=country)
    family = everything["question_family"] == "support_join"
    yield (
        _points(everything[~family]),
        "mixes question families: results of another question are among the points. Keep one "
        "family.",
    )
    yield _points(everything[family]), "also shows answers other than for."


def _points(rows):
    days = rows["date_fielded"].dt.strftime("%Y-%m-%d")
    pairs = zip(days, rows["percent"], strict=True)
    return [charts.Point(day, float(y)) for day, y in pairs if y == y]


def _require_honest_lines(figure, rows):
    series = {}
    wanted = _points(rows)
    for point, publisher, survey in zip(wanted, rows["publisher"], rows["survey"], strict=True):
        series.setdefault(point, set()).add((publisher, survey))
    for trace in filter(charts.joins, figure["data"]):
        if not set.intersection(*(series[point] for point in charts.points(trace))):
            raise Mistake(
                "`fig` joins results of different series with one line. A line says that one "
                "survey went from this value to the next: join within one survey, or draw points "
                "only."
            )


# Question 8 ------------------------------------------------------------------------------

Q8 = UNIT.question(
    "q8",
    section="samples-and-margins",
    fact="Pooling buys people, and people buy off chance: nothing else.",
)
_POOLS = [([40, 60], [1000, 1000]), ([10, 30], [100, 900]), ([52, 47, 44], [500, 1500, 2000])]


def _pooled(percents, sizes):
    return sum(p * n for p, n in zip(percents, sizes, strict=True)) / sum(sizes)


@Q8.part(
    "pooled",
    points=2,
    hints=[
        "How many people of the first poll gave the answer? How many of all polls? How many were "
        "asked in all?",
        "With two Series, `(percents * sizes).sum()` adds up; with lists, `zip` pairs them.",
    ],
)
def _(pooled):
    import pandas as pd

    found = []
    for percents, sizes in _POOLS:
        answer = call("pooled", pooled, pd.Series(percents), pd.Series(sizes))
        found.append(as_number("What `pooled` gives", answer))
    right = [_pooled(*polls) for polls in _POOLS]
    if all(close(a, b, 1e-6) for a, b in zip(found, right, strict=True)):
        return
    if len(set(found)) == 1:
        raise Mistake("`pooled` gives the same number for all polls: typed in, not computed.")
    for rule, message in (
        (
            lambda percents, sizes: sum(percents) / len(percents),
            "takes the plain mean of the percentages, so that a small poll counts like a large "
            "one. Weight each by its sample size.",
        ),
        (
            lambda percents, sizes: _pooled(percents, sizes) / 100,
            "gives a share of 1. Give a percentage, from 0 to 100.",
        ),
        (
            lambda percents, sizes: _pooled(percents, sizes) * sum(sizes) / 100,
            "gives a number of people. Divide it by the number of all people asked.",
        ),
        (
            lambda percents, sizes: _pooled(percents, sizes) * sum(sizes),
            "does not divide by the number of all people asked.",
        ),
        (
            lambda percents, sizes: _pooled(percents, sizes) * sum(sizes) / len(sizes),
            "divides by the number of polls. Divide by the number of people.",
        ),
        (
            lambda percents, sizes: sum(percents),
            "adds percentages up. Percentages of different people cannot be added.",
        ),
    ):
        if all(close(a, rule(*polls), 1e-6) for a, polls in zip(found, _POOLS, strict=True)):
            raise Mistake(f"`pooled` {message}")
    raise Mistake(
        "`pooled` is not right. Expected: of all the people asked, the percentage that gave the "
        "answer."
    )


@cache
def _novus(answer):
    """Percentages and sample sizes of Novus's polls of April 2022 that have a sample size."""
    rows = _polls(publisher="Novus", country="Sweden", answer=answer)
    rows = rows[(rows["date_fielded"].dt.strftime("%Y-%m") == "2022-04") & rows["sample_n"].notna()]
    return rows["percent"].tolist(), rows["sample_n"].astype(int).tolist()


@Q8.part(
    "novus",
    hints=[
        "Filter by `publisher`, month, `answer`, and `sample_n` not missing: two rows are left.",
    ],
)
def _(novus, given):
    percents, sizes = _novus(given.answer)
    others = {"for", "against", "undecided"} - {given.answer}
    number(
        "`novus`",
        novus,
        _pooled(percents, sizes),
        kind="a percentage of all people asked",
        tolerance=1e-3,
        mistakes=[
            (sum(percents) / 2, "`novus` is the plain mean of the two. Weight by sample size."),
            *(
                (
                    _pooled(*_novus(other)),
                    f"`novus` pools the answer {other}. The task asks for {given.answer}.",
                )
                for other in sorted(others)
            ),
        ],
    )


@Q8.part(
    "novus_margin",
    hints=["Give `survey.margin_of_error` the pooled percentage and the number of all people."],
)
def _(novus_margin, given):
    percents, sizes = _novus(given.answer)
    percent, n = _pooled(percents, sizes), sum(sizes)
    each = [margin_of_error(p, k) for p, k in zip(percents, sizes, strict=True)]
    number(
        "`novus_margin`",
        novus_margin,
        margin_of_error(percent, n),
        kind="a margin in percentage points",
        tolerance=0.005,
        mistakes=[
            *((margin, "`novus_margin` is the margin of one poll.") for margin in each),
            (sum(each) / 2, "`novus_margin` averages two margins. All people together have one."),
            (sum(each), "`novus_margin` adds two margins up. More people make a margin smaller."),
            (margin_of_error(50, n), "`novus_margin` takes 50 for the percentage."),
        ],
    )


_BETTER = Choice(
    "q8.better",
    "fd338f208efc",
    {
        "b378641d1bda": "A margin covers the luck of the draw. What is wrong in both polls "
        "is wrong in the pooled figure as well.",
        "1797784e335a": "Whom a house cannot reach, it cannot reach the second time either.",
        "678bce7a1934": "Twice the people make the margin smaller: your number says so.",
    },
)


Q8.decision("better", _BETTER, hints=["What would go wrong in both polls in the same way?"])


# Question 9 ------------------------------------------------------------------------------

Q9 = UNIT.question(
    "q9",
    section="house-effects",
    fact="Compare houses within a month, or you measure the months.",
)
_HOUSES = ("Rating Group", "International Republican Institute (IRI)")


def _ukraine():
    return _polls(country="Ukraine", question_family="vote_join", answer="for", repeat=False)


def _monthly(rows, house, period="%Y-%m"):
    """The mean percentage of a house by month, or by another period."""
    polls = rows[rows["publisher"] == house]
    return polls.groupby(polls["date_fielded"].dt.strftime(period))["percent"].mean()


def _gap(rows, house_1, house_2, period="%Y-%m"):
    return float((_monthly(rows, house_1, period) - _monthly(rows, house_2, period)).mean())


@cache
def _right_gap():
    return _gap(_ukraine(), *_HOUSES)


@Q9.part(
    "house_gap",
    points=2,
    hints=[
        '`rows["date_fielded"].dt.strftime("%Y-%m")` is the month. One Series a house, by month, '
        "can be subtracted from the other: months that only one has become missing.",
        "`mean()` leaves missing values out.",
    ],
)
def _(house_gap):
    what = "What `house_gap` gives for these two houses"
    for answer, (rows, *_) in tables.trials("house_gap", house_gap, (_ukraine(), *_HOUSES)):
        number(
            what,
            answer,
            _right_gap(),
            kind="a difference in percentage points",
            mistakes=_wrong_gaps(what, rows),
        )


def _wrong_gaps(what, rows):
    """What common mistakes make of ``rows``; worked out for answers that are wrong."""
    ratings, iris = (rows[rows["publisher"] == house]["percent"] for house in _HOUSES)
    yield (
        float(ratings.mean() - iris.mean()),
        f"{what} compares all polls of one with all polls of the other. They polled in "
        "different months, while opinion moved: keep the months that both have.",
    )
    yield (
        _gap(rows, *_HOUSES, "%m"),
        f"{what} puts the same month of different years together. A month is a year and a month.",
    )
    yield (
        _gap(rows, *_HOUSES, "%Y"),
        f"{what} compares whole years. Within a year opinion moved: take months.",
    )
    yield (
        float((_monthly(rows, _HOUSES[0]) - _monthly(rows, _HOUSES[1])).sum()),
        f"{what} adds the differences up. Their mean is asked for.",
    )


@Q9.part(
    "rating_iri",
    hints=["`house_gap(ukraine, ..., ...)`, with both names as they stand in `publisher`."],
)
def _(rating_iri):
    number("`rating_iri`", rating_iri, _right_gap(), kind="a difference in percentage points")


_LEAN = Choice(
    "q9.lean",
    "2bbe8a00c622",
    {
        "3a0d7aa01903": "A house effect is a habit, not a wish: wording, sample, how hard the "
        "undecided are pressed. The rows say nothing of motives.",
        "8dabdbcd93da": "The gap says that two houses differ. It does not say which of them is "
        "nearer the truth.",
        "f2d5067d95cd": "Both asked people in Ukraine. It is the houses that differ, not their "
        "publics.",
    },
)


Q9.decision(
    "lean",
    _LEAN,
    hints=["On how many months does your number rest, and what is not known of them?"],
)
