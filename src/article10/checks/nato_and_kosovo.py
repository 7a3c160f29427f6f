"""The checks of the unit on NATO and Kosovo."""

from functools import cache
from math import inf

from . import charts, tables
from .decisions import Decisions, truths
from .orders import Order
from .questions import Unit
from .texts import Criterion, avoids, mentions, text
from .values import Choice, Mistake, as_number, call, earned, number, truth

UNIT = Unit(
    "nato-and-kosovo",
    chapter="NATO and Kosovo, 1999 to today",
    sections={
        "nk-air-campaign": "The air campaign of 1999",
        "nk-resolution-1244": "Resolution 1244",
        "nk-kfor-strength": "How strong is KFOR?",
        "nk-security-force": "The Kosovo Security Force and NATO's advice",
        "nk-north": "The north, 2022 to 2024",
        "nk-assembly": "A parliament that is not NATO",
        "nk-paradox": "Deeply involved, neutral on status",
    },
)

# Days on which no report of KFOR's strength is dated, each well inside a gap of the table.
_DAYS = {
    "2023-05-29": "the clashes at Zvečan on 29 May 2023",
    "2023-09-24": "the armed attack at Banjska on 24 September 2023",
    "2013-04-19": "the Brussels Agreement of 19 April 2013",
    "2010-07-22": "the advisory opinion of the International Court of Justice on 22 July 2010",
}


@UNIT.variants(day="2023-05-29", event=_DAYS["2023-05-29"])
def _(rng):
    day = rng.choice(list(_DAYS))
    return {"day": day, "event": _DAYS[day]}


@cache
def _bounded(name):
    """A table with the first and the last day that each of its dates can mean.

    It is read here; a student's function gets copies of it.
    """
    import pandas as pd

    rows = tables.load(name)
    ends = {"year": pd.offsets.YearEnd(0), "month": pd.offsets.MonthEnd(0)}
    latest = [
        day + ends[known] if known in ends else day
        for day, known in zip(rows["date"], rows["date_precision"], strict=True)
    ]
    return rows.assign(earliest=rows["date"], latest=latest)


@cache
def _events():
    """The events with their bounds, by id."""
    return {event["id"]: event for event in _bounded("events").to_dict("records")}


# Question 1 ------------------------------------------------------------------------------

Q1 = UNIT.question(
    "q1",
    section="nk-north",
    fact="A fact stands by itself, a claim needs the name of the one who makes it.",
)
_STATEMENTS = Decisions(
    "q1",
    {
        "A": "a05e2d215af6",
        "B": "653683b5dd51",
        "C": "fbec98006967",
        "D": "30630e0b1a93",
        "E": "c23c86f3d79b",
        "F": "550a48c04f1e",
        "G": "d3b81901d87f",
        "H": "ebe644b2c507",
    },
    {
        "fact": "no side disputes it. One side does, or the record speaks against it.",
        "claim": "it is the position of somebody who must be named. Is it in dispute at all, and "
        "if it is, does the record leave it open?",
        "wrong": "the record contradicts it. Which date, text or rule would do that?",
    },
)


Q1.decision(
    "statements",
    _STATEMENTS,
    points=4,
    hints=[
        "Ask of each sentence first: would Pristina, Belgrade and NATO all sign it? Then it is a "
        "fact, however unpleasant.",
        "If they would not: does a date, a text or a rule settle the matter? If so it is wrong. If "
        "not it is a claim.",
        "A verdict on what is lawful, and an accusation that no court has decided, are claims even "
        "if you find them convincing.",
    ],
)


# Question 2 ------------------------------------------------------------------------------

Q2 = UNIT.question(
    "q2",
    section="nk-security-force",
    fact="What a text takes for granted dates it, even if somebody has cut the date off.",
)
_CUTTINGS = Order(
    "q2",
    "ABCDEFG",
    [
        "7618291101a6",
        "82f527fe9e49",
        "669222274823",
        "95e34095f282",
        "b9478deeb50d",
        "4501c97bc402",
        "ee55b1a9a36f",
    ],
)


