"""From the gradebook to what is handed out: feedback, marks as tables, the summary page."""

from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tqdm import tqdm

from . import exports, feedback, graded, summary
from .folders import Course
from .gradebook import Book, Standing
from .store import Store


class Published(NamedTuple):
    """What was written."""

    files: list[Path]
    waiting: int
    """Submissions that wait for a person; the files for Canvas and Moodle leave them out."""


def publish(course: Course, store: Store, book: Book) -> Published:
    """Write feedback, ``grades.csv``, ``canvas.csv``, ``moodle-UNIT.csv`` and ``summary.html``.

    All graded units are in them, with what persons gave in formgrader since.
    A feedback page is made again only if something in it changed.
    """
    units = [unit for unit in store.units() if book.knows(unit)]
    sections, totals = [], {}
    with exports.table(course.home / "grades.csv") as grades:
        grades([exports.COLUMNS])
        for unit in units:
            book.penalise(unit)
            section = summary.Section(unit)
            totals[unit] = []
            standings = book.standings(unit)
            for one in tqdm(standings, f"Feedback on {unit}", book.count(unit), leave=False):
                result = store.result(one.id, unit)
                _feedback(course, store, one, unit)
                grades(exports.rows(unit, one, result))
                section.add(one, result)
                totals[unit].append(exports.Total.of(one))
            sections.append(section)
    tables = {"canvas.csv": exports.canvas(totals)}
    tables |= {f"moodle-{unit}.csv": exports.moodle(found) for unit, found in totals.items()}
    for name, rows in tables.items():
        with exports.table(course.home / name) as write:
            write(rows)
    page = summary.page(sections).encode("utf-8", "replace")
    graded.replace(course.home / "summary.html", page)
    return Published(
        [course.home / name for name in ("grades.csv", *tables, "summary.html")],
        sum(total.waits for unit in totals.values() for total in unit),
    )


def _feedback(course: Course, store: Store, standing: Standing, unit: str) -> None:
    """Make the student's page, unless the one that is there says the same."""
    source = course.autograded(standing.id, unit) / f"{unit}.ipynb"
    if not source.is_file():
        return
    target = course.feedback(standing.id, unit) / f"{unit}.html"
    about = f"{standing} {store.fingerprint(standing.id, unit)} {feedback.version()}"
    mark = sha256(about.encode("utf-8", "surrogateescape")).hexdigest()
    if store.is_made(str(target), mark) and target.is_file():
        return
    html = feedback.page(graded.read(course, standing.id, unit), unit, standing)
    target.parent.mkdir(parents=True, exist_ok=True)
    graded.replace(target, html.encode("utf-8", "replace"))
    store.made(str(target), mark)
