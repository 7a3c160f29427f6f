"""Judging a dictionary of decisions: classification, and matching of pairs."""

from collections.abc import Mapping
from dataclasses import dataclass

from .digests import digest
from .values import Mistake, labels, truth


@dataclass(frozen=True)
class Decisions:
    """Decisions that are no result of the data.

    ``right`` maps each item to the digest of its label under ``key.item``;
    ``options`` maps the labels to what one says by choosing it, to follow "of
    A you say that". With ``once``, no label fits two items.
    """

    key: str
    right: Mapping[str, str]
    options: Mapping[str, str]
    once: bool = False

    def judge(self, name: str, value: object) -> None:
        """Accept the right label for every item. Raises Mistake otherwise."""
        given = labels(name, value, self.right, self.options)
        wrong = [
            item for item in given if digest(f"{self.key}.{item}", given[item]) != self.right[item]
        ]
        _judge(name, given, wrong, self.options, once=self.once)


def decisions(
    name: str,
    value: object,
    right: Mapping[str, str],
    options: Mapping[str, str],
    *,
    once: bool = False,
) -> None:
    """The same for decisions that follow from the data: ``right`` maps items to labels."""
    given = labels(name, value, right, options)
    wrong = [item for item in given if given[item] != right[item]]
    _judge(name, given, wrong, options, once=once)


def truths(name: str, value: object, right: Mapping[str, bool], *, true: str, false: str) -> None:
    """The same for True or False; ``true`` and ``false`` are what one says by choosing them."""
    if isinstance(value, Mapping):
        value = {key: _word(truth(f"`{name}[{key!r}]`", given)) for key, given in value.items()}
    words = {key: _word(given) for key, given in right.items()}
    decisions(name, value, words, {"true": true, "false": false})


def _word(given: bool) -> str:
    return str(bool(given)).lower()


def _judge(name, given, wrong, options, *, once) -> None:
    if not wrong:
        return
    if len(set(given.values())) == 1 and len(given) > 2:
        raise Mistake(f"`{name}` gives all {len(given)} the same label. Decide for each.")
    if once:
        for label in options:
            twice = [item for item in given if given[item] == label]
            if len(twice) > 1:
                raise Mistake(
                    f"`{name}` gives {label!r} to {' and to '.join(twice)}. It fits one only."
                )
    right = len(given) - len(wrong)
    # Half of the labels come right by luck where there are two: only more than half earns points.
    credit = right / len(given) if right > len(given) / 2 else 0
    raise Mistake(
        f"{right} of {len(given)} are right. Look again at {', '.join(wrong)}. Of {wrong[0]} you "
        f"say that {options[given[wrong[0]]]}",
        credit=credit,
    )
