"""The page for the instructor: how a class did, what it got wrong, and where a person is needed."""

from collections import Counter
from dataclasses import dataclass, field

from .feedback import environment, style, title
from .gradebook import Standing
from .results import STATUSES, Result

_COMMON = 5


@dataclass
class Question:
    """How the class did on one question."""

    key: str
    title: str
    maximum: float
    counts: Counter = field(default_factory=Counter)
    points: float = 0
    said: Counter = field(default_factory=Counter)

    @property
    def graded(self) -> int:
        return self.counts.total() - self.counts["person"]

    @property
    def mean(self) -> float | None:
        return self.points / self.graded if self.graded else None

    def share(self, state: str) -> float:
        """In per cent."""
        return 100 * self.counts[state] / (self.counts.total() or 1)

    @property
    def common(self) -> list[tuple[str, int]]:
        """The most frequent sentences about wrong answers."""
        return self.said.most_common(_COMMON)


@dataclass
class Person:
    """A submission at which a person should look, and why."""

    student: str
    id: str
    status: str
    reasons: list[str]


@dataclass
class Section:
    """One unit."""

    unit: str
    questions: dict[str, Question] = field(default_factory=dict)
    statuses: Counter = field(default_factory=Counter)
    totals: Counter = field(default_factory=Counter)
    persons: list[Person] = field(default_factory=list)
    unread: dict[str, list[str]] = field(default_factory=dict)
    """The students whose answers wait to be read, by the names of those answers."""
    submissions: int = 0
    late: int = 0
    unsafe: int = 0

    @property
    def title(self) -> str:
        return title(self.unit)

    @property
    def waiting(self) -> int:
        """How many submissions have an answer to read."""
        return sum(map(len, self.unread.values()))

    def add(self, standing: Standing, result: Result | None) -> None:
        """Count one submission in."""
        self.submissions += 1
        self.late += bool(standing.penalty)
        said = {cell.grade_id: cell for cell in result.cells} if result else {}
        for key in [*said, *(k for k in standing.marks if k not in said)]:
            self._count(key, standing.marks[key], said.get(key))
        if not standing.waits and standing.maximum:
            self.totals[min(9, int(10 * standing.score / standing.maximum))] += 1
        if result:
            self.statuses[result.status] += 1
            self.unsafe += result.unsafe
        self._person(standing, result)

    def _count(self, key, mark, cell) -> None:
        title = cell.question if cell else key
        question = self.questions.setdefault(key, Question(key, title, mark.maximum))
        if mark.auto is None and mark.manual is None:
            question.counts["person"] += 1
            return
        question.points += mark.score
        state = "full" if mark.score >= mark.maximum else "part" if mark.score > 0 else "none"
        question.counts[state] += 1
        # What stopped a whole notebook says nothing about its questions.
        reached = cell and cell.status != "not reached"
        if reached and mark.manual is None and state != "full" and cell.message:
            question.said[_gist(cell.message)] += 1

    def _person(self, standing: Standing, result: Result | None) -> None:
        reasons = list(result.flags) if result else []
        if result and result.status != "ok":
            reasons = [result.message, *(text for text in reasons if text != result.message)]
        name = result.student if result else standing.id
        if reasons:
            self.persons.append(Person(name, standing.id, result.status, reasons))
        if unread := ", ".join(sorted(key for key, mark in standing.marks.items() if mark.waits)):
            self.unread.setdefault(unread, []).append(name)


def page(sections: list[Section]) -> str:
    """The summary as HTML, one file that needs nothing else."""
    template = environment().get_template("summary.html")
    return template.render(sections=sections, statuses=STATUSES, style=style())


def _gist(message: str) -> str:
    """What a check says about the first wrong answer, without points, sections and hints."""
    lines = [line.strip() for line in message.splitlines()]
    if lines and lines[0].startswith("✗"):
        lines = lines[1:]
    text = " ".join(lines)
    if text.startswith("Right so far:"):
        text = text.partition(". ")[2]
    for end in (" Then: ", " Read again: ", " Hint 1 of "):
        text = text.partition(end)[0]
    return text[:300]
