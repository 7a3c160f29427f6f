"""What processes that fork for each submission have in common."""

import ctypes
import gc
import re
from contextlib import suppress
from pathlib import Path

_LARGE = 2 << 20  # bytes of a huge page
_COLLAPSE = 25  # MADV_COLLAPSE, since Linux 6.1
#: What a process wrote into memory of its own, in /proc/self/maps.
_OWN = re.compile(r"^(\w+)-(\w+) rw-p \S+ \S+ 0 *(?:\[heap\])?$", re.MULTILINE)


def settle() -> None:
    """Make the process one that forks cheaply, once all is loaded; forks do not live long.

    A garbage collection in a fork would look at, and so copy, the memory that
    it shares. And a fork and its end take their time for each page of that
    memory, so the pages are joined to huge ones where the system can do that.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    with suppress(OSError):
        _join_pages(Path("/proc/self/maps").read_text())


def _join_pages(maps: str) -> None:
    advise = ctypes.CDLL(None).madvise
    for start, end in _OWN.findall(maps):
        first = -(-int(start, 16) // _LARGE)
        for place in range(first, int(end, 16) // _LARGE):
            # What cannot be joined stays as it is.
            advise(ctypes.c_void_p(place * _LARGE), ctypes.c_size_t(_LARGE), _COLLAPSE)
