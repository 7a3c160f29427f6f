"""The checks of the unit on arguments and perspectives."""

from collections import Counter
from functools import cache

from . import charts, tables
from .decisions import Decisions
from .questions import Unit
from .values import Choice, Mistake, call, kind_of, number

UNIT = Unit(
    "perspectives",
    chapter="Arguments and perspectives",
    sections={
        "argument-parts": "A position is not yet an argument",
        "argument-map": "The map",
        "nato-words": "NATO's own words",
        "grounds": "Same ground, other conclusion",
        "advocacy": "How to read an advocacy paper",
        "unheard": "Who was not heard",
    },
)

PROPOSITION = "NATO membership of Kosovo"
#: From one end of the scale to the other.
STANCES = ["supports", "conditional", "neutral", "sceptical", "opposes"]


@UNIT.variants(across="side", bars="ground", source="kosovo-online-2023")
def _(rng):
    return {
        "across": rng.choice(["side", "stance"]),
        "bars": rng.choice(["ground", "side"]),
        "source": rng.choice(["kosovo-online-2023", "rferl-2025"]),
    }


@cache
def _statements(proposition=None):
    """The table of statements, or those on one proposition; students get copies."""
    table = tables.load("perspectives")
    return table if proposition is None else table[table["proposition"] == proposition]


# Question 1 ------------------------------------------------------------------------------

Q1 = UNIT.question(
    "q1",
    section="argument-parts",
    fact="An argument can be met at its ground, at its warrant or not at all; a motive is no part "
    "of it.",
)
_PARTS = Decisions(
    "q1",
    {
        "A": "e814d377fcfd",
        "B": "653683b5dd51",
        "C": "e4f40fb648e0",
        "D": "d7748b1b8060",
        "E": "91e15ce32cf3",
        "F": "f61f16d43dce",
        "G": "1a6cfefbc27b",
        "H": "e3a50a5f3a2a",
    },
    {
        "claim": "it is what the listener should accept in the end. Which sentence do the others "
        "lead to?",
        "ground": "it is evidence that is offered. Could one check it without knowing what it is "
        "used for?",
        "warrant": "it leads from the evidence to the claim. Is it a rule, or something that "
        "happened?",
        "motive": "it says what somebody really wants. Does it speak of a person's wish or of the "
        "matter?",
    },
)


Q1.decision(
    "parts",
    _PARTS,
    points=3,
    hints=[
        "Find the claim first: put “therefore” before each sentence and see which one bears it.",
        "A ground is about this case. A warrant is a rule that would hold for other cases as well.",
    ],
)


# Question 2 ------------------------------------------------------------------------------

Q2 = UNIT.question(
    "q2",
    section="argument-parts",
    fact="A code book makes a coding repeatable: another reader can follow it, and object to it.",
)
_STANCE = Decisions(
    "q2-stance",
    {
        "A": "3b6991709964",
        "B": "945cb02b223a",
        "C": "962ff90d98f8",
        "D": "18c86c97f425",
        "E": "df1897af28d8",
        "F": "1ab88f187562",
    },
    {
        "supports": "it is for membership, with nothing that would have to come first.",
        "conditional": "it is for membership once something is done. What would have to be done, "
        "and would the speaker then agree?",
        "neutral": "it speaks of membership and takes no side.",
        "opposes": "it is against membership. Does it speak of membership?",
        "other": "it says nothing on membership. Look for what is to be decided.",
    },
)
_GROUND = Decisions(
    "q2-ground",
    {
        "A": "4f12e39aa98a",
        "B": "3c684db61faf",
        "C": "e73a31f2e1c4",
        "D": "7154e98b9124",
        "E": "f599d66c0add",
        "F": "2044f6f64ae0",
    },
    {
        "security": "the reason is safety from attack or unrest.",
        "legal status": "the reason is law, or what Kosovo's status is.",
        "reform": "the reason is how far institutions are ready.",
        "procedure and consensus": "the reason is who decides, and how.",
        "dialogue": "the reason is the talks between the two sides.",
    },
)


Q2.decision(
    "stances",
    _STANCE,
    points=2,
    hints=[
        "Rule 1 first: is the statement about membership at all?",
        "Then ask what the speaker would do if it were put to the vote today, and what if the "
        "condition were met.",
    ],
)


