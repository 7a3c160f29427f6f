"""What a poll result can bear: question families, margins, differences."""

from statistics import NormalDist
from typing import NamedTuple


class Family(NamedTuple):
    """One kind of question. Results of two kinds never share a line or an average."""

    label: str
    """What a reader sees."""
    asks: str
    """What an answer records, to follow the words "it records"."""
    answers: tuple[str, ...] = ("for",)
    """The answers that lead, most telling first."""
    companions: tuple[str, ...] = ()
    """Families of votes shown beside it, never joined to its lines."""


FAMILIES: dict[str, Family] = {
    "vote_join": Family(
        "Would vote to join NATO",
        "how people say they would mark a ballot on joining",
        ("for", "against"),
        ("referendum_result",),
    ),
    "support_join": Family(
        "Supports joining NATO",
        "an attitude to membership, with no ballot imagined",
        ("for", "against"),
    ),
    "vote_stay": Family(
        "Would vote to stay in NATO",
        "how people in a member country say they would vote on staying",
        ("stay", "leave"),
    ),
    "favourable_view": Family(
        "Favourable view of NATO",
        "a general impression of the organisation, which need not mean a wish to join",
        ("favourable", "positive"),
    ),
    "full_membership_preferred": Family(
        "Prefers full membership to looser ties",
        "which of several ties to NATO people like best",
        ("full membership",),
    ),
    "protection_or_threat": Family(
        "Sees NATO as protection or as a threat",
        "whether NATO makes people feel safer or less safe",
        ("protection", "threat", "neither"),
    ),
    "referendum_result": Family(
        "Referendum results",
        "votes that were cast and counted, among those who took part",
        ("for", "against"),
    ),
    "referendum_poll": Family(
        "Polls before a referendum",
        "voting plans on the very question that was put to a referendum",
        ("for", "against"),
    ),
    "exit_poll": Family(
        "Exit polls",
        "what voters said on leaving the polling station",
        ("for", "against"),
    ),
    "vote_join_participants": Family(
        "Would vote to join, likely voters only",
        "voting plans among those who say they would take part",
        ("for", "against"),
    ),
    "support_join_conditional": Family(
        "Supports joining on a condition",
        "an attitude to membership if something else happens first",
        ("for", "against"),
    ),
    "support_membership": Family(
        "Supports the country's membership",
        "an attitude to a membership that already exists",
        ("for", "against"),
    ),
    "cooperation": Family(
        "Cooperation with NATO",
        "an attitude to working with NATO, short of joining",
        ("for", "against"),
    ),
    "defend_ally": Family(
        "Own country should defend an Ally",
        "readiness to honour the promise of Article 5",
        ("agree", "for", "yes"),
    ),
    "effect_positive": Family(
        "Membership has had a good effect",
        "a verdict on a membership that already exists",
        ("very or somewhat positive",),
    ),
    "leadership_approval": Family(
        "Approves of NATO's leadership",
        "approval of those who lead the organisation",
        ("approve",),
    ),
    "most_important_security_provider": Family(
        "Most important for Kosovo's security",
        "which organisation people name first for their security",
        ("NATO",),
    ),
    "trust_score": Family(
        "Trust in KFOR",
        "an average score of trust, not a share of people",
    ),
    "deterrence": Family(
        "Membership makes an attack less likely",
        "a belief about what membership does",
        ("agree",),
    ),
}


def margin_of_error(percent: float, n: int, level: float = 0.95) -> float:
    """Half the width of the confidence interval of a share, in percentage points.

    For a simple random sample of ``n`` people of whom ``percent`` (0 to 100)
    gave the answer, by the normal approximation at confidence ``level``. It
    says nothing of bad questions, refusals or people the sample cannot reach.

    Raises ValueError when ``percent`` is outside 0 to 100, ``n`` below 1, or
    ``level`` not between 0 and 1.
    """
    if not 0 <= percent <= 100:
        raise ValueError(f"percent must lie between 0 and 100, not {percent}")
    if n < 1:
        raise ValueError(f"n must be at least 1, not {n}")
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    z = NormalDist().inv_cdf((1 + level) / 2)
    return z * (percent * (100 - percent) / n) ** 0.5


def difference(
    percent1: float, n1: int, percent2: float, n2: int, level: float = 0.95
) -> tuple[float, float]:
    """The second share minus the first, and the margin of that difference, in points.

    For two independent simple random samples. A difference larger than its
    margin is unlikely to come from the draw of the samples alone.
    """
    margin = margin_of_error(percent1, n1, level), margin_of_error(percent2, n2, level)
    return percent2 - percent1, (margin[0] ** 2 + margin[1] ** 2) ** 0.5


def rest_of_total(total: float, group: float, share: float) -> float:
    """The percentage among everybody else, worked out from a total and one group.

    ``total`` percent hold among all and ``group`` percent in a group that makes
    up ``share`` percent of all. The result may fall below 0 or above 100: then
    the three numbers cannot all be right.

    Raises ValueError when ``total`` or ``group`` is outside 0 to 100, or
    ``share`` is not below 100.
    """
    for name, number in {"total": total, "group": group, "share": share}.items():
        if not 0 <= number <= 100:
            raise ValueError(f"{name} must lie between 0 and 100, not {number}")
    if share == 100:
        raise ValueError("share must be below 100: nobody else is left")
    return (100 * total - share * group) / (100 - share)
