"""The checks of the unit on the Study of 1995."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from . import charts, tables
from .decisions import Decisions
from .questions import Unit
from .texts import Criterion, mentions, text
from .values import Choice, Mistake, call, earned, kind_of, number, truth

UNIT = Unit(
    "study-1995",
    chapter="The 1995 Study on NATO Enlargement",
    sections={
        "st-chapters": "Six chapters, five kinds of point",
        "st-evidence": "What this outline rests on",
        "st-expectations": "What it expects of new members",
        "st-veto": "No outside veto: what it says, and what it does not",
        "st-rounds": "How later rounds used it",
        "st-critics": "Critics",
    },
)
_LAST = 82  # paragraphs of the official text


# Question 1 ------------------------------------------------------------------------------

Q1 = UNIT.question(
    "q1",
    section="st-chapters",
    fact="The kinds can be told apart in any such paper: ask whom a sentence addresses.",
)
_KINDS = Decisions(
    "st.q1",
    {
        "A": "fd91964461b7",
        "B": "db37f33405b4",
        "C": "7e49c08b08b1",
        "D": "132358725613",
        "E": "4eded79accd3",
        "F": "231c9b465cb2",
        "G": "d5a27676592b",
        "H": "2766063c632a",
    },
    {
        "purpose": "it says why to grow. Does it ask nothing of anybody?",
        "principle": "it binds growth as a whole, whoever applies. Is no applicant addressed?",
        "expectation": "an applicant or new member has to do it. Is it the applicant's to do?",
        "contribution": "partnership or forces add something by it, before or after entry.",
        "modality": "it is procedure: who decides, in which order. Is there an order in it?",
    },
)


Q1.decision(
    "kinds",
    _KINDS,
    points=4,
    hints=[
        "Ask in this order: does it give a reason for growing? Does it name a step and who "
        "takes it? Does it fall to the applicant, or to everybody?",
        "What if it were broken? Growth was unwise (purpose), growth as a whole is in doubt "
        "(principle), one applicant is in doubt (expectation), a decision is irregular "
        "(modality).",
    ],
)


# Question 2 ------------------------------------------------------------------------------

Q2 = UNIT.question(
    "q2",
    section="st-expectations",
    fact="A reform answers an expectation by what it changes, not by how much noise it makes.",
)
_EXPECTATIONS = Decisions(
    "st.q2",
    {
        "A": "e20ca09e8fe0",
        "B": "50d7a6eb99f0",
        "C": "782518486cc3",
        "D": "d283b18ca967",
        "E": "16c2179cfff1",
        "F": "8cab58fd89c7",
        "G": "134291974c7f",
        "H": "201e5dba5c71",
    },
    {
        "values": "it shows democracy, freedom or the rule of law at work. Whose power is bound?",
        "practice": "policies of the Alliance are now followed. Is there such a policy in it?",
        "disputes": "a quarrel with a neighbour or a community is settled. Who is the other side?",
        "control": "it changes who commands the forces. Who answers to whom now?",
        "defence": "it adds to what the country can do for common defence. Could the forces do "
        "more afterwards?",
        "diplomacy": "it lets the country be represented and consulted. Where do its people sit?",
        "none": "no point asks for it. One does: look through the list once more.",
    },
)


Q2.decision(
    "expectations",
    _EXPECTATIONS,
    points=4,
    hints=[
        "Ask what is different the day after: who commands, who quarrels, what the forces can "
        "do, who sits at the table, who obeys the courts?",
        "Two of the eight are popular or visible, and no point of the outline mentions them.",
    ],
)


# Question 3 ------------------------------------------------------------------------------

Q3 = UNIT.question(
    "q3",
    section="st-veto",
    fact="Two questions settle each case: is it an accession, and is the objector outside?",
)
_CASES = Decisions(
    "st.q3",
    {
        "A": "79f2d1217bfc",
        "B": "efb90a588cea",
        "C": "b8035f6c5d9a",
        "D": "4e0149e08640",
        "E": "664e46ea909f",
        "F": "920b17db3231",
        "G": "ef2977fed962",
        "H": "f4c7e4658b53",
    },
    {
        "excluded": "the rule is made against it. Is it about an accession, is the objector no "
        "Ally, and could the objection stop the decision?",
        "allowed": "it is about an accession, and an Ally objects or nobody is stopped. Is that "
        "so?",
        "not reached": "it is not about an accession. Would nobody become a member by it?",
    },
)


Q3.decision(
    "cases",
    _CASES,
    points=4,
    hints=[
        "First sort out the cases in which nobody is to become a member.",
        "Of the rest, ask who objects. An Ally, or a parliament of one, is inside.",
    ],
)


_SENTENCE = Choice(
    "st.q3.sentence",
    "39bb04dcbf16",
    {
        "17cdf5894f8b": "`sentence` claims more than the paper itself can show: the rule as "
        "it reached us is about enlargement, and Allies can always refuse.",
        "138992458d87": "`sentence` takes silence for a ban. What the Study does not reach "
        "it does not rule out either.",
        "78a9e54ebf12": "`sentence` goes too far the other way: newspapers of 1995 report "
        "such a rule. What differs is its reach.",
    },
)


Q3.decision(
    "sentence",
    _SENTENCE,
    hints=["A neutral report says where a reading comes from, and lets both sides agree."],
)


# Question 4 ------------------------------------------------------------------------------

Q4 = UNIT.question(
    "q4",
    section="st-critics",
    fact="An effect shows only in a comparison, with and without its cause.",
)
_BEARING = Decisions(
    "st.q4",
    {
        "A": "3b0da6346902",
        "B": "c19586a2263a",
        "C": "e7c236196879",
        "D": "8085e1b025bc",
        "E": "d0f5c49bb3a8",
        "F": "1f78fe540627",
    },
    {
        "for": "it supports the claim. Is there a comparison with countries that lacked the "
        "prospect, and could nothing else explain it?",
        "against": "it speaks against the claim. Does it show a case in which the prospect made "
        "no difference?",
        "open": "it leaves the claim open. But it does compare countries with and without.",
    },
)


Q4.decision(
    "bearing",
    _BEARING,
    points=3,
    hints=[
        "Look for the comparison first: with the prospect of NATO, and without it.",
        "Could the arrow point the other way, or is the finding about something else altogether?",
    ],
)


# Question 5 ------------------------------------------------------------------------------

Q5 = UNIT.question(
    "q5",
    section="st-evidence",
    fact="A gap in an outline is a fact about the outline.",
)


@cache
def _covered(*, first_only=False, short=0) -> frozenset[int]:
    placed = tables.load("study_1995").dropna(subset=["paragraph_from"])
    pairs = zip(placed["paragraph_from"], placed["paragraph_to"], strict=True)
    return frozenset(
        paragraph
        for first, last in pairs
        for paragraph in ([first] if first_only else range(first, last + 1 - short))
    )


def _paragraphs(answer) -> set[int]:
    """What a student's function gave as paragraphs."""
    what = "What `uncovered` gives"
    if hasattr(answer, "columns") or isinstance(answer, str | Mapping):
        raise Mistake(f"{what} is {kind_of(answer)}. A list of numbers is asked for.")
    if not isinstance(answer, Iterable):
        raise Mistake(f"{what} is {kind_of(answer)}. List the paragraphs, do not count them.")
    found = set()
    for paragraph in answer:
        try:
            whole = int(paragraph)
        except (TypeError, ValueError):
            raise Mistake(
                f"{what} holds {paragraph!r}, which is no paragraph. Leave rows without "
                "paragraphs aside before you go on."
            ) from None
        found.add(whole)
    return found


