"""The checks of the unit on the Kosovo Enhanced Cooperation Initiative."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from numbers import Real

from . import charts, months, tables
from .decisions import Decisions, decisions
from .questions import Unit
from .values import Choice, Mistake, call, earned, kind_of, number

UNIT = Unit(
    "keci",
    chapter="The Kosovo Enhanced Cooperation Initiative",
    sections={
        "keci-components": "Component by component",
        "keci-tools": "The tools it draws on",
        "keci-phases": "Phase by phase",
        "keci-asked": "What Kosovo is asked to do, and what it wants",
        "keci-costs": "What it would cost",
        "keci-objections": "Objections and answers",
        "keci-evidence": "The recommendations against the evidence",
    },
)


@UNIT.variants(start="2027-01", delay=36, association=48)
def _(rng):
    return {
        "start": rng.choice(["2026-07", "2027-04", "2027-10", "2028-01"]),
        "delay": rng.choice([30, 33, 39, 42]),
        "association": rng.choice([45, 51, 54, 60]),
    }


@cache
def _kind(kind):
    """The rows of the table that are phases, or components."""
    keci = tables.load("keci")
    return keci[keci["kind"] == kind]


@cache
def _phases():
    """The least and most months of each phase that has them, by its number; None where not."""
    rows = _kind("phase")
    dated = rows["months_min"].notna() & rows["months_max"].notna()
    found = dict.fromkeys(rows["phases"], (None, None))
    for row in rows[dated].to_dict("records"):
        found[str(row["phases"])] = (int(row["months_min"]), int(row["months_max"]))
    return found


# Question 1 ------------------------------------------------------------------------------

Q1 = UNIT.question(
    "q1",
    section="keci-evidence",
    fact="A paper can be right in its advice and wrong in a fact, and the other way round.",
)
_KINDS = Decisions(
    "q1",
    {
        "A": "3ac384f23acd",
        "B": "e5b9336caa16",
        "C": "9b248af0fc70",
        "D": "3e02ddf874a4",
        "E": "0c0307d0f89c",
        "F": "1018030b6008",
        "G": "624df92d54ea",
        "H": "5d52b99b022c",
    },
    {
        "borne out": "it can be checked, and that the record agrees. Look whether it could be "
        "checked today at all, and against which line.",
        "contradicted": "the record says otherwise. Which words of the record do?",
        "expectation": "it tells what would come. Look whether it speaks of the past, of what may "
        "come, or of what somebody should do.",
        "advice": "it tells somebody what to do. Look for a verb of duty.",
    },
)


Q1.decision(
    "kinds",
    _KINDS,
    points=4,
    hints=[
        "Ask first: does it say what is, what would be, or what somebody should do? Only the first "
        "can be checked against a record.",
        "The second column may speak of the same thing without deciding the sentence. A figure of "
        "today does not confirm a duty, and a lack of figures contradicts no expectation.",
    ],
)


# Question 2 ------------------------------------------------------------------------------

Q2 = UNIT.question(
    "q2",
    section="keci-objections",
    fact="An answer is only as good as its fit to the claim that it answers.",
)
_FITS = Decisions(
    "q2",
    {
        "A": "ef81fe0de6e6",
        "B": "ed0f9f3ec762",
        "C": "b0a3e891f4d8",
        "D": "3932c8db34ae",
        "E": "78b05fe58606",
        "F": "5803b76fdb37",
    },
    {
        "meets": "its answer is an example against it. Has it happened, and is it of the same "
        "kind as what the objection denies?",
        "misses": "its answer speaks of something else. Name the subject of both in one word each.",
        "open": "its answer would do, were it shown. Is it a promise, or something that happened?",
    },
)


Q2.decision(
    "fits",
    _FITS,
    points=3,
    hints=[
        "Name the subject of the objection and that of the answer. If they differ, it misses, "
        "however true it is.",
        "If they agree, ask whether the answer tells what has happened or what will.",
    ],
)


# Question 3 ------------------------------------------------------------------------------

Q3 = UNIT.question(
    "q3",
    section="keci-phases",
    fact="What holds a plan up can change when its lengths do: ask for the chain, not for the sum.",
)


def _steps(association):
    """The steps of the task, with the longest time of the Association from the variant."""
    return {
        "memorandum": {"needs": [], "least": 4, "most": 10},
        "approval": {"needs": ["memorandum"], "least": 2, "most": 8},
        "phase 1": {"needs": ["approval"], "least": 12, "most": 18},
        "review": {"needs": ["phase 1"], "least": 1, "most": 3},
        "police": {"needs": [], "least": 6, "most": 20},
        "association": {"needs": [], "least": 12, "most": association},
        "phase 2": {"needs": ["review", "police", "association"], "least": 24, "most": 36},
    }


def _finish(steps, length, of_needs=max):
    """When each step ends; ``of_needs`` says which of the needed ends a step waits for."""
    ends: dict[str, float] = {}

    def end(name):
        if name not in ends:
            needed = [end(other) for other in steps[name]["needs"]]
            ends[name] = (of_needs(needed) if needed else 0) + steps[name][length]
        return ends[name]

    return {step: end(step) for step in steps}


def _one_step_back(steps, length, of_needs):
    return {
        name: step[length] + of_needs([steps[other][length] for other in step["needs"]] or [0])
        for name, step in steps.items()
    }


def _in_a_row(steps, length):
    total, ends = 0, {}
    for name, step in steps.items():
        total += step[length]
        ends[name] = total
    return ends


_UNLIKE = {
    "first": {"needs": ["last", "other"], "least": 3, "most": 4},
    "other": {"needs": [], "least": 9, "most": 2},
    "last": {"needs": [], "least": 5, "most": 7},
}


@Q3.part(
    "finish",
    points=3,
    hints=[
        "A step without needs ends after its own length. Every other starts when the last of what "
        "it needs is done: `max(...)` of their ends.",
        "Steps may stand in any order in the dictionary. Let a function work out the end of one "
        "step and ask itself for the ends of the steps that it needs.",
        "`def end(name): return steps[name][length] + max((end(n) for n in steps[name]['needs']), "
        "default=0)` works one end out; `finish` collects them for all names.",
    ],
)
def _(finish, given):
    steps = _steps(given.association)
    turned = dict(reversed(list(steps.items())))
    for lent in (steps, turned, _UNLIKE):
        for length in ("least", "most"):
            _require_ends(call("finish", finish, _copy(lent), length), lent, length)


def _copy(steps):
    return {name: {**step, "needs": list(step["needs"])} for name, step in steps.items()}


def _require_ends(answer, steps, length):
    what = f'What `finish(..., "{length}")` gives'
    if not isinstance(answer, Mapping):
        raise Mistake(f"{what} is {kind_of(answer)}. Give a dictionary: each step with its month.")
    tables.entries(
        what,
        tables.series(what, answer),
        _finish(steps, length),
        kind="name of a step",
        mistakes=[
            (
                _finish(steps, length, sum),
                f"{what} adds up all that a step needs. They run side by side: it waits for the "
                "last of them.",
            ),
            (
                _finish(steps, length, min),
                f"{what} lets a step start when the first of its needs is done. It must wait for "
                "the last.",
            ),
            (
                _finish(steps, length, lambda ends: ends[0]),
                f"{what} looks at one need of each step only. Look at all.",
            ),
            (
                _in_a_row(steps, length),
                f"{what} puts all steps in a row. Steps that do not need each other run side by "
                "side.",
            ),
            *(
                (
                    _one_step_back(steps, length, of_needs),
                    f"{what} looks back one step only. What a step needs has needs of its own: "
                    "go back to the very beginning.",
                )
                for of_needs in (max, sum)
            ),
            (
                {name: step[length] for name, step in steps.items()},
                f"{what} are the lengths alone. Add when each step can start.",
            ),
            (
                {name: end - steps[name][length] for name, end in _finish(steps, length).items()},
                f"{what} are the months in which the steps start. Their ends are asked for.",
            ),
        ],
    )


_STEPS = {
    name: f"“{name}” ends last of what phase 2 needs. Compare the three ends in that plan."
    for name in ("memorandum", "approval", "phase 1", "review", "police", "association")
}


@Q3.part(
    "holds_up",
    section="keci-asked",
    hints=[
        "`finish(steps, 'least')` and `finish(steps, 'most')` give the ends. Of the three that "
        "phase 2 needs, which is last in each?",
    ],
)
def _(holds_up, given):
    steps = _steps(given.association)
    right = {}
    for key, length in (("SHORT", "least"), ("LONG", "most")):
        ends = _finish(steps, length)
        right[key] = max(steps["phase 2"]["needs"], key=ends.get)
    decisions("holds_up", holds_up, right, _STEPS)


@Q3.part(
    "spare",
    hints=[
        "In the long plan, compare the month in which the police step ends with the month in which "
        "phase 2 can start.",
    ],
)
def _(spare, given):
    steps = _steps(given.association)
    ends = _finish(steps, "most")
    starts = ends["phase 2"] - steps["phase 2"]["most"]
    number(
        "`spare`",
        spare,
        starts - ends["police"],
        kind="a number of months, from the end of the police step to the start of phase 2",
        counts=True,
        mistakes=[
            (
                ends["review"] - ends["police"],
                "`spare` compares with the review. Something else ends later in the long plan.",
            ),
            (
                ends["phase 2"] - ends["police"],
                "`spare` runs to the end of phase 2. Its start counts.",
            ),
            (
                _finish(steps, "least")["review"] - _finish(steps, "least")["police"],
                "`spare` belongs to the short plan.",
            ),
            (ends["police"] - starts, "`spare` has the wrong sign."),
            (
                steps["police"]["most"] - steps["police"]["least"],
                "`spare` is the spread of the police step itself. How late may it end without "
                "moving phase 2?",
            ),
        ],
    )


# Question 4 ------------------------------------------------------------------------------

Q4 = UNIT.question(
    "q4",
    section="keci-phases",
    fact="A range has a last month. A phase without a length has none, so no code may invent one.",
)


def _ends(start, *, shift=-1, chained=True, fill=None):
    """Earliest and latest last month of each phase, or what a mistake makes of it."""
    rows, ends = [], [0, 0]
    for phase, lengths in sorted(_phases().items()):
        row = {"id": f"phase-{phase}", "earliest": fill, "latest": fill}
        if lengths[0] is not None:
            ends = (
                [end + more for end, more in zip(ends, lengths, strict=True)]
                if chained
                else lengths
            )
        if lengths[0] is not None or fill:
            row["earliest"], row["latest"] = (months.later(start, end + shift) for end in ends)
        rows.append(row)
    return rows


@Q4.part(
    "phase_ends",
    points=3,
    hints=[
        "Sort the rows by `phases` first. `rows['months_min'].cumsum()` then counts the months up "
        "to the end of each phase, and leaves empty what is empty.",
        "`pd.Period('2027-01', 'M') + 12` is the month twelve months later. A phase of 12 months "
        "that starts in January ends in December.",
        "Go through the counts one by one: where `pd.isna(months)`, put `None`.",
    ],
)
def _(phase_ends, given):
    import pandas as pd

    cases = [(_kind("phase"), start) for start in (given.start, "2031-11")]
    for answer, (_, start) in tables.trials("phase_ends", phase_ends, *cases):
        what = f'What `phase_ends(rows, "{start}")` gives'
        _require_text(what, answer)
        tables.frame(
            what,
            answer,
            pd.DataFrame(_ends(start)),
            key="id",
            mistakes=_wrong_ends(what, start, given.start),
        )


def _wrong_ends(what, start, given_start):
    """What common mistakes lead to; worked out for answers that are wrong."""
    import pandas as pd

    yield (
        pd.DataFrame(_ends(start, shift=0)),
        f"{what} are the first months after the phases. The last month of each is asked for.",
    )
    yield (
        pd.DataFrame(_ends(start, chained=False)),
        f"{what} lets all phases begin together. Phase 2 begins when phase 1 has ended.",
    )
    yield (
        pd.DataFrame(_ends(start, fill=True)),
        f"{what} gives phase 3 an end. The proposal gives it no length: leave its months empty.",
    )
    yield (
        pd.DataFrame(_ends(start)[:-1]),
        f"{what} drops phase 3. Keep it, with empty months: that it has no end is a result.",
    )
    yield (
        pd.DataFrame(_ends(start)).rename(columns={"earliest": "latest", "latest": "earliest"}),
        f"{what} has earliest and latest mixed up.",
    )
    yield (
        pd.DataFrame(_ends(given_start)),
        f"{what} is the same as for another start: `start` is not used.",
    )


def _require_text(what, answer):
    """Months as text or as pandas periods, not as days or counts."""
    for column in {"earliest", "latest"} & set(getattr(answer, "columns", ())):
        for cell in answer[column].dropna():
            if hasattr(cell, "isoformat"):
                raise Mistake(
                    f"{what} holds days, such as {str(cell)[:10]}. Give the month as text: "
                    "`pd.Period` counts in months, and `str` makes text of it."
                )
            if isinstance(cell, Real):
                raise Mistake(
                    f"{what} holds numbers of months. Say in which month each phase ends."
                )


_NOTE = Choice(
    "q4.note",
    "7ab9df9c4b3b",
    {
        "adaef41024c4": "The shorter plan is possible, but the note would be as wrong with an "
        "earlier month: look for what has no month at all.",
        "51955cdd0785": "Two phases do have lengths. What follows from them may be said, with its "
        "conditions.",
        "21c9a1af4db9": "The proposal is built to go on without recognition. That is no condition "
        "of phase 2.",
    },
)


Q4.decision(
    "note",
    _NOTE,
    hints=["What would have to be true for a last month of the whole to exist?"],
)


# Question 5 ------------------------------------------------------------------------------

Q5 = UNIT.question(
    "q5",
    section="keci-phases",
    fact="Two plans in one picture show how far a date can move, and what neither plan can show.",
)


def _spans(start, *, months_short=0, side_by_side=False):
    """The four bars: label, first day, first day after."""
    spans = []
    for at, scenario in enumerate(("short", "long")):
        begin = 0
        for phase, lengths in sorted(_phases().items()):
            if lengths[at] is None:
                continue
            first = 0 if side_by_side else begin
            begin = first + lengths[at]
            day, after = (f"{months.later(start, m)}-01" for m in (first, begin - months_short))
            spans.append(charts.Span(f"Phase {phase}, {scenario}", day, after))
    return set(spans)


@Q5.part(
    "fig",
    points=4,
    hints=[
        "Make a DataFrame `plan` with one row for each of the four bars and columns for the label, "
        "the first day and the first day after; then `px.timeline(plan, x_start=..., x_end=..., "
        "y=...)`.",
        "`pd.Timestamp(check.given.start) + pd.DateOffset(months=12)` is the day twelve months "
        "after the start.",
        "`fig.update_layout(title=..., xaxis_title=..., yaxis_title=...)` names things; "
        "`fig.add_annotation(text=..., ...)` adds the note.",
    ],
)
def _(fig, given):
    figure = charts.read("fig", fig)
    drawn = charts.require_spans("fig", figure)
    if any("3" in span.label.split(",")[0] for span in drawn):
        raise Mistake(
            "`fig` draws phase 3 as a bar. The proposal gives it no length, so any end would be "
            "yours: say in the note that it has none."
        )
    found, wanted = set(drawn), _spans(given.start)
    if found != wanted:
        _explain(found, wanted, given.start)
    with earned(0.5):
        charts.require_titles("fig", figure)
        charts.require_words(
            "fig",
            figure,
            (("kcss", "kosovar centre"), "does not say whose proposal it shows: name KCSS."),
            (("phase 3",), "says nothing of phase 3. Add to the note that it has no end."),
            charts.SOURCE,
        )


def _day_before(day):
    return str(date.fromisoformat(day) - timedelta(days=1))


def _explain(found, wanted, start):
    labels = {span.label for span in wanted}
    if unknown := sorted({span.label for span in found} - labels):
        raise Mistake(f"`fig` has a bar {unknown[0]!r}. Call the bars {', '.join(sorted(labels))}.")
    if missing := sorted(labels - {span.label for span in found}):
        raise Mistake(f"`fig` has no bar {missing[0]!r}.")
    if found == _spans(start, months_short=1):
        raise Mistake(
            "`fig` ends each bar on the first day of its last month, so that a month is missing. "
            "End it on the first day after."
        )
    if found == {span._replace(end=_day_before(span.end)) for span in wanted}:
        raise Mistake(
            "`fig` ends each bar on the last day of the phase, so that a day is missing. End it on "
            "the first day after."
        )
    if found == _spans(start, side_by_side=True):
        raise Mistake(
            "`fig` lets both phases begin together. Phase 2 begins when phase 1 has ended."
        )
    if min(span.start for span in found) != min(span.start for span in wanted):
        raise Mistake("`fig` does not begin with the first month of the plan, `check.given.start`.")
    wrong = sorted(span.label for span in found - wanted)
    raise Mistake(
        f"`fig` does not show {wrong[0]!r} rightly: a bar from the first day of the phase to the "
        "first day after it, with the shortest lengths in one plan and the longest in the other."
    )


# Question 6 ------------------------------------------------------------------------------

Q6 = UNIT.question(
    "q6",
    section="keci-costs",
    fact="Counting months is honest and narrow: it shows which work a delay cuts, not its worth.",
)
_UNTIL = "2032-12"


@cache
def _work():
    """The components under way in some phase, as a DataFrame."""
    components = _kind("component")
    return components[components["phases"] != "start"]


@cache
def _in_force(start, until, *, cut=True, last=1, open_end=True):
    """Months in force of each component, or what a mistake makes of them."""
    lengths = {p: sum(m) // 2 for p, m in _phases().items() if m[0] is not None}
    total = sum(
        factor * (int(day[:4]) * 12 + int(day[5:])) for factor, day in ((1, until), (-1, start))
    )
    total = max(0, total + last)
    begin, edges = 0, {}
    for phase in sorted(_phases()):
        end = begin + lengths[phase] if phase in lengths else (total if open_end else begin)
        edges[phase] = (begin, end)
        begin = end
    if cut:
        edges = {p: (min(a, total), min(b, total)) for p, (a, b) in edges.items()}
    work = _work()
    return {
        str(name): sum(max(0, edges[p][1] - edges[p][0]) for p in str(phases).split(";"))
        for name, phases in zip(work["id"], work["phases"], strict=True)
    }


@Q6.part(
    "months_in_force",
    points=2,
    hints=[
        "Count months from the start: phase 1 runs from 0 to 15, phase 2 from 15 to 45, phase 3 "
        "from 45 on. Nothing runs beyond the total of months up to `until`.",
        "`(pd.Period(until, 'M') - pd.Period(start, 'M')).n + 1` is the number of months from "
        "start to until, both counted.",
        "For each phase of a component add `max(0, min(end, total) - begin)`; "
        "`phases.split(';')` gives its phases.",
    ],
)
def _(months_in_force, given):
    later = months.later(given.start, given.delay)
    cases = [(_work(), start, _UNTIL) for start in (given.start, later)]
    for answer, (_, start, _) in tables.trials("months_in_force", months_in_force, *cases):
        what = f'What `months_in_force(work, "{start}", "{_UNTIL}")` gives'
        tables.entries(
            what,
            tables.series(what, answer),
            _in_force(start, _UNTIL),
            kind="`id` of the component",
            mistakes=_wrong_months(what, start, given.start),
        )


def _wrong_months(what, start, given_start):
    """What common mistakes lead to; worked out for answers that are wrong."""
    yield (
        _in_force(given_start, _UNTIL),
        f"{what} is the same as for another start: `start` is not used.",
    )
    yield (
        _in_force(start, _UNTIL, cut=False),
        f"{what} counts months after `until`: a phase that begins before it may end after it.",
    )
    yield (
        _in_force(start, _UNTIL, open_end=False),
        f"{what} leaves phase 3 out. It has no end, so it runs up to `until`.",
    )
    yield (
        _in_force(start, _UNTIL, last=0),
        f"{what} is a month short where work runs up to `until`: that month counts as well.",
    )


def _lost(given):
    now = _in_force(given.start, _UNTIL)
    later = _in_force(months.later(given.start, given.delay), _UNTIL)
    return {name: now[name] - later[name] for name in now}


@Q6.part(
    "lost",
    hints=[
        "Use your function twice, with the start and with the later start, and subtract. "
        "`str(pd.Period(start, 'M') + months)` is a later month.",
    ],
)
def _(lost, given):
    right = _lost(given)
    tables.entries(
        "`lost`",
        tables.series("`lost`", lost),
        right,
        kind="`id` of the component",
        mistakes=[
            (
                dict.fromkeys(right, given.delay),
                "`lost` takes the whole delay from every component. Work that ends before the "
                "horizon is moved, not lost.",
            ),
            (
                {name: -months for name, months in right.items()},
                "`lost` has the wrong sign: months lost are what the earlier start has more.",
            ),
        ],
    )


_READING = Choice(
    "q6.reading",
    "241babf83623",
    {
        "711f20078f3d": "The count says otherwise: what comes first and ends early is moved as a "
        "whole.",
        "97df2515a100": "That treats every component alike. Look at the numbers one by one.",
        "6a8f3044a050": "What has no end can never be made good within the horizon: the count "
        "shows months that are gone.",
    },
)


Q6.decision(
    "reading",
    _READING,
    hints=["Which components lose months, and what do these have in common? What is not counted?"],
)


# Question 7 ------------------------------------------------------------------------------

Q7 = UNIT.question(
    "q7",
    section="keci-tools",
    fact="Harmless in its aim and open in its access are two things. Say which one you rate.",
)


def _exposure(tools, *, pooled=False):
    """Tools and contested ones of each component, or what a mistake makes of them."""
    statuses = dict(zip(tools["id"], tools["requires_political_status"], strict=True))
    rows, links = {}, _links()
    for part, tool in zip(links["keci_id"], links["tool_id"], strict=True):
        if tool not in statuses and not pooled:
            continue
        row = rows.setdefault(str(part), {"keci_id": str(part), "tools": 0, "contested": 0})
        row["tools"] += 1
        row["contested"] += statuses.get(tool) == "contested"
    return list(rows.values())


@cache
def _links():
    """The links of the components, as a DataFrame."""
    links = tables.load("keci_mechanisms")
    return links[links["keci_id"].isin(_kind("component")["id"])]


@Q7.part(
    "exposure",
    points=2,
    hints=[
        "`links.merge(tools, left_on='tool_id', right_on='id')` keeps the links that lead to a "
        "tool. Drop links without a `tool_id` first.",
        "Then `groupby('keci_id')`: the number of rows is one column, the number of rows with "
        "`requires_political_status == 'contested'` the other.",
    ],
)
def _(exposure):
    import pandas as pd

    links, tools = _links(), tables.load("partnership_tools")
    other = tools.assign(requires_political_status="no")
    for answer, (_, given) in tables.trials("exposure", exposure, (links, tools), (links, other)):
        what = f"What `exposure` gives{' for another table of tools' if given is other else ''}"
        right = pd.DataFrame(_exposure(given))
        mistakes = _wrong_exposures(what, right) if given is tools else ()
        tables.frame(what, answer, right, key="keci_id", mistakes=mistakes)


def _wrong_exposures(what, right):
    """What common mistakes lead to; worked out for answers that are wrong."""
    import pandas as pd

    yield (
        pd.DataFrame(_exposure(tables.load("partnership_tools"), pooled=True)),
        f"{what} counts rules, practices and schools as tools. Only links with a `tool_id` lead "
        "to one.",
    )
    yield (
        right.assign(contested=right["contested"] / right["tools"]),
        f"{what} has shares in `contested`. Give numbers of tools.",
    )
    yield (
        right.assign(contested=right["tools"] - right["contested"]),
        f"{what} counts the tools that are not contested.",
    )


@Q7.part(
    "low_but_contested",
    hints=[
        "Keep the components whose `contested` equals their `tools`, and of these the ones that "
        "`keci` codes as low.",
    ],
)
def _(low_but_contested):
    name = "`low_but_contested`"
    if isinstance(low_but_contested, str | Mapping) or not hasattr(low_but_contested, "__iter__"):
        raise Mistake(f"{name} is {kind_of(low_but_contested)}. Give a list of ids.")
    if callable(low_but_contested):
        raise Mistake(f"{name} is {kind_of(low_but_contested)}. Give a list of ids.")
    found = {str(entry).strip().lower() for entry in low_but_contested}
    keci = tables.load("keci")
    coded = dict(zip(keci["id"].astype(str), keci["sensitivity"].astype(str), strict=True))
    drawn = _exposure(tables.load("partnership_tools"))
    closed = {row["keci_id"] for row in drawn if row["tools"] == row["contested"]}
    right = {part for part in closed if coded[part] == "low"}
    if found == right:
        return
    if unknown := sorted(found - coded.keys()):
        raise Mistake(f"{name} holds {unknown[0][:60]!r}, which is no id of the table `keci`.")
    if not found:
        raise Mistake(f"{name} is empty. There are such components.")
    if found == closed:
        raise Mistake(f"{name} holds all whose tools are contested. Keep those that are coded low.")
    if found == {part for part, level in coded.items() if level == "low"}:
        raise Mistake(
            f"{name} holds all parts coded low. Keep those whose tools are all contested."
        )
    if other := sorted(part for part in found if coded[part] != "low"):
        raise Mistake(f"{name} holds {other[0]!r}, which is not coded low.")
    if extra := sorted(found - right):
        raise Mistake(f"{name} holds {extra[0]!r}. Does it draw on a tool, and are all contested?")
    raise Mistake(f"{name} has {len(found)} of the ids, and there are more.")


_WHY = Choice(
    "q7.why",
    "34356c6f74d2",
    {
        "bbfd8589ed62": "The module says what it rates and gives a reason for each. A different "
        "measure is no proof of an error.",
        "fde0983b66c6": "Contested is the module's word for an unsettled condition. The table "
        "records no refusal.",
        "70f6acc2d632": "When a tool was launched tells nothing about whom it admits.",
    },
)


Q7.decision(
    "why",
    _WHY,
    hints=[
        "Read `sensitivity_note` and `status_note` of one such component. Of what does each speak?"
    ],
)
