"""Salted digests, so that a check can recognise an answer without holding it."""

from hashlib import sha256

_SALT = "open-door-7f3a"


def digest(key: str, answer: str) -> str:
    """The digest of ``answer`` to the question or part ``key``.

    Authors store it in a unit's module in place of the answer.
    """
    return sha256(f"{_SALT}:{key}:{answer}".encode()).hexdigest()[:12]
