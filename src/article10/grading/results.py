"""What grading one submission gives: the interface between the engine and what keeps records.

The engine gives one ``Result`` a ``Submission``, in the order in which they are
done, and never raises for what a submission contains.
"""

from dataclasses import asdict, dataclass, fields
from typing import Any

#: The words of ``Result.status``, each with the sentence that explains it in general.
STATUSES = {
    "ok": "Every question that a machine grades has its points.",
    "needs a person": "Something that a machine should not decide.",
    "timed out": "The code ran longer than it may; questions reached until then count.",
    "stopped": "The code used more memory or processes than it may, or ended Python itself.",
    "broken": "The file is not a notebook that can be read; nothing was run.",
    "refused": "The file is a link, too large or no ordinary file; it was not opened.",
    "not graded": "Grading itself failed here, which is no fault of the student.",
}


@dataclass(frozen=True)
class Graded:
    """The points of one graded cell."""

    grade_id: str
    """nbgrader's name of the cell, such as ``q1``."""
    question: str
    """The title of the question, such as ``What stops the comparison?``."""
    score: float | None
    """None where a person has to read or decide."""
    max_score: float
    status: str
    """right | partly right | wrong | not reached | read by a person."""
    message: str
    """What the check says, without colours; one line for a right answer."""


@dataclass(frozen=True)
class Result:
    """What became of one submission."""

    student: str
    unit: str
    status: str
    """A key of ``STATUSES``."""
    message: str
    """One plain sentence."""
    cells: tuple[Graded, ...]
    """One for each graded cell of the unit, always all of them, in the unit's order."""
    flags: tuple[str, ...]
    """Plain sentences on what a person should see; the machine takes no points for them."""
    notebook: bytes | None
    """The executed notebook (nbformat 4 as UTF-8 JSON), outputs limited in size. The unit's cells
    are restored as nbgrader does it, so it is for the instructor: test cells hold the hidden
    tests, tasks the rubrics. A test cell's outputs are the check's. None when the status is
    broken or refused."""
    variant: int
    unsafe: bool
    """Whether it ran without a sandbox."""
    digest: str
    """Of the submission's bytes and of the unit's version: the same digest, the same result."""

    @property
    def score(self) -> float:
        """The points that the machine gave together."""
        return sum(cell.score or 0 for cell in self.cells)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, without ``notebook``, that JSON can hold."""
        kept = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "notebook"}
        return {**kept, "cells": [asdict(cell) for cell in self.cells], "flags": list(self.flags)}

    @classmethod
    def from_dict(cls, values: dict[str, Any], notebook: bytes | None = None) -> "Result":
        """The inverse of ``to_dict``."""
        cells = tuple(Graded(**cell) for cell in values["cells"])
        return cls(**{**values, "cells": cells, "flags": tuple(values["flags"])}, notebook=notebook)
