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
    step = steps.add_parser("list", help="units with their questions, points and minutes")
    step.set_defaults(run=_list_exercises)
    step = steps.add_parser("build", help="generate exercises/ from solutions/")
    step.add_argument("units", nargs="*", metavar="UNIT", help="only these units")
    step.set_defaults(run=_build_exercises)

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
    from article10 import exercises

    for unit in exercises.units(Path()):
        asked = exercises.questions(exercises.source(Path(), unit))
        points = sum(question.points for question in asked)
        minutes = sum(question.minutes for question in asked)
        print(f"{unit}: {len(asked)} questions, {points:g} points, about {minutes} minutes")
    return 0


def _build_exercises(options: argparse.Namespace) -> int:
    from article10 import exercises

    for notebook in exercises.build(Path(), options.units):
        print(notebook)
    return 0


def _serve(options: argparse.Namespace) -> int:
    from article10.serve import serve

    serve(options.folder, options.port)
    return 0


def _lite(options: argparse.Namespace) -> int:
    from article10.lite.build import build

    build(options.site, Path())
    return 0
