"""A table as a list of records that a reader searches, filters and sorts."""

import numpy as np
import pandas as pd
import traitlets

from article10.data import data_dir, describe, package
from article10.errors import FrameError
from article10.widgets.base import View, columns_of, need_columns, references
from article10.widgets.choices import known, names


class RecordTable(View):
    """Any table as a searchable, filterable, sortable list of records.

    A record opens with all its columns, what each means, and its sources.

    Parameters
    ----------
    records : DataFrame, such as ``article10.load("study_1995")``. Columns named ``source_id``, or
        ending in it, hold keys of ``references.bib``, joined by semicolons.
    columns : the columns to show, as a list of names, or as names with the words over them:
        ``{"title": "Title", "gist": "What it says"}``. By default all but those of sources.
    filters : columns to choose by, each with a list of its values.
    search : whether there is a field for words; they are sought in the shown columns.
    caption : what the table holds, in words.
    group : a column whose values head groups of records.
    table : the table of the module whose ``describe`` explains the columns; by default the one
        that shares most columns with ``records``.
    query, where, sort, record : the view to start with: words to search for; the choice of each
        filter, ``{"kind": "purpose"}``; the column to sort by, with a ``-`` before it for falling
        order; the record to open, by its key: the value of the table's single-column primary
        key, else the row's number from 1.

    Raises
    ------
    FrameError : ``records`` is no DataFrame, or has no columns.
    UnknownTableError : ``table`` is unknown.
    ValueError : a column, a value of a filter or a record is unknown.
    """

    module = "records.js"
    label = "Records"
    address = ("query", "where", "sort", "page", "record")

    query = traitlets.Unicode().tag(sync=True)
    """Words, each of which a record has to hold."""
    where = traitlets.List(traitlets.Unicode()).tag(sync=True)
    """Choices of the filters, such as ``["kind=purpose"]``; ``"kind="`` means not given."""
    sort = traitlets.Unicode().tag(sync=True)
    """Column to sort by, with ``-`` before it for falling order; empty: as the table has it."""
    page = traitlets.Unicode("1").tag(sync=True)
    """Number of the page of 25 records."""
    record = traitlets.Unicode().tag(sync=True)
    """Key of the open record."""
    tab = traitlets.Unicode("table").tag(sync=True)

    def __init__(
        self, records, columns=None, filters=(), search=True, caption="", group=None, table=None,
        query="", where=None, sort="", record="", **traits,
    ):  # fmt: skip
        frame = need_columns(records, (), type(self).__name__, {})
        if not len(frame.columns):
            raise FrameError(f"{type(self).__name__} needs a DataFrame with columns")
        explained, primary = _explained(frame, table)
        sources = [name for name in frame if str(name).endswith("source_id")]
        precisions = {f"{str(name).split('_')[0]}_precision" for name in frame} & set(frame)
        shown = names(columns) or [n for n in frame if n not in {*sources, *precisions}]
        known(shown, frame, "column")
        filters = known(filters, frame, "filter")
        (group,) = known(group, frame, "group") or [""]
        known(sort.removeprefix("-"), ["", *shown], "column to sort by")
        labels = {n: explained.get(n, {}).get("title", n) for n in frame}
        labels |= columns if isinstance(columns, dict) else {}
        levels = {name: _levels(frame[name]) for name in filters}
        for name, value in (where or {}).items():
            known(name, filters, "filter")
            known(str(value), ["", *levels[name]], f"value of {name}")
        key = _key(frame, primary)
        if record:
            keys = frame[key] if key else range(1, len(frame) + 1)
            known(str(record), keys, "record")
        self._frame = frame
        cited = [cell for name in sources for cell in frame[name].dropna()]
        super().__init__(
            data={
                "rows": columns_of(frame),
                "shown": [str(name) for name in shown],
                "fields": [
                    {
                        "name": str(name),
                        "label": labels[name],
                        "meaning": explained.get(name, {}).get("meaning", ""),
                        "unit": explained.get(name, {}).get("unit", ""),
                    }
                    for name in frame
                    if name not in precisions
                ],
                "filters": [{"name": n, "values": v} for n, v in levels.items()],
                "group": group,
                "search": bool(search),
                "caption": caption,
                "key": key,
                "sources": sources,
                "references": references(cited),
            },
            query=query,
            where=[f"{name}={value}" for name, value in (where or {}).items()],
            sort=sort,
            record=str(record),
            **traits,
        )

    @property
    def selection(self) -> pd.DataFrame:
        """The records that fit words and choices, in the order shown, with all their columns."""
        return self._frame.iloc[self.ask("select")]

    def fallback(self) -> str:
        """The whole table, as the view starts."""
        return f'<div class="ad ad-fallback">{self.ask("fallback")}</div>'


def _explained(frame: pd.DataFrame, table: str | None) -> tuple[dict[str, dict], list[str]]:
    """What ``describe`` says of each column, and the primary key: of ``table`` or the nearest."""
    schemas = {each["name"]: each["schema"] for each in package(data_dir())["resources"]}
    if table is None:
        shared = {
            name: sum(field["name"] in frame for field in schema["fields"])
            for name, schema in schemas.items()
        }
        table = max(shared, key=shared.get)
        if shared[table] < len(frame.columns) / 2:
            return {}, []
    explained = describe(table).set_index("name").to_dict("index")
    return explained, schemas[table].get("primaryKey", [])


def _key(frame: pd.DataFrame, primary: list[str]) -> str:
    """The column that names a record, or nothing where no single one does."""
    (key,) = primary if len(primary) == 1 else [""]
    return key if key in frame and frame[key].notna().all() and frame[key].is_unique else ""


def _levels(series: pd.Series) -> list[str]:
    """The values of a filter as its module writes them; missing ones left out."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        present = set(series.dropna())
        return [str(level) for level in series.cat.categories if level in present]
    return [_text(value) for value in sorted(series.dropna().unique())]


def _text(value) -> str:
    if isinstance(value, bool | np.bool_):
        return str(value).lower()
    if isinstance(value, pd.Timestamp | np.datetime64):
        return str(value)[:10]
    return f"{value:.15g}" if isinstance(value, float) else str(value)