@Q5.part(
    "uncovered",
    points=3,
    hints=[
        "Collect the covered paragraphs in a set first; the rest of 1 to 82 is the answer.",
        '`rows.dropna(subset=["paragraph_from"])` leaves the rows that a source places. '
        "`range(a, b)` stops before `b`.",
    ],
)
def _(uncovered):
    for answer, _ in tables.trials("uncovered", uncovered, (tables.load("study_1995"),)):
        _require_uncovered(_paragraphs(answer))


def _require_uncovered(found):
    everything, covered = set(range(1, _LAST + 1)), _covered()
    right = everything - covered
    if found == right:
        return
    if found == covered:
        raise Mistake("`uncovered` gives the paragraphs that *are* covered. The others are asked.")
    if found == everything - _covered(first_only=True):
        raise Mistake(
            "`uncovered` looks at `paragraph_from` only. A point may run over several paragraphs: "
            "all of them, up to `paragraph_to`, are covered."
        )
    if found == everything - _covered(short=1):
        raise Mistake(
            "`uncovered` leaves out the last paragraph of each point: `range(a, b)` stops before "
            "`b`."
        )
    if outside := sorted(found - everything):
        raise Mistake(f"`uncovered` gives {outside[0]}. The paragraphs run from 1 to {_LAST}.")
    if found == right - {_LAST}:
        raise Mistake(f"`uncovered` stops before paragraph {_LAST}, which belongs to the text.")
    first = min(found ^ right)
    raise Mistake(
        f"`uncovered` is not right, first for paragraph {first}: look whether a row covers it."
    )


