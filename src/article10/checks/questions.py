"""Units, their questions and parts, and how the answers to them are judged."""

import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from difflib import get_close_matches
from inspect import signature
from random import Random
from types import SimpleNamespace
from typing import NamedTuple, Protocol

from ..errors import Article10Error
from .values import Mistake

Hidden = Mapping[str, Sequence[Callable[[], object]]]


class Judge(Protocol):
    """What decides on a value by itself: a Choice, Decisions or an Order."""

    def judge(self, name: str, value: object) -> None:
        """Raises Mistake when ``value`` is not right."""


class Part(NamedTuple):
    """One answer of a question."""

    name: str
    """The variable that holds the answer."""
    judge: Callable[..., None]
    varies: bool
    """Whether the judge takes the unit's parameters as a second argument."""
    hints: tuple[str, ...]
    points: float
    section: str
    """Title of the chapter's section to read again."""


class Outcome(NamedTuple):
    """What became of one part."""

    part: Part
    problem: str | None
    """What is wrong, in words for the student; None when nothing is."""
    credit: float
    """The share of the part's points that is earned, from 0 to 1."""


@dataclass(frozen=True)
class Verdict:
    """What became of a question: one outcome a part, in the order of the parts."""

    outcomes: tuple[Outcome, ...]

    @property
    def right(self) -> tuple[str, ...]:
        """The names of the answers that are right."""
        return tuple(o.part.name for o in self.outcomes if o.problem is None)

    @property
    def wrong(self) -> tuple[Outcome, ...]:
        """The outcomes of those that are not."""
        return tuple(o for o in self.outcomes if o.problem is not None)

    @property
    def points(self) -> float:
        return round(sum(o.part.points * o.credit for o in self.outcomes), 2)

    @property
    def maximum(self) -> float:
        return sum(o.part.points for o in self.outcomes)


@dataclass(frozen=True)
class Question:
    """One question. ``section`` is where the chapter treats it, ``fact`` the reward for it."""

    key: str
    section: str
    fact: str
    sections: Mapping[str, str]
    parts: list[Part] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"Question {self.key.removeprefix('q')}"

    @property
    def points(self) -> float:
        """The points of all parts, which the notebook's check cell must give as well."""
        return sum(part.points for part in self.parts)

    def part(
        self, name: str, *, hints: Sequence[str], points: float = 1, section: str | None = None
    ) -> Callable:
        """Register the decorated function as judge of the variable ``name``.

        It gets the variable's value, and the unit's parameters as a second
        argument if it takes one, and raises Mistake for a wrong value.
        ``points`` are what this part earns by itself; ``section`` is the
        anchor to read again, if it is not that of the question.
        """
        title = self.sections[section] if section else self.section

        def register(judge):
            varies = len(signature(judge).parameters) > 1
            self.parts.append(Part(name, judge, varies, tuple(hints), points, title))
            return judge

        return register

    def decision(
        self,
        name: str,
        judge: Judge,
        *,
        hints: Sequence[str],
        points: float = 1,
        section: str | None = None,
    ) -> None:
        """Let ``judge``, such as a Choice, judge the variable ``name``; the rest as in `part`."""
        self.part(name, hints=hints, points=points, section=section)(
            lambda value: judge.judge(name, value)
        )


