"""The poll explorer."""

import pandas as pd
import traitlets

from article10.survey import FAMILIES, margin_of_error
from article10.widgets.base import View, columns_of, need_columns, references
from article10.widgets.choices import Years, known, names, need_dates

NEEDED = ("date_fielded", "publisher", "country", "question_family", "answer", "percent")
OPTIONAL = {
    "date_precision": "day",
    "year_inferred": False,
    "survey": "",
    "wave": "",
    "population_group": "all",
    "question": "",
    "wording": "",
    "answer_note": "",
    "qualifier": "exact",
    "mean_score": None,
    "kind": "poll",
    "derived": False,
    "sample_n": None,
    "margin": None,
    "source_id": "",
    "locator": "",
    "note": "",
}


def _with_margins(polls: pd.DataFrame) -> pd.DataFrame:
    """Add ``margin_shown`` (points) and ``margin_kind``: reported, or computed from the sample."""

    def shown(row):
        if pd.notna(row.margin):
            return float(row.margin), "reported"
        if row.kind == "poll" and pd.notna(row.sample_n) and pd.notna(row.percent):
            return round(margin_of_error(row.percent, int(row.sample_n)), 2), "computed"
        return None, "unknown"

    pairs = [shown(row) for row in polls.itertuples()]
    return polls.assign(
        margin_shown=pd.Series([p[0] for p in pairs], dtype="float64", index=polls.index),
        margin_kind=[p[1] for p in pairs],
    )


def _families(polls: pd.DataFrame) -> dict:
    """The families of ``polls``; one this package does not know is shown by its own name."""
    found = {}
    for name, rows in polls.groupby("question_family", observed=True, sort=True):
        known = FAMILIES.get(name)
        found[name] = {
            "label": known.label if known else str(name).replace("_", " ").capitalize(),
            "asks": known.asks if known else f"answers to “{rows.question.iloc[0] or name}”",
            "answers": list(known.answers) if known else [],
            "companions": list(known.companions) if known else [],
        }
    return found


class PollExplorer(View):
    """Poll results of one question family at a time, by country, group and period.

    Parameters
    ----------
    polls : DataFrame of the shape of ``article10.load("polls")``; needed are
        ``date_fielded``, ``publisher``, ``country``, ``question_family``,
        ``answer`` and ``percent`` (0 to 100).
    family : the question family to start with; the largest by default.
    countries : names to start with; the three with most results by default.
    group : population group, ``"all"`` for everyone.
    answers : answers to draw; the family's leading answer by default.
    period : first and last year; by default those with results for the countries.

    Raises
    ------
    FrameError : ``polls`` is no DataFrame or lacks a needed column.
    ValueError : ``family`` is unknown, or is a list: two question families
        never share a line.
    """

    module = "polls.js"
    label = "Poll explorer"
    address = ("family", "countries", "group", "answers", "period")

    family = traitlets.Unicode().tag(sync=True)
    countries = traitlets.List(traitlets.Unicode()).tag(sync=True)
    group = traitlets.Unicode("all").tag(sync=True)
    answers = traitlets.List(traitlets.Unicode()).tag(sync=True)
    period = Years().tag(sync=True)

    def __init__(
        self, polls, family=None, countries=None, group="all", answers=(), period=None, **traits
    ):
        frame = need_columns(polls, NEEDED, type(self).__name__, OPTIONAL)
        need_dates(frame, ["date_fielded"], type(self).__name__)
        frame = _with_margins(frame)
        families = _families(frame)
        if family is None:
            counts = frame["question_family"].astype(str).value_counts()
            family = counts.index[0] if len(counts) else ""
        else:
            family = self._one_family(family, families)
        rows = frame[frame["question_family"].astype(str) == family]
        if countries is None:
            countries = rows["country"].astype(str).value_counts().index[:3].tolist()
        countries = names(countries)
        shown = rows[rows["country"].astype(str).isin(countries)]
        years = (shown if len(shown) else frame)["date_fielded"].dt.year
        years = years if len(years) else pd.Series([2000, 2025])
        self._frame = frame
        super().__init__(
            data={
                "rows": columns_of(frame),
                "families": families,
                "references": references(frame["source_id"]),
            },
            family=family,
            countries=countries,
            group=group,
            answers=names(answers),
            period=[int(year) for year in (period or (years.min(), years.max()))],
            **traits,
        )

    @staticmethod
    def _one_family(family, families):
        if not isinstance(family, str):
            wanted = [FAMILIES[name] for name in family if name in FAMILIES]
            reasons = "; ".join(f"“{f.label}” records {f.asks}" for f in wanted)
            raise ValueError(
                "Two question families cannot share a line, because a change of question would "
                f"look like a change of opinion: {reasons}. Give one family."
            )
        return known(family, families, "question family")[0]

    @property
    def selection(self) -> pd.DataFrame:
        """The rows on screen, in the order of the table, with the columns of ``polls``."""
        return self._frame.iloc[self.ask("select")]