@Q5.part(
    "text_share",
    hints=[
        'A comparison such as `rows["basis"] == "text"` gives True and False, and their mean is '
        "a share.",
        'Group by `rows["chapter"]` before you take the mean, and give per cent.',
    ],
)
def _(text_share):
    for answer, _ in tables.trials("text_share", text_share, (tables.load("study_1995"),)):
        tables.entries(
            "What `text_share` gives",
            tables.series("What `text_share` gives", answer),
            _text_shares(),
            kind="chapter",
            mistakes=_wrong_text_shares(),
        )


@cache
def _text_shares():
    study = tables.load("study_1995")
    return _keyed(100 * (study["basis"] == "text").groupby(study["chapter"]).mean())


@cache
def _wrong_text_shares():
    study = tables.load("study_1995")
    is_text = study["basis"] == "text"
    counts = is_text.groupby(study["chapter"]).sum()
    return [
        (
            _keyed(counts),
            "`text_share` counts the points. A share of the chapter's points is asked, in per "
            "cent.",
        ),
        (
            _keyed(100 * counts / len(is_text)),
            "`text_share` divides by all points. Divide by the points of the chapter.",
        ),
        (
            _keyed(100 * counts / is_text.sum()),
            "`text_share` tells in which chapter the points from the text stand. The question "
            "goes the other way: how much of a chapter rests on the text.",
        ),
    ]


def _keyed(series) -> dict[str, float]:
    return {str(key): float(value) for key, value in series.items()}


_SILENT = Choice(
    "st.q5.silent",
    "f9be28b51731",
    {
        "88a6ef1b597a": "`silent` overlooks a point: search the gists for the two letters.",
        "dc0f23cf75ca": "`silent` trusts the outline of chapter 2 too far. See what "
        "`uncovered` gives between 8 and 28.",
        "89a62ee1bef9": "`silent` says too much: a gap tells neither that something stands "
        "there nor what.",
    },
)


Q5.decision(
    "silent",
    _SILENT,
    hints=["Two things speak against the sentence: one is in a row, one is in a gap."],
)


# Question 6 ------------------------------------------------------------------------------

Q6 = UNIT.question(
    "q6",
    section="st-evidence",
    fact="A picture of what is known should also show how it is known.",
)


