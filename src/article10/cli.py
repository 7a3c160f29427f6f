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

    command = commands.add_parser("validate", help="check all data; exit 0 or 2")
    command.add_argument("folder", nargs="?", type=Path, help="another folder of data to check")
    command.set_defaults(run=_validate)

    return parser


def _validate(options: argparse.Namespace) -> int:
    from article10.data import data_dir
    from article10.validation import validate

    folder = options.folder or data_dir()
    if not folder.is_dir():
        raise Article10Error(f"{folder} is not a folder")
    wrong = False
    for table, result in validate(folder).items():
        if isinstance(result, int):
            print(f"{table}: {result} rows, ok")
            continue
        wrong = True
        for problem in result:
            print(f"{table}: {problem}", file=sys.stderr)
    return 2 if wrong else 0
