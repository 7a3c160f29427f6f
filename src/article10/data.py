"""The module's tables and sources: the only reader of ``data/``.

A table is a CSV file, its schema in ``datapackage.json`` and a sidecar ``<table>.yml``;
adding one needs no Python. ``references.bib`` is the single home of sources.
"""

import json
import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import pandas as pd

from article10.errors import DataError, UnknownSourceError, UnknownTableError
from article10.tabular import TYPES, read

# An entry of a .bib file runs from an @ at the start of a line to the next. Cutting the file up
# spares the in-browser kernel from parsing the whole of it.
_ENTRY = re.compile(r"^@\w+\{\s*([^,\s]+)\s*,.*?(?=^@|\Z)", re.MULTILINE | re.DOTALL)


def data_dir() -> Path:
    """The folder of the tables: inside the installed package, or ``data/`` of the repository."""
    package = Path(__file__).parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parents[1] / "data"


def bibliography(folder: Path | None = None) -> Path:
    """The ``references.bib`` of ``folder`` if it has one, else the module's own."""
    if folder is not None and (own := Path(folder) / "references.bib").is_file():
        return own
    beside = data_dir() / "references.bib"
    return beside if beside.is_file() else data_dir().parent / "book" / "references.bib"


def source_ids(folder: Path | None = None) -> frozenset[str]:
    """The keys of ``references.bib``."""
    return frozenset(_entries(folder))


def load(table: str, folder: str | Path | None = None) -> pd.DataFrame:
    """A table as a DataFrame with real dates, categories and numbers.

    Parameters
    ----------
    table : one of the names in ``tables()``.
    folder : another folder of data to read instead of the module's: CSV files, and
        ``datapackage.json`` and ``references.bib`` where they differ from the module's.

    Returns
    -------
    A new frame each time, columns as ``describe(table)`` lists them. A partial date such
    as ``date_fielded`` is the start of its year, month or day, and is followed by its
    precision (``date_precision``).

    Raises
    ------
    UnknownTableError, or DataError naming file, row, column and rule.
    """
    folder = _folder(folder)
    return _rows(folder, table, _stamps(folder, table), ()).copy()


def rows(table: str, **wanted: object) -> pd.DataFrame:
    """The rows of the module's ``table`` whose columns hold the ``wanted`` value, or one of a list.

    A new frame each time, with the index of the whole table.
    """
    folder = data_dir()
    values = {name: v if isinstance(v, list) else [v] for name, v in wanted.items()}
    key = tuple((name, tuple(value)) for name, value in values.items())
    return _rows(folder, table, _stamps(folder, table), key).copy()


def tables(folder: str | Path | None = None) -> pd.DataFrame:
    """What there is: one row a table, with ``name``, ``title``, ``rows`` and ``description``."""
    folder = _folder(folder)
    listed = [
        {
            "name": resource["name"],
            "title": resource["title"],
            "rows": len(load(resource["name"], folder)),
            "description": resource["description"],
        }
        for resource in package(folder)["resources"]
    ]
    return pd.DataFrame(listed)


def describe(table: str, folder: str | Path | None = None) -> pd.DataFrame:
    """The columns of a table's file, one row each.

    Columns: ``name``, ``title`` (the name for readers), ``type``, ``unit``, ``meaning``,
    ``constraints``.
    """
    fields = _resource(table, _folder(folder))["schema"]["fields"]
    listed = [
        {
            "name": field["name"],
            "title": field.get("title", field["name"]),
            "type": field["type"],
            "unit": field.get("unit", ""),
            "meaning": field["description"],
            "constraints": _in_words(field),
        }
        for field in fields
    ]
    return pd.DataFrame(listed)


def cite(source_id: str, *, html: bool = False, folder: str | Path | None = None) -> str:
    """The reference of a source in words; of several (``"a;b"``), one a line.

    With ``html=True`` the text is HTML and its address a link.

    Raises
    ------
    UnknownSourceError naming the sources that look like it.
    """
    entries = _entries(None if folder is None else Path(folder))
    found = []
    for key in source_id.split(";"):
        if key not in entries:
            raise UnknownSourceError(
                f"references.bib has no source {key!r}{_close(key, list(entries))}"
            )
        found.append(_reference(entries[key], html))
    return ("<br>" if html else "\n").join(found)