@Q6.part(
    "fig",
    points=4,
    hints=[
        '`study.groupby(["chapter", "basis"], observed=True).size().reset_index(name="points")` '
        "counts.",
        '`px.bar(counts, x="chapter", y="points", color="basis", title=..., labels={...})` '
        "stacks by itself; `fig.add_annotation(text=..., ...)` adds a note.",
    ],
)
def _(fig):
    figure = charts.read("fig", fig)
    if any(trace.get("type") == "histogram" for trace in figure["data"]):
        raise Mistake(
            "`fig` lets the browser count, so that nobody can check its numbers before it is "
            "shown. Count with pandas first and draw with `px.bar`."
        )
    plain = {**figure, "data": [_by_chapter(trace) for trace in figure["data"]]}
    if charts.bars(plain).keys() - _totals():
        raise Mistake(
            "`fig` has bars for something else than the six chapters. Count the points of each "
            "chapter and basis first; then chapters go along one axis and the count along the "
            "other."
        )
    charts.require_bars("fig", plain, _totals(), kind="chapter", mistakes=_wrong_lengths())
    with earned(0.5):
        _require_basis(plain)
        charts.require_titles("fig", figure)
        charts.require_words(
            "fig",
            figure,
            (("point",), "does not say that points are counted."),
            charts.SOURCE,
        )


def _points(rows) -> dict[str, float]:
    """How many points each chapter has in ``rows``."""
    return _keyed(rows.groupby("chapter").size())


@cache
def _totals():
    return _points(tables.load("study_1995"))


@cache
def _by_basis():
    return {
        basis: _points(rows)
        for basis, rows in tables.load("study_1995").groupby("basis", observed=True)
    }


@cache
def _wrong_lengths():
    study = tables.load("study_1995")
    length = study["paragraph_to"] - study["paragraph_from"] + 1
    return [
        (
            _keyed(length.fillna(0).groupby(study["chapter"]).sum()),
            "`fig` adds up paragraphs. One row is one point, however long.",
        ),
        (
            dict.fromkeys(_totals(), 100.0),
            "`fig` shows shares of each chapter. Lengths are numbers of points here, so that a "
            "chapter of three points does not look like one of sixteen.",
        ),
        (
            _points(study.dropna(subset=["paragraph_from"])),
            "`fig` drops the points that no source places. They are points as well.",
        ),
    ]


def _by_chapter(trace: Mapping) -> dict:
    """The trace with its bars labelled by the number of the chapter alone."""
    side = "y" if trace.get("orientation") == "h" else "x"
    found = [re.search(r"\d+", str(label)) for label in charts.column(trace.get(side))]
    return {**trace, side: [number.group() if number else "" for number in found]}


def _require_basis(figure):
    if (figure["layout"].get("barmode") or "") == "overlay":
        raise Mistake("`fig` draws its bars over each other, so that some are hidden.")
    names = {str(trace.get("name") or "").lower(): trace for trace in figure["data"]}
    for basis, points in _by_basis().items():
        trace = next((trace for name, trace in names.items() if basis in name), None)
        if trace is None:
            raise Mistake(
                f"`fig` does not show which points rest on a {basis}. Give each basis a colour "
                "and a name in the legend."
            )
        drawn = {k: v for k, v in charts.bars({"data": [trace]}).items() if v}
        if drawn != points:
            raise Mistake(f"`fig` has other numbers for {basis!r} than the table.")


# Question 7 ------------------------------------------------------------------------------

Q7 = UNIT.question(
    "q7",
    section="st-rounds",
    fact="A share is as good as its base: who could, and of whom do we know?",
)
_UNCOUNTED = ("did not exist", "not needed", "not found")


@cache
def _countries():
    """The rows that `step_share` is tried with, by what they are; it gets copies of them."""
    accessions = tables.load("accessions")
    return {
        "the later countries": accessions[accessions["accession_date"] >= "1995-09-03"],
        "all countries": accessions,
        "countries that have not joined": accessions[accessions["round"].isna()],
    }


@cache
def _statuses(who, step) -> list[str]:
    return _countries()[who][f"{step}_status"].tolist()


def _step_share(who, step, uncounted=_UNCOUNTED) -> float:
    counted = [status for status in _statuses(who, step) if status not in uncounted]
    return 100 * counted.count("done") / len(counted)


