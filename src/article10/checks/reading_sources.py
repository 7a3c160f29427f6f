"""The checks of the unit on reading sources."""

from functools import cache

from . import charts, tables
from .decisions import Decisions
from .digests import digest
from .questions import Unit
from .texts import Criterion, avoids, mentions, text
from .values import Choice, Mistake, call, earned, kind_of, number

UNIT = Unit(
    "reading-sources",
    chapter="Reading sources critically",
    sections={
        "rs-reasons": "Six reasons why sources differ",
        "rs-dates": "Dates",
        "rs-wording": "Wording",
        "rs-advocacy": "Advocacy",
        "rs-travel": "How a figure travels",
        "rs-reconcile": "Reconcile, or leave it open",
    },
)


@UNIT.variants(count=32, nth="32nd")
def _(rng):
    count = rng.choice([29, 30, 31, 32])
    return {"count": count, "nth": {29: "29th", 30: "30th", 31: "31st", 32: "32nd"}[count]}


# Question 1 ------------------------------------------------------------------------------

Q1 = UNIT.question(
    "q1",
    section="rs-reasons",
    fact="Most gaps need nobody's fault. Ask what would make both statements true.",
)
_REASONS = Decisions(
    "rs.q1",
    {
        "A": "c6fd0327b1d4",
        "B": "e798faf29f3e",
        "C": "644262c1a788",
        "D": "370c131d5da4",
        "E": "22ae4e258baa",
        "F": "c7bbde10d737",
        "G": "ecb67d028ebd",
        "H": "53389712e08c",
    },
    {
        "date": "the two speak of different times. Does time alone explain the gap?",
        "object": "the two speak of different things, stages or questions. Which two?",
        "base": "the two are shares of different wholes. Is either of them a share?",
        "house": "a rule or habit of the house makes the gap, and would make it again next time. "
        "Which rule?",
        "transmission": "the statement changed while it was handed on. Did one of the two have it "
        "from the other?",
        "interest": "only the use of the statement to its author explains the gap. Does no "
        "simpler reason?",
    },
)


Q1.decision(
    "reasons",
    _REASONS,
    points=3,
    hints=[
        "Ask in the order of the table in the chapter. Stop at the first reason that explains "
        "the gap.",
        "If one of the two statements names the other as its source, look at what happened "
        "between them. If the same gap comes back every year, look at who counts, and how.",
    ],
)


# Question 2 ------------------------------------------------------------------------------

Q2 = UNIT.question(
    "q2",
    section="rs-travel",
    fact="Each hand changed a few words only. At one of them the base was lost.",
)
_CHAIN = ("2b579c3ebe75", "018a0159fbdb", "3d7f63b6ce4b", "dd34e48cd10c", "7f536cc4ea57")


@Q2.part(
    "chain",
    points=2,
    hints=[
        "Read each cutting for the name of its source, and draw an arrow to it.",
        "One cutting had the figure from the institute itself, and nobody had it from that "
        "cutting.",
    ],
)
def _(chain):
    if isinstance(chain, str | dict | set) or callable(chain) or not hasattr(chain, "__iter__"):
        raise Mistake(f"`chain` is {kind_of(chain)}. Give a list of letters, from first to last.")
    given = [str(item).strip().upper() for item in chain]
    if unknown := [item for item in given if item not in tuple("ABCDEF")]:
        raise Mistake(f"`chain` holds {unknown[0]!r}. Use the letters A to F.")
    if len(set(given)) < len(given):
        raise Mistake("`chain` names a cutting twice. A figure passes each hand once.")
    if len(given) == 6:
        raise Mistake(
            "`chain` has all six. One of them did not hand the figure on: leave it out.", credit=0
        )
    fits = [
        digest(f"rs.q2.{i}", item) == right
        for i, (item, right) in enumerate(zip(given, _CHAIN, strict=False))
    ]
    if all(fits) and len(given) == len(_CHAIN):
        return
    turned = given[::-1]
    if len(given) == len(_CHAIN) and all(
        digest(f"rs.q2.{i}", item) == right
        for i, (item, right) in enumerate(zip(turned, _CHAIN, strict=True))
    ):
        raise Mistake("`chain` runs from the leaflet back. Turn it.", credit=0.5)
    first = fits.index(False) if False in fits else len(fits)
    if first == len(given):
        raise Mistake(
            f"`chain` stops after {given[-1]}. Go on to the leaflet."
            if given
            else "`chain` is empty.",
            credit=first / len(_CHAIN) if first > 2 else 0,
        )
    raise Mistake(
        f"`chain` goes wrong at place {first + 1}, with {given[first]!r}. Whom does that cutting "
        "name as its source?",
        credit=first / len(_CHAIN) if first > 2 else 0,
    )


