"""Judging pandas answers, without importing pandas."""

import math
from collections.abc import Iterable, Mapping

from .values import Mistake, kind_of


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
        for numbers, message in mistakes
    }
    if explained and explained[likely := max(explained, key=explained.get)]:
        raise Mistake(likely)
    if missing := sorted(set(right) - set(found)):
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
