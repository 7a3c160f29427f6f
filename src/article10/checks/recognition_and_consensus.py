"""The checks of the unit on recognition and consensus."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import combinations

from . import charts, tables, texts
from .charts import Point
from .decisions import Decisions
from .questions import Unit
from .texts import Criterion
from .values import Choice, Mistake, as_number, call, kind_of, number

UNIT = Unit(
    "recognition-and-consensus",
    chapter="Recognition and consensus",
    sections={
        "recognition-record": "Who recognises, and since when",
        "four-allies": "Four governments and what they say",
        "blocking-sets": "Who can stop a decision",
        "status-neutral-precedents": "What has been agreed without recognition",
        "status-neutral-wording": "What neutral wording has to avoid",
        "adriatic-charter-bosnia": "Another table: the Adriatic Charter",
    },
)

_DAYS = {
    "2009-04-01": "Albania and Croatia joined NATO",
    "2017-06-05": "Montenegro joined NATO",
    "2020-03-27": "North Macedonia joined NATO",
    "2023-04-04": "Finland joined NATO",
}


@UNIT.variants(day="2009-04-01", event=_DAYS["2009-04-01"])
def _(rng):
    day = rng.choice(list(_DAYS))
    return {"day": day, "event": _DAYS[day]}


@cache
def _records():
    """The table of the notebook: ``ally``, ``joined`` and ``recognised``, one row an Ally.

    Made once, so never to be changed: a student's function gets a copy.
    """
    import pandas as pd

    joined = (
        tables.load("accessions").astype({"country": str}).set_index("country")["accession_date"]
    )
    since = tables.load("recognition").astype({"ally": str}).set_index("ally")["recognition_date"]
    both = pd.DataFrame({"joined": joined.dropna(), "recognised": since})
    return both.rename_axis("ally").reset_index()


@cache
def _allies():
    """Each Ally's days of accession and of recognition; None for no recognition."""
    rows = _records().itertuples(index=False)
    return {
        row.ally: (
            row.joined.date(),
            row.recognised.date() if row.recognised == row.recognised else None,
        )
        for row in rows
    }


def _count(
    allies, day, *, joined=lambda when, day: when <= day, since=lambda when, day: when <= day
):
    """How many Allies there were on ``day``, and how many of them had recognised."""
    there = [recognised for when, recognised in allies.values() if joined(when, day)]
    return len(there), sum(when is not None and since(when, day) for when in there)


# Question 1 ------------------------------------------------------------------------------

Q1 = UNIT.question(
    "q1",
    section="blocking-sets",
    fact="The rule and the table decide who can block; the record on recognition does not.",
)
_SETS = Decisions(
    "q1",
    {
        "A": "ba2fa3d748df",
        "B": "c0d5d21bd8d3",
        "C": "a01f4b42a373",
        "D": "9228a791ee8f",
        "E": "4f022fa6e4ce",
        "F": "49ed5b7b21c7",
        "G": "c58e56dd59d2",
        "H": "bc7b10f0eaa5",
    },
    {
        "minimal": "it blocks, and that nothing smaller in it could. Count who is left without it, "
        "or take one of its seats away.",
        "not minimal": "it blocks, and that a part of it could as well. Which part?",
        "cannot": "it cannot block. Count who is left when it does not agree.",
    },
)


Q1.decision(
    "sets",
    _SETS,
    points=3,
    hints=[
        "Ask first whether these seats sit at that table at all. Then ask whether the others are "
        "enough for a decision.",
        "If a set blocks, take one seat out of it and ask again. Only if it no longer blocks, "
        "whichever seat you take, is it minimal.",
    ],
)


# Question 2 ------------------------------------------------------------------------------

Q2 = UNIT.question(
    "q2",
    section="blocking-sets",
    fact="A rule says how many must act to block. Who would act is a question for sources.",
)
_TABLES = (("ABCDE", 5), ("ABCDE", 4), ("ABCDEF", 4), ("ABC", 2))
# The seats and the four, as the task gives them: it is to work where pandas does not.
_IMAGINED = (32, 4)