Q2.decision(
    "grounds",
    _GROUND,
    points=2,
    hints=[
        "Look for the sentence that says why. A reason that the speaker ascribes to others is not "
        "the ground.",
        "A statement on another proposition has a ground as well: rule 3 asks for it.",
    ],
)


# Question 3 ------------------------------------------------------------------------------

Q3 = UNIT.question(
    "q3",
    section="argument-parts",
    fact="Two readers who agree more than chance would make them share a rule, not only a hunch.",
)


#: Pairs of codings with a letter for each statement, short ones and unequal ones.
_CODINGS = [
    ("aabbbc", "aabbcc"),
    ("aaaaaaaabb", "aaaaaaabab"),
    ("abcabcab", "bcabcabc"),
    ("xxxyyyzz", "xxyyyyzx"),
]


@cache
def _series(codes):
    import pandas as pd

    return pd.Series(list(codes))


def _answer(name, function, first, second):
    """What a student's function gives for two codings, which it may change."""
    return call(name, function, _series(first).copy(), _series(second).copy())


def _observed(first, second):
    return sum(one == two for one, two in zip(first, second, strict=True)) / len(first)


def _expected(first, second):
    pairs = sum(first.count(code) * second.count(code) for code in set(first))
    return pairs / (len(first) * len(second))


def _kappa(observed, expected):
    return (observed - expected) / (1 - expected)


@Q3.part(
    "agreement",
    points=1,
    hints=[
        "Comparing the two Series gives True and False for each statement; their mean is a share.",
        "A share times 100 is a percentage.",
    ],
)
def _(agreement):
    for first, second in _CODINGS:
        used = [first.count(code) == second.count(code) for code in set(first + second)]
        number(
            "`agreement(first, second)`",
            _answer("agreement", agreement, first, second),
            100 * _observed(first, second),
            kind="a percentage",
            mistakes=[
                (
                    100 - 100 * _observed(first, second),
                    "`agreement` gives the percentage on which the two differ.",
                ),
                (
                    _observed(first, second) * len(first),
                    "`agreement` gives how many are coded alike, not what percentage.",
                ),
                (
                    100 * sum(used) / len(used),
                    "`agreement` compares how often each code is used. Compare statement by "
                    "statement.",
                ),
            ],
        )


@Q3.part(
    "kappa",
    points=2,
    hints=[
        "`codes.value_counts(normalize=True)` gives the share of each code in one coding.",
        "For a code that the first uses in half of its statements and the second in a quarter, "
        "chance makes both use it in an eighth. Add this up over all codes.",
        "Two Series multiply by their index; a code that one of them lacks gives a missing value, "
        "which `sum` leaves out.",
    ],
)
def _(kappa):
    for first, second in _CODINGS:
        observed, expected = _observed(first, second), _expected(first, second)
        codes = len(set(first + second))
        own = _expected(first, first)
        number(
            "`kappa(first, second)`",
            _answer("kappa", kappa, first, second),
            _kappa(observed, expected),
            kind="a number of at most 1, which is 0 where agreement is what chance would give",
            mistakes=[
                (observed, "`kappa` gives the observed agreement. Chance is not taken out yet."),
                (expected, "`kappa` gives what chance would bring. Put it into the formula."),
                (
                    observed - expected,
                    "`kappa` is not divided yet: by how much could the observed exceed chance at "
                    "most?",
                ),
                (
                    _kappa(observed, 1 / codes),
                    "`kappa` takes chance as equal for all codes. A reader who uses one code more "
                    "often also meets the other more often by chance.",
                ),
                (
                    _kappa(observed, own),
                    "`kappa` works chance out from one reader alone. Multiply the shares of both.",
                ),
                (
                    _kappa(100 * observed, expected),
                    "`kappa` mixes a percentage with a share. Use the share of 1 for both.",
                ),
            ],
        )


_NEXT = Choice(
    "q3-step",
    "0dc4783f2266",
    {
        "73c5530598cc": "Then the agreement would be perfect and mean nothing: what is hard to "
        "code would be gone.",
        "ea49d08d44da": "They may know the sources best and still apply a rule that nobody else "
        "can follow.",
        "9d27015fc61a": "Grounds have no middle. An average of two labels is no label.",
    },
)


