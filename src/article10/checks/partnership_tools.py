"""The checks of the unit on NATO's partnership tools."""

import re
from collections.abc import Mapping
from functools import cache

from . import charts, months, tables, texts
from .decisions import Decisions
from .questions import Unit
from .texts import Criterion
from .values import Choice, Mistake, as_number, call, earned, kind_of, number

UNIT = Unit(
    "partnership-tools",
    chapter="NATO's partnership tools",
    sections={
        "pt-toolbox": "What is in the toolbox",
        "pt-asks": "What a tool asks politically",
        "pt-price": "The practical price",
        "pt-cycles": "Cycles",
        "pt-kosovo": "Where Kosovo stands",
        "pt-needs": "From a need to a tool",
    },
)


@UNIT.variants(parp="2026-03", itpp="2027-01", integrity="2026-09")
def _(rng):
    # No month of PARP is one of the ITPP, so that something has to be moved.
    return {
        "parp": rng.choice(["2026-03", "2026-06", "2026-11", "2027-05"]),
        "itpp": rng.choice(["2026-07", "2027-04", "2027-10", "2028-01"]),
        "integrity": rng.choice(["2025-09", "2026-02", "2026-09", "2027-02"]),
    }


def _listed(name, value, what):
    """``value`` as a list. Raises Mistake when it is none."""
    if isinstance(value, str | Mapping) or callable(value) or not hasattr(value, "__iter__"):
        raise Mistake(f"{name} is {kind_of(value)}. Give a list of {what}.")
    return list(value)


# Question 1 ------------------------------------------------------------------------------

Q1 = UNIT.question(
    "q1",
    section="pt-asks",
    fact="Who may ask, who agrees, what is promised, what is shown: four conditions, not one.",
)
_ABOUT = Decisions(
    "q1",
    {
        "A": "0b9b4fe8e0e6",
        "B": "6bbef26f9cc1",
        "C": "eaa7e63ea509",
        "D": "1efb3124f95a",
        "E": "95663823db80",
        "F": "81f27e7f80da",
        "G": "8139b121bdd9",
        "H": "f83504a576e2",
    },
    {
        "who may ask": "it says whom the door is for. Does it name a circle of countries, or "
        "somebody's consent?",
        "who agrees": "it says whose consent is needed. Which body or person says yes in it?",
        "promise": "it binds to conduct towards others. What would breaking it do to a neighbour?",
        "openness": "it asks to show something of one's own. What is handed over or shown?",
    },
)


Q1.decision(
    "about",
    _ABOUT,
    points=4,
    hints=[
        "Look for the verb: to be invited or to request, to approve, to reaffirm, to complete or "
        "to answer.",
        "Two conditions fall to each of the four labels.",
    ],
)


# Question 2 ------------------------------------------------------------------------------

Q2 = UNIT.question(
    "q2",
    section="pt-toolbox",
    fact="The need decides the purpose, the purpose the tool; whether the door opens comes after.",
)
_TOOL_FOR = Decisions(
    "q2",
    {
        "A": "2015fbdaeac8",
        "B": "7f3613ab8946",
        "C": "56ddd538dca0",
        "D": "ae371c4e2062",
        "E": "2a9b10ffd836",
        "F": "037ee1a5b010",
        "G": "bac1fca43652",
        "H": "86de13325851",
    },
    {
        "eapc": "a council of Allies and partners is the place for it.",
        "parp": "agreed goals for forces and their review answer it.",
        "itpp": "one plan over all cooperation answers it.",
        "map": "yearly advice on the way to membership answers it.",
        "eadrcc": "a desk that matches requests and offers of disaster aid answers it.",
        "ptec": "a seat in a course at a training centre answers it.",
        "deep": "peers who help a military school to reform answer it.",
        "building integrity": "a review against the risk of corruption answers it.",
        "partnership cooperation menu": "a catalogue to pick activities from answers it. There is "
        "a tool nearer to the need.",
        "nalt": "a team that advises one force alone answers it. There is a tool for partners in "
        "general.",
    },
    once=True,
)


