"""Judging a short text by criteria that the student can read."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .values import Mistake, kind_of


class Criterion(NamedTuple):
    """What a text must do. ``asks`` reads as one sentence with no full stop."""

    asks: str
    met: Callable[[str], bool]


def text(
    name: str, value: object, criteria: Sequence[Criterion], *, words: tuple[int, int] = (8, 80)
) -> None:
    """Accept a text of so many ``words`` that meets every criterion.

    Otherwise the Mistake lists all criteria and which are met; those that are
    earn their share of the points.
    """
    if not isinstance(value, str):
        raise Mistake(f"`{name}` is {kind_of(value)}. Write a text, in quotation marks.")
    count = len(value.split())
    if not count:
        raise Mistake(f"`{name}` is empty. Write a text of {words[0]} to {words[1]} words.")
    if not words[0] <= count <= words[1]:
        few = "few" if count < words[0] else "many"
        counted = "1 word" if count == 1 else f"{count} words"
        raise Mistake(
            f"`{name}` has {counted}, which is too {few}. Between {words[0]} and {words[1]} "
            "are asked for."
        )
    met = [bool(criterion.met(value)) for criterion in criteria]
    if all(met):
        return
    lines = [f"`{name}` meets {sum(met)} of {len(met)} criteria:"]
    lines += [
        f"{'✓' if ok else '✗'} {criterion.asks}."
        for ok, criterion in zip(met, criteria, strict=True)
    ]
    raise Mistake("\n".join(lines), credit=sum(met) / len(met))


def mentions(*wordings: str) -> Callable[[str], bool]:
    """Whether a text has one of the ``wordings``, in any case; ``"recogni*"`` takes all endings."""
    starts = "|".join(re.escape(w).replace(r"\*", r"\w*") for w in wordings)
    pattern = re.compile(rf"(?<!\w)(?:{starts})(?!\w)", re.IGNORECASE)
    return lambda value: pattern.search(value) is not None


def avoids(*wordings: str) -> Callable[[str], bool]:
    """Whether a text has none of the ``wordings``."""
    found = mentions(*wordings)
    return lambda value: not found(value)


def states(number: float, tolerance: float = 0.05) -> Callable[[str], bool]:
    """Whether a text states a number near ``number``; take it from the data, never typed in."""
    return lambda value: any(
        abs(float(found.replace(",", "")) - number) <= tolerance
        for found in re.findall(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?!\w)", value)
    )