Q3.decision(
    "step",
    _NEXT,
    points=1,
    section="argument-map",
    hints=["What would let a third reader come to the same code without asking either of you?"],
)


# Question 4 ------------------------------------------------------------------------------

Q4 = UNIT.question(
    "q4",
    section="argument-map",
    fact="A matrix shows silence only if it keeps a row and a column for those who are silent.",
)


@cache
def _levels(column):
    return tuple(str(value) for value in _statements()[column].cat.categories)


def _counts(rows, down, across):
    """How many of ``rows`` hold each pair of values, 0 included, for all that the table has."""
    found = {(d, a): 0 for d in _levels(down) for a in _levels(across)}
    for d, a in zip(rows[down], rows[across], strict=True):
        found[str(d), str(a)] += 1
    return found


def _matrix(name, value, down, across):
    """The numbers of a student's matrix by row and column."""
    if not hasattr(value, "columns") or not hasattr(value, "to_dict"):
        shape = "A DataFrame is asked for, with rows and columns."
        raise Mistake(f"`{name}` gives {kind_of(value)}. {shape}")
    found = {}
    for column, cells in value.to_dict().items():
        for row, cell in cells.items():
            try:
                count = float(cell)
            except (TypeError, ValueError):
                raise Mistake(
                    f"`{name}` holds {str(cell)[:40]!r} in the column {str(column)[:40]!r}. "
                    f"Numbers are asked for, with the values of `{down}` as index."
                ) from None
            if count != count:
                raise Mistake(
                    f"`{name}` has an empty cell for {row} and {column}. No statement is a count, "
                    "too: 0."
                )
            found[str(row), str(column)] = count
    if not found:
        raise Mistake(f"`{name}` gives an empty DataFrame.")
    ours, theirs = {d for d, _ in found}, {a for _, a in found}
    if ours <= set(_levels(across)) and theirs <= set(_levels(down)):
        raise Mistake(f"`{name}` lies on its side: `{down}` goes down, `{across}` across.")
    return found


@cache
def _matrix_cases():
    """Rows, and the names of two columns."""
    table = _statements()
    return [
        (rows, down, across)
        for rows in (table, _statements(PROPOSITION), table.iloc[[3]])
        for down, across in (("ground", "side"), ("ground", "stance"), ("proposition", "side"))
    ]


@cache
def _matrix_counts():
    """What is right for each case."""
    return tuple(_counts(*case) for case in _matrix_cases())


def _judge_matrix(name, value, right, down, across):
    found = _matrix(name, value, down, across)
    extra = [key for key in found if key not in right]
    if extra:
        odd = extra[0][0] if extra[0][0] not in _levels(down) else extra[0][1]
        raise Mistake(f"`{name}` has a row or column {odd!r} that is not asked for.")
    wrong = [key for key, count in found.items() if abs(count - right[key]) > 1e-6]
    total = sum(right.values())
    if wrong and total > 1 and all(abs(n * total - right[k]) < 1e-6 for k, n in found.items()):
        raise Mistake(f"`{name}` holds shares. Count the statements.")
    if wrong and all(n == min(1, right[k]) for k, n in found.items()):
        raise Mistake(f"`{name}` says only whether there is a statement. Count them.")
    if wrong:
        raise Mistake(f"`{name}` is not right for {wrong[0][0]} and {wrong[0][1]}.")
    silent = [d for d in _levels(down) if d not in {d for d, _ in found}]
    silent += [a for a in _levels(across) if a not in {a for _, a in found}]
    if silent:
        raise Mistake(
            f"`{name}` counts rightly, but leaves out {silent[0]!r} where the rows hold no "
            f"statement "
            "of it. Whoever is silent has to stay on the map, with 0.",
            credit=0.5,
        )


@Q4.part(
    "matrix",
    points=3,
    hints=[
        "`pd.crosstab(rows[down], rows[across])` counts, and leaves out what does not occur in "
        "`rows`.",
        "`reindex(index=..., columns=..., fill_value=0)` brings them back. "
        "`perspectives[down].cat.categories` holds all values of a column.",
    ],
)
def _(matrix):
    tried = tables.trials("matrix", matrix, *_matrix_cases())
    for (value, (_, down, across)), right in zip(tried, _matrix_counts(), strict=True):
        _judge_matrix("matrix", value, right, down, across)