class Unit:
    """The questions of one chapter's exercises.

    ``sections`` maps the anchors of the chapter's sections to their titles.
    """

    def __init__(self, name: str, chapter: str, sections: Mapping[str, str]):
        self.name = name
        self.chapter = chapter
        self.sections = dict(sections)
        self.questions: dict[str, Question] = {}
        self._common: dict[str, object] = {}
        self._draw: Callable[[Random], Mapping[str, object]] | None = None

    def question(self, key: str, *, section: str, fact: str) -> Question:
        """Add a question; its parts come in the order in which a student works."""
        self.questions[key] = Question(key, self.sections[section], fact, self.sections)
        return self.questions[key]

    def variants(self, **common: object) -> Callable:
        """Name the parameters of the unit with their ``common`` values, and how others are drawn.

        The decorated function gets a random.Random and returns a value for
        each of these names. Texts in the notebook's locked Markdown cells say
        ``{{name}}``, its code reads ``check.given.name``, and a judge with a
        second argument gets the same values there.
        """

        def register(draw):
            self._common, self._draw = common, draw
            return draw

        return register

    @property
    def varies(self) -> bool:
        return self._draw is not None

    def given(self, variant: int = 0) -> SimpleNamespace:
        """The parameters of a variant; 0 is the common one.

        Raises ValueError when the unit has no variants or ``variant`` is not
        a whole number from 0 on.
        """
        if isinstance(variant, bool) or not isinstance(variant, int) or variant < 0:
            raise ValueError(f"a variant is a whole number from 0 on, not {variant!r}")
        if variant == 0:
            return SimpleNamespace(**self._common)
        if self._draw is None:
            raise ValueError(f"the unit {self.name} has no variants")
        # The text makes the seed: the same on every machine, another for every unit.
        drawn = dict(self._draw(Random(f"{self.name}:{variant}")))
        if drawn.keys() != self._common.keys():
            raise ValueError(
                f"the variants of {self.name} must give {', '.join(self._common)}, "
                f"not {', '.join(drawn)}"
            )
        return SimpleNamespace(**drawn)

    def __getitem__(self, key: str) -> Question:
        try:
            return self.questions[key]
        except KeyError:
            close = get_close_matches(str(key), self.questions) or self.questions
            raise KeyError(
                f"no question {key!r} in {self.name}; there is {', '.join(close)}"
            ) from None

    def judge(
        self,
        key: str,
        answers: Mapping[str, object],
        *,
        variant: int = 0,
        hidden: Hidden | None = None,
    ) -> Verdict:
        """The verdict on the ``answers`` to question ``key``.

        ``answers`` maps variable names to values: a notebook's namespace, or
        values decoded elsewhere. ``hidden`` maps names of parts to further
        tests, which raise what they find; they run where the judge is
        content. Nothing is displayed and nothing is counted.
        """
        given = self.given(variant)
        tests = hidden or {}
        return Verdict(
            tuple(
                _outcome(part, answers, given, tests.get(part.name, ())) for part in self[key].parts
            )
        )


def _outcome(part: Part, answers: Mapping[str, object], given, tests) -> Outcome:
    value = answers.get(part.name, ...)
    if value is ...:
        return Outcome(
            part,
            f"`{part.name}` is not defined yet. Write it in the cell above under exactly that "
            "name and run the cell. If the cell stops with an error, mend that first.",
            0,
        )
    try:
        with _quiet():
            part.judge(*((value, given) if part.varies else (value,)))
    except Mistake as mistake:
        return Outcome(part, str(mistake), min(max(mistake.credit, 0), 1))
    except ImportError as error:
        return Outcome(part, _missing(error), 0)
    except Article10Error as error:
        return Outcome(
            part, f"The module could not read its own data, which is not your mistake. {error}", 0
        )
    except Exception as error:  # an answer of a kind that no judge foresaw
        return Outcome(
            part,
            f"The check could not read `{part.name}` ({type(error).__name__}: "
            f"{str(error)[:120]}). Compare it with what the task asks for: name, type and shape.",
            0,
        )
    for test in tests:
        try:
            with _quiet():
                test()
        except Exception as error:
            why = str(error) if isinstance(error, AssertionError) else type(error).__name__
            return Outcome(
                part,
                f"`{part.name}` fits the numbers in this notebook and fails further tests"
                f"{f' ({why})' if why else ''}. Let the computer work the answer out, for any "
                "numbers; a result that is typed in cannot do that.",
                0,
            )
    return Outcome(part, None, 1)


def _missing(error: ImportError) -> str:
    if hasattr(error, "advice"):
        return error.advice
    return (
        f"This check needs {error.name or 'a package'}, which is not loaded here. Run the "
        "first cells of the notebook, then this one again."
    )


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
