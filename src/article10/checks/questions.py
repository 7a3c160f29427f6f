"""Units, their questions and parts, and the ``check`` that a notebook calls."""

import io
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from ..errors import Article10Error
from .feedback import Passed, failure, show
from .values import Mistake


class Part(NamedTuple):
    """One answer of a question: the variable that holds it, its judge, hints in steps."""

    name: str
    judge: Callable[[object], None]
    hints: tuple[str, ...]


class Verdict(NamedTuple):
    """What became of a question: the answers that are right, then the first that is not."""

    right: tuple[str, ...]
    wrong: Part | None
    problem: str | None
    """What is wrong with ``wrong``, in words for the student."""


@dataclass(frozen=True)
class Question:
    """One question. ``section`` is where the chapter treats it, ``fact`` the reward for it."""

    key: str
    section: str
    fact: str
    parts: list[Part]

    @property
    def title(self) -> str:
        return f"Question {self.key.removeprefix('q')}"

    def part(self, name: str, *, hints: Sequence[str]) -> Callable:
        """Register the decorated function as judge of the variable ``name``.

        It gets the variable's value and raises Mistake for a wrong one.
        """

        def register(judge):
            self.parts.append(Part(name, judge, tuple(hints)))
            return judge

        return register


class Unit:
    """The questions of one chapter's exercises.

    ``sections`` maps the anchors of the chapter's sections to their titles.
    """

    def __init__(self, name: str, chapter: str, sections: Mapping[str, str]):
        self.name = name
        self.chapter = chapter
        self.sections = dict(sections)
        self.questions: dict[str, Question] = {}

    def question(self, key: str, *, section: str, fact: str) -> Question:
        """Add a question; its parts come in the order in which a student works."""
        self.questions[key] = Question(key, self.sections[section], fact, [])
        return self.questions[key]

    def __getitem__(self, key: str) -> Question:
        try:
            return self.questions[key]
        except KeyError:
            close = get_close_matches(str(key), self.questions) or self.questions
            raise KeyError(
                f"no question {key!r} in {self.name}; there is {', '.join(close)}"
            ) from None

    def judge(self, key: str, answers: Mapping[str, object]) -> Verdict:
        """The verdict on the ``answers`` to question ``key``.

        ``answers`` maps variable names to values: a notebook's namespace, or
        values decoded elsewhere. Nothing is displayed and nothing is counted.
        """
        right = []
        for part in self[key].parts:
            problem = _problem(part, answers)
            if problem:
                return Verdict(tuple(right), part, problem)
            right.append(part.name)
        return Verdict(tuple(right), None, None)


class Checker:
    """``check("q1")``: judges the answers in the notebook that calls it.

    It remembers how often each question failed, to give hints in steps.
    """

    def __init__(self, unit: Unit):
        self._unit = unit
        self._failures: Counter[str] = Counter()

    def __call__(self, key: str) -> None:
        """Show one line when the answers to ``key`` are right, else raise CheckFailed."""
        question = self._unit[key]
        # Reading the caller's variables, instead of taking them as arguments,
        # lets an answer that was never defined get a sentence, not a NameError.
        right, wrong, problem = self._unit.judge(key, sys._getframe(1).f_globals)
        if wrong is None:
            show(Passed(question.title, question.fact))
            return
        self._failures[key] += 1
        self._failures[f"{key} {wrong.name}"] += 1
        shown = 0
        if self._failures[key] > 1:
            shown = max(1, self._failures[f"{key} {wrong.name}"] - 1)
        where = f"“{question.section}” in the chapter “{self._unit.chapter}”"
        raise failure(question.title, right, problem, where, wrong.hints, shown)

    def __repr__(self) -> str:
        return f"<checks of {self._unit.name}: {', '.join(self._unit.questions)}>"


def _problem(part: Part, answers: Mapping[str, object]) -> str | None:
    value = answers.get(part.name, ...)
    if value is ...:
        return (
            f"`{part.name}` is not defined yet. Write it in the cell above under exactly that name "
            "and run the cell. If the cell stops with an error, mend that first."
        )
    try:
        with _quiet():
            part.judge(value)
    except Mistake as mistake:
        return str(mistake)
    except ImportError as error:
        return (
            f"This check needs {error.name or 'a package'}, which is not loaded here. Run the "
            "first cells of the notebook, then this one again."
        )
    except Article10Error as error:
        return f"The module could not read its own data, which is not your mistake. {error}"
    except Exception as error:  # an answer of a kind that no judge foresaw
        return (
            f"The check could not read `{part.name}` ({type(error).__name__}: {str(error)[:120]}). "
            "Compare it with what the task asks for: name, type and shape."
        )
    return None


@contextmanager
def _quiet():
    """Keep what a student's function prints or warns out of the check's output.

    nbgrader takes anything on stderr for a failed test.
    """
    with (
        warnings.catch_warnings(),
        redirect_stdout(io.StringIO()),
        redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        yield
