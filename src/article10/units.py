"""What the exercise notebooks say about their units and questions: kinds, points, minutes."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from .errors import ExerciseError

#: What a question asks for. A question's ``kind`` joins such words, as "code, number and choice".
KINDS = (
    "choice",
    "classification",
    "code",
    "figure",
    "long text",
    "matching",
    "number",
    "ordering",
    "short text",
)
_NEEDED = ("difficulty", "kind", "minutes", "objectives")


class Question(NamedTuple):
    """What a question's graded cell says about it."""

    key: str
    title: str
    points: float
    minutes: int
    difficulty: int
    """1 to 3."""
    objectives: tuple[str, ...]
    kind: str

    @property
    def kinds(self) -> list[str]:
        """The words of ``KINDS`` that ``kind`` is made of."""
        return re.split(", | and ", self.kind)

    @property
    def effort(self) -> str:
        return f"{self.points:g} points, about {self.minutes} minutes"


class Totals(NamedTuple):
    """The questions of a unit together."""

    questions: int
    points: float
    minutes: int
    kinds: Counter

    def __str__(self) -> str:
        return f"{self.questions} questions, {self.points:g} points, about {self.minutes} minutes"


def units(root: Path) -> list[str]:
    """The units under ``root``/solutions, in alphabetical order.

    Raises ExerciseError when there is none.
    """
    notebooks = (root / "solutions").glob("*/*.ipynb")
    found = sorted(path.stem for path in notebooks if path.stem == path.parent.name)
    if not found:
        raise ExerciseError(f"no solutions/<unit>/<unit>.ipynb in {root.resolve()}")
    return found


def source(root: Path, unit: str) -> Path:
    """The instructor's notebook of ``unit``."""
    return root / "solutions" / unit / f"{unit}.ipynb"


def questions(notebook: Path) -> list[Question]:
    """The questions of a unit's notebook, of either side.

    Raises ExerciseError when it is no notebook, or when a graded cell lacks
    its ``article10`` metadata or its task a heading.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ExerciseError(f"{notebook}: not a notebook ({error})") from None
    return in_cells(cells, notebook.name)


def in_cells(cells: Iterable[dict], where: str) -> list[Question]:
    """The questions of a notebook's cells; ``where`` names it in errors."""
    cells = list(cells)
    headings = {}
    for cell in cells:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        heading = re.match(r"## Question \d+: (.+)", "".join(cell["source"]))
        if heading:
            headings[name.removesuffix("-task")] = heading[1].strip()
    found = []
    for cell in cells:
        graded = cell["metadata"].get("nbgrader", {})
        if not graded.get("grade"):
            continue
        key = graded.get("grade_id")
        about = cell["metadata"].get("article10", {})
        if missing := [name for name in _NEEDED if name not in about]:
            raise ExerciseError(
                f"{where}, cell {key}: its metadata has no article10 entry {missing[0]!r}"
            )
        if key not in headings:
            raise ExerciseError(
                f"{where}, cell {key}: no cell {key}-task that starts with "
                f"'## Question {key.removeprefix('q')}: ...'"
            )
        found.append(
            Question(
                key,
                headings[key],
                graded["points"],
                about["minutes"],
                about["difficulty"],
                tuple(about["objectives"]),
                about["kind"],
            )
        )
    return found


def totals(asked: Iterable[Question]) -> Totals:
    """What ``asked`` adds up to."""
    asked = list(asked)
    return Totals(
        len(asked),
        sum(question.points for question in asked),
        sum(question.minutes for question in asked),
        Counter(kind for question in asked for kind in question.kinds),
    )


def overview(root: Path) -> list[dict]:
    """One row a unit with its totals, such as ``pandas.DataFrame`` makes a table of.

    ``kinds`` says how many questions ask for what.
    """
    rows = []
    for unit in units(root):
        total = totals(questions(source(root, unit)))
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(total.kinds.items()))
        rows.append(
            {
                "unit": unit,
                "questions": total.questions,
                "points": total.points,
                "minutes": total.minutes,
                "kinds": kinds,
            }
        )
    return rows


def table(asked: Iterable[Question]) -> str:
    """The questions as a Markdown table, with a line for all together."""
    asked = list(asked)
    total = totals(asked)
    rows = [
        f"| {q.key.removeprefix('q')}. {q.title} | {q.kind} | {q.difficulty} | {q.points:g} | "
        f"{q.minutes} | {', '.join(q.objectives)} |"
        for q in asked
    ]
    return "\n".join(
        [
            "| Question | Asks for | Level (1 to 3) | Points | Minutes | Objectives |",
            "|---|---|---|---|---|---|",
            *rows,
            f"| **Together** | | | **{total.points:g}** | **{total.minutes}** | |",
        ]
    )