@Q2.part(
    "sequence",
    points=3,
    hints=[
        "Look for what each cutting takes for granted: a force that exists or does not yet, a "
        "team with a new name, a mandate before or after its change.",
        "The timeline in the chapter finds events by words: type one of the cutting's words into "
        "its field.",
    ],
)
def _(sequence):
    if isinstance(sequence, str):
        sequence = [sign for sign in sequence if sign.isalpha()]
    _CUTTINGS.judge("sequence", sequence)


# Question 3 ------------------------------------------------------------------------------

Q3 = UNIT.question(
    "q3",
    section="nk-north",
    fact="A table sorts by the first day of a month; a month has thirty days to be wrong in.",
)
_PAIRS = (
    ("2023-02-ksf-turkey", "2023-agreement-path-normalisation-accepted"),
    ("2023-nato-authorises-more-forces", "2023-kosovo-asks-again-join"),
    ("2022-kosovo-sets-up-working", "2022-russias-full-scale-invasion"),
    ("2016-nato-advisory-liaison-team", "2016-nato-approves-enhanced-interaction"),
)


@cache
def _stretches():
    """A day, the next day, their month, a later month and their year, as events to copy."""
    import pandas as pd

    days = (
        ("2020-03-10", "2020-03-10"),
        ("2020-03-11", "2020-03-11"),
        ("2020-03-01", "2020-03-31"),
        ("2020-06-01", "2020-06-30"),
        ("2020-01-01", "2020-12-31"),
    )
    pairs = [(pd.Timestamp(first), pd.Timestamp(last)) for first, last in days]
    return [pd.Series({"date": a, "earliest": a, "latest": b}) for a, b in pairs]


@Q3.part(
    "surely_before",
    points=2,
    hints=[
        "Imagine each event as a stretch from `earliest` to `latest`. When does the whole of the "
        "first stretch lie before the whole of the second?",
        "Two things that may have happened on one day are in no sure order: use `<`, not `<=`.",
    ],
)
def _(surely_before):
    day, next_day, month, later, year = (stretch.copy() for stretch in _stretches())
    trials = [
        (day, next_day, True),
        (month, later, True),
        (next_day, day, False),
        (later, month, False),
        (month, day, False),
        (day, month, False),
        (year, later, False),
        (later, year, False),
        (day, day, False),
    ]
    given = [
        truth("What `surely_before` gives", call("surely_before", surely_before, first, second))
        for first, second, _ in trials
    ]
    right = [answer for _, _, answer in trials]
    if given == right:
        return
    if len(set(given)) == 1:
        raise Mistake(f"`surely_before` says {given[0]} whatever it is given.")
    rules = [
        (
            lambda a, b: a["earliest"] < b["earliest"],
            "It compares the first days only, as sorting by `date` does. An event of some day in "
            "March may have come after one of 10 March.",
        ),
        (
            lambda a, b: a["latest"] < b["latest"],
            "It compares the last days only. The second event may have come early in its stretch.",
        ),
        (
            lambda a, b: a["latest"] <= b["earliest"],
            "It is sure of two events that may fall on one and the same day.",
        ),
        (
            lambda a, b: a["earliest"] < b["latest"],
            "It says True whenever the first event may have come first. That is possible, not "
            "sure.",
        ),
        (
            lambda a, b: b["latest"] < a["earliest"],
            "It says True when the second event surely came first: the wrong way round.",
        ),
    ]
    for rule, message in rules:
        if given == [bool(rule(first, second)) for first, second, _ in trials]:
            raise Mistake(f"`surely_before` is not right yet. {message}")
    raise Mistake(
        "`surely_before` is not right yet. Try it on two days, on a day and its month, and on a "
        "day and itself."
    )


@Q3.part(
    "known",
    hints=["Take the two rows by their ids, as `event(...)` does, and give them to your function."],
)
def _(known):
    events = _events()
    right = {
        pair: events[first]["latest"] < events[second]["earliest"]
        for pair, (first, second) in zip("ABCD", _PAIRS, strict=True)
    }
    truths(
        "known",
        known,
        right,
        true="the first surely came first. Does one of the two dates mean a whole month or year "
        "that holds the other?",
        false="the order is not sure. Look how far apart the two stretches lie.",
    )