def _sets(what, found, voices):
    """``found`` as a list of frozensets of ``voices``."""
    if isinstance(found, int | float | str | Mapping) or not hasattr(found, "__iter__"):
        raise Mistake(f"{what} is {kind_of(found)}. Give a list of sets.")
    sets = []
    for one in found:
        if not isinstance(one, tuple | list | set | frozenset):
            raise Mistake(
                f"{what} holds {kind_of(one)}, {str(one)[:40]!r}. Each entry is a set of voices, "
                "also where it holds one only: `{'Canada'}`."
            )
        if strange := [voice for voice in one if voice not in voices]:
            raise Mistake(
                f"{what} holds a set with {str(strange[0])[:40]!r}, which is none of the voices "
                "that were given."
            )
        sets.append(frozenset(one))
    return sets


def _same_sets(what, sets, right, blocks):
    """Accept ``sets`` if they are the ``right`` ones; ``blocks`` tells of any set if it blocks."""
    if not sets:
        raise Mistake(f"{what} is empty, though there is always a set that can block.")
    if short := next((one for one in sets if not blocks(one)), None):
        raise Mistake(f"{what} holds {_said(short)}, which cannot block: enough others are left.")
    if frozenset() in sets:
        raise Mistake(f"{what} holds the empty set. Somebody has to act.")
    if large := next((one for one in sets if one not in right), None):
        raise Mistake(
            f"{what} holds {_said(large)}, which blocks and is not minimal: a part of it could "
            "block as well."
        )
    if len(set(sets)) < len(right):
        raise Mistake(
            f"{what} leaves sets out: {len(set(sets))} of {len(right)} are there. No voice is "
            "special by its name; try them all."
        )
    if len(sets) > len(right):
        raise Mistake(f"{what} holds a set twice: who comes first in a set does not matter.")


def _said(some):
    return "{" + ", ".join(sorted(some)) + "}"


@Q2.part(
    "minimal_sets",
    points=3,
    hints=[
        "How many seats may stay away so that the decision still stands? One more can stop it.",
        "`itertools.combinations(seats, size)` gives every choice of `size` seats once, each as a "
        "tuple.",
    ],
)
def _(minimal_sets):
    for names, needed in _TABLES:
        seats = list(names)
        size = len(seats) - needed + 1
        found = call("minimal_sets", minimal_sets, list(seats), needed)
        what = f"What `minimal_sets` gives for {len(seats)} seats, {needed} of which must agree,"
        sets = _sets(what, found, seats)
        if {len(one) for one in sets} == {needed} != {size}:
            raise Mistake(
                f"{what} are sets that can pass a decision. Those that can stop one are asked for."
            )
        if {len(one) for one in sets} == {size - 1}:
            raise Mistake(
                f"{what} has sets of the wrong size, off by one: when so many stay away, exactly "
                "enough are left."
            )
        right = {frozenset(some) for some in combinations(seats, size)}
        _same_sets(what, sets, right, lambda one, size=size: len(one) >= size)


@Q2.part(
    "highest_needed",
    hints=["How large must a blocking set be, so that these four are one too few?"],
)
def _(highest_needed):
    seats, without = _IMAGINED
    number(
        "`highest_needed`",
        highest_needed,
        seats - without,
        kind="how many of the Allies must agree",
        mistakes=[
            (without, "`highest_needed` counts those who object. How many have to agree?"),
            (
                without + 1,
                "`highest_needed` is the size of a set that would block. How many have to agree, "
                "so that blocking takes that many?",
            ),
            (seats, "`highest_needed` is consensus, under which a single seat can block."),
            (
                seats - without + 1,
                "`highest_needed` is one too many: with so many needed, the four can still block.",
            ),
            (
                seats - without - 1,
                "`highest_needed` is one too few: a rule that asks for one more still leaves the "
                "four without a block.",
            ),
        ],
        counts=True,
    )


_READING = Choice(
    "q2.reading",
    "60caa020053e",
    {
        "0f9ac74d7da0": "That takes recognition for agreement to every proposal. A government "
        "that recognises Kosovo may still object to a text.",
        "8aa9cd35ff84": "They could not block by themselves. Together with others they still "
        "could.",
        "42a048465dcb": "A rule can be changed by those whom it binds. That makes a change "
        "unlikely, and leaves the arithmetic as it is.",
    },
)


Q2.decision(
    "reading",
    _READING,
    hints=["Suppose that the four do not agree. How many of the others may stay away then?"],
)


# Question 3 ------------------------------------------------------------------------------

