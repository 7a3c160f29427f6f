"""What ``article10 grade``, ``course new`` and ``similar`` do and say."""

from argparse import Namespace
from collections import Counter
from pathlib import Path

from ..errors import ExerciseError

try:
    from . import course as courses
    from . import run, similarity
    from .folders import Course
    from .intake import Intake
except ModuleNotFoundError as missing:
    raise ExerciseError(f"needs {missing.name}: pip install 'article10[grading]'") from missing

_SHOWN = 20


def grade(options: Namespace) -> int:
    """Grade ``options.submissions`` for the course in this folder; 0 when every one is graded."""
    if options.jobs is not None and options.jobs < 1:
        raise ExerciseError(f"--jobs {options.jobs}: at least one at a time")
    if options.jobs is not None and options.scheduler is not None:
        raise ExerciseError(
            "--jobs is for this machine; with --scheduler the cluster's threads count"
        )
    course = Course(Path.cwd(), options.out)
    intake = run.recognise(options.submissions or course.submitted_root, course, options.unit)
    _say_intake(intake, everything=options.dry_run)
    if options.dry_run:
        return 0
    try:
        outcome = run.grade(
            intake,
            course,
            jobs=options.jobs,
            scheduler=options.scheduler,
            unsafe=options.unsafe,
        )
    except KeyboardInterrupt:
        print("Stopped. What was graded is kept: the same command goes on from here.")
        return 130
    _say_outcome(outcome)
    return 1 if outcome.failed else 0


def new_course(options: Namespace) -> int:
    """Make ``options.folder`` a course."""
    releases = courses.new(Path.cwd(), options.folder, options.units, options.roster)
    print(f"{options.folder} is ready. To hand out:")
    for release in releases:
        print(release)
    return 0


def similar(options: Namespace) -> int:
    """Compare ``options.submissions`` with each other."""
    course = Course(Path.cwd(), options.out)
    submissions = options.submissions or course.submitted_root
    for file in similarity.report(submissions, course, options.unit):
        print(file)
    return 0


def _say_intake(intake: Intake, *, everything: bool) -> None:
    counts = Counter(found.unit for found in intake.found)
    for unit, count in sorted(counts.items()):
        print(f"{unit}: {_number(count, 'submission')}")
    if everything:
        for found in intake.found:
            print(f"  {found.student}: {found.unit} from {found.entry.name}")
    shown = len(intake.reports) if everything else _SHOWN
    for where, reason in intake.reports[:shown]:
        print(f"  {where}: {reason}")
    if len(intake.reports) > shown:
        print(f"  ... and {len(intake.reports) - shown} more; --dry-run lists them all")


def _say_outcome(outcome: run.Outcome) -> None:
    kept = f", {outcome.kept} unchanged since they were graded" if outcome.kept else ""
    print(f"{_number(outcome.graded, 'submission')} graded{kept}")
    for result in outcome.failed[:_SHOWN]:
        print(f"  {result.student}: {result.unit} could not be graded: {result.message}")
    if outcome.failed:
        print(f"{_number(len(outcome.failed), 'submission')} not graded: run the command again")
    if outcome.published.waiting:
        waiting = _number(outcome.published.waiting, "submission")
        print(f"{waiting} with a part for a person to read; until then not in the files for")
        print("Canvas and Moodle. Read them in formgrader (`jupyter lab`, menu Nbgrader), then")
        print("run this command again: it grades nothing twice and takes in what you gave.")
    for file in outcome.published.files:
        print(file)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