@Q3.part(
    "days",
    hints=[
        "Subtract two dates and take `.days` of the result.",
        "Which of the events that follow in the table says that soldiers arrived, and not that "
        "they were decided on?",
    ],
)
def _(days):
    dates = {name: event["date"] for name, event in _events().items()}
    clash = dates["2023-clashes-zvecan-injure-kfor"]
    arrival = dates["2023-reinforcements-reach-kfor"]
    attack, decision = dates["2023-armed-attack-banjska"], dates["2023-nato-authorises-more-forces"]
    if hasattr(days, "days"):
        raise Mistake("`days` is a stretch of time. Take the number out of it, with `.days`.")
    number(
        "`days`",
        days,
        (dates["2023-british-reinforcements-arrive"] - attack).days,
        kind="a number of days, from the attack to the arrival",
        counts=True,
        mistakes=[
            (
                (decision - attack).days,
                "`days` ends on the day on which the Council authorised more forces. A decision is "
                "no arrival.",
            ),
            (
                (arrival - clash).days,
                "`days` belongs to the clashes at Zvečan. Banjska is asked for.",
            ),
            (
                (attack - dates["2023-british-reinforcements-arrive"]).days,
                "`days` has the wrong sign: take the earlier day from the later one.",
            ),
        ],
    )


# Question 4 ------------------------------------------------------------------------------

Q4 = UNIT.question(
    "q4",
    section="nk-kfor-strength",
    fact="Read as stretches and not as points, half of the quarrels between reports are gone.",
)
_READ = [
    (4273, "exact"),
    (15000, "exact"),
    (10200, "exact"),
    (50000, "about"),
    (4500, "at least"),
    (3800, "at most"),
]
_REPORTS = (
    ("kfor-history", "reuters-timeline-2008", "1999-06"),
    ("planken-2009", "aldarb-2009", "2009"),
    ("kfor-placemat-2017", "kfor-manza-2017", "2017"),
    ("kcss-2024", "cna-kfor-2023", "2023"),
)
_COMPARED = [*_READ, (9800, "exact")]

#: A figure in full thousands or hundreds may be off by half of that.
_ROUNDED = ((1000, 500), (100, 50))


def _span(troops, qualifier):
    troops = int(troops)
    if qualifier == "at least":
        return troops, inf
    if qualifier == "at most":
        return 0, troops
    if qualifier == "about":
        return troops * 0.9, troops * 1.1
    rounding = next((half for unit, half in _ROUNDED if troops % unit == 0), 0)
    return troops - rounding, troops + rounding


def _agree(one, other):
    lows, highs = zip(_span(*one), _span(*other), strict=True)
    return max(lows) <= min(highs)


@Q4.part(
    "span",
    points=2,
    hints=[
        "Treat `at least`, `at most` and `about` first and return at once; what is left is exact.",
        "`troops % 1000 == 0` says whether a number is in full thousands. Ask this before you ask "
        "for full hundreds: every full thousand is a full hundred as well.",
        "Ten per cent less is `0.9 * troops`; no upper end is `math.inf`.",
    ],
)
def _(span):
    for troops, qualifier in _READ:
        shown = f"`span({troops}, {qualifier!r})`"
        result = call("span", span, troops, qualifier)
        if not isinstance(result, tuple | list) or len(result) != 2:
            raise Mistake(f"{shown} does not give two numbers. Return `low, high`.")
        low, high = (end if end == inf else as_number(shown, end) for end in result)
        right = _span(troops, qualifier)
        if (high, low) == right and low != high:
            raise Mistake(f"{shown} has its ends the wrong way round: first low, then high.")
        if abs(low - right[0]) <= 1e-6 and (high == right[1] or abs(high - right[1]) <= 1e-6):
            continue
        if (
            troops % 1000 == 0
            and qualifier == "exact"
            and (low, high) == (troops - 50, troops + 50)
        ):
            raise Mistake(
                f"{shown} is read as full hundreds. Full thousands are full hundreds, too: ask for "
                "thousands first."
            )
        raise Mistake(
            f"{shown} is ({low:g}, {high:g}), which is not what the rule for such a report says."
        )