_LOST = Choice(
    "rs.q2.lost",
    "5b7bd438bcb2",
    {
        "cdd6ac37f2ef": "A rounds what it was given. Had the figure lost its base before?",
        "a1de723622b9": "B is the survey itself, with every answer and how many were asked.",
        "af641b33c495": "D still says of whom it is a share: of those with an opinion.",
        "6024903600c6": "E turns one report into several. The base was lost earlier.",
        "cf8f603fc26f": "F gives shares of everybody who was asked, and says so.",
    },
    letters="abcdef",
)


Q2.decision(
    "lost",
    _LOST,
    hints=[
        "Work out 43 as a share of those who chose a side. Which cutting still says of whom it "
        "is a share?",
    ],
)


@Q2.part(
    "origins",
    hints=["Follow both of the names in the leaflet back as far as they go."],
)
def _(origins):
    number(
        "`origins`",
        origins,
        1,
        kind="how many surveys were made",
        mistakes=[
            (2, "`origins` counts the two outlets that the leaflet names. Who asked people?"),
            (3, "`origins` counts reports. Who asked people?"),
            (4, "`origins` counts those who handed the figure on. Who asked people?"),
            (5, "`origins` counts cuttings. Who asked people?"),
            (6, "`origins` counts cuttings. Who asked people?"),
            (0, "`origins` is 0, but one cutting says how many people were asked."),
        ],
    )


# Question 3 ------------------------------------------------------------------------------

Q3 = UNIT.question(
    "q3",
    section="rs-reconcile",
    fact="Two shares can agree with each other and still not with the counts.",
)


@Q3.part(
    "left_out",
    hints=[
        "Take 1,000 votes cast, of which `of_all` per cent are for. How large must the smaller "
        "base be, so that the same votes are `of_some` per cent of it?",
        "The base that is left is `of_all / of_some` of the whole. What is missing from it?",
    ],
)
def _(left_out):
    for of_all, of_some in ((60, 80), (45, 50), (91.46, 94.18), (30, 30)):
        shown = f"`left_out({of_all}, {of_some})`"
        ratio = of_all / of_some
        number(
            shown,
            call("left_out", left_out, of_all, of_some),
            100 * (1 - ratio),
            kind="a share of all votes, in per cent",
            tolerance=1e-6,
            mistakes=[
                (
                    of_some - of_all,
                    f"{shown} gives the difference of the two shares. They have different bases, "
                    "so their difference is a share of nothing.",
                ),
                (100 * ratio, f"{shown} gives the part that is kept, not the part left out."),
                (
                    100 * (of_some / of_all - 1),
                    f"{shown} measures what is left out against the smaller base. Measure it "
                    "against all votes.",
                ),
                (100 - of_all, f"{shown} takes everything that is not *for* as left out."),
                (
                    100 - of_some,
                    f"{shown} gives the votes against, as a share of the smaller base.",
                ),
            ],
        )


@Q3.part(
    "invalid_share",
    hints=["Which ballots lay in the boxes? Add them up before you divide."],
)
def _(invalid_share):
    votes, against, rest = 1_355_328, 404_943, 203_325
    number(
        "`invalid_share`",
        invalid_share,
        100 * rest / sum((votes, against, rest)),
        kind="a share of all ballots, in per cent",
        mistakes=[
            (
                100 * rest / sum((votes, against)),
                "`invalid_share` divides by the valid ballots. It is asked for as a share of all.",
            ),
            (100 * rest / votes, "`invalid_share` divides by the yes votes alone."),
            (
                100 * (1 - 72.5 / 77.0),
                "`invalid_share` is worked out from the two shares. Take it from the counts, so "
                "that you can compare.",
            ),
        ],
    )


_FITS = Choice(
    "rs.q3.fits",
    "d906a4c5a49a",
    {
        "bf74186b1b70": "That sentence needs 5.8 per cent of ballots to be invalid. Compare it "
        "with what the counts give.",
        "a8dfacccc27d": "An encyclopedia that anyone can edit settles nothing by itself; and "
        "why should its counts be the better ones?",
        "635622cada90": "Shares of one count may differ when their bases do. Try the bases "
        "before you reject both.",
    },
)


Q3.decision(
    "georgia",
    _FITS,
    hints=[
        "Work out yes as a share of yes and no, and as a share of all three. Which of the two "
        "published shares do you meet?",
    ],
)


# Question 4 ------------------------------------------------------------------------------

