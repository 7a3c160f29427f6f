"""What the engine found, kept the moment it comes, so that an interrupt loses nothing.

One SQLite file beside the gradebook. A result stands here before anything is
written to the gradebook, and is marked when the gradebook has it.
"""

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from ..errors import ExerciseError
from .results import Result

_SCHEMA = """
CREATE TABLE IF NOT EXISTS result (
  id TEXT, unit TEXT, student TEXT NOT NULL, timestamp TEXT, name TEXT, lms_id TEXT,
  fingerprint TEXT NOT NULL, result TEXT NOT NULL, recorded INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (id, unit));
CREATE TABLE IF NOT EXISTS made (what TEXT PRIMARY KEY, fingerprint TEXT NOT NULL);
"""


class Store:
    """The results by the student's safe id and unit; without the notebooks, which are files."""

    def __init__(self, path: Path, *, wait: float = 2):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None, timeout=wait)
        # One writer: a second run in the same folder is told so instead of mixing in.
        self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
        # In this mode a killed process loses no commit, and a commit need not wait for the disk.
        try:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_SCHEMA)
        except sqlite3.DatabaseError as error:
            self._db.close()
            reason = "is another `article10 grade` running here?" if "locked" in str(error) else ""
            raise ExerciseError(f"{path}: {error} {reason}".rstrip()) from None

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def fingerprint(self, id: str, unit: str) -> str | None:
        """What was graded last; None when nothing was."""
        row = self._db.execute(
            "SELECT fingerprint FROM result WHERE id=? AND unit=?", (id, unit)
        ).fetchone()
        return row and row[0]

    def add(self, id: str, submission, fingerprint: str, result: Result) -> None:
        """Keep ``result``; the gradebook does not have it yet."""
        stamp = submission.timestamp and submission.timestamp.isoformat(sep=" ")
        self._db.execute(
            "INSERT OR REPLACE INTO result VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
            (
                id,
                result.unit,
                result.student,
                stamp,
                submission.name,
                submission.lms_id,
                fingerprint,
                json.dumps(result.to_dict()),
            ),
        )

    def pending(self, units: list[str], limit: int) -> list[tuple[str, dict, Result]]:
        """At most ``limit`` results that the gradebook lacks: id, what is known of them, result."""
        rows = self._db.execute(
            "SELECT id, timestamp, name, lms_id, result FROM result WHERE NOT recorded "
            f"AND unit IN ({', '.join('?' * len(units))}) LIMIT ?",
            (*units, limit),
        )
        return [
            (id, {"timestamp": stamp, "name": name, "lms_id": lms}, _result(text))
            for id, stamp, name, lms, text in rows
        ]

    def recorded(self, results: Iterable[tuple[str, str]]) -> None:
        """Mark the results of these ids and units: the gradebook has them."""
        self._db.execute("BEGIN")
        self._db.executemany("UPDATE result SET recorded=1 WHERE id=? AND unit=?", results)
        self._db.execute("COMMIT")

    def forget(self, unit: str) -> None:
        """Take it that the gradebook has nothing of ``unit``."""
        self._db.execute("UPDATE result SET recorded=0 WHERE unit=?", (unit,))

    def result(self, id: str, unit: str) -> Result | None:
        row = self._db.execute(
            "SELECT result FROM result WHERE id=? AND unit=?", (id, unit)
        ).fetchone()
        return _result(row[0]) if row else None

    def names(self) -> dict[str, str]:
        """What students are called whose safe id is another word, by that id."""
        return dict(self._db.execute("SELECT id, student FROM result WHERE id != student"))

    def units(self) -> list[str]:
        return [unit for (unit,) in self._db.execute("SELECT DISTINCT unit FROM result ORDER BY 1")]

    def is_made(self, what: str, fingerprint: str) -> bool:
        """Whether the file or entry ``what`` was made from what has this fingerprint."""
        row = self._db.execute("SELECT fingerprint FROM made WHERE what=?", (what,)).fetchone()
        return row == (fingerprint,)

    def made(self, what: str, fingerprint: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO made VALUES (?, ?)", (what, fingerprint))


def _result(text: str) -> Result:
    return Result.from_dict(json.loads(text))