@Q4.part(
    "agree",
    hints=[
        "Two stretches have no number in common when one ends before the other begins. Otherwise "
        "they agree.",
    ],
)
def _(agree):
    import pandas as pd

    reports = [pd.Series({"troops": t, "qualifier": q}) for t, q in _COMPARED]
    # Both ways round: a comparison of ends may be right in one direction alone.
    pairs = [(one, other) for one in reports for other in reports]
    given = [truth("What `agree` gives", call("agree", agree, *pair)) for pair in pairs]
    right = [_agree(one, other) for one in _COMPARED for other in _COMPARED]
    if given == right:
        return
    if len(set(given)) == 1:
        raise Mistake(f"`agree` says {given[0]} whatever it is given.")
    if given == [not answer for answer in right]:
        raise Mistake("`agree` says True where it should say False, and the other way round.")
    if given == [one["troops"] == other["troops"] for one, other in pairs]:
        raise Mistake(
            "`agree` compares the two numbers. Compare the stretches that they stand for."
        )
    one, other = next(p for p, g, r in zip(pairs, given, right, strict=True) if g != r)
    raise Mistake(
        f"`agree` is not right for {one['troops']} ({one['qualifier']}) and {other['troops']} "
        f"({other['qualifier']}). One may begin inside the other or hold it as a whole."
    )


@Q4.part(
    "together",
    hints=["`report(...)` in the task gives you a row by its source and the start of its date."],
)
def _(together):
    truths(
        "together",
        together,
        _together(),
        true="the two numbers can be one strength, put in two ways. By the rule of this exercise "
        "they cannot.",
        false="the two numbers cannot be one strength. By the rule of this exercise they can.",
    )


@cache
def _together():
    reports = _bounded("kfor_strength").to_dict("records")
    right = {}
    for pair, (*sources, start) in zip("ABCD", _REPORTS, strict=True):
        right[pair] = _agree(*(_report(reports, source, start) for source in sources))
    return right


def _report(reports, source, start):
    """Troops and qualifier of the first report of ``source`` whose date begins with ``start``."""
    return next(
        (report["troops"], report["qualifier"])
        for report in reports
        if source in report["source_id"].split(";")
        and f"{report['date']:%Y-%m-%d}".startswith(start)
    )


_READING = Choice(
    "q4.reading",
    "1c70a6dbeb17",
    {
        "d82c95f3850f": "Rounding is what `agree` tests: a rounded number stands for a stretch, "
        "and the table's count lies outside it.",
        "f7aedf76b527": "Wrong would follow only if both meant one day. Look at what the two "
        "dates leave open.",
        "a036a56265bd": "A mean of two counts of different days is a count of no day.",
    },
)


Q4.decision(
    "reading",
    _READING,
    hints=["`agree` looks at numbers and qualifiers. What else do two reports have?"],
)


# Question 5 ------------------------------------------------------------------------------

Q5 = UNIT.question(
    "q5",
    section="nk-kfor-strength",
    fact="A change needs two counts, two dates and a base; a cause needs more than that.",
)


@cache
def _around(day):
    """The troops of the last report surely before ``day`` and of the first surely after it."""
    rows = _bounded("kfor_strength")
    before = rows[rows["latest"] < day].sort_values("earliest").iloc[-1]
    after = rows[rows["earliest"] > day].sort_values("latest").iloc[0]
    return float(before["troops"]), float(after["troops"])


def _by_date(rows, day):
    """The same by ``date`` alone, which takes a month for its first day."""
    rows = rows.sort_values("date", kind="stable")
    before, after = rows[rows["date"] < day], rows[rows["date"] > day]
    return float(before["troops"].iloc[-1]), float(after["troops"].iloc[0])


