"""The checks of the unit on accession paths."""

from datetime import datetime
from functools import cache
from itertools import pairwise
from statistics import fmean, median

from . import charts, tables
from .decisions import Decisions, decisions
from .questions import Unit
from .texts import Criterion, avoids, mentions, states, text
from .values import Choice, Mistake, call, earned, number

UNIT = Unit(
    "accession",
    chapter="Accession in the region",
    sections={
        "accession-steps": "Steps on the way",
        "accession-clock": "Whose clock?",
        "accession-effects": "Effects claimed, effects shown",
        "accession-method": "Method note: what three cases can and cannot show",
        "accession-open": "Open cases: Bosnia and Herzegovina, Serbia",
    },
)
_YEAR = 365.25
_SIX = ("Albania", "Croatia", "Finland", "Montenegro", "North Macedonia", "Sweden")


@UNIT.variants(day="2025-12-31")
def _(rng):
    return {"day": rng.choice(["2024-06-30", "2024-12-31", "2025-06-30", "2025-09-30"])}


@cache
def _paths():
    """The rows of the table as dictionaries, None for what is missing, and the first step added."""
    rows = tables.load("accessions").astype(object)
    paths = rows.where(rows.notna(), None).to_dict("records")
    for path in paths:
        steps = [path["forum_date"], path["pfp_date"]]
        path["first_date"] = min((day for day in steps if day), default=None)
    return paths


@cache
def _years(start, end):
    """Years between two steps, by country, where both have a day."""
    return {
        path["country"]: (path[f"{end}_date"] - path[f"{start}_date"]).days / _YEAR
        for path in _paths()
        if path[f"{start}_date"] and path[f"{end}_date"]
    }


def _waits():
    return _years("first", "accession")


def _times(years, factor):
    return {country: factor * value for country, value in years.items()}


# Question 1 ------------------------------------------------------------------------------

Q1 = UNIT.question(
    "q1",
    section="accession-clock",
    fact="A duration answers a question only when both of its ends belong to that question.",
)
_CLOCKS = Decisions(
    "q1",
    {
        "A": "68cc5c8d6128",
        "B": "f19bb4345a6a",
        "C": "8ea27af25023",
        "D": "0366c808f707",
        "E": "aa9ddc08a512",
        "F": "da447b76f001",
    },
    {
        "company": "it is answered from the signature under Partnership for Peace to entry. That "
        "time holds everything, wanted or not.",
        "plan": "it is answered from the Membership Action Plan to the invitation. Somebody has "
        "to hesitate over a state that prepares.",
        "last stretch": "it is answered from the invitation to entry. That is the way from the "
        "decision to full membership.",
        "ratification": "it is answered from the signed protocol to entry. Then only the Allies' "
        "approval at home is missing.",
    },
)


Q1.decision(
    "clocks",
    _CLOCKS,
    points=3,
    hints=[
        "Name for each question the event at which its clock should start, and the event at which "
        "it should stop; then look for that pair.",
        "If all had signed already, only ratification is left. If nobody had been invited yet, "
        "ratification cannot be meant.",
    ],
)


# Question 2 ------------------------------------------------------------------------------

Q2 = UNIT.question(
    "q2",
    section="accession-effects",
    fact="Order first, comparison second: most claims of effect fail one of the two.",
)
_TESTS = Decisions(
    "q2",
    {
        "A": "a40f92b21c4e",
        "B": "5d8724d2c6d9",
        "C": "7b2b7399f0a4",
        "D": "fb19442c3f20",
        "E": "a3d470271f4c",
        "F": "98d8a861b5a4",
    },
    {
        "order": "the effect came before its cause. Look up the two dates.",
        "opinion": "the evidence is what people think of the effect. Was anybody asked?",
        "alone": "nothing without the supposed cause is looked at. Is there really no second case?",
        "compared": "cases with and without the supposed cause stand side by side. Name the case "
        "without it.",
    },
)


Q2.decision(
    "tests",
    _TESTS,
    points=3,
    hints=[
        "Put the date of the supposed effect beside the date of the supposed cause before you ask "
        "anything else. The table `accessions` has the days of entry.",
        "If the order is right, ask who was questioned, and then what the case is compared with.",
    ],
)


# Question 3 ------------------------------------------------------------------------------

