"""The ``check`` that a notebook calls."""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable

from .feedback import CheckFailed, Passed, Score, show, unfinished
from .questions import Unit


class Checker:
    """``check("q1")``: judges the answers in the notebook that calls it.

    It remembers how often each question failed, to give hints in steps.
    ``given`` holds the parameters of the notebook's variant.
    """

    def __init__(self, unit: Unit, variant: int = 0):
        self.given = unit.given(variant)
        self._unit = unit
        self._variant = variant
        self._failures: Counter[str] = Counter()
        self._hidden: dict[str, list[Callable]] = defaultdict(list)

    def hidden(self, name: str) -> Callable:
        """Register the decorated function as a further test of the part ``name``.

        It runs in the next ``check`` and raises AssertionError, with what was
        tried in words, when the answer fails it.
        """

        def register(test):
            self._hidden[name].append(test)
            return test

        return register

    def __call__(self, key: str) -> "Score | None":
        """Show what the answers to ``key`` are worth.

        One line when all parts are right. When only some are, the text that
        says what is missing, and the points as result, from which nbgrader
        takes them. Raises CheckFailed with that text when no point is earned,
        except in the in-browser kernel.
        """
        question = self._unit[key]
        hidden, self._hidden = self._hidden, defaultdict(list)
        if unknown := hidden.keys() - {part.name for part in question.parts}:
            raise KeyError(f"{key} has no part {', '.join(sorted(unknown))}")
        # Reading the caller's variables, instead of taking them as arguments,
        # lets an answer that was never defined get a sentence, not a NameError.
        answers = sys._getframe(1).f_globals
        verdict = self._unit.judge(key, answers, variant=self._variant, hidden=hidden)
        if not verdict.wrong:
            show(Passed(question.title, question.fact))
            return None
        self._failures[key] += 1
        first = verdict.wrong[0].part.name
        self._failures[f"{key} {first}"] += 1
        shown = 0
        if self._failures[key] > 1:
            shown = max(1, self._failures[f"{key} {first}"] - 1)
        outcome = unfinished(question.title, verdict, self._unit.chapter, shown)
        # JupyterLite drops every cell below an error, whatever its tags: there it is shown.
        if not verdict.points and sys.platform != "emscripten":
            raise CheckFailed(str(outcome))
        show(outcome)
        return Score(verdict.points, verdict.maximum)

    def __repr__(self) -> str:
        return f"<checks of {self._unit.name}: {', '.join(self._unit.questions)}>"
