"""Sentences are ours: no six words in a row are those of a core document."""

import csv
import re
from functools import cache
from pathlib import Path

import pytest
from pybtex.database import parse_file

from .chapters import ROLE, ROOT, Block

DOCUMENTS = ROOT.parent / "shared" / "documents"
RUN = 6
# Columns that hold names, places in a source or the words of a questionnaire.
NOT_OURS = {"wording", "locator", "publisher", "survey", "wave", "holder", "role", "actors"}
NAME_COLUMNS = {
    "glossary": ("term", "expansion"),
    "partnership_tools": ("tool",),
    "perspectives": ("holder",),
    "polls": ("publisher",),
}
# Proper names that no table has as such.
NAMES = [
    "Alliance for the Future of Kosovo",
    "Center for Geostrategic Research and Terrorism",
    "European Centre of Excellence for Countering Hybrid Threats",
    "Kosovar Centre for Security Studies",
    "Agreement on the Path to Normalisation",
    "Special Representative for the Caucasus and Central Asia",
    "Special Representative for the Western Balkans",
    "Study on NATO Enlargement",
    "NATO Advisory and Liaison Team",
]
FILES = sorted(
    path
    for pattern in (
        "README.md",
        "docs/*.md",
        "book/**/*.md",
        "book/**/*.ipynb",
        "book/questions/*.yml",
        "solutions/*/*.ipynb",
        "src/article10/**/*.py",
        "src/article10/**/*.js",
        "data/*.csv",
        "data/*.yml",
    )
    for path in ROOT.glob(pattern)
)

pytestmark = pytest.mark.skipif(
    not DOCUMENTS.is_dir(), reason="the core documents are copyrighted and not in the repository"
)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def rows(table: str) -> list[dict]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def proper_names() -> list[tuple[str, ...]]:
    """Names and titles as words, longest first: they are nobody's sentences."""
    found = set(NAMES)
    for table, columns in NAME_COLUMNS.items():
        found |= {row[column] for row in rows(table) for column in columns}
    entries = parse_file(ROOT / "book" / "references.bib").entries.values()
    found |= {re.sub("[{}]", "", entry.fields.get("title", "")) for entry in entries}
    long = {tuple(words(name)) for name in found}
    return sorted((name for name in long if len(name) > 1), key=len, reverse=True)


@cache
def countries() -> frozenset[str]:
    """Single words that name countries: a list of countries is nobody's sentence either."""
    return frozenset(word for row in rows("accessions") for word in words(row["country"]))


@cache
def by_first_word() -> dict[str, list[tuple[str, ...]]]:
    found = {}
    for name in proper_names():
        found.setdefault(name[0], []).append(name)
    return found


def without_names(text: str) -> list[str]:
    """The words of ``text``; each proper name is one word, names of countries are dropped."""
    given, kept, at = words(text), [], 0
    while at < len(given):
        fits = (
            name
            for name in by_first_word().get(given[at], ())
            if tuple(given[at : at + len(name)]) == name
        )
        name = next(fits, None)
        if name:
            kept.append(" ".join(name))
            at += len(name)
        else:
            if given[at] not in countries():
                kept.append(given[at])
            at += 1
    return kept


def runs(text: str) -> set[tuple[str, ...]]:
    kept = without_names(text)
    return {tuple(kept[at : at + RUN]) for at in range(len(kept) - RUN + 1)}


@cache
def documents() -> dict[tuple[str, ...], str]:
    return {
        run: path.name
        for path in sorted(DOCUMENTS.glob("*.txt"))
        for run in runs(path.read_text(encoding="utf-8"))
    }


def texts(path: Path) -> list[str]:
    """What a file says, piece by piece."""
    if path.suffix == ".csv":
        return [
            text
            for row in rows(path.stem)
            for column, text in row.items()
            if column not in NOT_OURS and not column.endswith("_who")
        ]
    if path.suffix == ".ipynb":
        import nbformat

        found = [cell.source for cell in nbformat.read(path, as_version=4).cells]
    else:
        found = [path.read_text(encoding="utf-8")]
    return [Block("paragraph", ROLE.sub(r" {\1}`\2` ", text)).plain for text in found]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_six_words_in_a_row_are_those_of_a_core_document(path):
    copied = {
        f"{' '.join(run)!r} stands in {documents()[run]}"
        for text in texts(path)
        for run in runs(text) & documents().keys()
    }
    assert not copied


def test_the_comparison_finds_a_copied_sentence():
    for path in DOCUMENTS.glob("*.txt"):
        middle = path.read_text(encoding="utf-8").split()
        copied = " ".join(middle[len(middle) // 2 :][:25])
        assert runs(copied) & documents().keys()