Q3 = UNIT.question(
    "q3",
    section="accession-clock",
    fact="A date that our sources lack makes a path look short; a gap in data is no fact on time.",
)


@Q3.part(
    "waits",
    points=3,
    hints=[
        '`rows[["forum_date", "pfp_date"]].min(axis=1)` takes the smaller of two columns, row by '
        "row, and passes over a missing date.",
        "A difference of two columns of dates has days: `.dt.days`. Give the result the countries "
        'as index, with `.set_axis(rows["country"])`, and drop what is missing at the end.',
    ],
)
def _(waits):
    what = "What `waits(accessions)` gives"
    for answer, _ in tables.trials("waits", waits, (tables.load("accessions"),)):
        tables.entries(
            what,
            tables.series(what, answer),
            _waits(),
            kind="country",
            tolerance=0.001,
            mistakes=_wrong_waits(what),
        )


@cache
def _wrong_waits(what):
    calendar_years = {
        path["country"]: path["accession_date"].year - path["first_date"].year
        for path in _paths()
        if path["country"] in _waits()
    }
    return [
        (
            _years("pfp", "accession"),
            f"{what} counts from Partnership for Peace alone. Several states were in the "
            "cooperation council before: the earlier of the two days is asked for.",
        ),
        (
            _years("forum", "accession"),
            f"{what} counts from the council alone. Some signed under Partnership for "
            "Peace before they entered it, or have no date for it.",
        ),
        (
            _years("map", "accession"),
            f"{what} counts from the Membership Action Plan, which is no first step.",
        ),
        (
            calendar_years,
            f"{what} are differences of calendar years. Count days, and divide by 365.25.",
        ),
        (_times(_waits(), _YEAR), f"{what} are days. Divide by 365.25 to get years."),
        (
            _times(_waits(), _YEAR / 365),
            f"{what} takes 365 days for a year. Over decades the leap days add up: divide "
            "by 365.25.",
        ),
        (
            _times(_waits(), -1),
            f"{what} has the wrong sign: take the earlier day from the later.",
        ),
    ]


@Q3.part(
    "longer",
    hints=[
        "Work out the years from `pfp_date` in the same way, and compare the two Series country by "
        "country. `(one > other).sum()` counts.",
    ],
)
def _(longer):
    from_pfp, from_council = _years("pfp", "accession"), _years("forum", "accession")
    number(
        "`longer`",
        longer,
        sum(_waits()[country] > years for country, years in from_pfp.items()),
        kind="a number of countries",
        counts=True,
        mistakes=[
            (
                len(_waits()),
                "`longer` counts every country that has a wait. Count those whose wait grows when "
                "the council is counted.",
            ),
            (
                len(from_pfp.keys() & from_council.keys()),
                "`longer` counts countries that have a date for the council. For some of them it "
                "is the same day as Partnership for Peace, or a later one.",
            ),
            (
                len(from_pfp.keys() - from_council.keys()),
                "`longer` counts countries that have no date for the council.",
            ),
        ],
    )


_SLOVENIA = Choice(
    "q3.slovenia",
    "d36a3883f460",
    {
        "02b8cb676226": "The table dates steps. It holds nothing on reforms, and Slovenia was "
        "invited, signed and joined on the same days as six others.",
        "b2f39ad747ff": "Slovenia took part in the plan from its first month, as the table says.",
        "03916834d963": "Slovenia signed its protocol on the same day as the six others of its "
        "round.",
    },
)


Q3.decision(
    "slovenia",
    _SLOVENIA,
    hints=[
        'Look at its row beside those of its round: `accessions[accessions["round"] == 5]`. Which '
        "cell is empty in one row only?",
    ],
)


# Question 4 ------------------------------------------------------------------------------

Q4 = UNIT.question(
    "q4",
    section="accession-clock",
    fact="A median of one is an anecdote, and a median of two may describe neither.",
)


def _by_round(years, how):
    """What ``how`` makes of the years of each round."""
    rounds = {}
    for path in _paths():
        if path["country"] in years:
            rounds.setdefault(str(path["round"]), []).append(years[path["country"]])
    return {key: how(values) for key, values in rounds.items()}


@cache
def _medians():
    return _by_round(_waits(), median)