Q2.decision(
    "tool_for",
    _TOOL_FOR,
    points=4,
    hints=[
        "Say each request as one verb: talk, plan and check, call for help, reform a school, "
        "attend a course, be examined, tidy up, be told.",
        "A course that one attends and a school that one reforms are not the same tool.",
    ],
)


# Question 3 ------------------------------------------------------------------------------

Q3 = UNIT.question(
    "q3",
    section="pt-cycles",
    fact="Lengths that fit each other do not make reviews meet. Starts do, and they are decided.",
)
_FIRST, _LAST = "2027-01", "2040-12"


def _plans(given):
    return {
        "PARP": {"start": given.parp, "cycle": 24, "halfway": False},
        "ITPP": {"start": given.itpp, "cycle": 48, "halfway": True},
        "integrity": {"start": given.integrity, "cycle": 36, "halfway": False},
    }


def _reviews(plan, first, last, *, half=True, start=False, edges=True, shift=0, beyond=False):
    """The months of the reviews, or what a mistake makes of them."""
    step = plan["cycle"] // 2 if plan["halfway"] and half else plan["cycle"]
    low, high = months.count(first), months.count(last) + (step if beyond else 0)
    due = range(months.count(plan["start"]) + (0 if start else step), high + step, step)
    within = (at for at in due if (low <= at <= high if edges else low < at < high))
    return [months.month(at + shift) for at in within]


@Q3.part(
    "reviews",
    points=3,
    hints=[
        "Where there is a review halfway, reviews follow each other in half the length of a cycle. "
        "Where there is none, in the whole length.",
        "Begin at the start plus that step, go on in such steps, and keep the months from `first` "
        "to `last`. `range(begin, end + 1, step)` counts up to and including `end`.",
    ],
)
def _(reviews, given):
    if not callable(reviews):
        call("reviews", reviews)
    for name, plan in _plans(given).items():
        due = _reviews(plan, "2025-01", _LAST)
        # The second stretch begins and ends with a review.
        for first, last in (("2025-01", _LAST), (due[1], due[3])):
            what = f'What `reviews(plans["{name}"], "{first}", "{last}")` gives'
            answer = call("reviews", reviews, dict(plan), first, last)
            _compare(what, _listed(what, answer, "months"), plan, first, last)


def _compare(what, found, plan, first, last):
    found = [str(entry).strip() for entry in found]
    right = _reviews(plan, first, last)
    if found == right:
        return
    if any(len(entry) != 7 or entry[4:5] != "-" for entry in found):
        raise Mistake(f'{what} does not hold months written as in "{first}".')
    if sorted(found) == right:
        raise Mistake(f"{what} is not in order of time.")
    foreseen = [
        (_reviews(plan, first, last, half=False), "leaves the reviews halfway out."),
        (
            _reviews(plan, first, last, start=True),
            "counts the start as a review. The first is due one step later.",
        ),
        (
            _reviews(plan, first, last, edges=False),
            "leaves out a review in the first or the last month. Both are included.",
        ),
        (_reviews(plan, first, last)[:-1], "ends too early: `last` is included."),
        (_reviews(plan, first, last, beyond=True), "goes on after `last`."),
        (
            _reviews(plan, first, last, shift=-1),
            "is a month early: a review falls into the month in which the next cycle begins.",
        ),
        (_reviews(plan, "1900-01", last), "begins before `first`: `first` is not used."),
        (right[:1], "holds the first review only. All up to `last` are asked for."),
    ]
    for wrong, sentence in foreseen:
        if found == wrong:
            raise Mistake(f"{what} {sentence}")
    raise Mistake(
        f"{what} is not right: expected are months, one for each review, "
        f"and {len(set(found) & set(right))} of yours are among them."
    )


def _years(given, *, half=True):
    return {
        name: {int(due[:4]) for due in _reviews(plan, _FIRST, _LAST, half=half)}
        for name, plan in _plans(given).items()
    }


def _busy(years, least):
    span = range(int(_FIRST[:4]), int(_LAST[:4]) + 1)
    return [year for year in span if sum(year in found for found in years.values()) >= least]


