"""What a student sees when a check of an exercise runs.

A unit's notebook starts with ``check = checks.start("public-opinion")`` and
then says ``check("q1")`` below each answer. The package imports nothing but
the standard library, so that checks run wherever Python does.

Each unit has a module. What it compares an answer with is worked out from the
tables or the task when a check runs, or stands there as a salted digest; never
in clear.
"""

from .checker import Checker
from .feedback import CheckFailed
from .questions import Unit, Verdict
from .registry import start, unit

__all__ = ["CheckFailed", "Checker", "Unit", "Verdict", "start", "unit"]