@Q4.part(
    "median_by_round",
    points=3,
    hints=[
        "Give `rows` a column with the waits, or give the waits an index of rounds; then "
        "`groupby` the round and take `.median()`.",
        '`waits(rows)` has countries as index: `rows.set_index("country")` has them too, so that a '
        "new column finds its rows.",
    ],
)
def _(median_by_round):
    what = "What `median_by_round(accessions)` gives"
    for answer, _ in tables.trials(
        "median_by_round", median_by_round, (tables.load("accessions"),)
    ):
        if hasattr(answer, "__float__") and not hasattr(answer, "items"):
            raise Mistake(f"{what} is a single number. Give one for each round.")
        found = {
            key.removesuffix(".0"): value for key, value in tables.series(what, answer).items()
        }
        tables.entries(
            what,
            found,
            _medians(),
            kind="number of the round",
            tolerance=0.001,
            mistakes=_wrong_medians(what),
        )


@cache
def _wrong_medians(what):
    return [
        (
            _by_round(_years("pfp", "accession"), median),
            f"{what} counts from Partnership for Peace alone. Use the waits of question 3.",
        ),
        (
            _by_round(_waits(), fmean),
            f"{what} are means. In a round with one odd member a mean follows that member.",
        ),
        (_by_round(_waits(), max), f"{what} are the longest waits of each round."),
        (_by_round(_waits(), min), f"{what} are the shortest waits of each round."),
        (_by_round(_waits(), len), f"{what} are numbers of countries."),
    ]


_READING = Choice(
    "q4.reading",
    "a036a56265bd",
    {
        "d82c95f3850f": "A median over one country is that country. The last four rounds cannot "
        "show a rule of the Alliance.",
        "f7aedf76b527": "Look at the two members of that round: neither of them comes near the "
        "number.",
        "1c70a6dbeb17": "A mean follows extremes more than a median does, and with one or two "
        "countries a round neither stands for much.",
    },
)


Q4.decision(
    "reading",
    _READING,
    hints=["Print beside each median how many countries its round has, and which."],
)


# Question 5 ------------------------------------------------------------------------------

Q5 = UNIT.question(
    "q5",
    section="accession-clock",
    fact="Each clock has an outlier of its own, and each outlier a reason of its own.",
)
_CLOCK_ENDS = {
    "A": ("pfp", "accession"),
    "B": ("map", "invitation"),
    "C": ("invitation", "accession"),
    "D": ("protocol", "accession"),
}


@Q5.part(
    "gaps",
    points=2,
    hints=[
        'The name of a column can be put together: `rows[f"{start}_date"]`.',
        "The rest is as in question 3: difference, days, years, countries as index, nothing "
        "missing.",
    ],
)
def _(gaps):
    for start, end in (("map", "invitation"), ("invitation", "accession"), ("pfp", "map")):
        what = f"What `gaps(accessions, {start!r}, {end!r})` gives"
        right = _years(start, end)
        tables.entries(
            what,
            tables.series(what, call("gaps", gaps, tables.load("accessions").copy(), start, end)),
            right,
            kind="country",
            tolerance=0.001,
            mistakes=[
                (
                    _times(right, -1),
                    f"{what} has the wrong sign: the end comes after the start.",
                ),
                (_times(right, _YEAR), f"{what} are days. Divide by 365.25 to get years."),
                (
                    _years("map", "invitation"),
                    f"{what} is what `map` and `invitation` give. Use `start` and `end`.",
                ),
            ],
        )


def _recent():
    """The countries of the rounds that the clocks are compared on."""
    return [path["country"] for path in _paths() if (path["round"] or 0) >= 4]


@cache
def _outliers():
    return {clock: _furthest(*ends).lower() for clock, ends in _CLOCK_ENDS.items()}


def _furthest(start, end):
    years = {country: y for country, y in _years(start, end).items() if country in _recent()}
    middle = median(years.values())
    return max(years, key=lambda country: abs(years[country] - middle))


@Q5.part(
    "outliers",
    points=2,
    hints=[
        "Take the median from all gaps of a clock, take `.abs()` of what is left, and look for the "
        "largest: `.idxmax()` gives its country.",
        "Furthest can mean far below as well as far above.",
    ],
)
def _(outliers):
    decisions(
        "outliers",
        outliers,
        _outliers(),
        {
            country.lower(): f"it is {country}, but another country lies further from the median "
            "of that clock."
            for country in _recent()
        },
    )


