"""Judging an ordering: a list of names, from first to last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .digests import digest
from .values import Mistake, kind_of


def order(name: str, value: object, ranks: Mapping[str, Any], *, by: str = "date") -> None:
    """Accept the keys of ``ranks`` sorted by their ranks, in either order where ranks are equal.

    ``by`` says in a word or two by what they are sorted.
    """
    given = _listed(name, value, ranks)
    right = sorted(ranks.values())
    ranked = [ranks[item] for item in given]
    if ranked == right:
        return
    if ranked == right[::-1]:
        raise Mistake(f"`{name}` is sorted the wrong way round. Turn it.")
    out = next(i for i in range(len(right)) if ranked[i] != right[i])
    follow = sum(a <= b for a, b in pairwise(ranked))
    places = sum(a == b for a, b in zip(ranked, right, strict=True))
    raise Mistake(
        f"{places} of {len(right)} in `{name}` stand in their place, and {follow} of "
        f"{len(right) - 1} neighbours follow each other rightly by {by}. The first out of place "
        f"is {given[out]!r}.",
        credit=_credit(places, len(right)),
    )


@dataclass(frozen=True)
class Order:
    """An order that is no result of the data.

    ``items`` are the names in the order of the task, ``right`` the digests of
    the right item under ``key.0``, ``key.1`` and so on.
    """

    key: str
    items: Sequence[str]
    right: Sequence[str]

    def judge(self, name: str, value: object) -> None:
        """Accept the items in the right order. Raises Mistake otherwise."""
        given = _listed(name, value, self.items)
        fits = [digest(f"{self.key}.{i}", item) == self.right[i] for i, item in enumerate(given)]
        if all(fits):
            return
        turned = enumerate(reversed(given))
        if all(digest(f"{self.key}.{i}", item) == self.right[i] for i, item in turned):
            raise Mistake(f"`{name}` is sorted the wrong way round. Turn it.")
        raise Mistake(
            f"{sum(fits)} of {len(fits)} in `{name}` stand in their place. The first out of place "
            f"is {given[fits.index(False)]!r}.",
            credit=_credit(sum(fits), len(fits)),
        )


def _credit(right: int, total: int) -> float:
    return right / total if right > total / 2 else 0


def _listed(name: str, value: object, items) -> list[str]:
    """``value`` as a list that holds each of ``items`` once."""
    if isinstance(value, str | Mapping) or not hasattr(value, "__iter__"):
        raise Mistake(f"`{name}` is {kind_of(value)}. Give a list, from first to last.")
    if isinstance(value, set | frozenset):
        raise Mistake(f"`{name}` is a set, which has no order. Give a list, in square brackets.")
    if callable(value):
        raise Mistake(f"`{name}` is {kind_of(value)}. Give a list, from first to last.")
    known = {str(item).strip().lower(): item for item in items}
    given = []
    for entry in value:
        item = known.get(str(entry).strip().lower())
        if item is None:
            raise Mistake(
                f"`{name}` holds {str(entry)[:60]!r}, which is not one of "
                f"{', '.join(map(repr, items))}."
            )
        given.append(item)
    if missing := [item for item in items if item not in given]:
        raise Mistake(f"`{name}` leaves out {', '.join(map(repr, missing))}.")
    if len(given) > len(known):
        twice = next(item for item in given if given.count(item) > 1)
        raise Mistake(f"`{name}` holds {twice!r} twice.")
    return given
