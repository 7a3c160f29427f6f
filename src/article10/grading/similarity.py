"""``article10 similar``: pairs of submissions to look at side by side. Never a verdict.

Right answers to the same question are alike by nature. So each pair is shown
with its text, and with how alike pairs of this class are in general.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from ..errors import ExerciseError
from ..units import units
from . import exports
from .feedback import environment, style, title
from .folders import Course
from .graded import replace
from .intake import Found, look

#: So many characters of their own make two texts worth comparing.
LEAST = 80
_ROWS = 250
_KEPT = 200


@dataclass(frozen=True)
class Pair:
    """Two submissions; ``percent`` says how much of their own text they share, from 0 to 100."""

    unit: str
    one: str
    other: str
    percent: float
    texts: tuple[tuple[str, str], tuple[str, str]] = (("", ""), ("", ""))
    """The question that is most alike, with both texts: ((question, text), (question, text))."""


@dataclass(frozen=True)
class Section:
    """One unit: its closest pairs, the closest first, and the class to hold them against."""

    unit: str
    submissions: int
    short: int
    """Submissions with too little text of their own to say anything."""
    median: float
    """Half of all pairs are less alike than this, in per cent."""
    pairs: list[Pair]

    @property
    def title(self) -> str:
        return title(self.unit)


def report(submissions: Path, course: Course, unit: str | None = None) -> tuple[Path, Path]:
    """Write ``similar.csv`` and ``similar.html`` for what was handed in; returns their paths.

    Raises ExerciseError when no unit has two submissions to compare.
    """
    intake = look(submissions, units(course.root), only=unit)
    by_unit = {}
    for found in intake.found:
        by_unit.setdefault(found.unit, []).append(found)
    sections = [compare(course.root, name, by_unit[name]) for name in sorted(by_unit)]
    if not any(section.submissions > 1 for section in sections):
        raise ExerciseError(f"{submissions}: fewer than two notebooks to compare")
    course.home.mkdir(parents=True, exist_ok=True)
    table, page = course.home / "similar.csv", course.home / "similar.html"
    with exports.table(table) as write:
        write([("unit", "student", "other_student", "percent_alike", "median_of_class")])
        for section in sections:
            for pair in section.pairs:
                numbers = f"{pair.percent:.0f}", f"{section.median:.0f}"
                write([exports.safe((pair.unit, pair.one, pair.other, *numbers))])
    html = environment().get_template("similar.html").render(sections=sections, style=style())
    replace(page, html.encode("utf-8", "replace"))
    return table, page


def compare(root: Path, unit: str, handed_in: list[Found]) -> Section:
    """The closest pairs among the submissions of ``unit``, without what all were given."""
    given = _cells((root / "exercises" / unit / f"{unit}.ipynb").read_bytes())
    lines = {line for text in given.values() for line in _lines(text)}
    own = {found.student: _own(_cells(found.entry.read()), lines) for found in handed_in}
    long = {name: cells for name, cells in own.items() if sum(map(len, cells.values())) >= LEAST}
    names, joined = list(long), ["\n".join(cells.values()) for cells in long.values()]
    counts = np.zeros(101, dtype=np.int64)
    best = []
    for start in range(0, len(names), _ROWS):
        # In strips, so that memory does not grow with the square of the class.
        block = cdist(
            joined[start : start + _ROWS],
            joined[start:],
            scorer=Indel.normalized_similarity,
            score_multiplier=100,
            dtype=np.float32,
            workers=-1,
        )
        i, j = np.triu_indices(block.shape[0], 1, block.shape[1])
        values = block[i, j]
        counts += np.bincount(values.astype(int), minlength=101)
        top = np.argsort(-values, kind="stable")[:_KEPT]
        best += [(float(values[k]), start + int(i[k]), start + int(j[k])) for k in top]
    best.sort(key=lambda found: (-found[0], found[1:]))
    pairs = [
        Pair(unit, names[i], names[j], value, _closest(long[names[i]], long[names[j]]))
        for value, i, j in islice(best, _KEPT)
    ]
    return Section(unit, len(handed_in), len(own) - len(long), _median(counts), pairs)


def _median(counts: np.ndarray) -> float:
    half = counts.sum() / 2
    return float(np.searchsorted(counts.cumsum(), half)) if half else 0.0


def _closest(one: dict[str, str], other: dict[str, str]) -> tuple:
    """The pair of answers that share the most text."""
    alike = {
        key: Indel.normalized_similarity(text, other[key]) * min(len(text), len(other[key]))
        for key, text in one.items()
        if key in other
    }
    if not alike:
        return ("", next(iter(one.values()), "")), ("", next(iter(other.values()), ""))
    key = max(alike, key=alike.get)
    return (key, one[key]), (key, other[key])


def _cells(content: bytes) -> dict[str, str]:
    """What a student may write in a notebook, by cell; nothing when it cannot be read."""
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
        return dict(_written(notebook["cells"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _written(cells: Iterable[dict]) -> Iterator[tuple[str, str]]:
    for number, cell in enumerate(cells):
        about = cell["metadata"].get("nbgrader", {})
        if about.get("solution") or not about.get("locked"):
            key = about.get("grade_id") or f"cell {number + 1}"
            yield key.removesuffix("-answer"), "".join(cell["source"])


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def _own(cells: dict[str, str], given: set[str]) -> dict[str, str]:
    """The lines that are not in the release, spaces evened out."""
    own = {k: "\n".join(ln for ln in _lines(text) if ln not in given) for k, text in cells.items()}
    return {key: text for key, text in own.items() if text}
