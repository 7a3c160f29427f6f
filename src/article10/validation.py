"""The checks behind ``article10 validate``: every table, its sources and its sidecar."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from article10 import data
from article10.errors import Article10Error, DataError

SIDECAR_KEYS = ("origin", "licence", "row_floor", "known_gaps", "used_by")
LICENCE_KEYS = ("status", "checked", "note")


def validate(folder: Path) -> dict[str, int | list[Article10Error]]:
    """For each table of ``folder`` its number of rows, or everything that is wrong with it."""
    results: dict[str, int | list[Article10Error]] = {}
    for resource in data.package(folder)["resources"]:
        table = resource["name"]
        found: list[Article10Error] = data.problems(table, folder)
        if not found:
            # A second opinion by the reference implementation, once our own rules hold.
            found = list(_frictionless(folder, table))
        rows = 0 if found else len(data.load(table, folder))
        sidecar = _sidecar(folder, table, None if found else rows)
        results[table] = [*found, *sidecar] or rows
    return results


def _sidecar(folder: Path, table: str, rows: int | None) -> Iterator[DataError]:
    import yaml

    name = f"{table}.yml"
    try:
        content = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        yield DataError(name, rule="the sidecar of the table is missing")
        return
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        yield DataError(name, rule=f"not YAML in UTF-8: {' '.join(str(error).split())}")
        return
    if not isinstance(content, dict):
        yield DataError(name, rule=f"needs the keys {', '.join(SIDECAR_KEYS)}")
        return
    yield from _keys(name, "", content, SIDECAR_KEYS)
    licence = content.get("licence")
    if isinstance(licence, dict):
        yield from _keys(name, "licence.", licence, LICENCE_KEYS)
        if not isinstance(licence.get("checked"), date):
            yield DataError(name, None, "licence.checked", "not a date")
    elif licence:
        yield DataError(name, None, "licence", f"needs the keys {', '.join(LICENCE_KEYS)}")
    for key in ("known_gaps", "used_by"):
        if not isinstance(content.get(key, []), list):
            yield DataError(name, None, key, "not a list")
    floor = content.get("row_floor", 0)
    if not isinstance(floor, int):
        yield DataError(name, None, "row_floor", "not a whole number")
    elif rows is not None and rows < floor:
        rule = f"the table has {rows} rows, fewer than its floor of {floor}"
        yield DataError(f"{table}.csv", rule=rule)


def _keys(name: str, prefix: str, found: dict, wanted: tuple[str, ...]) -> Iterator[DataError]:
    for key in wanted:
        if not found.get(key):
            yield DataError(name, None, prefix + key, "a value is required here")
    for key in found:
        if key not in wanted:
            yield DataError(name, None, f"{prefix}{key}", "no such key in a sidecar")


def _frictionless(folder: Path, table: str) -> Iterator[DataError]:
    path = folder / "datapackage.json"
    if not path.is_file():
        return
    try:
        from frictionless import FrictionlessException, Package
    except ImportError:
        return
    try:
        resource = Package(str(path)).get_resource(table)
    except FrictionlessException as error:
        for reason in error.reasons or [error.error]:
            yield DataError(path.name, rule=reason.message)
        return
    for task in resource.validate().tasks:
        for error in task.errors:
            row, column = getattr(error, "row_number", None), getattr(error, "field_name", None)
            yield DataError(resource.path, row, column, error.message)