@Q3.part(
    "busy_years",
    hints=[
        "Use your function for each plan, take the years with `int(due[:4])`, and count for each "
        "year in how many plans it appears.",
    ],
)
def _(busy_years, given):
    name = "`busy_years`"
    found = [as_number(f"An entry of {name}", year) for year in _listed(name, busy_years, "years")]
    years = _years(given)
    if sorted(set(found)) == _busy(years, 2):
        return
    if not found:
        raise Mistake(
            f"{name} is empty. Two plans count as reviewed in one year also when the months differ."
        )
    foreseen = [
        (_busy(years, 1), "holds every year with a review. Keep those of at least two plans."),
        (_busy(_years(given, half=False), 2), "leaves out the reviews of the ITPP halfway."),
        (sorted(years["PARP"] & years["ITPP"]), "looks at PARP and the ITPP only."),
    ]
    for wrong, sentence in foreseen:
        if sorted(set(found)) == wrong:
            raise Mistake(f"{name} {sentence}")
    raise Mistake(
        f"{name} is not right: of your {len(set(found))} years, "
        f"{len(set(found) & set(_busy(years, 2)))} belong there, and "
        f"{len(_busy(years, 2))} are asked for."
    )


@Q3.part(
    "later",
    hints=[
        "The reviews of both plans follow each other in equal steps. So it is enough that one "
        "review of the ITPP falls on one of PARP.",
        "Count the months from the start of the ITPP to the next month in which PARP begins or is "
        "reviewed. `%` gives what is left when whole steps are taken away.",
    ],
)
def _(later, given):
    gap = months.count(given.parp) - months.count(given.itpp)
    number(
        "`later`",
        later,
        gap % 24,
        kind="a number of months from 0 to less than one step between reviews",
        mistakes=[
            (gap, "`later` would begin the ITPP earlier, not later: it is the bare difference.")
            if gap < 0
            else (gap + 24, "`later` is right for the reviews, but a smaller number does as well."),
            (gap % 24 + 24, "`later` is right for the reviews, but a smaller number does as well."),
            (-gap % 24, "`later` moves PARP. It is the ITPP that is to begin later."),
            (
                gap % 12,
                "`later` brings the reviews into the same month of the year, but not yet into the "
                "same year.",
            ),
        ],
        counts=True,
    )


# Question 4 ------------------------------------------------------------------------------

Q4 = UNIT.question(
    "q4",
    section="pt-kosovo",
    fact="Contested is not open, unused is not refused: a filter answers what its column asks.",
)


def _tools():
    return tables.load("partnership_tools")


@cache
def _coded():
    """The tools as they might be: one is in use, whatever the column on status says."""
    tools = _tools().astype({"requires_political_status": str})
    tools.loc[tools["id"] == "ptec", "requires_political_status"] = "yes"
    return tools


@cache
def _rows(table):
    """The rows of what ``table``, such as `_tools`, gives, as dictionaries."""
    return table().astype(object).to_dict("records")


@cache
def _readings(
    table, *, ended=False, posts=False, beside=False, strict=("no",), wide=("no", "contested"),
    used=("in place", "ad hoc", "observer"), by_status=False,
):  # fmt: skip
    """The three readings of each tool, or what a mistake makes of them, as a DataFrame."""
    import pandas as pd

    rows = []
    for tool in _rows(table):
        if not ended and not pd.isna(tool["ended"]):
            continue
        if not posts and tool["purpose_category"] == "representation":
            continue
        if not beside and tool["group"] == "beside":
            continue
        status = tool["requires_political_status"]
        takes_part = tool["kosovo_status"] in used and not (by_status and status == "yes")
        rows.append(
            {
                "id": str(tool["id"]),
                "strict": status in strict,
                "wide": status in wide,
                "used": takes_part,
            }
        )
    return pd.DataFrame(rows, columns=["id", "strict", "wide", "used"])


