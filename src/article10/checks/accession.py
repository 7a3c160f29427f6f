"""The checks of the unit on accession paths."""

from itertools import pairwise

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


def _accessions():
    return tables.load("accessions")


def _years(rows, start, end):
    """Years between two columns of days, by country, where both have a day."""
    gap = (rows[end] - rows[start]).dt.days / _YEAR
    return gap.set_axis(rows["country"].astype(str)).dropna()


def _with_first(rows):
    return rows.assign(first_date=rows[["forum_date", "pfp_date"]].min(axis=1))


def _waits(rows):
    return _years(_with_first(rows), "first_date", "accession_date")


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
    for answer, rows in tables.trials("waits", waits, _accessions()):
        what = "What `waits(accessions)` gives"
        right = _waits(rows)
        by_year = rows["accession_date"].dt.year - _with_first(rows)["first_date"].dt.year
        tables.entries(
            what,
            tables.series(what, answer),
            right.to_dict(),
            kind="country",
            tolerance=0.001,
            mistakes=[
                (
                    _years(rows, "pfp_date", "accession_date").to_dict(),
                    f"{what} counts from Partnership for Peace alone. Several states were in the "
                    "cooperation council before: the earlier of the two days is asked for.",
                ),
                (
                    _years(rows, "forum_date", "accession_date").to_dict(),
                    f"{what} counts from the council alone. Some signed under Partnership for "
                    "Peace before they entered it, or have no date for it.",
                ),
                (
                    _years(rows, "map_date", "accession_date").to_dict(),
                    f"{what} counts from the Membership Action Plan, which is no first step.",
                ),
                (
                    by_year.set_axis(rows["country"].astype(str)).dropna().to_dict(),
                    f"{what} are differences of calendar years. Count days, and divide by 365.25.",
                ),
                (
                    (right * _YEAR).to_dict(),
                    f"{what} are days. Divide by 365.25 to get years.",
                ),
                (
                    (right * _YEAR / 365).to_dict(),
                    f"{what} takes 365 days for a year. Over decades the leap days add up: divide "
                    "by 365.25.",
                ),
                (
                    (-right).to_dict(),
                    f"{what} has the wrong sign: take the earlier day from the later.",
                ),
            ],
        )


