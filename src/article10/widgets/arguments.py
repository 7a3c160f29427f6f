"""The argument map."""

import pandas as pd
import traitlets

from article10.errors import FrameError
from article10.widgets.base import View, columns_of, need_columns, references
from article10.widgets.choices import known, need_dates

NEEDED = ("holder", "side", "proposition", "stance", "ground", "argument")
OPTIONAL = {
    "role": "",
    "date": pd.NaT,
    "date_precision": "day",
    "source_id": "",
    "locator": "",
}
STANCES = ("supports", "conditional", "neutral", "sceptical", "opposes")
ROWS = ("proposition", "ground", "side")
COLUMNS = ("side", "stance")


def _sound(perspectives: pd.DataFrame) -> pd.DataFrame:
    """The statements with an id each. Raises FrameError where one cannot be placed."""
    for name in NEEDED:
        empty = perspectives[name].isna() | (perspectives[name].astype(str) == "")
        if empty.any():
            raise FrameError(f"ArgumentMap: row {empty.idxmax()} has no {name}")
    placed = perspectives["stance"].isin(STANCES)
    if not placed.all():
        wrong = perspectives["stance"][(~placed).idxmax()]
        raise FrameError(
            f"ArgumentMap: row {(~placed).idxmax()}, stance is one of "
            f"{', '.join(STANCES)}, not {wrong!r}"
        )
    need_dates(perspectives, ("date",), "ArgumentMap")
    if "id" not in perspectives:
        ids = [f"statement-{number + 1}" for number in range(len(perspectives))]
        perspectives = perspectives.assign(id=ids)
    twice = perspectives["id"].duplicated()
    if twice.any():
        raise FrameError(f"ArgumentMap: two rows have the id {perspectives['id'][twice].iloc[0]!r}")
    return perspectives


def _by_number(column: pd.Series) -> list[str]:
    """The values, the most frequent first, then by name."""
    counts = column.astype(str).value_counts()
    return sorted(counts.index, key=lambda value: (-counts[value], value))


def _in_table_order(column: pd.Series) -> list[str]:
    """The values in the order of their category, else as they come."""
    order = column.cat.categories if hasattr(column, "cat") else column.unique()
    return [str(value) for value in order if (column == value).any()]


class ArgumentMap(View):
    """Who holds which position on what, and on what ground; and of whom nothing was heard.

    A matrix with a mark for each statement, whose shape and colour are its stance. A box
    that no statement fills is drawn as empty.

    Parameters
    ----------
    perspectives : DataFrame of the shape of ``article10.load("perspectives")``; needed are
        ``holder``, ``side``, ``proposition``, ``stance``, ``ground`` and ``argument``.
    propositions, sides, stances, grounds : show only statements with one of these; all by
        default.
    rows : what a row of the matrix is: ``"proposition"``, ``"ground"`` or ``"side"``.
    columns : what a column is: ``"side"`` or ``"stance"``; sides as rows go with stances.
    open : id of the statement to start with; the trait is ``opened``.

    Raises
    ------
    FrameError : ``perspectives`` is no DataFrame, lacks a needed column or a value in one,
        has an id twice, a stance other than supports, conditional, neutral, sceptical and
        opposes, or a ``date`` that holds no dates.
    ValueError : an unknown proposition, side, stance, ground or statement, or something
        else as rows or columns.
    """

    module = "arguments.js"
    label = "Argument map"
    address = ("propositions", "sides", "stances", "grounds", "rows", "columns", "opened")

    propositions = traitlets.List(traitlets.Unicode()).tag(sync=True)
    sides = traitlets.List(traitlets.Unicode()).tag(sync=True)
    stances = traitlets.List(traitlets.Unicode()).tag(sync=True)
    grounds = traitlets.List(traitlets.Unicode()).tag(sync=True)
    rows = traitlets.Unicode("proposition").tag(sync=True)
    columns = traitlets.Unicode("side").tag(sync=True)
    # A widget's `open` is a method of ipywidgets.
    opened = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        perspectives,
        propositions=None,
        sides=None,
        stances=None,
        grounds=None,
        rows="proposition",
        columns="side",
        open="",
        **traits,
    ):
        frame = _sound(need_columns(perspectives, NEEDED, type(self).__name__, OPTIONAL))
        levels = {
            "proposition": _by_number(frame["proposition"]),
            "ground": _by_number(frame["ground"]),
            "side": _in_table_order(frame["side"]),
            "stance": list(STANCES),
        }
        self._frame = frame
        super().__init__(
            data={
                "rows": columns_of(frame),
                "levels": levels,
                "references": references(frame["source_id"].fillna("")),
            },
            propositions=known(propositions, levels["proposition"], "proposition"),
            sides=known(sides, levels["side"], "side"),
            stances=known(stances, levels["stance"], "stance"),
            grounds=known(grounds, levels["ground"], "ground"),
            rows=known(rows, ROWS, "kind of row")[0],
            columns=known(columns, COLUMNS, "kind of column")[0],
            opened=known(open, frame["id"], "statement")[0] if open else "",
            **traits,
        )

    @property
    def selection(self) -> pd.DataFrame:
        """The statements on screen, row by row of the matrix, with the columns of the table."""
        return self._frame.iloc[self.ask("select")]