@Q4.part(
    "readings",
    points=3,
    hints=[
        "First keep rows: `tools['ended'].isna()`, then `!= 'representation'`, then "
        "`== 'instrument'`. `&` joins conditions, each in brackets.",
        "Then make the columns: `==` compares with one value, `.isin([...])` with several.",
    ],
)
def _(readings):
    for answer, (rows,) in tables.trials("readings", readings, (_tools(),), (_coded(),)):
        what, table = "What `readings(tools)` gives", _tools
        if rows is _coded():
            what, table = f"{what} where a tool in use asks for a status", _coded
        tables.frame(
            what, answer, _readings(table), key="id", mistakes=_wrong_readings(what, table)
        )


def _wrong_readings(where, table):
    """What common mistakes make of a table; worked out for answers that are wrong."""
    yield (
        _readings(table, ended=True, posts=True, beside=True),
        f"{where} has all rows. Leave out what nobody could join today.",
    )
    yield _readings(table, ended=True), f"{where} has a tool that has ended."
    yield (
        _readings(table, posts=True),
        f"{where} has a post inside NATO, which no partner joins.",
    )
    yield _readings(table, beside=True), f"{where} has formats that stand beside NATO."
    yield (
        _readings(table, strict=("no", "contested")),
        f"{where} counts contested as no in `strict`.",
    )
    yield (
        _readings(table, wide=("contested",)),
        f"{where} leaves tools without a condition out of `wide`: what passes the "
        "strict reading passes the wide one.",
    )
    yield (
        _readings(table, strict=("yes",), wide=("yes", "contested")),
        f"{where} is turned round: it shows what asks for a status.",
    )
    yield (
        _readings(table, by_status=True),
        f"{where} makes `used` depend on status. Look at `kosovo_status` alone.",
    )
    yield (
        _readings(table, used=("in place",)),
        f"{where} counts only what is in place in `used`.",
    )


@Q4.part(
    "unproven",
    hints=[
        "`found = readings(tools)`, then the rows where `wide` holds and `used` does not: "
        "`found['wide'] & ~found['used']`."
    ],
)
def _(unproven):
    name = "`unproven`"
    found = {str(entry).strip().lower() for entry in _listed(name, unproven, "ids")}
    rows = _readings(_tools).set_index("id")
    right = set(rows.index[rows["wide"] & ~rows["used"]])
    if found == right:
        return
    if unknown := sorted(found - set(_tools()["id"])):
        raise Mistake(f"{name} holds {unknown[0][:60]!r}, which is no id of the table `tools`.")
    if not found:
        raise Mistake(f"{name} is empty. There are such tools.")
    if out := sorted(found - set(rows.index)):
        raise Mistake(
            f"{name} holds {out[0]!r}, which nobody could join as a tool of NATO's today."
        )
    if used := sorted(found & set(rows.index[rows["used"]])):
        raise Mistake(f"{name} holds {used[0]!r}, in which the table shows some part for Kosovo.")
    if shut := sorted(found - set(rows.index[rows["wide"]])):
        raise Mistake(f"{name} holds {shut[0]!r}, which asks for a political status.")
    raise Mistake(f"{name} has {len(found)} of the ids, and there are more.")


_SENTENCE = Choice(
    "q4.sentence",
    "87435bce11d6",
    {
        "36d97bf78147": "The table records no request and no refusal: not used is not refused.",
        "266e07522340": "Contested means that the condition is unsettled. And who would have to "
        "agree?",
        "a2f4578ae41d": "The four matter, but that is a cause, and the columns hold no causes. "
        "Nor does contested mean closed.",
    },
)


Q4.decision(
    "sentence",
    _SENTENCE,
    hints=[
        "Read `status_note` and `kosovo_note` of two such tools. What do they record, and what not?"
    ],
)


# Question 5 ------------------------------------------------------------------------------

Q5 = UNIT.question(
    "q5",
    section="pt-kosovo",
    fact="A table has authors and sources; a word in a cell may come from one side of a debate.",
)


def _by_kcss(tool, *, anywhere=False):
    if anywhere:
        return any("kcss" in str(cell).lower() for cell in tool.values())
    return any(key.strip().startswith("kcss") for key in str(tool["source_id"]).split(";"))