_LESSON = Choice(
    "q5.lesson",
    "b90d6243e7e9",
    {
        "c3e3a07e144b": "The longest wait need not be the hardest: a state can take its time by "
        "its own choice.",
        "42538425ec37": "One long stay in the plan, with a dispute in its way, is no measure of "
        "the plan; others left it after a few years.",
        "9bc6b17cc93c": "An outlier is a fact to be explained. Dropping it hides the very cases "
        "that a comparison is for.",
    },
)


Q5.decision(
    "lesson",
    _LESSON,
    hints=["Ask of each sentence whether it explains the outlier, or explains it away."],
)


# Question 6 ------------------------------------------------------------------------------

Q6 = UNIT.question(
    "q6",
    section="accession-steps",
    fact="Split at the invitation, the chart shows where the years went: nearly all before it.",
)


@cache
def _spans(*steps):
    """The bars of the six countries from each step to the next, where both have a day."""
    return {
        charts.Span(path["country"], *(f"{path[f'{step}_date']:%Y-%m-%d}" for step in stage))
        for stage in pairwise(steps)
        for path in _paths()
        if path["country"] in _SIX and all(path[f"{step}_date"] for step in stage)
    }


@Q6.part(
    "fig",
    points=5,
    hints=[
        "Make a table with one row for each bar first: country, stage, start, end. Two tables, one "
        "for each stage, become one with `pd.concat`.",
        '`px.timeline(stages, x_start="start", x_end="end", y="country", color="stage")` draws it.',
        "`fig.update_xaxes(title=...)` names an axis, `fig.update_layout(title=...)` the chart; "
        "`fig.add_annotation(text=..., ...)` adds a note.",
    ],
)
def _(fig):
    figure = charts.read("fig", fig)
    drawn = charts.require_spans("fig", figure)
    _require_spans(set(drawn))
    with earned(0.6):
        _require_words_and_stages(figure, drawn)


def _require_words_and_stages(figure, drawn):
    if len(drawn) > len(set(drawn)):
        raise Mistake("`fig` draws a bar twice. One bar for each country and stage is asked for.")
    names = {trace.get("name") for trace in figure["data"] if trace.get("name")}
    if len(names) < 2:
        raise Mistake(
            "`fig` does not tell the two stages apart. Give each a colour and a name, with `color`."
        )
    charts.require_titles("fig", figure)
    charts.require_words(
        "fig",
        figure,
        charts.SOURCE,
    )


def _require_spans(drawn):
    wanted = _spans("pfp", "invitation", "accession")
    if drawn == wanted:
        return
    for steps, message in (
        (
            ("pfp", "accession"),
            "has one bar from the first step to entry. Split it at the invitation.",
        ),
        (
            ("map", "invitation"),
            "starts at the Membership Action Plan, which two of the six skipped.",
        ),
        (("pfp", "map"), "splits at the Membership Action Plan, which two of the six skipped."),
        (("invitation", "protocol"), "ends at the protocol. The second stage runs to entry."),
        (("forum", "invitation"), "starts at the council. Start at Partnership for Peace."),
    ):
        if (drawn & _spans(*steps)) - wanted:
            raise Mistake(f"`fig` {message}")
    if strangers := sorted({span.label for span in drawn} - set(_SIX)):
        raise Mistake(f"`fig` also has a bar for {strangers[0]}. Six countries are asked for.")
    if absent := sorted(set(_SIX) - {span.label for span in drawn}):
        raise Mistake(f"`fig` has no bar for {', '.join(absent)}. Rows were dropped.")
    if drawn < wanted:
        raise Mistake(
            f"`fig` has {len(drawn)} of {len(wanted)} bars. Two stages for each country are asked "
            "for."
        )
    raise Mistake(
        "`fig` has bars with other days than the table: from Partnership for Peace to the "
        "invitation, and from the invitation to entry."
    )


# Question 7 ------------------------------------------------------------------------------

Q7 = UNIT.question(
    "q7",
    section="accession-method",
    fact="Who is still waiting belongs in the comparison, or only the quick are counted.",
)


@cache
def _still_waiting(day, step="first"):
    """Years from a step of each aspirant to ``day``, by country."""
    day = datetime.fromisoformat(day)
    return {
        path["country"]: (day - path[f"{step}_date"]).days / _YEAR
        for path in _paths()
        if path["status"] == "aspirant" and path[f"{step}_date"]
    }