@cache
def _boxes(across, proposition=None):
    """What stands in each box of the matrix of grounds."""
    return tuple(_counts(_statements(proposition), "ground", across).values())


def _empty(boxes):
    return 100 * boxes.count(0) / len(boxes)


@Q4.part(
    "empty",
    points=1,
    hints=[
        "`counts == 0` gives True for each empty box; what share of all boxes is that?",
        "The mean of a DataFrame is a mean for each column. Take the mean of these, or count with "
        "`.to_numpy()`.",
    ],
)
def _(empty, given):
    number(
        "`empty`",
        empty,
        _empty(_boxes(given.across)),
        kind="a percentage of all boxes",
        mistakes=_wrong_empty(given.across),
    )


def _wrong_empty(across):
    """What common mistakes give; worked out for answers that are wrong."""
    boxes = _boxes(across)
    yield 100 - _empty(boxes), "`empty` is the percentage of boxes that hold a statement."
    yield boxes.count(0), "`empty` is how many boxes are empty. What percentage of all is that?"
    yield (
        _empty(_boxes("stance" if across == "side" else "side")),
        f"`empty` belongs to another matrix: `{across}` goes across.",
    )
    yield (
        _empty(_boxes(across, PROPOSITION)),
        "`empty` is about membership alone. The whole table is asked for.",
    )


_BOXES = Choice(
    "q4-reading",
    "b94596834a7e",
    {
        "b241fe6bff06": "The boxes come from our list of grounds, and nobody said that each side "
        "has to argue on each of them.",
        "fb38c189720d": "A silence is a reason to look further. It is no reason to leave out "
        "those who were found.",
        "9d4b482578f1": "Without the rare grounds fewer boxes would be empty, and not one voice "
        "more would be heard.",
    },
)


Q4.decision(
    "reading",
    _BOXES,
    points=1,
    section="unheard",
    hints=["What would happen to the share if the table had one more ground with one statement?"],
)


# Question 5 ------------------------------------------------------------------------------

Q5 = UNIT.question(
    "q5",
    section="unheard",
    fact="Take one source away and see what is left: the cheapest test of how firm a picture is.",
)


def _sources(cell):
    return [part.strip() for part in str(cell).split(";") if part.strip()]


def _sourced(rows):
    """The side of each statement, and the ids of its sources."""
    pairs = zip(rows["side"], rows["source_id"], strict=True)
    return [(str(side), _sources(cell)) for side, cell in pairs]


@cache
def _sourced_on(proposition=None):
    return _sourced(_statements(proposition))


def _left(sourced, gone):
    """The sides that keep no statement when those whose sources ``gone`` accepts go."""
    return {side for side, _ in sourced} - {side for side, ids in sourced if not gone(ids)}


def _lost(sourced, source):
    return _left(sourced, lambda ids: ids == [source])


def _sides(name, value):
    """A student's list of sides as a set."""
    if isinstance(value, str) or not hasattr(value, "__iter__") or isinstance(value, type):
        raise Mistake(f"`{name}` is {kind_of(value)}. Give a list of sides.")
    found = list(value)
    odd = [entry for entry in found if not isinstance(entry, str) or entry not in _levels("side")]
    if odd:
        raise Mistake(f"`{name}` holds {str(odd[0])[:40]!r}, which is no side of the table.")
    return set(found)


def _judge_lost(name, value, sourced, source):
    found = _sides(name, value)
    right = _lost(sourced, source)
    if found == right:
        return
    starts = _left(sourced, lambda ids: any(source in one for one in ids))
    touched = _left(sourced, lambda ids: source in ids)
    some = {side for side, ids in sourced if source in ids}
    here = {side for side, _ in sourced}
    if found == touched:
        raise Mistake(
            f"`{name}` also takes statements away that have a second source. They stay: only what "
            f"rests on the source alone goes.",
            credit=0.5,
        )
    if found == starts:
        raise Mistake(
            f"`{name}` takes away more than one source: the id {source!r} is also the beginning of "
            "another. Compare whole ids.",
            credit=0.5,
        )
    if found == here - right:
        raise Mistake(
            f"`{name}` gives the sides that are left. Those that fall silent are asked for."
        )
    if found == some:
        raise Mistake(
            f"`{name}` gives every side that the source speaks for. Only those that have nothing "
            f"else "
            "fall silent."
        )
    if found == set(_levels("side")) - (here - right):
        raise Mistake(f"`{name}` also holds sides that had no statement in these rows to lose.")
    missing, extra = sorted(right - found), sorted(found - right)
    what = f"leaves out {missing[0]!r}" if missing else f"holds {extra[0]!r}, which is still heard"
    raise Mistake(f"`{name}` {what}.")


