"""Judging plain values: numbers, choices, labels, truth values, functions."""

import math
import numbers
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from .digests import digest


class Mistake(Exception):  # noqa: N818  (a student's mistake, not an error of the program)
    """What is wrong with an answer, in words for the student.

    ``credit`` is the share of the part's points that the answer earns all the
    same, from 0 to 1.
    """

    def __init__(self, message: str, *, credit: float = 0):
        super().__init__(message)
        self.credit = credit


@contextmanager
def earned(share: float) -> Iterator[None]:
    """Let a Mistake raised inside earn at least ``share`` of the part's points.

    For what follows on a step that is right.
    """
    try:
        yield
    except Mistake as mistake:
        mistake.credit = max(mistake.credit, share)
        raise


def kind_of(value: object) -> str:
    """The type of ``value`` in plain words."""
    names = {
        "NoneType": "None (nothing)",
        "str": "text",
        "bool": "True or False",
        "int": "a number",
        "float": "a number",
        "dict": "a dictionary",
        "list": "a list",
        "tuple": "a tuple",
        "set": "a set",
        "function": "a function",
    }
    return names.get(type(value).__name__, f"a {type(value).__name__}")


def one_of(options: Collection[str]) -> str:
    return f"Choose one of {', '.join(map(repr, options))}."


def as_number(name: str, value: object) -> float:
    """``value`` as a float. Raises Mistake when it is not one finite number."""
    if isinstance(value, str):
        raise Mistake(f"{name} is text. Give a number, without quotation marks.")
    if getattr(value, "shape", None) == ():
        value = value.item()  # a NumPy array with no dimension
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        if hasattr(value, "__len__") and not isinstance(value, type) and len(value) == 1:
            raise Mistake(
                f"{name} is {kind_of(value)} that holds one value. Take the value out, "
                "for instance with `.iloc[0]` or `[0]`."
            )
        raise Mistake(f"{name} is {kind_of(value)}. A single number is asked for.")
    if not math.isfinite(value):
        raise Mistake(
            f"{name} is {value}: a missing or impossible value went into the calculation."
        )
    return float(value)


def close(value: float, right: float, tolerance: float) -> bool:
    return abs(value - right) <= tolerance


def number(
    name: str,
    value: object,
    right: float,
    *,
    kind: str,
    tolerance: float = 1e-6,
    mistakes: Iterable[tuple[float, str]] = (),
    counts: bool = False,
) -> None:
    """Accept a number within ``tolerance`` of ``right``.

    ``mistakes`` pairs wrong values with the sentence each deserves; ``kind``
    says what was expected, in kind and not in value. ``counts`` is for numbers
    of years, months or things, which are easily off by one.
    """
    value = as_number(name, value)
    if close(value, right, tolerance):
        return
    for wrong, message in mistakes:
        if close(value, wrong, tolerance):
            raise Mistake(message)
    if counts and close(abs(value - right), 1, tolerance):
        raise Mistake(
            f"{name} is off by one. From the first to the last counts one step less than the "
            "first and the last both counted: decide which is asked for."
        )
    if counts:
        raise Mistake(f"{name} is {value:.6g}, which is not right. Expected: {kind}.")
    if close(value * 100, right, tolerance * 100):
        raise Mistake(f"{name} is {value:.4g}, a share of 1. Give {kind}, from 0 to 100.")
    if close(value / 100, right, tolerance):
        raise Mistake(f"{name} is {value:.4g}, a hundred times too large for {kind}.")
    if right and close(-value, right, tolerance):
        raise Mistake(f"{name} has the wrong sign: the subtraction is the wrong way round.")
    if abs(value - right) <= 0.05 * max(1, abs(right)):
        raise Mistake(
            f"{name} is {value:.6g}: close, but rounded, typed in or short of a step. "
            "Compute it from the data and do not round."
        )
    raise Mistake(f"{name} is {value:.4g}, which is not right. Expected: {kind}.")


def truth(name: str, value: object) -> bool:
    """``value`` as a bool. Raises Mistake when it is neither True nor False."""
    # NumPy's bool is no bool, and its name changed between versions.
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
        return bool(value)
    raise Mistake(f"{name} is {kind_of(value)}. Give True or False.")


@dataclass(frozen=True)
class Choice:
    """A choice among options that a letter names.

    ``right`` is the digest of the right letter under ``key``; ``mistakes``
    maps the digests of the others to the sentence each deserves.
    """

    key: str
    right: str
    mistakes: Mapping[str, str]
    letters: str = "abcd"

    def judge(self, name: str, value: object) -> None:
        """Accept the right letter, in either case. Raises Mistake otherwise."""
        if not isinstance(value, str):
            raise Mistake(f"`{name}` is {kind_of(value)}. {one_of(self.letters)}")
        letter = value.strip().lower()
        if len(letter) != 1 or letter not in self.letters:
            raise Mistake(f"`{name}` is {value!r}. {one_of(self.letters)}")
        found = digest(self.key, letter)
        if found != self.right:
            raise Mistake(self.mistakes[found])


def labels(
    name: str, value: object, keys: Collection[str], options: Collection[str]
) -> dict[str, str]:
    """``value`` as a dictionary that gives each of ``keys`` one of ``options``."""
    if not isinstance(value, Mapping):
        raise Mistake(
            f"`{name}` is {kind_of(value)}. Give a dictionary with one entry for each of "
            f"{', '.join(keys)}."
        )
    given = {str(k).strip().upper(): v for k, v in value.items()}
    if missing := [k for k in keys if k not in given]:
        raise Mistake(f"`{name}` has no entry for {', '.join(missing)}.")
    if unknown := [k for k in given if k not in keys]:
        raise Mistake(f"`{name}` has an entry that is not asked for: {', '.join(unknown)}.")
    for k in keys:
        label = given[k].strip().lower() if isinstance(given[k], str) else given[k]
        if label not in options:
            raise Mistake(f"`{name}` gives {k} the label {given[k]!r}. {one_of(options)}")
        given[k] = label
    return {k: given[k] for k in keys}


def call(name: str, function: Callable, *arguments: object) -> object:
    """What the student's ``function`` returns. Raises Mistake when it fails or returns None."""
    if not callable(function):
        raise Mistake(
            f"`{name}` is {kind_of(function)}. Keep it a function: the line that starts with "
            f"`def {name}` stays, your code goes below it."
        )
    shown = ", ".join(a if isinstance(a, str) else repr(a) for a in map(_short, arguments))
    try:
        result = function(*arguments)
    except Exception as error:
        raise Mistake(
            f"`{name}({shown})` stops with {type(error).__name__}: {str(error)[:160].rstrip('.')}."
        ) from None
    if result is None:
        raise Mistake(
            f"`{name}({shown})` gives nothing back yet. A function hands over its result with "
            "`return`; printing is not enough."
        )
    return result


def _short(argument: object) -> object:
    return argument if isinstance(argument, int | float) else "..."