def package(folder: Path) -> dict:
    """``datapackage.json`` of ``folder``, or the module's own where it has none."""
    path = _package_file(folder)
    return _package(path, path.stat().st_mtime_ns)


@cache
def _package(path: Path, _changed) -> dict:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        row = getattr(error, "lineno", None)
        raise DataError(path.name, row, rule=f"not JSON: {error}") from None
    _need(found, ("resources",), path.name)
    for resource in found["resources"]:
        _need(resource, ("name", "path", "title", "description", "schema"), path.name)
        _need(resource["schema"], ("fields",), path.name, resource["name"])
        for field in resource["schema"]["fields"]:
            _need(field, ("name", "type", "description"), path.name, resource["name"])
            if field["type"] not in TYPES:
                rule = f"{field['type']!r} is not one of the types {', '.join(TYPES)}"
                raise DataError(path.name, column=f"{resource['name']}.{field['name']}", rule=rule)
    return found


def problems(table: str, folder: Path) -> list[DataError]:
    """Every rule that the file of ``table`` breaks."""
    return list(_parsed(folder, table, _stamps(folder, table))[1])


def _need(part: dict, keys: tuple[str, ...], file: str, table: str = "") -> None:
    for key in keys:
        if key not in part:
            where = ".".join(filter(None, (table, part.get("name"))))
            raise DataError(file, column=where or None, rule=f"{key!r} is missing")


def _folder(folder: str | Path | None) -> Path:
    return data_dir() if folder is None else Path(folder)


def _resource(table: str, folder: Path) -> dict:
    resources = {resource["name"]: resource for resource in package(folder)["resources"]}
    if table not in resources:
        raise UnknownTableError(f"there is no table {table!r}{_close(table, list(resources))}")
    return resources[table]


def _close(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, 3, 0.4)
    return f"; did you mean {' or '.join(close)}?" if close else f"; there is {', '.join(known)}"


def _in_words(field: dict) -> str:
    rules = field.get("constraints", {})
    form = "YYYY, YYYY-MM or YYYY-MM-DD" if field.get("role") == "partialDate" else None
    words = (
        "required" if rules.get("required") else None,
        f"at least {rules['minimum']}" if "minimum" in rules else None,
        f"at most {rules['maximum']}" if "maximum" in rules else None,
        f"one of {', '.join(rules['enum'])}" if "enum" in rules else None,
        form or (f"of the form {rules['pattern']}" if "pattern" in rules else None),
    )
    return "; ".join(filter(None, words))


def _package_file(folder: Path) -> Path:
    own = folder / "datapackage.json"
    return own if own.is_file() else data_dir() / "datapackage.json"


def _stamps(folder: Path, table: str) -> tuple:
    """When the files changed that make a table: the caches' keys, so that edits are read."""
    paths = (
        folder / _resource(table, folder)["path"],
        _package_file(folder),
        bibliography(folder),
    )
    return tuple((path, path.stat().st_mtime_ns if path.is_file() else None) for path in paths)


@cache
def _parsed(folder: Path, table: str, _when: tuple) -> tuple[pd.DataFrame, list[DataError]]:
    resource = _resource(table, folder)
    return read(folder / resource["path"], resource["schema"], source_ids(folder))


@cache
def _rows(folder: Path, table: str, when: tuple, wanted: tuple) -> pd.DataFrame:
    frame, problems = _parsed(folder, table, when)
    if problems:
        raise problems[0]
    for column, values in wanted:
        frame = frame[frame[column].isin(values)]
    return frame


def _entries(folder: Path | None) -> dict[str, str]:
    path = bibliography(folder)
    return _cut_up(path, path.stat().st_mtime_ns)


@cache
def _cut_up(path: Path, _changed) -> dict[str, str]:
    text = path.read_text(encoding="utf-8")
    return {entry[1]: entry[0] for entry in _ENTRY.finditer(text)}


@cache
def _reference(entry: str, html: bool) -> str:
    from article10.references import reference

    return reference(entry, html=html)