Q3 = UNIT.question(
    "q3",
    section="recognition-record",
    fact="Membership and recognition both have dates, and a share has to ask for both.",
)
_TRIED = ("2008-03-05", "2008-06-30", "2009-04-01", "2020-03-26", "2024-12-31")


def _percent(allies, day, **how):
    there, yes = _count(allies, day, **how)
    return 100 * yes / there if there else 0.0


def _earlier(when, day):
    return when < day


def _always(when, day):
    return True


def _without_gaps(allies, day):
    return _percent({ally: both for ally, both in allies.items() if both[1]}, day)


_SLIPS = [
    (
        lambda allies, day: 100 * _count(allies, day)[1] / len(allies),
        "divides by today's Allies. Some of them had not joined yet.",
    ),
    (
        lambda allies, day: _percent(allies, day, joined=_always),
        "takes no notice of when a state joined. Today's Allies are not those of that day.",
    ),
    (
        lambda allies, day: 100 * _count(allies, day, joined=_always)[1] / _count(allies, day)[0],
        "also counts states that recognised before they were Allies, over the Allies of that day.",
    ),
    (
        lambda allies, day: _percent(allies, day, joined=_earlier, since=_earlier),
        "leaves out what happened on the day itself. Count it in.",
    ),
    (
        lambda allies, day: _percent(allies, day, since=_earlier),
        "leaves out who recognised on the day itself. Count that in.",
    ),
    (
        lambda allies, day: _percent(allies, day, joined=_earlier),
        "leaves out who joined on the day itself. Count that in.",
    ),
    (
        lambda allies, day: 100 - _percent(allies, day),
        "is the share without recognition. The other one is asked for.",
    ),
    (
        _without_gaps,
        "has lost the Allies without a date of recognition. They belong to the base.",
    ),
    (
        lambda allies, day: _count(allies, day)[1],
        "is a number of Allies. A percentage is asked for.",
    ),
]


@Q3.part(
    "share_recognising",
    points=3,
    hints=[
        "Keep the rows of those who had joined by that day, the day included. Their number is the "
        "base.",
        "Comparing a missing date with a day gives False, so an Ally without recognition counts "
        "as not recognising by itself. Do not drop it.",
    ],
)
def _(share_recognising):
    records, allies = _records(), _allies()
    found = []
    for day in _TRIED:
        what = f"What `share_recognising` gives for {day}"
        found.append(
            as_number(what, call("share_recognising", share_recognising, records.copy(), day))
        )
    days = [date.fromisoformat(day) for day in _TRIED]
    right = [_percent(allies, day) for day in days]
    if not _alike(found, right):
        if len(set(found)) == 1:
            raise Mistake(
                "`share_recognising` gives the same for every day: typed in, or the day is not "
                "used."
            )
        if _alike([100 * share for share in found], right):
            raise Mistake("`share_recognising` gives a share of 1. Give per cent, from 0 to 100.")
        for rule, message in _SLIPS:
            if _alike(found, [rule(allies, day) for day in days]):
                raise Mistake(f"What `share_recognising` gives {message}")
        if all(abs(share - full) < 0.6 for share, full in zip(found, right, strict=True)):
            raise Mistake("`share_recognising` rounds. Do not round.")
        out = next(d for d, f, r in zip(_TRIED, found, right, strict=True) if not _alike([f], [r]))
        raise Mistake(
            f"`share_recognising(records, {out!r})` is not right. Who was an Ally on that day, and "
            "who of them had recognised by then?"
        )
    for given, _ in tables.trials("share_recognising", share_recognising, (records, _TRIED[0])):
        if not _alike([float(given)], right[:1]):
            raise Mistake("`share_recognising` depends on the order of the rows.")


def _alike(some, others):
    return all(abs(one - other) < 1e-6 for one, other in zip(some, others, strict=True))


@Q3.part("share_then", hints=["Call your function with the day as text, as in `'2008-12-31'`."])
def _(share_then, given):
    allies, day = _allies(), date.fromisoformat(given.day)
    number(
        "`share_then`",
        share_then,
        _percent(allies, day),
        kind="the percentage of that day's Allies that had recognised",
        mistakes=((rule(allies, day), f"`share_then` {message}") for rule, message in _SLIPS),
    )


