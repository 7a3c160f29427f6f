"""The course folder and where in it grading keeps what."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from logging import CRITICAL, Logger
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from sqlalchemy import make_url
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from ..errors import ExerciseError

#: For parts of nbgrader whose log, which is everybody's, would tell what is told here.
SILENT = Logger("silent", CRITICAL + 1)
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")


def safe_id(student: str) -> str:
    """The name of ``student`` for folders and nbgrader, which takes names for glob patterns.

    Letters, digits and ``. _ @ -`` stay as they are. Anything else gets a name
    of its own, the same every time, that ends in a digest of the original.
    """
    if _SAFE.fullmatch(student):
        return student
    plain = unicodedata.normalize("NFKD", student).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:32]
    digest = sha256(student.encode("utf-8", "surrogateescape")).hexdigest()[:10]
    return f"{words or 'student'}-{digest}"


@dataclass(frozen=True)
class Course:
    """A course in ``root``, as its ``nbgrader_config.py`` arranges it.

    ``out`` puts gradebook, graded notebooks, feedback and exports elsewhere.
    """

    root: Path
    out: Path | None = None

    @cached_property
    def config(self) -> Config:
        """nbgrader's settings. Raises ExerciseError when there are none or they do not load."""
        file = self.root / "nbgrader_config.py"
        if not file.is_file():
            raise ExerciseError(
                f"no nbgrader_config.py in {self.root.resolve()}: go to the folder of the course, "
                "or make one with `article10 course new DIR`"
            )
        try:
            config = PyFileConfigLoader(file.name, path=str(self.root.resolve())).load_config()
        except Exception as error:  # whatever the file's own code raises
            raise ExerciseError(f"{file}: {type(error).__name__}: {error}") from None
        if self.out:
            to = self.out.resolve()
            config.merge(
                Config(
                    CourseDirectory={
                        "submitted_directory": str(to / "submitted"),
                        "autograded_directory": str(to / "autograded"),
                        "feedback_directory": str(to / "feedback"),
                        "db_url": f"sqlite:///{to / 'gradebook.db'}",
                    }
                )
            )
        return config

    @cached_property
    def directory(self) -> CourseDirectory:
        return CourseDirectory(config=self.config)

    @cached_property
    def home(self) -> Path:
        """The folder of the exports and of what makes grading resumable."""
        return self.out.resolve() if self.out else self.autograded_root.parent

    @cached_property
    def gradebook(self) -> Path:
        """The file of nbgrader's gradebook."""
        return Path(make_url(self.directory.db_url).database)

    @property
    def submitted_root(self) -> Path:
        return self._step("submitted").parent.parent

    @property
    def autograded_root(self) -> Path:
        return self._step("autograded").parent.parent

    def submitted(self, student: str, unit: str) -> Path:
        return self._step("submitted", student, unit)

    def autograded(self, student: str, unit: str) -> Path:
        return self._step("autograded", student, unit)

    def feedback(self, student: str, unit: str) -> Path:
        return self._step("feedback", student, unit)

    def _step(self, step: str, student: str = "student", unit: str = "unit") -> Path:
        folder = getattr(self.directory, f"{step}_directory")
        return Path(self.directory.format_path(folder, student, unit))
