"""The timeline."""

import pandas as pd
import traitlets

from article10.errors import FrameError
from article10.widgets.base import View, columns_of, need_columns, references
from article10.widgets.choices import Years, known, need_dates

NEEDED = ("date", "title", "theme")
OPTIONAL = {
    "date_precision": "day",
    "end_date": pd.NaT,
    "end_precision": "day",
    "detail": "",
    "actors": "",
    "importance": 1,
    "source_id": "",
    "locator": "",
}
GRADINGS = (1, 2, 3)


def _in_order(events: pd.DataFrame) -> pd.DataFrame:
    """The events with an id each, by date; on one day in the order of the table.

    Raises FrameError where a row cannot be placed.
    """
    need_dates(events, ("date",), "Timeline")
    for name in NEEDED:
        empty = events[name].isna() | (events[name].astype(str) == "")
        if empty.any():
            raise FrameError(f"Timeline: row {empty.idxmax()} has no {name}")
    graded = events["importance"].isin(GRADINGS)
    if not graded.all():
        wrong = events["importance"][(~graded).idxmax()]
        raise FrameError(
            f"Timeline: row {(~graded).idxmax()}, importance is 1, 2 or 3, not {wrong}"
        )
    if "id" not in events:
        events = events.assign(id=[f"event-{number + 1}" for number in range(len(events))])
    if events["id"].duplicated().any():
        raise FrameError(
            f"Timeline: two rows have the id {events['id'][events['id'].duplicated()].iloc[0]!r}"
        )
    return events.sort_values("date", kind="stable", ignore_index=True)


class Timeline(View):
    """Events in time, in a band for each theme, with what happened and who says so.

    Parameters
    ----------
    events : DataFrame of the shape of ``article10.load("events")``; needed are
        ``date``, ``title`` and ``theme``.
    themes : names of themes to start with; all by default.
    actors : show only events in which one of these took part; all by default.
    period : first and last year; by default those of the table.
    query : words that an event must contain.
    open : id of the event to start with; the trait is ``opened``.
    importance : gradings to show, such as ``(1, 2)``: 1 for milestones, 2 for main
        events, 3 for detail; all by default.

    Raises
    ------
    FrameError : ``events`` is no DataFrame, lacks a needed column, a date, title or
        theme, has an id twice, or an importance other than 1, 2 and 3.
    ValueError : an unknown theme, actor, event or grading.
    """

    module = "timeline.js"
    label = "Timeline"
    address = ("themes", "actors", "importance", "query", "period", "opened")

    themes = traitlets.List(traitlets.Unicode()).tag(sync=True)
    actors = traitlets.List(traitlets.Unicode()).tag(sync=True)
    importance = traitlets.List(traitlets.Int()).tag(sync=True)
    query = traitlets.Unicode().tag(sync=True)
    period = Years().tag(sync=True)
    # A widget's `open` is a method of ipywidgets.
    opened = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        events,
        themes=None,
        actors=None,
        period=None,
        query="",
        open="",
        importance=None,
        **traits,
    ):
        frame = _in_order(need_columns(events, NEEDED, type(self).__name__, OPTIONAL))
        column = frame["theme"]
        categories = column.cat.categories if hasattr(column, "cat") else column.unique()
        every_theme = [str(theme) for theme in categories if (column == theme).any()]
        every_actor = {a for cell in frame["actors"].dropna() for a in str(cell).split(";") if a}
        years = frame["date"].dt.year if len(frame) else pd.Series([1949, 2025])
        gradings = [importance] if isinstance(importance, int) else list(importance or GRADINGS)
        known(gradings, GRADINGS, "importance")
        self._frame = frame
        super().__init__(
            data={
                "rows": columns_of(frame),
                "themes": every_theme,
                "references": references(frame["source_id"].fillna("")),
            },
            themes=known(themes, every_theme, "theme"),
            actors=known(actors, sorted(every_actor), "actor"),
            period=[int(year) for year in (period or (years.min(), years.max()))],
            query=query,
            opened=known(open, frame["id"], "event")[0] if open else "",
            importance=gradings,
            **traits,
        )

    @property
    def selection(self) -> pd.DataFrame:
        """The events on screen, by date, with the columns of ``events``."""
        return self._frame.iloc[self.ask("select")]
