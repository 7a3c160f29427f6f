"""What was handed in: whose it is, and for which unit. Nothing that a student wrote is run here.

Three shapes are known: nbgrader's ``submitted/`` tree, a folder of notebooks,
and the zip that Moodle and Canvas give (or such a zip, unpacked). Whatever is
not taken is reported with its reason.
"""

import json
import os
import re
import stat
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from nbgrader.plugins.zipcollect import FileNameCollectorPlugin
from nbgrader.utils import parse_utc

from ..errors import ExerciseError
from .folders import SILENT, Course, safe_id

#: The largest notebook that is taken out of a zip or looked into, in bytes.
LARGEST = 20_000_000
_IGNORED = {"__MACOSX", ".ipynb_checkpoints", ".DS_Store", "timestamp.txt", "submission_secret.txt"}
# What the two systems call the files of an assignment that they hand over together.
_MOODLE = (
    r"(?:.*/)?(?P<name>[^/]+?)_(?P<student_id>\d+)_assignsubmission_file_?/?"
    r"(?P<file_id>[^/]*)\.ipynb$"
)
_CANVAS = (
    r"(?:.*/)?(?P<name>[^/_]+)_(?P<late>LATE_)?(?P<student_id>\d+)_\d+_"
    r"(?P<file_id>[^/]+?)(?:-(?P<attempt>\d{1,2}))?\.ipynb$"
)


@dataclass(frozen=True)
class Submission:
    """One notebook that a student handed in."""

    student: str
    """As the instructor knows the student; any text."""
    unit: str
    path: Path
    """The file as it was handed in; never opened by following a link."""
    timestamp: datetime | None
    """When it was handed in, in UTC without a zone; None where nothing says so."""
    name: str = ""
    """The student's name, where the file's name has it."""
    lms_id: str = ""
    """The student's number in Moodle or Canvas."""
    beside: tuple[str, ...] = ()
    """Files handed in with it that it names; its code does not get them."""


class Report(NamedTuple):
    """Something a person should know about one file or folder."""

    where: str
    reason: str