@Q7.part(
    "step_share",
    points=2,
    hints=[
        '`status = rows[f"{step}_status"]` and `status.isin([...])` say which rows to leave out.',
        'Of what is left, `100 * (status == "done").mean()` is the share in per cent.',
    ],
)
def _(step_share):
    for who, rows in _countries().items():
        for step in ("map", "dialogue", "invitation"):
            name = f"`step_share` for {who} and {step!r}"
            number(
                name,
                call("step_share", step_share, rows.copy(), step),
                _step_share(who, step),
                kind="a share in per cent",
                mistakes=_wrong_bases(name, who, step),
            )


def _wrong_bases(name, who, step):
    return [
        (
            _step_share(who, step, ("did not exist", "not needed")),
            f"{name} counts the countries of which nothing is known as if they had not taken the "
            "step.",
        ),
        (
            _step_share(who, step, ()),
            f"{name} is taken of all countries, also of those for which the step did not exist, "
            "was not needed or is unknown.",
        ),
        (
            _step_share(who, step, (*_UNCOUNTED, "skipped")),
            f"{name} leaves out who skipped the step. They could have taken it.",
        ),
        (
            _step_share(who, step, (*_UNCOUNTED, "not yet")),
            f"{name} leaves out who has not taken the step yet. They could.",
        ),
        (
            _step_share(who, step, (*_UNCOUNTED, "not sought")),
            f"{name} leaves out who did not seek the step. The task says which statuses to leave "
            "out.",
        ),
        (
            _statuses(who, step).count("done"),
            f"{name} is a count. A share in per cent is asked for.",
        ),
    ]


@Q7.part("map_share", hints=['Call your own function: `step_share(later, "map")`.'])
def _(map_share):
    who = "the later countries"
    number(
        "`map_share`",
        map_share,
        _step_share(who, "map"),
        kind="a share in per cent",
        mistakes=[
            *_wrong_bases("`map_share`", who, "map"),
            (
                _step_share("all countries", "map"),
                "`map_share` is taken of all countries of the table. Use the `later` ones.",
            ),
        ],
    )


_DIALOGUE = Choice(
    "st.q7.dialogue",
    "1782ffc119b2",
    {
        "af6633f3c5a7": "`dialogue_says` overlooks the base: look at the status of each "
        "country in the table above.",
        "2de6ed4821bd": "`dialogue_says` makes a rule of a coincidence, and of a very small "
        "one: look at the base.",
        "9de115a1a28c": "`dialogue_says` takes what was not found for what did not happen.",
    },
)


Q7.decision(
    "dialogue_says",
    _DIALOGUE,
    section="st-evidence",
    hints=["How many countries are left in the count for this step, and why so few?"],
)


# Question 8 ------------------------------------------------------------------------------

Q8 = UNIT.question(
    "q8",
    section="st-expectations",
    fact="An expectation becomes a criterion once somebody else can see whether it is met.",
)
_COLUMNS = ["id", "title", "gist", "basis", "caution"]


@cache
def _checklist(*kinds):
    study = tables.load("study_1995")
    found = study[study["kind"].isin(kinds)].sort_values(["basis", "paragraph_from", "id"])
    return found.assign(caution=found["basis"] != "text")[_COLUMNS]


@Q8.part(
    "checklist",
    points=3,
    hints=[
        'Filter by `kind`, then `sort_values(["basis", "paragraph_from", "id"])`: the column '
        "`basis` knows its own order.",
        '`assign(caution=found["basis"] != "text")` adds a column of True and False; a list of '
        "names in square brackets picks columns.",
    ],
)
def _(checklist):
    what = "What `checklist` gives"
    for answer, _ in tables.trials("checklist", checklist, (tables.load("study_1995"),)):
        tables.frame(
            what,
            answer,
            _checklist("expectation"),
            key="id",
            sorted_by="basis, paragraph and id",
            mistakes=_wrong_checklists(what),
        )
        for caution in answer["caution"]:
            truth("A value of `caution`", caution)


