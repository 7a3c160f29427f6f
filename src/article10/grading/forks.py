"""What processes that fork for each submission have in common."""

import gc


def settle() -> None:
    """Keep what is loaded from garbage collection, and collect seldom: forks do not live long.

    A collection would look at, and so copy, the memory that they share.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
