"""What the instructor's guide says about all chapters: gathered from them, typed nowhere twice."""

import json
import re
from pathlib import Path

import yaml
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from article10 import units

READING = re.compile(r"\*\*Time:\*\* about (\d+) minutes to read")
CRITERIA = re.compile(r"^\| Criterion \|.*\n(?:\|.*\n?)+", re.MULTILINE)


def chapters(book: Path) -> list[str]:
    """The chapters in the book's order: the first part of ``_toc.yml``."""
    toc = yaml.safe_load((book / "_toc.yml").read_text(encoding="utf-8"))
    return [chapter["file"] for chapter in toc["parts"][0]["chapters"]]


def reading_minutes(book: Path, name: str) -> int:
    """What the chapter itself says about the time it takes to read and explore."""
    found = READING.search(_markdown(book / f"{name}.ipynb"))
    if found is None:
        raise ExtensionError(f"book/{name}.ipynb does not say '**Time:** about N minutes to read'")
    return int(found[1])


def plan(book: Path) -> str:
    """A Markdown table: each chapter with its objectives, minutes and exercises."""
    rows, reading, working, points = [], 0, 0, 0.0
    for name in chapters(book):
        minutes = reading_minutes(book, name)
        reading += minutes
        questions = book / "questions" / f"{name}.yml"
        objectives = list(yaml.safe_load(questions.read_text(encoding="utf-8"))["objectives"])
        release = _release(book, name)
        exercises = "none"
        if release.exists():
            total = units.totals(units.questions(release))
            working, points = working + total.minutes, points + total.points
            exercises = f"{total.questions} questions, {total.points:g} points | {total.minutes}"
        else:
            exercises += " | "
        rows.append(
            f"| {{doc}}`/{name}` | {objectives[0]} to {objectives[-1]} | {minutes} | {exercises} |"
        )
    return "\n".join(
        [
            "| Chapter | Objectives | Minutes to read | Exercises | Minutes to work |",
            "|---|---|---|---|---|",
            *rows,
            f"| **Together** | | **{reading}** | **{points:g} points** | **{working}** |",
        ]
    )


def criteria(book: Path) -> str:
    """For every answer that a person grades, the criteria as its task shows them to students."""
    parts = []
    for name in chapters(book):
        release = _release(book, name)
        if not release.exists():
            continue
        asked = {question.key: question for question in units.questions(release)}
        for cell in json.loads(release.read_text(encoding="utf-8"))["cells"]:
            text = "".join(cell["source"])
            table = CRITERIA.search(text)
            key = cell["metadata"].get("nbgrader", {}).get("grade_id", "").removesuffix("-task")
            if table and key in asked:
                question = asked[key]
                parts.append(
                    f"{{doc}}`/{name}`, question {key.removeprefix('q')}: **{question.title}**, "
                    f"{question.points:g} points\n\n{table[0].strip()}"
                )
    return "\n\n".join(parts)


def _release(book: Path, name: str) -> Path:
    return book.parent / "exercises" / name / f"{name}.ipynb"


def _markdown(notebook: Path) -> str:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


class _Gathered(SphinxDirective):
    """A directive without options whose text is gathered from the chapters."""

    def run(self):
        book = Path(self.env.srcdir)
        # Read anew at every build: it depends on every chapter and unit.
        self.env.note_reread()
        return self.parse_text_to_nodes(type(self).text(book))


class ModulePlan(_Gathered):
    """``{module-plan}``"""

    text = staticmethod(plan)


class GradedByHand(_Gathered):
    """``{graded-by-hand}``"""

    text = staticmethod(criteria)