Q4 = UNIT.question(
    "q4",
    section="rs-reconcile",
    fact="Errors are mended by a source; claims are mended by naming who makes them.",
)
_SENTENCES = Decisions(
    "rs.q4",
    {
        "A": "9716687c42fd",
        "B": "ab86ac58adce",
        "C": "9dcae41804f1",
        "D": "b895cb486c66",
        "E": "753a44d2b967",
        "F": "0813ea29ac8a",
        "G": "cb02324d8557",
        "H": "52cc614427a4",
    },
    {
        "stands": "it may be printed as it is. Does no row of the table stand against it?",
        "wrong": "a document or a count stands against it. Which one?",
        "claim": "it is somebody's, and others contradict it. Who would?",
    },
)


Q4.decision(
    "sentences",
    _SENTENCES,
    points=2,
    hints=[
        "Each sentence touches one claim in the chapter's second explorer. Search its table.",
        "Two of the eight need a holder, three go against the record.",
    ],
)


@Q4.part(
    "mended",
    points=2,
    section="rs-wording",
    hints=[
        "D: first *of which kind*? F: who accuses whom, and what do the accused say? H: what does "
        "the number depend on?",
        "Use verbs that show a holder, such as *accuses* and *denies*.",
    ],
)
def _(mended):
    text(
        "mended",
        mended,
        [
            Criterion(
                "D: says of which kind the deployment of March 2021 was the first",
                mentions(
                    "military operation*",
                    "military mission*",
                    "military deployment*",
                    "military task*",
                    "operation abroad",
                    "military unit*",
                    "peacekeeping",
                ),
            ),
            Criterion(
                "D: names the earlier work abroad, with its place or its year",
                lambda value: (
                    mentions("Albania", "2010")(value)
                    and mentions("relief", "flood*", "humanitarian", "disaster*", "help*")(value)
                ),
            ),
            Criterion(
                "F: says who accuses whom",
                lambda value: (
                    mentions("Kosovo*", "Pristina", "Kurti")(value)
                    and mentions("Serbia*", "Belgrade")(value)
                    and mentions(
                        "accus*", "blam*", "alleg*", "says", "said", "according", "attribut*"
                    )(value)
                ),
            ),
            Criterion(
                "F: gives the answer of the accused",
                mentions(
                    "den*", "reject*", "each other", "in turn", "each side", "both sides", "turn*"
                ),
            ),
            Criterion(
                "F: leaves the label for the deed to those who use it",
                lambda value: (
                    avoids("terror*")(value)
                    or mentions("EU", "European Union", "call*", "spoke", "speak*", "label*")(value)
                ),
            ),
            Criterion(
                "H: says what the number of recognitions depends on",
                mentions("withdr*", "revok*", "suspen*"),
            ),
        ],
        words=(30, 110),
    )


# Question 5 ------------------------------------------------------------------------------

Q5 = UNIT.question(
    "q5",
    section="rs-dates",
    fact="A number that was right dates itself: from the last entry it knows to the next.",
)


@cache
def _entries():
    """The days on which countries entered, in order."""
    return tuple(sorted(tables.load("accessions")["accession_date"].dropna()))


@cache
def _members(day):
    """How many countries are members at the end of ``day``."""
    import pandas as pd

    return sum(entry <= pd.Timestamp(day) for entry in _entries())


@Q5.part(
    "next_number",
    points=2,
    hints=[
        "How many countries are members at the end of `day`? The next one comes after them.",
        '`rows["accession_date"] <= day` is true for every country that has entered by then; a '
        "missing date counts as false.",
    ],
)
def _(next_number):
    days = ("2021-06-30", "2009-04-01", "1990-01-01", "2025-03-07")
    cases = [(tables.load("accessions"), day) for day in days]
    for answer, (_, day) in tables.trials("next_number", next_number, *cases):
        shown = f"`next_number(rows, {day!r})`"
        number(
            shown,
            answer,
            _members(day) + 1,
            kind="a whole number",
            counts=True,
            mistakes=_wrong_numbers(shown, day),
        )


def _wrong_numbers(shown, day):
    """What common mistakes give for ``day``; worked out for answers that are wrong."""
    import pandas as pd

    members, entered, countries = _members(day), len(_entries()), len(tables.load("accessions"))
    before = members - _entries().count(pd.Timestamp(day))
    if before != members:
        yield before + 1, f"{shown} leaves out who entered on the day itself."
    yield members, f"{shown} counts the members. The *next* one would come after them."
    yield countries - members, f"{shown} counts those who entered later, or not at all."
    yield (
        countries - (entered - members) + 1,
        f"{shown} counts countries without a date of entry as members.",
    )
    yield entered + 1, f"{shown} counts everybody who is a member today, whatever the day."


