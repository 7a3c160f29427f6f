"""Read a CSV file strictly by its Table Schema, the way ``datapackage.json`` describes it.

Of the Table Schema it knows the types string, number, integer and boolean, the
constraints required, enum, pattern, minimum and maximum, ``missingValues`` and
``primaryKey``. A field may carry one property of our own, ``role``:

``category``
    the column becomes categorical (so does one with ``enum``, in that order);
``partialDate``
    YYYY, YYYY-MM or YYYY-MM-DD: the column becomes datetime64 at the start of that
    period, followed by an ordered category of the precision (``date_fielded`` is
    followed by ``date_precision``);
``sources``
    keys of ``references.bib``, joined by semicolons.

It needs neither frictionless nor PyYAML, so it runs in the in-browser kernel.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from article10.errors import DataError

PRECISIONS = ("year", "month", "day")
_BOOLEANS = {"true": True, "false": False}
_DTYPES = {"string": "string", "number": "float64", "integer": "Int64", "boolean": "bool"}
TYPES = tuple(_DTYPES)


def read(path: Path, schema: dict, source_ids: frozenset[str]) -> tuple[pd.DataFrame, list]:
    """The table at ``path`` and every :class:`DataError` in it; trust the table if there is none.

    ``row`` of an error is the line of the file on which the record ends, as an editor counts it.
    """
    name = path.name
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return pd.DataFrame(), [DataError(name, rule="the file is missing")]
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        rule = f"not UTF-8 (byte {error.object[error.start]:#04x}): save the file as UTF-8"
        return pd.DataFrame(), [DataError(name, row, rule=rule)]

    # A BOM is what spreadsheets put in front of UTF-8; it is no part of the first column's name.
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    records = []
    try:
        records = [(reader.line_num, record) for record in reader if record]
    except csv.Error as error:
        return pd.DataFrame(), [DataError(name, reader.line_num, rule=f"not CSV: {error}")]

    fields = schema["fields"]
    names = [field["name"] for field in fields]
    problems = list(_header_problems(name, records[0][1] if records else [], names))
    if problems:
        return pd.DataFrame(), problems
    rows = records[1:]
    if not rows:
        return pd.DataFrame(), [DataError(name, rule="the table is empty")]

    order = [records[0][1].index(column) for column in names]
    missing = set(schema.get("missingValues", [""]))
    columns: dict[str, list] = {column: [] for column in names}
    checks = [_Check(field, source_ids) for field in fields]
    keys: dict[tuple, int] = {}
    key_places = [names.index(column) for column in schema.get("primaryKey", [])]
    for number, record in rows:
        if len(record) != len(names):
            rule = f"{len(record)} cells where the table has {len(names)} columns"
            problems.append(DataError(name, number, rule=rule))
            continue
        cells = [None if record[place] in missing else record[place] for place in order]
        for check, cell in zip(checks, cells, strict=True):
            try:
                columns[check.name].append(check(cell))
            except ValueError as error:
                problems.append(DataError(name, number, check.name, str(error)))
                columns[check.name].append(None)
        key = tuple(cells[place] for place in key_places)
        if key_places and (first := keys.setdefault(key, number)) != number:
            rule = f"the same record as row {first} (their {', '.join(schema['primaryKey'])} agree)"
            problems.append(DataError(name, number, rule=rule))
    if problems:
        return pd.DataFrame(), problems
    return _frame(columns, fields), []


def _header_problems(name: str, found: list[str], wanted: list[str]) -> Iterator[DataError]:
    if not found:
        yield DataError(name, rule="the table is empty: not even column names")
        return
    for column in wanted:
        if column not in found:
            yield DataError(name, 1, column, "this column is missing")
    for place, column in enumerate(found):
        if column not in wanted:
            close = get_close_matches(column, wanted, 1)
            hint = f"; did you mean {close[0]}?" if close else ""
            yield DataError(name, 1, column, f"the schema knows no such column{hint}")
        elif column in found[:place]:
            yield DataError(name, 1, column, "this column stands twice")


class _Check:
    """Turn one cell of a field into its value; a ``ValueError`` says which rule it breaks."""

    def __init__(self, field: dict, source_ids: frozenset[str]):
        self.name = field["name"]
        self.type = field["type"]
        self.role = field.get("role")
        self.source_ids = source_ids
        rules = field.get("constraints", {})
        self.required = rules.get("required", False)
        self.enum = rules.get("enum")
        self.pattern = rules.get("pattern")
        self.minimum = rules.get("minimum")
        self.maximum = rules.get("maximum")

    def __call__(self, cell: str | None):
        if cell is None:
            if self.required:
                raise ValueError("a value is required here")
            return None
        value = getattr(self, f"_{self.type}")(cell)
        if self.enum and cell not in self.enum:
            raise ValueError(f"{cell!r} is not one of {', '.join(map(repr, self.enum))}")
        if self.minimum is not None and value < self.minimum:
            raise ValueError(f"{cell} is less than {self.minimum}")
        if self.maximum is not None and value > self.maximum:
            raise ValueError(f"{cell} is more than {self.maximum}")
        if self.role == "partialDate":
            _partial_date(cell)
        if self.pattern and not re.fullmatch(self.pattern, cell):
            raise ValueError(f"{cell!r} does not have the form {self.pattern}")
        if self.role == "sources":
            self._know(cell)
        return value

    def _string(self, cell: str) -> str:
        if cell != cell.strip():
            raise ValueError(f"{cell!r} has spaces around it")
        return cell

    def _number(self, cell: str) -> float:
        # float() also takes "nan", "inf" and "1_000", none of which is a number in a CSV file.
        if not re.fullmatch(r"-?\d+(\.\d+)?", cell):
            raise ValueError(f"{cell!r} is not a number")
        return float(cell)

    def _integer(self, cell: str) -> int:
        if not re.fullmatch(r"-?\d+", cell):
            raise ValueError(f"{cell!r} is not a whole number")
        return int(cell)

    def _boolean(self, cell: str) -> bool:
        if cell not in _BOOLEANS:
            raise ValueError(f"{cell!r} is neither true nor false")
        return _BOOLEANS[cell]

    def _know(self, cell: str) -> None:
        for source in cell.split(";"):
            if source not in self.source_ids:
                close = get_close_matches(source, self.source_ids, 1)
                hint = f"; did you mean {close[0]}?" if close else ""
                raise ValueError(f"references.bib has no source {source!r}{hint}")


def _partial_date(cell: str) -> tuple[pd.Timestamp, str]:
    parts = cell.split("-")
    try:
        numbers = [int(part) for part in parts]
        day = date(*numbers, *[1] * (3 - len(numbers)))
        return pd.Timestamp(day), PRECISIONS[len(numbers) - 1]
    except (TypeError, ValueError, IndexError):
        raise ValueError(f"{cell!r} is not a date: YYYY, YYYY-MM or YYYY-MM-DD") from None


def _frame(columns: dict[str, list], fields: list[dict]) -> pd.DataFrame:
    """Columns of real dtypes, in the order of the schema."""
    frame: dict[str, pd.Series] = {}
    for field in fields:
        name, values, role = field["name"], columns[field["name"]], field.get("role")
        if role == "partialDate":
            dates = [(pd.NaT, None) if v is None else _partial_date(v) for v in values]
            frame[name] = pd.Series([day for day, _ in dates], dtype="datetime64[ns]")
            precision = pd.CategoricalDtype(PRECISIONS, ordered=True)
            stem = name.split("_")[0]
            frame[f"{stem}_precision"] = pd.Series([p for _, p in dates], dtype=precision)
        elif enum := field.get("constraints", {}).get("enum"):
            frame[name] = pd.Series(values, dtype=pd.CategoricalDtype(enum))
        elif role == "category":
            frame[name] = pd.Series(values, dtype="string").astype("category")
        else:
            optional_flag = field["type"] == "boolean" and None in values
            dtype = "boolean" if optional_flag else _DTYPES[field["type"]]
            frame[name] = pd.Series(values, dtype=dtype)
    return pd.DataFrame(frame)
