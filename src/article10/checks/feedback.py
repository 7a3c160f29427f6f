"""How the outcome of a check reads, in a notebook and outside one."""

import sys
from collections.abc import Sequence
from html import escape
from textwrap import fill

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


def failure(
    title: str, right: Sequence[str], problem: str, where: str, hints: Sequence[str], shown: int
) -> CheckFailed:
    """The error for an answer that is not right yet.

    It names the answers that are ``right``, then the ``problem``, then
    ``where`` to read, then the first ``shown`` of the ``hints``.
    """
    lines = [f"✗ {title}: not yet."]
    if right:
        lines.append(_paragraph(f"Right so far: {', '.join(f'`{name}`' for name in right)}."))
    lines += [_paragraph(problem), _paragraph(f"Read again: {where}.")]
    for i, hint in enumerate(hints[:shown], 1):
        lines.append(_paragraph(f"Hint {i} of {len(hints)}: {hint}"))
    return CheckFailed("\n".join(lines))


def show(outcome: Passed) -> None:
    """Display ``outcome`` in a notebook, or print it where there is none."""
    ipython = sys.modules.get("IPython")
    if ipython and ipython.get_ipython():
        ipython.display.display(outcome)
    else:
        print(outcome)


def _paragraph(text: str) -> str:
    return fill(text, _WIDTH, initial_indent="  ", subsequent_indent="  ")