@Q3.part(
    "last_fall",
    hints=[
        "The number falls when an Ally recognises. It does not fall when a state joins that "
        "recognised before.",
    ],
)
def _(last_fall):
    allies = _allies()
    day = _day("`last_fall`", last_fall)
    falls = [r for joined, r in allies.values() if r and joined <= r]
    if day == max(falls):
        return
    if day == max(recognised for _, recognised in allies.values() if recognised):
        raise Mistake(
            "`last_fall` is the last recognition in the table. Were these states Allies on that "
            "day?"
        )
    if day in {joined for joined, _ in allies.values()}:
        raise Mistake(
            "`last_fall` is the day on which a state joined. Having recognised before, it leaves "
            "the number of those who do not as it is."
        )
    if day in falls:
        raise Mistake("`last_fall` is a day on which the number fell. There is a later one.")
    raise Mistake("`last_fall` is not right: on that day no Ally recognised.")


def _day(name, value):
    """``value``, a date in any usual form, as a date."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip()[:10])
        except ValueError:
            raise Mistake(f"{name} is {value[:40]!r}. Write the day as in '2008-02-17'.") from None
    if callable(getattr(value, "date", None)) and value == value:
        return value.date()
    if isinstance(value, date):
        return value
    raise Mistake(f"{name} is {kind_of(value)}. Give a day, as in '2008-02-17'.")


_SENTENCE = Choice(
    "q3.sentence",
    "536a3acb16cd",
    {
        "441c4c18998d": "No Ally without recognition has changed its record since 2008. Look "
        "at who was added.",
        "6f21adc6efd4": "A share says how many, and consensus asks for all. And recognition "
        "is not agreement to a proposal.",
        "7a978dccc7c1": "That draws a line through accessions. States join when they are "
        "invited, not at a yearly rate.",
    },
)


Q3.decision(
    "sentence",
    _SENTENCE,
    hints=["Which part of the share moved, the count above or the base below?"],
)


# Question 4 ------------------------------------------------------------------------------

Q4 = UNIT.question(
    "q4",
    section="recognition-record",
    fact="Two counts tell what one share hides: the base grew, and the four stayed four.",
)
_YEARS = range(2007, 2025)


@Q4.part(
    "fig",
    points=4,
    hints=[
        "For each year, count the Allies of 31 December, and how many of them had recognised by "
        "then. The difference is the other line.",
        "`px.line(table, x='year', y=['with ...', 'without ...'], markers=True)` draws a line for "
        "each column and names it in the legend.",
        "`fig.update_yaxes(rangemode='tozero', title=...)` starts the axis at 0, "
        "`fig.add_annotation(text=..., ...)` adds a note.",
    ],
)
def _(fig):
    figure = charts.read("fig", fig)
    figure["data"] = [
        {**trace, "x": [str(x)[:4] for x in charts.column(trace.get("x"))]}
        for trace in figure["data"]
    ]
    lines = [_points(), _points(of=1)]
    everyone = [_points(joined=_always), _points(of=1, joined=_always)]
    shares = [Point(str(year), _percent(_allies(), date(year, 12, 31))) for year in _YEARS]
    drawn = {point.y for trace in figure["data"] for point in charts.points(trace)}
    if len({point.y for point in shares} & drawn) > 4:
        raise Mistake("`fig` shows shares. Draw numbers of Allies, so that the base can be seen.")
    charts.require_points(
        "fig",
        figure,
        [*lines[0], *lines[1]],
        mistakes=[
            (
                set(everyone[0] + everyone[1]) - set(lines[0] + lines[1]),
                "counts today's Allies in years in which some of them had not joined.",
            ),
        ],
    )
    for trace in filter(charts.joins, figure["data"]):
        if not any(set(charts.points(trace)) <= set(line) for line in lines):
            raise Mistake(
                "`fig` joins those with and those without recognition in one line. Draw one line "
                "for each."
            )
    names = [str(trace.get("name") or "") for trace in figure["data"]]
    if len(set(names)) < 2:
        raise Mistake("`fig` does not say which line is which. Give each trace a name.")
    if unread := [name for name in names if "_" in name]:
        raise Mistake(f"`fig` calls a line {unread[0]!r}: a name for computers. Say it in words.")
    _require_zero(figure)
    charts.require_titles("fig", figure)
    charts.require_words(
        "fig",
        figure,
        (("kosovo",), "does not say whose recognition it is about: name it in the title."),
        charts.SOURCE,
    )


@cache
def _points(*, of=0, **how):
    """For each year's end the Allies with recognition (``of`` 0) or without it (1)."""
    counts = {year: _count(_allies(), date(year, 12, 31), **how) for year in _YEARS}
    return [
        Point(str(year), float(there - yes if of else yes)) for year, (there, yes) in counts.items()
    ]


