"""The ``article10`` command. Each subcommand imports what it needs only when it runs."""

import argparse
import sys
from pathlib import Path

from article10.errors import Article10Error


def main(arguments: list[str] | None = None) -> int:
    """Run one subcommand; 0 when all is well, 2 after one line on stderr for what is not."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return options.run(options)
    except Article10Error as error:
        print(f"article10: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="article10", description=__doc__.partition(".")[0] + ".")
    commands = parser.add_subparsers(required=True, metavar="command")

    command = commands.add_parser("validate", help="check all data and questions; exit 0 or 2")
    command.add_argument("folder", nargs="?", type=Path, help="another folder of data to check")
    command.set_defaults(run=_validate)

    command = commands.add_parser("exercises", help="the exercise units and their release")
    steps = command.add_subparsers(required=True, metavar="step")
    step = steps.add_parser("list", help="units with their questions, points, minutes and kinds")
    step.set_defaults(run=_list_exercises)
    step = steps.add_parser("build", help="generate exercises/ from solutions/")
    step.add_argument("units", nargs="*", metavar="UNIT", help="only these units")
    step.add_argument("--variant", type=int, metavar="N", help="with other numbers; needs --to")
    step.add_argument("--to", type=Path, metavar="DIR", help="make this folder a course of its own")
    step.set_defaults(run=_build_exercises)
    step = steps.add_parser("check", help="run a notebook's checks; exit 0, 1 or 2")
    step.add_argument("notebook", type=Path, metavar="FILE")
    step.set_defaults(run=_check_exercises)

    command = commands.add_parser("grade", help="grade submissions; exit 0, 1, 2 or 130")
    command.add_argument(
        "submissions", nargs="?", type=Path, metavar="SUBMISSIONS",
        help="nbgrader's tree, a folder of notebooks, or the zip of Moodle or Canvas",
    )  # fmt: skip
    command.add_argument("--unit", help="only this unit")
    command.add_argument("--jobs", type=int, metavar="N", help="so many at a time")
    command.add_argument("--scheduler", metavar="ADDRESS", help="on a Dask cluster, not here")
    command.add_argument("--out", type=Path, metavar="DIR", help="keep all marks in this folder")
    command.add_argument("--dry-run", action="store_true", help="say what would be graded")
    command.add_argument("--unsafe", action="store_true", help="run students' code unprotected")
    command.set_defaults(run=_grade)

    command = commands.add_parser("course", help="the folder in which a course is taught")
    steps = command.add_subparsers(required=True, metavar="step")
    step = steps.add_parser("new", help="make such a folder from this module")
    step.add_argument("folder", type=Path, metavar="DIR")
    step.add_argument("units", nargs="*", metavar="UNIT", help="UNIT or UNIT:VARIANT; default all")
    step.add_argument("--roster", type=Path, metavar="CSV", help="the students")
    step.set_defaults(run=_new_course)
    step = steps.add_parser("links", help="links that open its units on a JupyterHub")
    step.add_argument("hub", metavar="HUB", help="as in https://hub.example.org")
    step.add_argument("repository", metavar="REPOSITORY", help="with what is in exercises/")
    step.add_argument("--branch", default="main", help="of the repository; default main")
    step.set_defaults(run=_links)

    command = commands.add_parser("similar", help="pairs of submissions to look at")
    command.add_argument("submissions", nargs="?", type=Path, metavar="SUBMISSIONS")
    command.add_argument("--unit", help="only this unit")
    command.add_argument("--out", type=Path, metavar="DIR", help="write the report there")
    command.set_defaults(run=_similar)

    command = commands.add_parser("serve", help="serve a built site on this machine")
    command.add_argument("folder", type=Path)
    command.add_argument("--port", type=int, default=8000)
    command.set_defaults(run=_serve)

    command = commands.add_parser("lite", help="add the in-browser kernel to a built site")
    command.add_argument("site", type=Path, metavar="SITE_DIR")
    command.set_defaults(run=_lite)

    return parser


def _validate(options: argparse.Namespace) -> int:
    from article10 import questions
    from article10.data import data_dir
    from article10.validation import validate

    folder = options.folder or data_dir()
    if not folder.is_dir():
        raise Article10Error(f"{folder} is not a folder")
    wrong = False
    checked = {"rows": validate(folder), "questions": questions.check(options.folder)}
    for noun, results in checked.items():
        for name, result in results.items():
            if isinstance(result, int):
                print(f"{name}: {result} {noun}, ok")
                continue
            wrong = True
            for problem in result:
                print(f"{name}: {problem}", file=sys.stderr)
    return 2 if wrong else 0


def _list_exercises(options: argparse.Namespace) -> int:
    from article10.units import overview

    rows = [{key: str(value) for key, value in row.items()} for row in overview(Path())]
    rows.insert(0, {key: key for key in rows[0]})
    widths = {key: max(len(row[key]) for row in rows) for key in rows[0]}
    for row in rows:
        print("  ".join(value.ljust(widths[key]) for key, value in row.items()).rstrip())
    return 0


def _build_exercises(options: argparse.Namespace) -> int:
    from article10 import exercises

    if options.to is None and options.variant is not None:
        raise Article10Error("--variant needs --to: a folder for the variant's own course")
    if options.to is None:
        built = exercises.build(Path(), options.units)
    else:
        names = options.units or exercises.units(Path())
        number = options.variant or 0
        built = [exercises.build_variant(Path(), name, number, options.to) for name in names]
    for notebook in built:
        print(notebook)
    return 0


def _check_exercises(options: argparse.Namespace) -> int:
    from article10 import marking

    marks = marking.check(options.notebook)
    for mark in marks:
        points = "-" if mark.points is None else f"{mark.points:g}"
        print(f"{mark.key}: {points} of {mark.maximum:g} points. {mark.said}")
    return 0 if all(mark.passed for mark in marks) else 1


def _grade(options: argparse.Namespace) -> int:
    from article10.grading import command

    return command.grade(options)


def _new_course(options: argparse.Namespace) -> int:
    from article10.grading import command

    return command.new_course(options)


def _links(options: argparse.Namespace) -> int:
    from article10.grading import handout

    found = handout.links(Path(), options.hub, options.repository, options.branch)
    for unit, link in found.items():
        print(f"{unit}: {link}")
    return 0


def _similar(options: argparse.Namespace) -> int:
    from article10.grading import command

    return command.similar(options)


def _serve(options: argparse.Namespace) -> int:
    from article10.serve import serve

    serve(options.folder, options.port)
    return 0


def _lite(options: argparse.Namespace) -> int:
    from article10.lite.build import build

    build(options.site, Path())
    return 0
