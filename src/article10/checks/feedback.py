"""How the outcome of a check reads, in a notebook and outside one."""

import re
import sys
from collections.abc import Sequence
from html import escape
from textwrap import fill

from .questions import Verdict

_WIDTH = 78


class CheckFailed(AssertionError):  # noqa: N818  (it reads as an outcome)
    """An answer that is not right yet.

    Its text says what is missing. A notebook shows that text alone, with no
    traceback, and so do nbgrader's validation and feedback.
    """

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


class Passed:
    """An answer that is right: one line, as text and as HTML."""

    def __init__(self, title: str, fact: str):
        self.title = title
        self.fact = fact

    def __repr__(self) -> str:
        return fill(f"✓ {self.title} is right. {self.fact}", _WIDTH, subsequent_indent="  ")

    def _repr_html_(self) -> str:
        # A sign and a word, never colour: it reads the same in light, dark and aloud.
        return (
            '<p style="border-left: .25em solid; padding-left: .75em; max-width: 46em">'
            f"<strong>✓ {escape(self.title)} is right.</strong> {escape(self.fact)}</p>"
        )


class Unfinished:
    """An answer that is not right yet: its ``paragraphs``, as text and as HTML."""

    def __init__(self, paragraphs: Sequence[str]):
        self.paragraphs = paragraphs

    def __repr__(self) -> str:
        first, *others = self.paragraphs
        return "\n".join([first, *map(_paragraph, others)])

    def _repr_html_(self) -> str:
        # Text of fixed lines breaks anew in the middle of words on a narrow screen.
        first, *others = (
            re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(part, quote=False))
            for part in self.paragraphs
        )
        return (
            '<div style="border-left: .25em double; padding-left: .75em; max-width: 46em">'
            f"<p><strong>{first}</strong></p>{''.join(f'<p>{part}</p>' for part in others)}</div>"
        )


class Score(float):
    """The points of an answer of which some parts are right.

    nbgrader reads the text of a check cell's result as a number and takes it
    for the points earned; a person reads the HTML.
    """

    def __new__(cls, points: float, maximum: float):
        score = super().__new__(cls, points)
        score.maximum = maximum
        return score

    def __repr__(self) -> str:
        return f"{float(self):g}"

    def _repr_html_(self) -> str:
        return f"<p>{float(self):g} of {self.maximum:g} points</p>"


def unfinished(title: str, verdict: Verdict, chapter: str, shown: int) -> Unfinished:
    """What to say of an answer that is not right yet.

    It names the points and the answers that are right, then what is wrong with
    the first that is not, the others, what to read in ``chapter``, and the
    first ``shown`` of its hints.
    """
    first, *others = verdict.wrong
    earned = f"{verdict.points:g} of {verdict.maximum:g} points so far."
    lines = [f"✗ {title}: not yet. {earned}" if verdict.points else f"✗ {title}: not yet."]
    if verdict.right:
        lines.append(f"Right so far: {_names(verdict.right)}.")
    lines += first.problem.splitlines()
    if others and verdict.points:
        lines.append(f"Then: {_names(o.part.name for o in others)}.")
    lines.append(f"Read again: “{first.part.section}” in the chapter “{chapter}”.")
    hints = first.part.hints
    lines += [f"Hint {i} of {len(hints)}: {hint}" for i, hint in enumerate(hints[:shown], 1)]
    return Unfinished(lines)


def show(outcome: object) -> None:
    """Display ``outcome`` in a notebook, or print it where there is none."""
    ipython = sys.modules.get("IPython")
    if ipython and ipython.get_ipython():
        ipython.display.display(outcome)
    else:
        print(outcome)


def _names(names) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _paragraph(text: str) -> str:
    return fill(text, _WIDTH, initial_indent="  ", subsequent_indent="  ")