@Q5.part(
    "before_and_after",
    points=2,
    hints=[
        "Before means that the last day a report can mean lies before the day; after, that the "
        "first day it can mean lies after it.",
        "Sort both groups by date. Of the earlier group take the last row, of the later the first.",
    ],
)
def _(before_and_after, given):
    import pandas as pd

    rows, day = _bounded("kfor_strength"), pd.Timestamp(given.day)
    right = _around(given.day)
    for order in (True, False):
        lent = rows.copy().sort_values("troops", ascending=order)
        answer = call("before_and_after", before_and_after, lent, day)
        shown = "What `before_and_after` gives"
        if not hasattr(answer, "__len__") or isinstance(answer, str) or len(answer) != 2:
            raise Mistake(f"{shown} is not two numbers. Return `earlier, later`.")
        found = tuple(as_number(shown, value) for value in answer)
        if found == right:
            continue
        if found == right[::-1]:
            raise Mistake(f"{shown} is the wrong way round: first the earlier, then the later.")
        if found == _by_date(rows, day):
            raise Mistake(
                f"{shown} takes a month or a year for its first day. A report dated only "
                "to the month may be from after the event: use `latest` and `earliest`."
            )
        ends = lent[lent["latest"] < day], lent[lent["earliest"] > day]
        if found == (float(ends[0]["troops"].iloc[-1]), float(ends[1]["troops"].iloc[0])):
            raise Mistake(
                f"{shown} depends on the order of the rows. They come in any order: sort them by "
                "date before you take the last or the first."
            )
        if found[0] == right[0] or found[1] == right[1]:
            which = "later" if found[0] == right[0] else "earlier"
            with earned(0.5):
                raise Mistake(
                    f"{shown} has one number right; the {which} is not the nearest report in time. "
                    "The rows come in any order: sort them."
                )
        raise Mistake(
            f"{shown} for that day is not right. The rows come in any order: sort them by date "
            "before you take the last or the first."
        )


@Q5.part(
    "change",
    hints=["A change in per cent has a base: the strength before the event."],
)
def _(change, given):
    earlier, later = _around(given.day)
    number(
        "`change`",
        change,
        100 * (later - earlier) / earlier,
        kind="a change in per cent of the strength before, negative for a fall",
        tolerance=0.01,
        mistakes=[
            (
                100 * (later - earlier) / later,
                "`change` has the later strength as its base. Growth is a share of what was there "
                "before.",
            ),
            (later - earlier, "`change` is a number of soldiers. A percentage is asked for."),
            (
                100 * later / earlier,
                "`change` is the later strength in per cent of the earlier. Take the 100 off that "
                "were there before.",
            ),
        ],
    )


_FIFTH = Choice(
    "q5.fifth",
    "23e42a7091e7",
    {
        "423878d0c1f8": "That divides the difference by the later count. Growth is measured "
        "against what was there before.",
        "8595fd94937a": "Look where the two outlets have their number from, and whether the "
        "article names another source for the earlier year.",
        "b7ae1e593451": "The two counts lie more than a year apart, and much happened between. "
        "What came after is not thereby an effect.",
    },
)


Q5.decision(
    "fifth",
    _FIFTH,
    section="nk-north",
    hints=["What is a fifth of the earlier count, and does a sequence in time show a cause?"],
)


# Question 6 ------------------------------------------------------------------------------

Q6 = UNIT.question(
    "q6",
    section="nk-kfor-strength",
    fact="Points apart, qualifiers told apart, an axis from nought: nobody can be misled by that.",
)


@cache
def _reports():
    """The point and the qualifier of each report."""
    rows = _bounded("kfor_strength")
    days = rows["date"].dt.strftime("%Y-%m-%d")
    return [
        (charts.Point(day, float(y)), qualifier)
        for day, y, qualifier in zip(days, rows["troops"], rows["qualifier"], strict=True)
    ]


@Q6.part(
    "fig",
    points=4,
    hints=[
        "`px.scatter(rows, x=..., y=..., color=...)` makes a trace for each value of a column and "
        "joins nothing.",
        '`fig.update_yaxes(rangemode="tozero", title=...)` lets the axis start at 0.',
        "`fig.update_layout(title=...)` sets the title, `fig.add_annotation(text=..., "
        'xref="paper", yref="paper", x=0, y=-0.2, showarrow=False)` adds a note.',
    ],
)
def _(fig):
    figure = charts.read("fig", fig)
    recent = [(point, qualifier) for point, qualifier in _reports() if point.x >= "2017"]
    charts.require_points(
        "fig",
        figure,
        [point for point, _ in recent],
        mistakes=[
            (
                [point for point, _ in _reports() if point.x < "2017"],
                "also shows reports from before 2017, beside which the later changes vanish.",
            ),
        ],
    )
    with earned(0.5):
        if any(map(charts.joins, figure["data"])):
            raise Mistake(
                "`fig` joins reports with a line. A line says that one count went from this value "
                "to the next; these reports come from different sources. Draw points only."
            )
        _require_traces_by_qualifier(figure, recent)
        _require_zero(figure)
        charts.require_titles("fig", figure)
        title = charts.text_of(figure["layout"].get("title")).lower()
        if not any(name in title for name in ("kfor", "kosovo force")):
            raise Mistake("`fig` has a title that does not say whose strength it shows.")
        charts.require_words(
            "fig",
            figure,
            (("soldier", "troops"), "does not say what y counts: soldiers, or troops."),
            charts.SOURCE,
        )


