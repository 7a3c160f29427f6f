"""Judging plotly figures by their JSON, without importing plotly."""

import json
import sys
from array import array
from base64 import b64decode
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from .tables import entries
from .values import Mistake, kind_of

_TYPECODES = {
    "f8": "d", "f4": "f",
    "i1": "b", "i2": "h", "i4": "i", "i8": "q",
    "u1": "B", "u2": "H", "u4": "I", "u8": "Q",
}  # fmt: skip


#: For `require_words`: every figure names where its numbers are from.
SOURCE = (("source",), "names no source. Add a note that starts with the word Source.")


class Point(NamedTuple):
    """One mark: the first ten characters of its x, and its y."""

    x: str
    y: float


def read(name: str, figure: object) -> dict:
    """The figure as plain data: ``{"data": [...], "layout": {...}}``.

    ``figure`` is a plotly figure or the dictionary of one.
    """
    if hasattr(figure, "to_plotly_json") and hasattr(figure, "to_json"):
        figure = json.loads(figure.to_json())
    if not isinstance(figure, Mapping) or "data" not in figure:
        raise Mistake(
            f"`{name}` is {kind_of(figure)}. A plotly figure is asked for, as `px.line`, "
            "`px.scatter` or `go.Figure` make it."
        )
    if not figure["data"]:
        raise Mistake(f"`{name}` is an empty figure: it has no trace yet.")
    return {"data": list(figure["data"]), "layout": figure.get("layout") or {}}


def column(values: object) -> list:
    """A trace's column as a list, also when plotly packed it in binary."""
    if isinstance(values, Mapping) and "bdata" in values:
        numbers = array(_TYPECODES[values["dtype"]], b64decode(values["bdata"]))
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers.tolist()
    return list(values or [])


def points(trace: Mapping) -> list[Point]:
    """The marks of a trace, in the order of x; marks without a y are left out."""
    pairs = zip(column(trace.get("x")), column(trace.get("y")), strict=False)
    return sorted(Point(str(x)[:10], float(y)) for x, y in pairs if y is not None)


def joins(trace: Mapping) -> bool:
    """Whether a line joins the marks of a trace."""
    if trace.get("type", "scatter") not in ("scatter", "scattergl"):
        return False
    marks = len(column(trace.get("x")))
    # Without a mode, plotly joins the marks of a longer trace and also of a short one.
    return marks > 1 and "lines" in trace.get("mode", "lines+markers")


class Span(NamedTuple):
    """One horizontal bar of a Gantt chart: what it is for, its first and its last day."""

    label: str
    start: str
    end: str


def bars(figure: Mapping) -> dict[str, float]:
    """The lengths of the bars by their labels, lying or standing; stacked ones are added up."""
    found: dict[str, float] = {}
    for trace in figure["data"]:
        if trace.get("type") != "bar":
            continue
        sides = column(trace.get("x")), column(trace.get("y"))
        lengths, labels = sides if trace.get("orientation") == "h" else sides[::-1]
        for label, length in zip(labels, lengths, strict=False):
            if length is not None:
                found[str(label)] = found.get(str(label), 0) + float(length)
    return found


def spans(figure: Mapping) -> list[Span]:
    """The bars of a Gantt chart as `px.timeline` draws it, in the order of their starts."""
    found = []
    for trace in figure["data"]:
        if trace.get("type") != "bar" or not trace.get("base"):
            continue
        rows = zip(
            column(trace.get("y")), column(trace["base"]), column(trace.get("x")), strict=False
        )
        for label, start, length in rows:
            day = datetime.fromisoformat(str(start)[:19])
            end = day + timedelta(milliseconds=float(length))
            found.append(Span(str(label), f"{day:%Y-%m-%d}", f"{end:%Y-%m-%d}"))
    return sorted(found, key=lambda span: (span.start, span.label))


def require_spans(name: str, figure: Mapping) -> list[Span]:
    """The bars of a Gantt chart. Raises Mistake when there are none."""
    found = spans(figure)
    if not found:
        raise Mistake(
            f"`{name}` has no bars from one day to another. `px.timeline` draws them, from a "
            "column of starts and a column of ends."
        )
    return found


