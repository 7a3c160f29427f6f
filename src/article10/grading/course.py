"""``article10 course new``: a folder in which a course is taught with nbgrader."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

from ..errors import DataError, ExerciseError
from ..exercises import build_variant
from ..units import units
from .folders import Course, safe_id
from .gradebook import Book

_COLUMNS = ("id", "first_name", "last_name", "email", "lms_user_id")


def new(root: Path, to: Path, chosen: list[str], roster: Path | None = None) -> list[Path]:
    """Make the folder ``to`` a course with units of the module in ``root``.

    ``chosen`` names them (default: all), a variant behind a colon as in
    ``keci:7``; ``roster`` is a CSV of students. Returns the student notebooks.
    Raises ExerciseError or DataError, and then ``to`` is not there.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise ExerciseError(f"{to}: there is something already; name a new folder")
    if not (root / "nbgrader_config.py").is_file():
        raise ExerciseError(f"no nbgrader_config.py in {root.resolve()}: go to the module's folder")
    picked = _picked(chosen) if chosen else dict.fromkeys(units(root), 0)
    students = read_roster(roster) if roster else []
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExerciseError(f"{to}: no folder can be made there ({error.strerror})") from None
    # Made beside its place and then moved there: half a course would look like a whole one.
    with TemporaryDirectory(dir=to.parent, prefix=f".{to.name}-") as beside:
        place = Path(beside) / to.name
        place.mkdir()
        for unit, variant in picked.items():
            build_variant(root, unit, variant, place)
        with Book.of(Course(place)) as book:
            for unit in picked:
                book.enter(unit)
            with book.batch():
                for student in students:
                    book.add_student(**student)
        if to.exists():
            to.rmdir()
        place.rename(to)
    return [to / "exercises" / unit / f"{unit}.ipynb" for unit in picked]


def read_roster(path: Path) -> list[dict[str, str]]:
    """The students in a CSV with a column ``id`` and others that nbgrader knows.

    Raises DataError that names row and column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = reader.fieldnames or []
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(path, rule=f"not a CSV file in UTF-8 that can be read ({error})") from None
    if "id" not in columns:
        raise DataError(path, 1, "id", "there is no such column")
    for column in columns:
        if column not in _COLUMNS:
            known = ", ".join(_COLUMNS)
            raise DataError(path, 1, column, f"not a column that nbgrader knows ({known})")
        if columns.count(column) > 1:
            raise DataError(path, 1, column, "there are two columns of this name")
    students, numbers = {}, {}
    for number, row in rows:
        known_as = (row["id"] or "").strip()
        if not known_as:
            raise DataError(path, number, "id", "empty")
        if None in row or None in row.values():
            raise DataError(path, number, None, f"has not {len(columns)} fields")
        values = {column: row[column].strip() or None for column in columns}
        if known_as in students:
            raise DataError(path, number, "id", f"{known_as!r} is there twice")
        lms_id = values.get("lms_user_id")
        if lms_id and numbers.setdefault(lms_id, known_as) != known_as:
            rule = f"{lms_id!r} is the number of {numbers[lms_id]!r} already"
            raise DataError(path, number, "lms_user_id", rule)
        id = safe_id(known_as)
        if id != known_as and not values.get("last_name"):
            values["last_name"] = known_as
        students[known_as] = {**values, "student_id": id}
    for student in students.values():
        del student["id"]
    return list(students.values())


def _picked(chosen: list[str]) -> dict[str, int]:
    picked = {}
    for choice in chosen:
        unit, colon, variant = choice.partition(":")
        if colon and not variant.isdecimal():
            raise ExerciseError(f"{choice}: a variant is a whole number, as in {unit}:7")
        picked[unit] = int(variant or 0)
    return picked