@Q3.part(
    "longer",
    hints=[
        "Work out the years from `pfp_date` in the same way, and compare the two Series country by "
        "country. `(one > other).sum()` counts.",
    ],
)
def _(longer):
    rows = _accessions()
    both = rows.dropna(subset=["accession_date", "pfp_date"])
    number(
        "`longer`",
        longer,
        float((_waits(both) > _years(both, "pfp_date", "accession_date")).sum()),
        kind="a number of countries",
        counts=True,
        mistakes=[
            (
                float(len(_waits(rows))),
                "`longer` counts every country that has a wait. Count those whose wait grows when "
                "the council is counted.",
            ),
            (
                float(both["forum_date"].notna().sum()),
                "`longer` counts countries that have a date for the council. For some of them it "
                "is the same day as Partnership for Peace, or a later one.",
            ),
            (
                float((both["forum_date"].isna()).sum()),
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


def _by_round(rows, how):
    waits = _waits(rows)
    rounds = rows.set_axis(rows["country"].astype(str))["round"].reindex(waits.index)
    grouped = getattr(waits.groupby(rounds.astype(int)), how)()
    return {str(key): float(value) for key, value in grouped.items()}


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
    for answer, rows in tables.trials("median_by_round", median_by_round, _accessions()):
        what = "What `median_by_round(accessions)` gives"
        if hasattr(answer, "__float__") and not hasattr(answer, "items"):
            raise Mistake(f"{what} is a single number. Give one for each round.")
        found = {
            key.removesuffix(".0"): value for key, value in tables.series(what, answer).items()
        }
        joined = rows.dropna(subset=["accession_date", "round"])
        by_partnership = _years(joined, "pfp_date", "accession_date")
        rounds = joined.set_axis(joined["country"].astype(str))["round"]
        by_partnership = by_partnership.groupby(
            rounds.reindex(by_partnership.index).astype(int)
        ).median()
        tables.entries(
            what,
            found,
            _by_round(rows, "median"),
            kind="number of the round",
            tolerance=0.001,
            mistakes=[
                (
                    {str(key): float(value) for key, value in by_partnership.items()},
                    f"{what} counts from Partnership for Peace alone. Use the waits of question 3.",
                ),
                (
                    _by_round(rows, "mean"),
                    f"{what} are means. In a round with one odd member a mean follows that member.",
                ),
                (_by_round(rows, "max"), f"{what} are the longest waits of each round."),
                (_by_round(rows, "min"), f"{what} are the shortest waits of each round."),
                (_by_round(rows, "count"), f"{what} are numbers of countries."),
            ],
        )


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


def _gaps(rows, start, end):
    return _years(rows, f"{start}_date", f"{end}_date")


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
    rows = _accessions()
    for start, end in (("map", "invitation"), ("invitation", "accession"), ("pfp", "map")):
        what = f"What `gaps(accessions, {start!r}, {end!r})` gives"
        right = _gaps(rows, start, end)
        tables.entries(
            what,
            tables.series(what, call("gaps", gaps, rows.copy(), start, end)),
            right.to_dict(),
            kind="country",
            tolerance=0.001,
            mistakes=[
                ((-right).to_dict(), f"{what} has the wrong sign: the end comes after the start."),
                ((right * _YEAR).to_dict(), f"{what} are days. Divide by 365.25 to get years."),
                (
                    _gaps(rows, "map", "invitation").to_dict(),
                    f"{what} is what `map` and `invitation` give. Use `start` and `end`.",
                ),
            ],
        )


def _outliers():
    rows = _accessions()
    rows = rows[rows["round"] >= 4]
    found = {}
    for clock, (start, end) in _CLOCK_ENDS.items():
        gaps = _gaps(rows, start, end)
        found[clock] = str((gaps - gaps.median()).abs().idxmax()).lower()
    return found


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
    rows = _accessions()
    named = rows.loc[rows["round"] >= 4, "country"].astype(str)
    decisions(
        "outliers",
        outliers,
        _outliers(),
        {
            country.lower(): f"it is {country}, but another country lies further from the median "
            "of that clock."
            for country in named
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


def _spans(rows, *steps):
    wanted = []
    for start, end in pairwise(steps):
        done = rows.dropna(subset=[f"{start}_date", f"{end}_date"])
        wanted += [
            charts.Span(str(country), f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}")
            for country, first, last in zip(
                done["country"], done[f"{start}_date"], done[f"{end}_date"], strict=True
            )
        ]
    return set(wanted)


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
    rows = _accessions()
    rows = rows[rows["country"].isin(_SIX)]
    drawn = charts.require_spans("fig", figure)
    _require_spans(set(drawn), rows)
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


def _require_spans(drawn, rows):
    wanted = _spans(rows, "pfp", "invitation", "accession")
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
        if (drawn & _spans(rows, *steps)) - wanted:
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


def _still_waiting(rows, day):
    import pandas as pd

    outside = _with_first(rows[rows["status"] == "aspirant"])
    outside = outside.assign(day_date=pd.Timestamp(day))
    return _years(outside, "first_date", "day_date")


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
    if not callable(still_waiting):
        call("still_waiting", still_waiting)
    for day in (given.day, "2020-06-30"):
        for answer, rows in tables.trials(
            "still_waiting",
            lambda rows, day=day: still_waiting(rows, day),
            _accessions(),
        ):
            what = f"What `still_waiting(accessions, {day!r})` gives"
            _require_waiting(what, answer, rows, day, given.day)


def _require_waiting(what, answer, rows, day, common):
    found = tables.series(what, answer)
    right = _still_waiting(rows, day)
    for country, message in (
        ("Serbia", "Serbia among those who wait. It takes part in the partnership and seeks no "
         "entry."),
        ("Kosovo", "Kosovo, for which the table has no first step."),
        ("Sweden", "members. They have stopped waiting."),
    ):  # fmt: skip
        if country in found and country not in right:
            raise Mistake(f"{what} counts {message}")
    outside = rows[rows["status"].eq("aspirant")]
    mistakes = [
        ((right * _YEAR).to_dict(), f"{what} are days. Divide by 365.25 to get years."),
        ((-right).to_dict(), f"{what} has the wrong sign: take the first step from the day."),
        (
            _still_waiting(outside.assign(forum_date=outside["pfp_date"]), day).to_dict(),
            f"{what} counts from Partnership for Peace alone. Use the earlier of the two days, as "
            "in question 3.",
        ),
    ]
    if day != common:
        mistakes.append(
            (
                _still_waiting(rows, common).to_dict(),
                f"{what} is the same for every day. Use `day`.",
            )
        )
    tables.entries(what, found, right.to_dict(), kind="country", tolerance=0.001, mistakes=mistakes)


@Q7.part(
    "quicker",
    hints=["Compare each completed wait with the shortest of those that are still open."],
)
def _(quicker, given):
    rows = _accessions()
    waits, waiting = _waits(rows), _still_waiting(rows, given.day)
    number(
        "`quicker`",
        quicker,
        float((waits < waiting.min()).sum()),
        kind="a number of countries",
        counts=True,
        mistakes=[
            (
                float((waits < waiting.max()).sum()),
                "`quicker` compares with the longest open wait. Take the shortest: then nobody who "
                "waits can be said to have waited less.",
            ),
            (
                float((waits > waiting.min()).sum()),
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
    rows = _accessions()
    years = _gaps(rows, "map", "accession")
    skipped = rows.loc[
        (rows["map_status"] == "skipped") & (rows["status"] == "Ally"), "country"
    ].astype(str)
    text(
        "correction",
        correction,
        [
            Criterion(
                "It gives the shortest time from the plan to entry that the table has, in years",
                states(float(years.min()), 0.3),
            ),
            Criterion("It gives the longest time, in years", states(float(years.max()), 0.3)),
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
