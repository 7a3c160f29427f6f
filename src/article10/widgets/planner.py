"""The KECI planner."""

import re
from difflib import get_close_matches

import pandas as pd
import traitlets

from article10.widgets.base import View, columns_of, need_columns, references

KECI = ("id", "component", "kind", "phases", "months_min", "months_max", "sensitivity")
KECI_OPTIONAL = {"description": "", "sensitivity_note": "", "source_id": "", "locator": ""}
LINKS = ("keci_id", "mechanism")
LINKS_OPTIONAL = {"relation": "draws on", "note": "", "source_id": "", "locator": ""}

START = "2026-01"
MONTHS = ("2025-03", "2049-12")
"""First and last month a plan can start in; the proposal is of March 2025."""
HORIZON = (12, 120)
"""Months that can be shown of a phase to which the proposal gives no length."""
SHOWN = 24
"""Months shown of such a phase unless others are chosen."""


def _ranges(keci: pd.DataFrame) -> dict[str, tuple[int, int, int]]:
    """Least, most and usual months of each phase; the usual ones lie in the middle."""

    def range_of(row):
        least = HORIZON[0] if pd.isna(row.months_min) else int(row.months_min)
        if pd.isna(row.months_max):
            return least, max(HORIZON[1], least), max(SHOWN, least)
        most = int(row.months_max)
        return least, most, (least + most) // 2

    phases = keci[keci["kind"].astype(str) == "phase"]
    return {row.component: range_of(row) for row in phases.itertuples()}


class KeciPlanner(View):
    """A plan made from the KECI proposal: phases, components, conditions and an outcome.

    The proposal is that of the Kosovar Centre for Security Studies, not NATO's.

    Parameters
    ----------
    keci : DataFrame of the shape of ``article10.load("keci")``; needed are ``id``,
        ``component``, ``kind``, ``phases``, ``months_min``, ``months_max`` and ``sensitivity``.
    mechanisms : DataFrame of the shape of ``article10.load("keci_mechanisms")``; needed are
        ``keci_id`` and ``mechanism``.
    start : the first month, ``"YYYY-MM"``, from March 2025 on.
    lengths : months of each phase, inside the range that the proposal gives; by default the
        middle of the range, and 24 months shown of a phase without one.
    outcome : ``id`` of the outcome that phase 3 turns into; a stalemate by default.
    without : ``id`` of each component or parallel condition to leave out.

    Raises
    ------
    FrameError : a table is no DataFrame or lacks a needed column.
    ValueError : an outcome or a component is unknown, or a number of lengths is wrong.
    traitlets.TraitError : a start is no month, or a length leaves its range.
    """

    module = "planner.js"
    label = "KECI planner"
    address = ("start", "lengths", "outcome", "without")

    start = traitlets.Unicode(START).tag(sync=True)
    lengths = traitlets.List(traitlets.Int()).tag(sync=True)
    outcome = traitlets.Unicode().tag(sync=True)
    without = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(
        self, keci, mechanisms, start=START, lengths=None, outcome=None, without=(), **traits
    ):
        name = type(self).__name__
        frame = need_columns(keci, KECI, name, KECI_OPTIONAL)
        links = need_columns(mechanisms, LINKS, name, LINKS_OPTIONAL)
        self._ranges = _ranges(frame)
        usual = [months for *_, months in self._ranges.values()]
        outcomes = frame.loc[frame["kind"].astype(str) == "outcome", "id"].tolist()
        without = [without] if isinstance(without, str) else list(without)
        optional = frame["kind"].astype(str).isin(["component", "parallel"])
        if outcome is None:
            outcome = "stalemate" if "stalemate" in outcomes else next(iter(outcomes), "")
        else:
            self._known([outcome], outcomes, "outcome")
        self._known(
            without, frame.loc[optional & (frame["phases"] != "start"), "id"].tolist(), "component"
        )
        super().__init__(
            data={
                "rows": columns_of(frame),
                "links": columns_of(links),
                "usual": {"start": START, "lengths": usual},
                "months": list(MONTHS),
                "horizon": list(HORIZON),
                "references": references([*frame["source_id"], *links["source_id"]]),
            },
            start=start,
            lengths=usual if lengths is None else [int(months) for months in lengths],
            outcome=outcome,
            without=without,
            **traits,
        )

    @staticmethod
    def _known(names, known, what):
        for name in names:
            if name not in known:
                near = get_close_matches(name, known, n=3) or known
                raise ValueError(f"unknown {what} {name!r}; did you mean {', '.join(near)}?")

    @traitlets.validate("start")
    def _valid_start(self, proposal):
        month = proposal["value"]
        # Months of this form sort as text.
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month) or not MONTHS[0] <= month <= MONTHS[1]:
            raise traitlets.TraitError(
                f"start is a month from {MONTHS[0]!r} to {MONTHS[1]!r}, not {month!r}"
            )
        return month

    @traitlets.validate("lengths")
    def _valid_lengths(self, proposal):
        lengths = proposal["value"]
        if len(lengths) != len(self._ranges):
            raise traitlets.TraitError(
                f"lengths needs {len(self._ranges)} numbers of months, one for each phase, "
                f"not {len(lengths)}"
            )
        for months, (phase, (least, most, _)) in zip(lengths, self._ranges.items(), strict=True):
            if not least <= months <= most:
                raise traitlets.TraitError(
                    f"{phase!r} can last {least} to {most} months, not {months}"
                )
        return lengths

    @property
    def plan(self) -> pd.DataFrame:
        """The plan on screen, one row for each bar or condition, in the order of the picture.

        ``item``, ``kind``, ``phase`` (``"start"`` or phases joined by ``;``), ``start`` and
        ``end`` (first and last day; the same for a condition of the start), ``open_end``
        (the proposal gives no end: ``end`` is only what is shown), ``sensitivity`` (the module's
        own coding) and ``mechanisms`` (joined by ``; ``).
        """
        names = ("item", "kind", "phase", "start", "end", "open_end", "sensitivity", "mechanisms")
        plan = pd.DataFrame(self.ask("plan"), columns=names)
        first = pd.to_datetime(plan["start"], format="%Y-%m")
        last = pd.to_datetime(plan["end"], format="%Y-%m") + pd.offsets.MonthEnd(0)
        return plan.assign(
            start=first,
            end=last.where(plan["phase"] != "start", first),
            open_end=plan["open_end"].astype(bool),
        )

    @property
    def summary(self) -> str:
        """The sentence above the picture: the earliest and the latest end of each phase."""
        return self.ask("sentence")