def _require_traces_by_qualifier(figure, reports):
    says = {}
    for point, qualifier in reports:
        says.setdefault(point, set()).add(qualifier)
    for trace in figure["data"]:
        shown = [says[point] for point in charts.points(trace)]
        if shown and not set.intersection(*shown):
            raise Mistake(
                "`fig` draws reports that say exactly, about, at least and at most alike. Make one "
                "trace for each qualifier, by colour or by symbol."
            )


def _require_zero(figure):
    axis = figure["layout"].get("yaxis") or {}
    if axis.get("type") == "log":
        raise Mistake("`fig` has a logarithmic y axis, on which differences have no fixed size.")
    shown = charts.column(axis.get("range"))
    if len(shown) == 2 and None not in shown:
        if shown[0] > shown[1]:
            raise Mistake("`fig` has its y axis upside down.")
        if shown[0] > 0:
            raise Mistake(
                f"`fig` starts y at {float(shown[0]):g}, so that a small change looks large. Start "
                "at 0."
            )
    elif axis.get("rangemode") not in ("tozero", "nonnegative"):
        raise Mistake(
            "`fig` leaves the y axis to plotly, which starts it near the smallest value, so that a "
            "small change looks large. Let it start at 0."
        )


# Question 7 ------------------------------------------------------------------------------

Q7 = UNIT.question(
    "q7",
    section="nk-north",
    fact="A count of rows is a fact about a table before it is one about a country.",
)
_CLASHES = "2023-05-29"
_EVER = 100 * 365  # days


@cache
def _dated():
    """The events of which the day is known; a student's function gets copies of them."""
    rows = _bounded("events")
    return rows[rows["date_precision"] == "day"]


@cache
def _year_around(days=365, *, including=False):
    """Events by theme in so many days before and after the clashes, as a DataFrame."""
    import pandas as pd

    rows, day, reach = _dated(), pd.Timestamp(_CLASHES), pd.Timedelta(days, "D")
    back, on = rows["date"] - day, rows["date"] == day
    before = (back >= -reach) & (rows["date"] < day)
    after = (back <= reach) & ((rows["date"] > day) | (on & including))
    counts = pd.DataFrame(
        {
            "before": rows[before].groupby(rows["theme"].astype(str)).size(),
            "after": rows[after].groupby(rows["theme"].astype(str)).size(),
        }
    )
    return counts.fillna(0).rename_axis("theme").astype(int).reset_index()


@Q7.part(
    "year_around",
    points=3,
    hints=[
        '`rows["date"] - day` is a stretch of time. Compare it with `pd.Timedelta(days=365)`.',
        "Count each half with `.groupby(...).size()` or `.value_counts()`, then put the two "
        "together in a DataFrame.",
        "Where a theme has no event in one half, pandas writes a missing value: "
        "`.fillna(0)` makes it the 0 that it is.",
    ],
)
def _(year_around):
    import pandas as pd

    rows, day = _dated(), pd.Timestamp(_CLASHES)
    for lent in (rows, rows.iloc[::-1]):
        answer = call("year_around", year_around, lent.copy(), day)
        if hasattr(answer, "columns"):
            if "theme" not in answer.columns and answer.index.name is None:
                answer = answer.rename_axis("theme")
            if {"before", "after"} <= set(answer.columns) and answer[
                ["before", "after"]
            ].isna().any(axis=None):
                raise Mistake(
                    "`year_around` gives missing values. A theme with no event in one of the years "
                    "has 0 there, which is a result.",
                    credit=0.5,
                )
        tables.frame(
            "What `year_around` gives",
            answer,
            _year_around(),
            key="theme",
            mistakes=_wrong_years(),
        )