def _window(count):
    import pandas as pd

    return _entries()[count - 2], _entries()[count - 1] - pd.Timedelta(days=1)


@Q5.part(
    "window",
    hints=[
        "The sentence becomes true on the day on which one country enters, and false on the day "
        "on which another does.",
        "Sort the days of entry. `pd.Timedelta(days=1)` is one day.",
    ],
)
def _(window, given):
    import pandas as pd

    if isinstance(window, str | type) or not hasattr(window, "__len__") or len(window) != 2:
        raise Mistake("`window` must be two days: the first and the last, in round brackets.")
    try:
        first, last = (pd.Timestamp(day).normalize() for day in window)
    except (TypeError, ValueError):
        raise Mistake(
            '`window` holds something that is no day. Give days such as "2015-01-31".'
        ) from None
    start, end = _window(given.count)
    day = pd.Timedelta(days=1)
    if (first, last) == (start, end):
        return
    if first > last:
        raise Mistake("`window` ends before it begins.")
    if (first, last) == (start, end + day):
        raise Mistake(
            "`window` ends with the day on which the next country entered. On that day the "
            "sentence was no longer right.",
            credit=0.5,
        )
    if first == start + day and last in (end, end + day):
        raise Mistake(
            "`window` begins a day late: a country is a member on the day on which it enters.",
            credit=0.5,
        )
    if any((first, last) == _window(number) for number in range(20, 33)):
        raise Mistake("`window` belongs to another number. Count once more who was in.")
    if first == start or last == end:
        raise Mistake(
            f"`window` has the right {'first' if first == start else 'last'} day, not the other.",
            credit=0.5,
        )
    raise Mistake("`window` is not right. Who was the last to enter before, who the first after?")


_CARRIED = Choice(
    "rs.q5.carried",
    "4ff7026716e4",
    {
        "7dad175bdff4": "One stale sentence does not date a paper: others in it may be new.",
        "1acd10c6ca49": "The paper mentions Sweden's entry elsewhere, and a count that leaves "
        "Sweden out is no other way to count members.",
        "e69236381852": "The number can be checked against days of entry, and it fails. That is "
        "a finding about the sentence.",
    },
)


Q5.decision(
    "carried",
    _CARRIED,
    hints=["What else does a stale number date: the paper, a sentence, or an author's views?"],
)


# Question 6 ------------------------------------------------------------------------------

Q6 = UNIT.question(
    "q6",
    section="rs-travel",
    fact="A figure that breaks with its series deserves a question before it deserves a headline.",
)


@cache
def _stay(survey="Annual Tracking Research", answer="stay"):
    from ..data import rows  # needs pandas; the checks of plain values do without

    polls = rows(
        "polls",
        country="NATO total",
        question_family="vote_stay",
        survey=survey,
        answer=answer,
    )
    return tuple(
        charts.Point(f"{day:%Y-%m-%d}", float(share))
        for day, share in zip(polls["date_fielded"], polls["percent"], strict=True)
    )


_REPORTED = charts.Point("2022-12-01", 61.0)


@Q6.part(
    "fig",
    points=2,
    hints=[
        "Filter `polls` by country, family, survey and answer; `px.scatter(rows, x=..., y=...)` "
        "draws the points.",
        '`fig.add_scatter(x=..., y=..., mode="markers", name="...")` adds a trace of its own.',
        "`fig.update_yaxes(range=[0, 100], title=...)` fixes the axis; "
        '`fig.add_annotation(text=..., xref="paper", yref="paper", x=0, y=-0.2, showarrow=False)` '
        "adds a note.",
    ],
)
def _(fig):
    figure = charts.read("fig", fig)
    series = _stay()
    drawn = {point for trace in figure["data"] for point in charts.points(trace)}
    if drawn and _REPORTED not in drawn and set(series) <= drawn:
        raise Mistake("`fig` leaves out the reported share. Add it as a trace of its own.")
    charts.require_points(
        "fig",
        figure,
        [*series, _REPORTED],
        mistakes=_wrong_points(),
    )
    with earned(0.5):
        for trace in figure["data"]:
            points = charts.points(trace)
            if _REPORTED in points and len(points) > 1:
                raise Mistake(
                    "`fig` puts the reported share into the series. Make it a trace of its own, so "
                    "that a reader can tell survey from report."
                )
        names = [
            str(t.get("name") or "").lower()
            for t in figure["data"]
            if _REPORTED in charts.points(t)
        ]
        if not any(
            word in name for name in names for word in ("bne", "report", "press", "intellinews")
        ):
            raise Mistake("`fig` does not name the report in the legend. Give its trace a name.")
        charts.require_full_scale("fig", figure, 0, 100)
        charts.require_titles("fig", figure)
        charts.require_words(
            "fig",
            figure,
            (("per cent", "percent", "%"), "does not say that y is in per cent."),
            charts.SOURCE,
        )