def _require_zero(figure):
    """Accept a y axis on which lengths can be compared."""
    axis = figure["layout"].get("yaxis") or {}
    if axis.get("type") == "log":
        raise Mistake("`fig` has a logarithmic y axis. Numbers of Allies are small: count plainly.")
    shown = charts.column(axis.get("range"))
    fixed = len(shown) == 2 and None not in shown
    if fixed and min(map(float, shown)) > 0:
        raise Mistake("`fig` cuts its y axis, which makes small steps look large. Start at 0.")
    bars = all(trace.get("type") == "bar" for trace in figure["data"])
    if not fixed and not bars and axis.get("rangemode") not in ("tozero", "nonnegative"):
        raise Mistake("`fig` leaves the y axis to plotly. Make sure that it starts at 0.")


# Question 5 ------------------------------------------------------------------------------

Q5 = UNIT.question(
    "q5",
    section="four-allies",
    fact="A ground has the government as its author, an explanation somebody else.",
)
_STATEMENTS = Decisions(
    "q5",
    {
        "A": "c985af0d01c9",
        "B": "79df2aa034df",
        "C": "87f5bd95ada7",
        "D": "f2c2124a3683",
        "E": "2dc31796209b",
        "F": "d745c995c9cb",
        "G": "2435608acb17",
    },
    {
        "ground": "a government gives its reason for not recognising. Who speaks, and of what?",
        "explanation": "somebody else explains what a government does. Look at who speaks.",
        "practice": "it tells what a government does, and nothing of why it does not recognise. "
        "Read it again.",
    },
)


Q5.decision(
    "statements",
    _STATEMENTS,
    points=3,
    hints=[
        "Ask of each: who is speaking, the government itself or somebody about it?",
        "If the government speaks: does it say why it does not recognise, or what it does?",
    ],
)


_REPLY = Choice(
    "q5.reply",
    "cd055995483b",
    {
        "16a1bbc4f516": "What was possible once need not be possible again: subject and rule "
        "may differ. Compare them.",
        "1ca77e0ea93a": "The case shows something, and its age alone does not spoil it. What is "
        "it that it shows?",
        "ff435a3d6355": "Under consensus the number of doubters decides nothing. One is enough, "
        "then as now.",
    },
)


Q5.decision(
    "reply",
    _REPLY,
    section="status-neutral-precedents",
    hints=["What was asked of the cautious in 2008, and what would a memorandum ask of them?"],
)


# Question 6 ------------------------------------------------------------------------------

Q6 = UNIT.question(
    "q6",
    section="adriatic-charter-bosnia",
    fact="A seat can have a table of its own behind it, with a rule of its own.",
)
_GOVERNMENTS = ("Albania", "Croatia", "Montenegro", "North Macedonia", "United States")
_PRESIDENCY = ("Bosniak member", "Croat member", "Serb member")


@Q6.part(
    "charter_sets",
    points=3,
    hints=[
        "Five of the voices sit at the Charter's own table. What does it take for each of them to "
        "stop a decision there?",
        "Bosnia and Herzegovina does not agree when too few of the three do. How many have to "
        "refuse for that? Take all choices of so many.",
    ],
)
def _(charter_sets):
    for needed in (3, 2, 1):
        refuse = len(_PRESIDENCY) - needed + 1
        found = call("charter_sets", charter_sets, needed)
        what = f"What `charter_sets({needed})` gives"
        sets = _sets(what, found, (*_GOVERNMENTS, *_PRESIDENCY))
        right = {frozenset([one]) for one in _GOVERNMENTS}
        behind = {frozenset(some) for some in combinations(_PRESIDENCY, refuse)}
        if set(sets) == right:
            raise Mistake(f"{what} has nobody who speaks for Bosnia and Herzegovina.")
        if set(sets) == behind:
            raise Mistake(f"{what} leaves out the other five, who sit at the same table.")
        passing = {frozenset(some) for some in combinations(_PRESIDENCY, needed)}
        if passing != behind and set(sets) == right | passing:
            raise Mistake(
                f"{what} has those in the Presidency who are enough to agree. Who is enough to "
                "keep it from agreeing?"
            )

        def blocks(one, refuse=refuse):
            return bool(one & set(_GOVERNMENTS)) or len(one & set(_PRESIDENCY)) >= refuse

        _same_sets(what, sets, right | behind, blocks)