@Q7.part(
    "still_waiting",
    points=2,
    hints=[
        "The column `status` says who has entered, who is an aspirant and who seeks no entry.",
        "`pd.Timestamp(day)` makes a date of the text; take the first steps from it as in question "
        "3.",
    ],
)
def _(still_waiting, given):
    cases = [(tables.load("accessions"), day) for day in (given.day, "2020-06-30")]
    for answer, (_, day) in tables.trials("still_waiting", still_waiting, *cases):
        what = f"What `still_waiting(accessions, {day!r})` gives"
        _require_waiting(what, answer, day, given.day)


def _require_waiting(what, answer, day, common):
    found = tables.series(what, answer)
    right = _still_waiting(day)
    for country, message in (
        ("Serbia", "Serbia among those who wait. It takes part in the partnership and seeks no "
         "entry."),
        ("Kosovo", "Kosovo, for which the table has no first step."),
        ("Sweden", "members. They have stopped waiting."),
    ):  # fmt: skip
        if country in found and country not in right:
            raise Mistake(f"{what} counts {message}")
    mistakes = [
        (_times(right, _YEAR), f"{what} are days. Divide by 365.25 to get years."),
        (_times(right, -1), f"{what} has the wrong sign: take the first step from the day."),
        (
            _still_waiting(day, "pfp"),
            f"{what} counts from Partnership for Peace alone. Use the earlier of the two days, as "
            "in question 3.",
        ),
    ]
    if day != common:
        mistakes.append((_still_waiting(common), f"{what} is the same for every day. Use `day`."))
    tables.entries(what, found, right, kind="country", tolerance=0.001, mistakes=mistakes)


@Q7.part(
    "quicker",
    hints=["Compare each completed wait with the shortest of those that are still open."],
)
def _(quicker, given):
    waits, waiting = _waits().values(), _still_waiting(given.day).values()
    number(
        "`quicker`",
        quicker,
        sum(years < min(waiting) for years in waits),
        kind="a number of countries",
        counts=True,
        mistakes=[
            (
                sum(years < max(waiting) for years in waits),
                "`quicker` compares with the longest open wait. Take the shortest: then nobody who "
                "waits can be said to have waited less.",
            ),
            (
                sum(years > min(waiting) for years in waits),
                "`quicker` counts those who waited longer. Turn the comparison.",
            ),
        ],
    )


_BIAS = Choice(
    "q7.bias",
    "e535af947ca4",
    {
        "6a5addf6aa1c": "A median does ignore how far an extreme lies out. It does not ignore "
        "how many lie on each side, and here one side is left out.",
        "0369e09ff4af": "Look at the waits that are left out: are they longer or shorter than "
        "most of those that are counted?",
        "22ab4a226ebb": "Serbia joined the partnership and does not seek entry. It waits for "
        "nothing, so it has no wait.",
    },
)


Q7.decision(
    "bias",
    _BIAS,
    hints=["Add the open waits to the completed ones and work the median out again."],
)


# Question 8 ------------------------------------------------------------------------------

Q8 = UNIT.question(
    "q8",
    section="accession-method",
    fact="One counterexample and one range do more against a rule than any adjective.",
)


@Q8.part(
    "correction",
    points=3,
    hints=[
        '`gaps(accessions, "map", "accession")` has the numbers; `.min()` and `.max()` the ends of '
        "the range.",
        'The cell of `map_status` says where the plan was "skipped".',
    ],
)
def _(correction):
    years = _years("map", "accession").values()
    skipped = [
        path["country"]
        for path in _paths()
        if path["map_status"] == "skipped" and path["status"] == "Ally"
    ]
    text(
        "correction",
        correction,
        [
            Criterion(
                "It gives the shortest time from the plan to entry that the table has, in years",
                states(min(years), 0.3),
            ),
            Criterion("It gives the longest time, in years", states(max(years), 0.3)),
            Criterion("It names a member that left the plan out", mentions(*skipped)),
            Criterion(
                "It says between which two steps the years run",
                lambda value: (
                    mentions("plan", "MAP")(value)
                    and mentions("entry", "enter*", "accession", "acced*", "join*", "member*")(
                        value
                    )
                ),
            ),
            Criterion(
                "It sets up no new rule for all: no always, never, every, all, must",
                avoids("always", "never", "every", "all", "must"),
            ),
        ],
        words=(20, 70),
    )
