"""The module's tables, and judging pandas answers without importing pandas."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import cycle, islice

from .values import Mistake, call, kind_of


@cache
def load(name: str):
    """The module's table ``name``, read once and so never to be changed.

    ``trials`` gives a student's function a copy. Needs pandas, which checks of
    plain values do without.
    """
    from ..data import load as load_table

    return load_table(name)


def series(name: str, value: object) -> dict[str, float]:
    """``value``, a Series or dictionary of numbers, as a dictionary with text keys.

    Entries without a number are left out. Raises Mistake when ``value`` is
    something else or holds a key twice.
    """
    if hasattr(value, "columns"):
        raise Mistake(
            f"{name} is a DataFrame. Choose its one column of numbers, for instance "
            '`["percent"]`, so that a Series is left.'
        )
    if isinstance(value, Mapping) or (hasattr(value, "index") and hasattr(value, "items")):
        pairs = list(value.items())
    else:
        raise Mistake(f"{name} is {kind_of(value)}. A Series is asked for.")
    found: dict[str, float] = {}
    for key, number in pairs:
        try:
            number = float(number)
        except (TypeError, ValueError):
            if type(number).__name__ in ("Timedelta", "timedelta", "NaTType"):
                raise Mistake(
                    f"{name} holds stretches of time, not numbers. `.dt.days` turns a column of "
                    "them into numbers of days."
                ) from None
            raise Mistake(f"{name} holds {number!r} for {key}, which is not a number.") from None
        if math.isnan(number):
            continue
        if str(key) in found:
            raise Mistake(f"{name} has two values for {key}. One is asked for: decide which.")
        found[str(key)] = number
    return found


def entries(
    name: str,
    found: Mapping[str, float],
    right: Mapping[str, float],
    *,
    kind: str,
    tolerance: float = 1e-6,
    mistakes: Iterable[tuple[Mapping[str, float], str]] = (),
) -> None:
    """Accept numbers that match ``right`` key by key.

    ``mistakes`` pairs wrong numbers, for all keys or for some, with the
    sentence they deserve; the one that explains most of what is wrong is told.
    """
    wrong = {
        key
        for key, number in right.items()
        if key in found and abs(found[key] - number) > tolerance
    }
    explained = {
        message: sum(abs(found[key] - numbers.get(key, math.inf)) <= tolerance for key in wrong)
        for numbers, message in (mistakes if wrong else ())
    }
    if explained and explained[likely := max(explained, key=explained.get)]:
        raise Mistake(likely)
    if missing := sorted(set(right) - set(found), key=_by_number):
        if found and all(map(str.isdigit, found)) and not any(map(str.isdigit, right)):
            raise Mistake(
                f"{name} has the numbers of the rows as its index, and not the {kind}. "
                "`.set_axis(...)` gives a Series another index."
            )
        raise Mistake(
            f"{name} has no value for {', '.join(missing)}. Rows were dropped, or its index is "
            f"not the {kind}."
        )
    if extra := sorted(set(found) - set(right)):
        raise Mistake(f"{name} has an entry that is not asked for: {', '.join(extra[:3])}.")
    if not wrong:
        return
    if all(abs(found[key] * 100 - right[key]) <= tolerance * 100 for key in right):
        raise Mistake(f"{name} holds shares of 1. Give percentages, from 0 to 100.")
    if all(abs(found[key] - right[key]) <= 1 for key in right):
        raise Mistake(
            f"{name} is close, but its values are rounded or typed in. Compute them from the "
            "data and do not round."
        )
    raise Mistake(f"{name} is not right for {', '.join(sorted(wrong))}.")


def _by_number(key: str) -> tuple:
    return (0, int(key)) if key.isdigit() else (1, key)


def trials(name: str, function: Callable, *cases: tuple) -> Iterator[tuple[object, tuple]]:
    """What ``function`` gives for each of the ``cases``, its arguments, of which rows come first.

    The rows come in the order given, turned round and shuffled, by turns: as
    often as it takes for every case and every order to be tried. Yields each
    answer with its case. Raises Mistake when the function fails, gives
    nothing, or changes a table that it was given.
    """
    for case, order in islice(zip(cycle(cases), cycle(_ORDERS)), max(len(cases), len(_ORDERS))):
        given = (order(case[0]), *case[1:])
        lent = [value.copy() if hasattr(value, "columns") else value for value in given]
        answer = call(name, function, *lent)
        for ours, theirs in zip(given, lent, strict=True):
            if hasattr(ours, "columns") and not (
                list(theirs.columns) == list(ours.columns) and theirs.equals(ours)
            ):
                raise Mistake(
                    f"`{name}` changes the table that it is given. Work on a copy, as in "
                    "`rows = rows.copy()`."
                )
        yield answer, case


_ORDERS = (
    lambda rows: rows,
    lambda rows: rows.iloc[::-1],
    lambda rows: rows.sample(frac=1, random_state=11),
)


def frame(
    name: str,
    value: object,
    right: object,
    *,
    key: str,
    sorted_by: str | None = None,
    tolerance: float = 1e-6,
    mistakes: Iterable[tuple[object, str]] = (),
) -> None:
    """Accept a DataFrame that holds the rows and columns of the DataFrame ``right``.

    Rows are matched by the column ``key``, which may also be the index; other
    columns than those of ``right`` are left alone. With ``sorted_by`` the rows
    must also stand in the order of ``right``, which is said to be by that.
    ``mistakes`` pairs wrong values of ``value``, which are frames with the
    same key, with the sentence each deserves.
    """
    if hasattr(value, "to_frame") and not hasattr(value, "columns"):
        raise Mistake(f"{name} is a Series. A DataFrame is asked for, with a column for each.")
    if not hasattr(value, "columns") or not hasattr(value, "reset_index"):
        raise Mistake(f"{name} is {kind_of(value)}. A DataFrame is asked for.")
    found = _records(name, value, key)
    wanted = _records(name, right, key)
    if absent := [c for c in right.columns if c != key and c not in value.columns]:
        raise Mistake(f"{name} has no column {', '.join(map(repr, absent))}.")
    if not _differences(found, wanted, tolerance):
        if sorted_by and list(found) != list(wanted):
            turned = list(found) == list(wanted)[::-1]
            raise Mistake(
                f"{name} has the right rows, {'sorted the wrong way round' if turned else 'not'}"
                f"{', by ' if turned else ' sorted by '}{sorted_by}."
            )
        return
    for other, message in mistakes:
        if not _differences(found, _records(name, other, key), tolerance):
            raise Mistake(message)
    if missing := [k for k in wanted if k not in found]:
        raise Mistake(
            f"{name} lacks {len(missing)} of {len(wanted)} rows, among them {missing[0]!r}. Rows "
            "with missing values may have been dropped, or a filter is too narrow."
        )
    if extra := [k for k in found if k not in wanted]:
        raise Mistake(f"{name} has {len(extra)} rows too many, among them {extra[0]!r}.")
    k, column = _differences(found, wanted, tolerance)[0]
    raise Mistake(f"{name} is not right in column {column!r}, first for {k!r}.")


def _records(name: str, value, key: str) -> dict[str, dict]:
    if key not in value.columns:
        if value.index.name != key:
            raise Mistake(f"{name} has no column {key!r}.")
        value = value.reset_index()
    records = {}
    for row in value.to_dict("records"):
        if str(row[key]) in records:
            raise Mistake(f"{name} has two rows for {row[key]}. One is asked for.")
        records[str(row[key])] = {str(c): v for c, v in row.items() if c != key}
    return records


def _differences(found, wanted, tolerance) -> list[tuple[str, str]]:
    """Key and column of what differs, or of every row when the keys do."""
    if found.keys() != wanted.keys():
        return [(k, "") for k in found.keys() ^ wanted.keys()]
    return [
        (k, column)
        for k, row in wanted.items()
        for column, cell in row.items()
        if column not in found[k] or not _same(found[k][column], cell, tolerance)
    ]


def _same(value, right, tolerance: float) -> bool:
    if value is None or value != value or type(value).__name__ == "NAType":  # missing
        return right is None or right != right or type(right).__name__ == "NAType"
    if isinstance(right, bool | str) or not hasattr(right, "__float__"):
        return str(value).strip() == str(right).strip()
    try:
        return abs(float(value) - float(right)) <= tolerance
    except (TypeError, ValueError):
        return False