@cache
def _turned():
    """The tools as they might be, with other answers on status."""
    import pandas as pd

    tools = _tools()
    status = pd.Series(["yes", "no", "contested", "no"] * 4, index=tools.index[:16])
    return tools.assign(requires_political_status=status)


@cache
def _kcss_share(table, *, anywhere=False, base="group", percent=100):
    """The share of tools with a source by KCSS, or what a mistake makes of it."""
    rows = _rows(table)
    groups: dict[str, list[bool]] = {}
    for tool in rows:
        groups.setdefault(str(tool["requires_political_status"]), []).append(
            _by_kcss(tool, anywhere=anywhere)
        )
    total = {
        "group": len,
        "all": lambda _: len(rows),
        "kcss": lambda _: sum(map(sum, groups.values())) or 1,
        "none": lambda _: percent,
    }[base]
    return {status: percent * sum(found) / total(found) for status, found in groups.items()}


@Q5.part(
    "kcss_share",
    points=3,
    hints=[
        "`tools['source_id'].str.split(';')` gives the keys of each row as a list. A key counts if "
        "`.startswith('kcss')`.",
        "The mean of a column of True and False is a share. `groupby` on the column of status "
        "gives one for each value, also where it is 0.",
    ],
)
def _(kcss_share):
    for answer, (rows,) in tables.trials("kcss_share", kcss_share, (_tools(),), (_turned(),)):
        what, table = "What `kcss_share` gives", _tools
        if rows is _turned():
            what, table = f"{what} for another table", _turned
        tables.entries(
            what,
            tables.series(what, answer),
            _kcss_share(table),
            kind="value of `requires_political_status`",
            mistakes=_wrong_shares(what, table),
        )


def _wrong_shares(where, table):
    yield (
        _kcss_share(table, base="none"),
        f"{where} are numbers of tools. Give shares in per cent.",
    )
    yield (
        _kcss_share(table, base="all"),
        f"{where} are shares of all tools. The base is the tools with that value.",
    )
    yield (
        _kcss_share(table, base="kcss"),
        f"{where} shows how the tools with a source by KCSS are spread. Asked for "
        "is their share among the tools with each value.",
    )
    yield (
        _kcss_share(table, anywhere=True),
        f"{where} counts tools that mention KCSS in some note. Look at the keys in `source_id`.",
    )


_SO_WHAT = Choice(
    "q5.so_what",
    "a88ce083c655",
    {
        "e47947f06da6": "A party can be right. Where a word comes from is a reason to test it, not "
        "to drop it.",
        "2c21741db547": "A source of NATO's may carry the date or the purpose of a tool, and the "
        "paper the word on status. A key does not say which cell it carries.",
        "1c1d25c46419": "The count shows that its papers were used, not that a condition was "
        "invented.",
    },
)


Q5.decision(
    "so_what",
    _SO_WHAT,
    hints=[
        "What does a share of sources tell about a word in a cell, and what would test the word?"
    ],
)


# Question 6 ------------------------------------------------------------------------------

Q6 = UNIT.question(
    "q6",
    section="pt-cycles",
    fact="A calendar made of assumptions is useful as long as it says so on its face.",
)


