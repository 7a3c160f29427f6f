"""What an author may hand to a widget, checked early, with near names in the message."""

from difflib import get_close_matches

import pandas as pd
import traitlets

from article10.errors import FrameError


def names(value) -> list[str]:
    """One name, several or none as a list."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else [str(item) for item in value]


def known(value, among, what: str) -> list[str]:
    """``names(value)``, each of which is among ``among``.

    Raises ValueError with the near names otherwise.
    """
    among = [str(name) for name in among]
    chosen = names(value)
    for name in chosen:
        if name not in among:
            near = get_close_matches(name, among, n=3) or among[:8]
            raise ValueError(f"unknown {what} {name!r}; did you mean {', '.join(near)}?")
    return chosen


def need_dates(frame: pd.DataFrame, columns, widget: str) -> None:
    """Raise :class:`FrameError` unless each of ``columns`` holds dates (datetime64)."""
    for name in columns:
        if not pd.api.types.is_datetime64_any_dtype(frame[name]):
            raise FrameError(
                f"{widget} needs dates in the column {name}, not {frame[name].dtype}; "
                "pandas.to_datetime makes them"
            )


class Years(traitlets.List):
    """First and last year, such as ``[2010, 2025]``; empty for all."""

    def __init__(self, **kwargs):
        super().__init__(traitlets.Int(), **kwargs)

    def validate(self, obj, value):
        years = super().validate(obj, value)
        if years and (len(years) != 2 or years[0] > years[1]):
            raise traitlets.TraitError(
                f"{self.name} is the first and the last year, such as (2010, 2025), not {years}"
            )
        return years