def _wrong_checklists(what):
    right = _checklist("expectation")
    yield (
        right.assign(caution=~right["caution"]),
        f"{what} calls for caution where the text was read. It is the other way round.",
    )
    yield (
        right.assign(caution=right["basis"] == "report"),
        f"{what} calls for caution with reports only. A summary is not the text either.",
    )
    yield (
        _checklist("expectation", "principle"),
        f"{what} holds principles as well. They bind the Alliance, not the applicant.",
    )
    yield (
        _checklist("expectation", "contribution"),
        f"{what} holds contributions as well. Only expectations are asked for.",
    )
    yield (
        right[~right["caution"]],
        f"{what} leaves out what does not rest on the text. It belongs on the list, with a "
        "caution.",
    )


# What others can look up, count or watch.
_LOOK_UP = mentions(
    "per cent",
    "law*", "act", "acts", "bill*", "vote*", "ballot*", "budget*", "spending", "fund", "funds",
    "audit*", "court*", "judg*", "ruling*", "verdict*", "treaty", "treaties", "agreement*",
    "memorand*", "protocol*", "report*", "record*", "minutes", "list", "lists", "table*",
    "statist*", "survey*", "count", "counts", "counted", "number*", "exercise*", "inspect*",
    "observer*", "monitor*", "certif*", "grade*", "test*", "hearing*", "appoint*", "minister*",
    "parliament*", "committee*", "commission*", "office*", "staff*", "address*", "mission*",
    "embass*", "delegation*", "regist*", "publish*", "publication*", "document*", "plan*",
    "decree*", "regulation*", "constitution*", "border*", "demarcat*", "deploy*", "troop*",
    "soldier*", "brigade*", "battalion*", "percent*",
    "share*", "paper*", "adopt*", "cabinet*", "sign*", "letter*", "evaluat*", "score*", "accredit*",
)  # fmt: skip


def _own_words(gist):
    """Whether a text is more than the ``gist`` said again: most of its longer words are new."""
    said = set(_long_words(gist))

    def judge(value):
        found = _long_words(value)
        return bool(found) and sum(word in said for word in found) <= 0.5 * len(found)

    return judge


def _long_words(value) -> list[str]:
    return [word for word in re.findall(r"\w+", value.lower()) if len(word) > 4]


@Q8.part(
    "evidence",
    points=2,
    hints=[
        "Think of a journalist or an inspector who does not trust the ministry: what would you "
        "show them?",
        'The keys are the ids: `list(checklist(study)["id"])`.',
    ],
)
def _(evidence):
    points = _expectations()
    if not isinstance(evidence, Mapping):
        raise Mistake(
            f"`evidence` is {kind_of(evidence)}. Give a dictionary from the id of each point to a "
            "text."
        )
    given = {str(key).strip(): words for key, words in evidence.items()}
    if extra := [key for key in given if key not in points]:
        raise Mistake(f"`evidence` has {extra[0]!r}, which is no expectation of the Study.")
    problems = {}
    for point, gist in points.items():
        if point not in given:
            problems[point] = "is missing."
            continue
        try:
            _require_evidence(f"evidence[{point!r}]", given, point, gist)
        except Mistake as mistake:
            problems[point] = str(mistake)
    if problems:
        first, problem = next(iter(problems.items()))
        problem = problem if problem.startswith("`") else f"`evidence[{first!r}]` {problem}"
        raise Mistake(
            f"{len(points) - len(problems)} of {len(points)} will do. {problem}",
            credit=1 - len(problems) / len(points),
        )


@cache
def _expectations() -> dict[str, str]:
    """The gist of each expectation by its id, in the order of the table."""
    study = tables.load("study_1995")
    rows = study[study["kind"] == "expectation"]
    return dict(zip(rows["id"], rows["gist"], strict=True))


def _require_evidence(name, given, point, gist):
    text(
        name,
        given[point],
        [
            Criterion("It names something that one can look up, count or watch", _LOOK_UP),
            Criterion("It is more than the point said again", _own_words(gist)),
        ],
        words=(6, 40),
    )
    twin = next(
        (other for other, words in given.items() if other != point and words == given[point]), None
    )
    if twin:
        raise Mistake(f"`{name}` says the same as that of {twin!r}. Each point needs its own.")