def _wrong_years():
    right = _year_around()
    yield (
        right[(right["before"] > 0) & (right["after"] > 0)],
        "`year_around` drops the themes that have an event in one of the two years only. Their 0 "
        "is the most telling number.",
    )
    themes = _dated()["theme"].cat.categories
    every = right.set_index("theme").reindex(themes, fill_value=0)
    yield (
        every.rename_axis("theme").reset_index(),
        "`year_around` keeps themes that have no event in either year, as pandas does when it "
        "counts a column of categories. Drop the rows with 0 in both.",
    )
    yield (
        _year_around(including=True),
        "`year_around` counts the day itself as after. Leave it out: it is what before and after "
        "are measured from.",
    )
    yield (
        right.rename(columns={"before": "after", "after": "before"}),
        "`year_around` has before and after the wrong way round.",
    )
    yield (
        _year_around(_EVER),
        "`year_around` counts everything before and after the day. Keep to one year on either "
        "side.",
    )


_SHOWS = Choice(
    "q7.shows",
    "c66c4f6c71f4",
    {
        "44e03fa8c75e": "Fewer rows are not less danger. Look at what the one incident after it "
        "was.",
        "3f2d4f881eea": "No row is not no event: KFOR was there every day of that year, and the "
        "table kept what its makers found telling.",
        "5cb4f4dfdfc0": "A handful of rows chosen by somebody cannot carry a cause. That one thing "
        "follows another does not mean that it follows from it.",
    },
)


Q7.decision(
    "shows",
    _SHOWS,
    hints=["Who decided which events have a row, and does a row weigh as much as another?"],
)


# Question 8 ------------------------------------------------------------------------------

Q8 = UNIT.question(
    "q8",
    section="nk-assembly",
    fact="Two missing words and a changed unit made another event of it.",
)


@Q8.part(
    "mended",
    points=4,
    hints=[
        "Who took the decision, on which day, and what is that body's relation to NATO?",
        "Reports agree on how many abstentions there were, and differ on whose. Say whose report "
        "you follow.",
        "What may a member of that kind not do?",
    ],
)
def _(mended):
    text(
        "mended",
        mended,
        [
            Criterion(
                "names the body that decided",
                mentions("Parliamentary Assembly", "NATO PA"),
            ),
            Criterion(
                "says that this body is not NATO",
                mentions(
                    "separate*",
                    "independent*",
                    "distinct*",
                    "not NATO",
                    "not part of NATO",
                    "no part of NATO",
                    "not a part of NATO",
                    "not a NATO body",
                    "no NATO body",
                    "not a body of NATO",
                    "outside NATO",
                    "apart from NATO",
                    "not belong to NATO",
                ),
            ),
            Criterion(
                "gives the day",
                mentions("27 May", "May 27", "27th May", "27th of May", "May 27th"),
            ),
            Criterion(
                "says what the status does not include",
                mentions(
                    "no vote",
                    "no votes",
                    "without a vote",
                    "without vote*",
                    "without the right",
                    "cannot vote",
                    "can not vote",
                    "can't vote",
                    "may not vote",
                    "not vote",
                    "no right to vote",
                    "no voting",
                    "without voting",
                    "non-voting",
                    "not entitled",
                ),
            ),
            Criterion(
                "speaks of abstentions, not of countries that abstained",
                lambda value: (
                    mentions("abstention*", "abstain*")(value)
                    and avoids(
                        "14 countries",
                        "fourteen countries",
                        "14 states",
                        "fourteen states",
                        "14 allies",
                        "fourteen allies",
                        "14 nations",
                        "fourteen nations",
                        "14 members",
                        "fourteen members",
                    )(value)
                ),
            ),
            Criterion(
                "says on whose report the count of votes rests",
                mentions(
                    "report*",
                    "according to",
                    "by one account",
                    "accounts",
                    "Beta*",
                    "IntelliNews",
                    "Serbian Monitor",
                    "Radio Free Europe",
                    "RFE/RL",
                    "source*",
                ),
            ),
        ],
        words=(20, 70),
    )