@dataclass(frozen=True)
class Entry:
    """A file of a folder or a zip, under its name in there, not opened yet."""

    name: str
    path: Path
    link: bool = False
    archive: zipfile.ZipFile | None = None
    member: zipfile.ZipInfo | None = None

    @property
    def size(self) -> int:
        return self.member.file_size if self.member else self.path.lstat().st_size

    def read(self) -> bytes:
        """Its content, or nothing when it is a link, no ordinary file or too large."""
        if self.link or self.size > LARGEST:
            return b""
        if self.member:
            try:
                return self.archive.read(self.member)
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
                return b""
        if not stat.S_ISREG(self.path.lstat().st_mode):
            return b""
        with open(os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            return file.read()


@dataclass(frozen=True)
class Found:
    """A notebook that was recognised."""

    entry: Entry
    student: str
    unit: str
    timestamp: datetime | None = None
    name: str = ""
    lms_id: str = ""
    attempt: int = 0
    exact: bool = True
    """Whether its name is the one that the unit's notebook should have."""
    beside: tuple[str, ...] = ()

    @property
    def rank(self):
        """The later of two submissions of a student for one unit ranks higher."""
        return (self.timestamp or datetime.min, self.exact, self.attempt, self.entry.name)


@dataclass(frozen=True)
class Intake:
    """What a dry run says: the notebooks recognised, and everything else with its reason."""

    found: tuple[Found, ...]
    reports: tuple[Report, ...]
    tree: bool
    """Whether this is a folder on disk in nbgrader's own arrangement."""


def look(
    submissions: Path,
    units: Collection[str],
    *,
    only: str | None = None,
    roster: Mapping[str, str] | None = None,
) -> Intake:
    """Recognise the notebooks in the folder or zip ``submissions``; nothing is written.

    ``units`` are the units of the course and ``only`` the one to keep;
    ``roster`` maps numbers in Moodle or Canvas to the students of the course.
    Raises ExerciseError when there is no such folder or zip.
    """
    entries, reports = _entries(submissions)
    reader = _Reader(units, only, roster or {}, {e.name: e for e in entries})
    found = []
    for entry in entries:
        outcome = reader.recognise(entry)
        if isinstance(outcome, Found):
            found.append(outcome)
        elif outcome:
            reports.append(Report(entry.name, outcome))
    kept = {}
    for one in sorted(found, key=lambda f: f.rank):
        key = safe_id(one.student), one.unit
        if key in kept:
            reports.append(
                Report(
                    kept[key].entry.name,
                    f"not used: {one.entry.name} is the later notebook of {one.student}",
                )
            )
        kept[key] = one
    for one in kept.values():
        if not one.exact:
            reports.append(Report(one.entry.name, f"taken for {one.unit}.ipynb"))
        if one.beside:
            reports.append(Report(one.entry.name, f"may miss {', '.join(one.beside)}"))
    chosen = tuple(sorted(kept.values(), key=lambda f: (f.unit, f.student)))
    tree = submissions.is_dir() and all(_in_tree(f.entry.name, f.unit) for f in chosen)
    return Intake(chosen, tuple(sorted(reports)), tree)


def collect(intake: Intake, course: Course) -> Iterator[Submission]:
    """Hand over what was recognised; what is not yet there is copied to ``submitted/``.

    A folder there whose name nbgrader would misread gets the student's safe id
    for a name. A link is handed over as it is, for the engine to refuse.
    """
    for found in intake.found:
        path = found.entry.path
        home = course.submitted(safe_id(found.student), found.unit)
        inside = intake.tree and path.is_relative_to(course.submitted_root)
        if inside and path.parent != home and not home.exists():
            path = _rename(path, home)
        elif not inside and not found.entry.link:
            path = _copy(found, home)
        yield Submission(
            found.student,
            found.unit,
            path,
            found.timestamp,
            found.name,
            found.lms_id,
            found.beside,
        )


def _rename(path: Path, home: Path) -> Path:
    home.parent.mkdir(parents=True, exist_ok=True)
    before = path.parent.parent
    path.parent.rename(home)
    if not any(before.iterdir()):
        before.rmdir()
    return home / path.name


def _copy(found: Found, home: Path) -> Path:
    target = home / f"{found.unit}.ipynb"
    home.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    # Too large a file keeps its size, so that the engine refuses it, and takes no room.
    with part.open("wb") as file:
        if found.entry.size > LARGEST:
            file.truncate(found.entry.size)
        else:
            file.write(found.entry.read())
    part.replace(target)
    stamp = home / "timestamp.txt"
    if found.timestamp:
        stamp.write_text(f"{found.timestamp.isoformat(sep=' ')} UTC\n", encoding="utf-8")
    else:
        stamp.unlink(missing_ok=True)
    return target


class _Reader:
    """Reads whose a notebook is and for which unit from its name, then from what is in it."""

    def __init__(self, units, only, roster, entries):
        if only is not None and only not in units:
            raise ExerciseError(f"there is no unit {only!r}; there is {', '.join(units)}")
        self.units = sorted(units, key=len, reverse=True)
        self.only = only
        self.roster = roster
        self.entries = entries
        self.folders = defaultdict(list)
        for path in map(PurePosixPath, entries):
            if path.suffix.lower() != ".ipynb" and path.name not in _IGNORED:
                self.folders[path.parent].append(path.name)
        self.systems = [
            FileNameCollectorPlugin(named_regexp=pattern, log=SILENT)
            for pattern in (_MOODLE, _CANVAS)
        ]

    def recognise(self, entry: Entry) -> "Found | str | None":
        """The submission, or the reason why it is none; None for what is beside the point."""
        path = PurePosixPath(entry.name)
        if _IGNORED & set(path.parts) or path.name.startswith("."):
            return None
        if path.is_absolute() or ".." in path.parts or "\\" in entry.name:
            return "its name leads out of the folder"
        if path.suffix.lower() != ".ipynb":
            return "a link that leads elsewhere" if entry.link else "not a notebook, not used"
        if entry.member and entry.link:
            return "a link instead of a notebook"
        found = self._whose(entry, path)
        if not found.student:
            return "its name does not say whose it is"
        if not found.unit:
            return f"not a notebook of {self.only or 'a unit of this course'}"
        if self.only and found.unit != self.only:
            return f"belongs to {found.unit}"
        return replace(found, beside=self._beside(entry, path))

    def _beside(self, entry: Entry, path: PurePosixPath) -> tuple[str, ...]:
        """The files in the notebook's own folder of which it speaks."""
        mates = self.folders[path.parent] if len(path.parts) > 1 else ()
        if not mates:
            return ()
        content = entry.read()
        return tuple(name for name in mates if json.dumps(name)[1:-1].encode() in content)

    def _whose(self, entry, path) -> Found:
        parts = path.parts
        if len(parts) == 3 and parts[1] in self.units:
            stamp = self.entries.get(str(path.with_name("timestamp.txt")))
            return Found(
                entry,
                parts[0],
                parts[1],
                _time(stamp),
                exact=path.stem == parts[1],
            )
        for plugin in self.systems:
            match = plugin.collect(entry.name)
            if match:
                number = match["student_id"]
                student = self.roster.get(number, f"{match['name']} ({number})")
                return Found(
                    entry,
                    student,
                    self._unit(entry, match["file_id"]),
                    name=match["name"],
                    lms_id=number,
                    attempt=int(match.get("attempt") or 0),
                )
        unit = self._unit(entry, path.stem)
        if len(parts) > 1:
            return Found(entry, parts[0], unit, exact=path.stem == unit)
        student = path.stem
        if unit and unit in student.lower():
            at = student.lower().index(unit)
            student = student[:at].rstrip(" _-") + student[at + len(unit) :].lstrip(" _-")
            student = re.sub(r"^\(\d+\)$", "", student)
        return Found(entry, student, unit)

    def _unit(self, entry, name) -> str:
        """The unit by what the release wrote into the notebook, else by the file's name."""
        said = _unit_inside(entry.read())
        if said in self.units:
            return said
        for unit in self.units:
            if unit in name.lower():
                return unit
        if self.only:
            return self.only
        return self.units[0] if len(self.units) == 1 else ""


def _unit_inside(content: bytes) -> str | None:
    try:
        return json.loads(content.decode("utf-8-sig"))["metadata"]["article10"]["unit"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _in_tree(name: str, unit: str) -> bool:
    parts = PurePosixPath(name).parts
    return len(parts) == 3 and parts[1] == unit and parts[2] == f"{unit}.ipynb"


def _time(stamp: Entry | None) -> datetime | None:
    if stamp is None:
        return None
    try:
        return parse_utc(stamp.read().decode("utf-8").strip()) or None
    except (ValueError, OverflowError):
        return None


def _entries(submissions: Path) -> tuple[list[Entry], list[Report]]:
    if submissions.is_dir():
        return _in_folder(submissions)
    if submissions.is_file() and zipfile.is_zipfile(submissions):
        return _in_zip(submissions)
    what = "neither a folder nor a zip" if submissions.exists() else "not there"
    raise ExerciseError(f"{submissions}: {what}")


def _in_folder(root: Path) -> tuple[list[Entry], list[Report]]:
    entries, reports = [], []
    for folder, folders, files in os.walk(root):
        folders.sort()
        here = Path(folder)
        for name in folders:
            if (here / name).is_symlink():
                where = (here / name).relative_to(root).as_posix()
                reports.append(Report(where, "a link to a folder, not followed"))
        for name in sorted(files):
            path = here / name
            entries.append(
                Entry(path.relative_to(root).as_posix(), path.absolute(), link=path.is_symlink())
            )
    return entries, reports


def _in_zip(path: Path) -> tuple[list[Entry], list[Report]]:
    try:
        archive = zipfile.ZipFile(path)  # open as long as an entry may be read
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise ExerciseError(f"{path}: not a readable zip ({error})") from None
    entries, reports = [], []
    for member in archive.infolist():
        if member.is_dir():
            continue
        if member.flag_bits & 1:
            reports.append(Report(member.filename, "encrypted"))
            continue
        link = stat.S_ISLNK(member.external_attr >> 16)
        entries.append(Entry(member.filename, path.absolute(), link, archive, member))
    return entries, reports