@cache
def _lost_cases():
    """Rows, and the source that is taken away."""
    table, membership = _statements(), _statements(PROPOSITION)
    nato = table[table["side"].isin(["NATO", "Kosovo"])]
    doubled = membership.assign(source_id=membership["source_id"].astype(str) + ";nato-nalt")
    return (
        (membership, "kosovo-online-2023"),
        (membership, "rferl-2025"),
        (nato[nato["proposition"] == "KECI"], "kcss-2025"),
        (table[table["id"] == "rutte-threat"], "rferl-2025"),
        (doubled, "kosovo-online-2023"),
        (table, "rferl-2025"),
        (membership, "tsarizm-2022"),
    )


@cache
def _lost_sourced():
    """The sides and sources of the rows of each case."""
    return tuple(_sourced(rows) for rows, _ in _lost_cases())


@Q5.part(
    "lost",
    points=3,
    hints=[
        "Which statements go? Those whose `source_id` is the source and nothing else.",
        "Which sides had a statement before and have none after? Two sets of sides, one minus the "
        "other.",
        '`set(rows["side"])` gives the sides of some rows.',
    ],
)
def _(lost):
    tried = tables.trials("lost", lost, *_lost_cases())
    for (value, (_, source)), sourced in zip(tried, _lost_sourced(), strict=True):
        _judge_lost("lost", value, sourced, source)


@Q5.part(
    "silenced",
    points=1,
    hints=["Keep the statements on membership first, then call your function."],
)
def _(silenced, given):
    whole, membership = _sourced_on(), _sourced_on(PROPOSITION)
    lost = _lost(whole, given.source)
    if lost != _lost(membership, given.source) and _sides("silenced", silenced) == lost:
        raise Mistake(
            "`silenced` is about the whole table. A side may be heard on something else and have "
            "nothing else to say on membership: choose the statements on membership first."
        )
    _judge_lost("silenced", silenced, membership, given.source)


_RESTS = Choice(
    "q5-reading",
    "52146a3d7f15",
    {
        "051213e47cb2": "The table holds none. Governments and people have positions without "
        "asking our table.",
        "679d781f60ca": "That one text is all that we have is our weakness, and says nothing on "
        "its quality.",
        "1ef19c953b2b": "The number of statements measures our search, not how much anybody "
        "thinks.",
    },
)


Q5.decision(
    "shows",
    _RESTS,
    points=1,
    hints=["Who chose the voices in that text, and what would a second text add?"],
)


# Question 6 ------------------------------------------------------------------------------

Q6 = UNIT.question(
    "q6",
    section="grounds",
    fact="Bars of statements look like bars of people. The note is what keeps them apart.",
)


@cache
def _by(column, proposition=None):
    """How many statements there are of each value of a column."""
    return Counter(map(str, _statements(proposition)[column]))


def _without_nothing(trace):
    """A trace of bars without those that have no length."""
    x, y = charts.column(trace.get("x")), charts.column(trace.get("y"))
    lengths = x if trace.get("orientation") == "h" else y
    rows = zip(x, y, lengths, strict=False)
    shown = [(a, b) for a, b, length in rows if length not in (0, None)]
    return {**trace, "x": [a for a, _ in shown], "y": [b for _, b in shown]}