@Q6.part(
    "alone",
    hints=["Count the sets with one voice in what your function gives for that rule."],
)
def _(alone):
    voices = len(_GOVERNMENTS)
    number(
        "`alone`",
        alone,
        voices,
        kind="how many of the eight voices",
        counts=True,
        mistakes=[
            (
                voices + len(_PRESIDENCY),
                "`alone` counts all sets, or the rule of all three. Under the other rule, who can "
                "stop a decision without any help?",
            ),
            (
                voices + 1,
                "`alone` counts Bosnia and Herzegovina as one voice. Behind it are three, none of "
                "whom is enough alone under this rule.",
            ),
        ],
    )


_CHANGED = Choice(
    "q6.changed",
    "dac3e32ff24a",
    {
        "51ee153fd8e1": "Admission to the Charter needs an application and all its members. "
        "The Presidency decides for one of them.",
        "abd38a399d2a": "Bosnia and Herzegovina has no seat in the Council, whatever its "
        "Presidency decides.",
        "1ce21b65e3bb": "Two had voted for it. Under which rule is that not enough, and under "
        "which is it?",
    },
)


Q6.decision(
    "changed",
    _CHANGED,
    hints=["Go through the tables one by one: the Presidency, the Charter, the Council."],
)


# Question 7 ------------------------------------------------------------------------------

Q7 = UNIT.question(
    "q7",
    section="status-neutral-wording",
    fact="Neutral wording says what will be done and leaves to each what it thinks of status.",
)
_DRAFT = Decisions(
    "q7",
    {
        "A": "745db65fc014",
        "B": "48ea3c8f5e70",
        "C": "c20cc3933261",
        "D": "ee84a15e6eb4",
        "E": "4dbee3957dd0",
        "F": "f5dd35c93aab",
    },
    {
        "implies": "it implies statehood. Which word does? If none, look the other way.",
        "denies": "it denies statehood. Which word does? If none, look the other way.",
        "neutral": "both governments could sign it. One of the two would have to explain a word at "
        "home.",
    },
)


Q7.decision(
    "draft",
    _DRAFT,
    points=2,
    hints=[
        "Read each sentence twice: as a government that recognises Kosovo, then as one that does "
        "not.",
        "Not only names take sides. Procedures and papers can, too.",
    ],
)


@Q7.part(
    "clause",
    points=3,
    hints=[
        "Begin with what shall not follow from the text, then say for whom, and from which words "
        "or acts.",
        "Look at how the footnote of 2012 and the agreement of 2016 do it, and find words of your "
        "own.",
    ],
)
def _(clause):
    texts.text(
        "clause",
        clause,
        [
            Criterion(
                "says that something does not follow",
                texts.mentions("nothing", "no", "not", "neither", "nor", "none", "without"),
            ),
            Criterion(
                "names what is left as it is: status, recognition or positions on them",
                texts.mentions("status", "recogni*", "statehood", "position*"),
            ),
            Criterion(
                "holds for every participant, whatever its position",
                texts.mentions(
                    "any",
                    "all",
                    "each",
                    "every",
                    "everyone",
                    "either",
                    "both",
                    "whatever",
                    "none of",
                    "nobody",
                    "anyone",
                ),
            ),
            Criterion(
                "covers what is done under the text (taking part, meeting, signing) and not only "
                "its words",
                texts.mentions(
                    "tak* part",
                    "participat*",
                    "meeting*",
                    "sign*",
                    "attend*",
                    "activit*",
                    "act",
                    "acts",
                    "action*",
                    "implement*",
                    "cooperat*",
                    "exercise*",
                    "contact*",
                    "use",
                    "appl*",
                ),
            ),
            Criterion(
                "uses no word that takes a side, such as a title, a claim or a disputed name",
                texts.avoids(
                    "republic",
                    "sovereign*",
                    "province*",
                    "so-called",
                    "metohija",
                    "provisional",
                    "breakaway",
                    "seced*",
                    "secession*",
                    "illegal*",
                    "liberat*",
                    "occup*",
                ),
            ),
        ],
        words=(12, 70),
    )
