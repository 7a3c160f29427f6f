"""Salted digests, so that a check can recognise an answer without holding it.

They keep an answer from being read: in this package, in the browser's copy of
it, in a search of the repository, or by chance. They cannot keep anyone from
trying all of a few answers, which the check itself allows as well: four
letters are four tries. So a digest is for what has to be decided and cannot
be computed; whatever can be computed from the data is, at the moment of the
check, and counts for more points. The rounds make larger spaces, such as all
ways to label ten things, too slow to go through.
"""

from functools import lru_cache
from hashlib import sha256

_SALT = "open-door-7f3a"
_ROUNDS = 4096


@lru_cache(maxsize=4096)
def digest(key: str, answer: str) -> str:
    """The digest of ``answer`` to the question or part ``key``.

    Authors store it in a unit's module in place of the answer.
    """
    mixed = f"{_SALT}:{key}:{answer}".encode()
    # The standard library's slow hashes need OpenSSL, which the in-browser kernel lacks.
    for _ in range(_ROUNDS):
        mixed = sha256(mixed).digest()
    return mixed.hex()[:12]