def _spans(given, *, turns=2, shift=0, halves=False):
    """The bars: plan, first day, first day after."""
    found = set()
    for name, plan in _plans(given).items():
        step = plan["cycle"] // 2 if halves and plan["halfway"] else plan["cycle"]
        for at in range(turns * plan["cycle"] // step):
            begin = months.count(plan["start"]) + at * step
            days = (f"{months.month(month)}-01" for month in (begin, begin + step + shift))
            found.add(charts.Span(name, *days))
    return found


@Q6.part(
    "fig",
    points=4,
    hints=[
        "Make a list of six dictionaries, each with the plan, the first day and the first day "
        "after; `pd.DataFrame(rows)` makes a table of it for `px.timeline`.",
        "`f\"{month(count(plan['start']) + plan['cycle'])}-01\"` is the day on which the first "
        "cycle of a plan ends.",
        "`fig.update_layout(title=..., xaxis_title=..., yaxis_title=...)` names things; "
        "`fig.add_annotation(text=..., ...)` adds the note.",
    ],
)
def _(fig, given):
    figure = charts.read("fig", fig)
    drawn = charts.require_spans("fig", figure)
    wanted = _spans(given)
    if set(drawn) != wanted or len(drawn) != len(wanted):
        _explain(set(drawn), wanted, given)
    with earned(0.5):
        charts.require_titles("fig", figure)
        charts.require_words(
            "fig",
            figure,
            (("assum", "hypothetical", "invented", "made up"), "does not say that the starts are "
             "assumed, so a minister would take it for a calendar."),
            (("kcss", "kosovar centre"), "does not say whose the four years are: name KCSS."),
            charts.SOURCE,
        )  # fmt: skip


def _explain(found, wanted, given):
    labels = {span.label for span in wanted}
    if unknown := sorted({span.label for span in found} - labels):
        raise Mistake(
            f"`fig` has a bar {unknown[0]!r}. Call the lines {', '.join(sorted(labels))}."
        )
    if missing := sorted(labels - {span.label for span in found}):
        raise Mistake(f"`fig` has no bar for {missing[0]!r}.")
    foreseen = [
        (_spans(given, turns=1), "shows one cycle of each plan. Two are asked for."),
        (_spans(given, turns=3), "shows three cycles of each plan. Two are asked for."),
        (
            _spans(given, halves=True),
            "cuts the ITPP at its review halfway. A review inside a cycle does not end it.",
        ),
        (
            _spans(given, shift=-1),
            "ends each bar a month early: it goes to the month in which the cycle ends.",
        ),
    ]
    for wrong, sentence in foreseen:
        if found == wrong:
            raise Mistake(f"`fig` {sentence}")
    if min(span.start for span in found) != min(span.start for span in wanted):
        raise Mistake("`fig` does not begin with the start of the earliest plan.")
    wrong = sorted({span.label for span in found ^ wanted})
    raise Mistake(
        f"`fig` does not show {wrong[0]!r} rightly: two bars, from the month in which each cycle "
        "begins to the month in which it ends."
    )


# Question 7 ------------------------------------------------------------------------------

Q7 = UNIT.question(
    "q7",
    section="pt-price",
    fact="A good correction names the gate, says who holds it, and leaves the future open.",
)


_NOT = r"(?:not|no|none|neither|nor|outside|without|lacks?)"
_PARTNER = r"(?:non-?)?(?:partner\w*|pfp)"
_STANDING = re.compile(
    rf"\b{_NOT}\b[^.;]{{0,60}}\b{_PARTNER}|\b{_PARTNER}\b[^.;]{{0,60}}\b{_NOT}\b|\bnon-partner"
    rf"|n['\u2019]t\b[^.;]{{0,60}}\b{_PARTNER}",
    re.IGNORECASE,
)


def _standing(text):
    """Whether a text says that somebody is no partner, in one of many ways to say so."""
    return _STANDING.search(text) is not None


@Q7.part(
    "correction",
    points=4,
    hints=[
        "The sentence on the site slips at “so”: what would Kosovo have to be for it to follow?",
        "Section *Where Kosovo stands* lists ways in which such work has been done. Take one that "
        "is about advice.",
    ],
)
def _(correction):
    texts.text(
        "correction",
        correction,
        [
            Criterion(
                "says how Kosovo stands to partnership with NATO",
                _standing,
            ),
            Criterion(
                "names who has to agree",
                texts.mentions(
                    "council", "consensus", "every ally", "all allies", "each ally", "allies",
                    "all members", "every member", "all 32", "ambassadors",
                ),
            ),
            Criterion(
                "names a way in which similar advice has come without that",
                texts.mentions(
                    "nalt", "liaison team", "norway*", "norwegian*", "bilateral*",
                    "enhanced interaction", "single all*", "individual all*",
                ),
            ),
            Criterion(
                "promises and rules out nothing",
                texts.avoids(
                    "never", "impossible", "always", "certainly", "soon", "inevitabl*",
                    "definitely", "no chance", "guaranteed", "guarantees",
                ),
            ),
        ],
        words=(25, 70),
    )  # fmt: skip