@Q6.part(
    "fig",
    points=4,
    hints=[
        'Count first: `rows.groupby([column, "stance"], observed=True).size()`, then '
        '`.reset_index(name="statements")` makes a table that `px.bar` can draw.',
        '`category_orders={"stance": [...]}` puts the colours along the scale.',
        '`fig.add_annotation(text=..., xref="paper", yref="paper", x=0, y=-0.25, showarrow=False)` '
        "writes a note below.",
    ],
)
def _(fig, given):
    figure = charts.read("fig", fig)
    wanted = _by(given.bars, PROPOSITION)
    other = "side" if given.bars == "ground" else "ground"
    drawn = set(charts.bars(figure))
    if drawn and drawn <= set(_levels(other)):
        raise Mistake(f"`fig` has a bar for each {other}. Draw one for each {given.bars}.")
    # An empty place on the axis for what nobody argues is no mistake.
    figure = {**figure, "data": [_without_nothing(trace) for trace in figure["data"]]}
    charts.require_bars(
        "fig",
        figure,
        wanted,
        kind=given.bars,
        mistakes=[
            (
                _by(given.bars),
                "`fig` counts all statements. Only those on Kosovo's membership are asked for.",
            ),
            (
                dict.fromkeys(wanted, 1),
                "`fig` gives every bar the same length. Count the statements.",
            ),
        ],
    )
    names = [str(trace.get("name") or "").strip().lower() for trace in figure["data"]]
    used = [stance for stance in STANCES if stance in _by("stance", PROPOSITION)]
    if not set(used) <= set(names):
        raise Mistake(
            "`fig` does not tell the stances apart. Stack them: one colour for each, named in the "
            "key.",
            credit=0.25,
        )
    shown = [name for name in names if name in used]
    if shown not in (used, used[::-1]):
        raise Mistake(
            "`fig` has its stances out of order. They form a scale: let key and colours run from "
            "supports to opposes.",
            credit=0.5,
        )
    charts.require_titles("fig", figure)
    charts.require_words(
        "fig",
        figure,
        (("statement",), "does not say what is counted: statements, not people."),
        (("membership",), "does not say on which proposition the statements are."),
        (
            ("source",),
            "names no source. Add a note, as in *Source: article10, table perspectives*.",
        ),
        (
            (
                "not a sample",
                "no sample",
                "not sampled",
                "collected",
                "found",
                "not a poll",
                "no poll",
            ),
            "does not warn that nobody sampled these statements. Say in the note how they came "
            "together.",
        ),
    )


# Question 7 ------------------------------------------------------------------------------

Q7 = UNIT.question(
    "q7",
    section="nato-words",
    fact="What an institution leaves open, a headline may not close.",
)
_HEADLINES = Decisions(
    "q7",
    {
        "A": "00f655beef11",
        "B": "3a6ac829a0f8",
        "C": "15fb9eabfb8b",
        "D": "48fef9d47e80",
        "E": "57f694852e3e",
        "F": "f6ed96c45cfd",
    },
    {
        "reports": "it says no more than was said. Which of its words were not?",
        "adds a yes": "it promises or grants something that was not said. What would that be?",
        "adds a no": "it refuses something that was not refused. What would that be?",
        "adds a motive": "it says why somebody really spoke so. Which words do?",
    },
)


Q7.decision(
    "headlines",
    _HEADLINES,
    points=3,
    hints=[
        "Cover the left column and ask of the headline: what do I now believe that I could quote?",
        "A plain unwelcome word may be a faithful report. A friendly one may not.",
    ],
)


# Question 8 ------------------------------------------------------------------------------

Q8 = UNIT.question(
    "q8",
    section="advocacy",
    fact="The same questions serve for a text that you like and for one that you do not.",
)
_NOTES = Decisions(
    "q8",
    {
        "A": "567f010e8fe6",
        "B": "b20df6b8ffdb",
        "C": "c7027b7059df",
        "D": "5c248131c87e",
        "E": "24bca7ef3f7a",
        "F": "baeb705c4db6",
        "G": "2c011430950d",
        "H": "72080e00d58b",
    },
    {
        "who speaks": "it is about the text's origin: who made it, for whom, when.",
        "voices": "it is about who is quoted and who is not.",
        "words": "it is about a judgement in the text's own wording.",
        "firmness": "it is about a statement that is made more firmly than its support allows.",
        "against itself": "it is about something that speaks against the text's own line.",
    },
)


Q8.decision(
    "notes",
    _NOTES,
    points=4,
    hints=[
        "What is this text's line? Only what makes that line weaker speaks against it.",
        "Words judge when the text says them itself; inside a quotation it is the speaker who "
        "judges.",
        "Too firm is what a reader cannot check at that place: a number, a group or a cause "
        "without a name.",
    ],
)