def _wrong_points():
    """Points that do not belong there; looked up for figures that are wrong."""
    yield _stay("Pre-Summit survey"), "mixes in another survey, the one before summits."
    yield _stay(answer="leave"), "also shows those who would leave."


_SHOWS = Choice(
    "rs.q6.shows",
    "1a337b1f96f2",
    {
        "3742c15c462a": "A break in a series can be real. The picture alone proves no slip.",
        "8626fdec0b84": "It would be the only fall and rise of that size, and a report of 2023 "
        "has another share for the same survey. Weigh that.",
        "ca5b242297db": "It is the other way round: compare the share before with the share after.",
    },
)


Q6.decision(
    "shows",
    _SHOWS,
    hints=["What can a picture of five points show, and what needs another document?"],
)


# Question 7 ------------------------------------------------------------------------------

Q7 = UNIT.question(
    "q7",
    section="rs-advocacy",
    fact="A list of slips tells how texts bend. Who bends most, it cannot tell.",
)


@cache
def _shares(source):
    """The share that is asked for, and those that other denominators give."""
    rows = tables.load("discrepancies")
    claims = list(zip(rows["a_source_id"], rows["b_source_id"], rows["verdict"], strict=True))
    either = [(a, b, verdict) for a, b, verdict in claims if source in (a, b)]
    alone = [("ab"[b == source], verdict) for a, b, verdict in either if a != b]
    decided = [(side, verdict) for side, verdict in alone if verdict in set("ab")]
    upheld = sum(side == verdict for side, verdict in decided)
    return {
        "right": 100 * upheld / len(decided),
        "all": 100 * upheld / len(claims),
        "alone": 100 * upheld / len(alone),
        "either": 100 * upheld / len(either),
        "lost": 100 - 100 * upheld / len(decided),
        "a": 100 * sum(verdict == "a" for _, verdict in decided) / len(decided),
        "base": len(decided),
        "alone_base": len(alone),
        "either_base": len(either),
        "count": upheld,
    }


@Q7.part(
    "upheld",
    hints=[
        "First keep the claims on which the source stands on one side only, then those that were "
        "decided for a side.",
        "The source may be A in one row and B in another: compare the verdict with its side.",
    ],
)
def _(upheld):
    cases = [(tables.load("discrepancies"), source) for source in ("kcss-2025", "kcss-2024")]
    for answer, (_, source) in tables.trials("upheld", upheld, *cases):
        shown, right = f"`upheld(rows, {source!r})`", _shares(source)
        number(
            shown,
            answer,
            right["right"],
            kind="a share in per cent",
            mistakes=[
                (right["all"], f"{shown} divides by all claims of the table."),
                (
                    right["either"],
                    f"{shown} divides by every claim in which the source occurs.",
                ),
                (
                    right["alone"],
                    f"{shown} also divides by claims that were decided for neither side, for "
                    "both or not at all.",
                ),
                (right["lost"], f"{shown} gives the share that was *not* upheld."),
                (
                    right["a"],
                    f"{shown} takes the source for A everywhere. In some rows it is B.",
                ),
                (right["count"], f"{shown} is a count."),
            ],
        )


@Q7.part("base", hints=["By what did your function divide for this source?"])
def _(base):
    right = _shares("kcss-2025")
    number(
        "`base`",
        base,
        right["base"],
        kind="the number of claims on which the share rests",
        counts=True,
        mistakes=[
            (right["alone_base"], "`base` also counts claims that were decided for no side."),
            (right["either_base"], "`base` counts every claim in which the source occurs."),
            (right["count"], "`base` counts the claims that were upheld, not those compared."),
        ],
    )


_CONCLUDE = Choice(
    "rs.q7.conclude",
    "e90fc8e1aadb",
    {
        "f34a841afb16": "Less often than whom? Few other sources were read in full, so their "
        "slips had no chance to be found.",
        "1ce370389dbe": "Each verdict names its record, which you can look up. What a list "
        "cannot rank, it can still show.",
        "983f6713be7d": "A claim comes into the table because sources differ on it. Sentences "
        "on which nobody differs were never counted.",
    },
)


Q7.decision(
    "conclude",
    _CONCLUDE,
    hints=["How did a claim get into the table, and how did a source?"],
)
