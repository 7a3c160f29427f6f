"""The accession paths."""

import pandas as pd
import traitlets

from article10.errors import FrameError
from article10.widgets.base import View, columns_of, need_columns, references
from article10.widgets.choices import known, need_dates

STEPS = ("pfp", "dialogue", "map", "invitation", "protocol", "accession")
CLOCKS = ("calendar", "first step")
ORDERS = ("round", "duration", "name")
NEEDED = ("country", *(f"{step}_{part}" for step in STEPS for part in ("status", "date")))
OPTIONAL = {
    "status": "",
    "round": None,
    "note": "",
    **{f"{step}_precision": "day" for step in STEPS},
    **{f"{step}_source_id": "" for step in STEPS},
}


def _latest(accessions: pd.DataFrame) -> list[str]:
    """The countries of the five latest rounds and all that are not members."""
    rounds = sorted(accessions["round"].dropna().unique())[-5:]
    chosen = accessions["round"].isin(rounds) | accessions["round"].isna()
    return accessions.loc[chosen, "country"].astype(str).tolist()


class AccessionPaths(View):
    """The steps of chosen countries on the way into the Alliance, and how long each path took.

    Parameters
    ----------
    accessions : DataFrame of the shape of ``article10.load("accessions")``; needed are
        ``country`` and, for each step, ``<step>_status`` and ``<step>_date``.
    countries : names to start with; by default those of the five latest rounds
        and all that are not members.
    clock : ``"calendar"``, or ``"first step"`` for years since each country's own first step.
    order : of the rows, ``"round"``, ``"duration"`` or ``"name"``.
    open : the country whose steps stand below the picture; the trait is ``opened``.
    until : the year to the end of which open paths are drawn; by default 2025, or
        the last year of the table where that is later.

    Raises
    ------
    FrameError : ``accessions`` is no DataFrame, or lacks a needed column or its dates, or
        has a country twice.
    ValueError : an unknown country, clock or order.
    """

    module = "paths.js"
    label = "Accession paths"
    address = ("countries", "clock", "order", "opened")

    countries = traitlets.List(traitlets.Unicode()).tag(sync=True)
    clock = traitlets.Unicode("calendar").tag(sync=True)
    order = traitlets.Unicode("round").tag(sync=True)
    # A widget's `open` is a method of ipywidgets.
    opened = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        accessions,
        countries=None,
        clock="calendar",
        order="round",
        open="",
        until=None,
        **traits,
    ):
        frame = need_columns(accessions, NEEDED, type(self).__name__, OPTIONAL)
        dates = [f"{step}_date" for step in STEPS]
        need_dates(frame, dates, type(self).__name__)
        every_country = frame["country"].astype(str).tolist()
        twice = frame["country"].duplicated()
        if twice.any():
            raise FrameError(f"AccessionPaths: two rows for {frame['country'][twice].iloc[0]}")
        if countries is None:
            countries = _latest(frame)
        if until is None:
            last = frame[dates].max().max()
            until = 2025 if pd.isna(last) else max(2025, last.year)
        self._frame = frame
        sources = pd.concat([frame[f"{step}_source_id"] for step in STEPS])
        super().__init__(
            data={
                "rows": columns_of(frame),
                "until": int(until),
                "references": references(sources.dropna()),
            },
            countries=known(countries, every_country, "country"),
            clock=known(clock, CLOCKS, "clock")[0],
            order=known(order, ORDERS, "order")[0],
            opened=known(open, every_country, "country")[0] if open else "",
            **traits,
        )

    @property
    def selection(self) -> pd.DataFrame:
        """The countries on screen, in their order, with the columns of ``accessions``."""
        return self._frame.iloc[self.ask("select")]

    @property
    def steps(self) -> pd.DataFrame:
        """Every step of the countries on screen, as in the table on screen.

        Columns: ``country``, ``step``, ``status``, ``date`` (text, as far as it is known),
        ``years_since_first_step``, ``years_since_step_before``,
        ``median_years_of_stretch`` and ``source_id``.
        """
        return pd.DataFrame(self.ask("steps"), columns=self.ask("stepColumns"))