def require_points(
    name: str,
    figure: Mapping,
    wanted: Iterable[Point],
    *,
    mistakes: Iterable[tuple[Collection[Point], str]] = (),
) -> None:
    """Accept a figure whose traces show exactly the points ``wanted``, in any order.

    ``mistakes`` pairs points that do not belong there with the sentence that
    one of them deserves.
    """
    drawn = [point for trace in figure["data"] for point in points(trace)]
    wanted = list(wanted)
    if sorted(drawn) == sorted(wanted):
        return
    if drawn and all(0 <= y <= 1 for _, y in drawn) and any(y > 1 for _, y in wanted):
        raise Mistake(f"`{name}` shows shares of 1. Draw percentages, from 0 to 100.")
    extra = set(drawn) - set(wanted)
    for wrong, message in mistakes:
        if extra & set(wrong):
            raise Mistake(f"`{name}` {message}")
    if Counter(y for _, y in drawn) == Counter(y for _, y in wanted):
        raise Mistake(f"`{name}` has the right values at the wrong places on x.")
    if len(drawn) < len(wanted):
        raise Mistake(
            f"`{name}` shows {len(drawn)} results, and the table has more. Rows were dropped, "
            "averaged or typed in."
        )
    raise Mistake(
        f"`{name}` does not show exactly the rows that are asked for: one point for each, and no "
        "other."
    )


def require_bars(
    name: str,
    figure: Mapping,
    wanted: Mapping[str, float],
    *,
    kind: str,
    mistakes: Iterable[tuple[Mapping[str, float], str]] = (),
) -> None:
    """Accept one bar for each key of ``wanted``, of that length, on an axis that starts at 0."""
    drawn = bars(figure)
    if not drawn:
        raise Mistake(f"`{name}` has no bars. Draw one for each {kind}, with `px.bar` or `go.Bar`.")
    entries(f"`{name}`", drawn, wanted, kind=kind, mistakes=mistakes)
    lying = any(trace.get("orientation") == "h" for trace in figure["data"])
    axis = figure["layout"].get("xaxis" if lying else "yaxis") or {}
    if axis.get("type") == "log":
        raise Mistake(f"`{name}` has bars on a logarithmic scale: their length says nothing then.")
    shown = column(axis.get("range"))
    if len(shown) == 2 and None not in shown and min(map(float, shown)) > 0:
        raise Mistake(f"`{name}` has bars that do not start at 0, so their lengths mislead.")


def require_words(name: str, figure: Mapping, *wanted: tuple[Collection[str], str]) -> None:
    """Accept a figure in whose titles and notes one of the words of each pair stands.

    The second of a pair is what to say else, to follow the figure's name.
    """
    text = all_text(figure).lower()
    for words, message in wanted:
        if not any(word in text for word in words):
            raise Mistake(f"`{name}` {message}")


def require_full_scale(name: str, figure: Mapping, low: float, high: float) -> None:
    """Accept a linear y axis that shows at least ``low`` to ``high``."""
    axis = figure["layout"].get("yaxis") or {}
    if axis.get("type") == "log":
        raise Mistake(f"`{name}` has a logarithmic y axis, which shrinks the large shares.")
    shown = column(axis.get("range"))
    if len(shown) != 2 or None in shown:
        raise Mistake(
            f"`{name}` leaves the y axis to plotly, which cuts it to the data, so that small "
            "changes look large. Fix it to the whole scale of a percentage."
        )
    bottom, top = sorted(map(float, shown))
    if bottom > low or top < high:
        raise Mistake(
            f"`{name}` shows y from {bottom:g} to {top:g}. A percentage has a whole scale: show it."
        )
    if shown[0] > shown[1]:
        raise Mistake(f"`{name}` has its y axis upside down.")


def require_titles(name: str, figure: Mapping) -> None:
    """Accept a title and two axis titles that say more than a column's name."""
    layout = figure["layout"]
    axes = {"x": layout.get("xaxis") or {}, "y": layout.get("yaxis") or {}}
    for letter, axis in axes.items():
        title = text_of(axis.get("title")).strip()
        if not title:
            raise Mistake(f"`{name}` has no title on its {letter} axis.")
        if "_" in title or title in ("percent", "date", "x", "y"):
            raise Mistake(
                f"`{name}` calls its {letter} axis {title!r}: the name of a column. Say in words "
                "what is measured and in what unit."
            )
    if not text_of(layout.get("title")).strip():
        raise Mistake(f"`{name}` has no title. Say what it shows, and of whom or what.")


def all_text(figure: Mapping) -> str:
    """Everything a reader can read outside the marks: titles, subtitle, notes."""
    layout = figure["layout"]
    parts = [text_of(layout.get("title"))]
    title = layout.get("title")
    if isinstance(title, Mapping):
        parts.append(text_of(title.get("subtitle")))
    parts += [text_of(layout.get(axis, {}).get("title")) for axis in ("xaxis", "yaxis")]
    parts += [text_of(note) for note in layout.get("annotations") or []]
    return " ".join(parts)


def text_of(title: object) -> str:
    """The text of a title, which plotly keeps as text or as an object with text."""
    if isinstance(title, Mapping):
        title = title.get("text")
    return title if isinstance(title, str) else ""
