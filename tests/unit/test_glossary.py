"""The glossary page and the links that chapters make to it."""

from pathlib import Path

import pytest
from docutils import nodes

from article10 import load
from article10.sphinx import glossary

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "book" / "glossary.md").read_text(encoding="utf-8")
BIB = "# Sources\n\n```{bibliography}\n```\n"
CONTENTS = "\n\n```{toctree}\nglossary\nbib\n```\n"


@pytest.fixture(scope="module")
def names():
    """Each term and the names that chapters may call it by."""
    known = glossary.names_of(load("glossary").fillna("").to_dict("records"))
    return [name for term, others in known.items() for name in (term, *others)]


@pytest.fixture(scope="module")
def book(read_book, names):
    """The glossary and a chapter that names everything in it."""
    chapter = " ".join(f"{{term}}`{name}`" for name in names)
    return read_book({"index": f"# Chapter\n\n{chapter}{CONTENTS}", "glossary": PAGE, "bib": BIB})


def test_a_chapter_links_every_term_and_every_name_that_one_row_alone_has(book, names):
    assert "glossary" not in book.warnings
    links = book.links("index")
    ids = {i for node in book.page("glossary").findall(nodes.term) for i in node["ids"]}
    assert {name for name in names if links[name] not in ids} == set()
    assert {"MAP", "KFOR", "Washington Treaty", *load("glossary")["term"]} <= set(names)


def test_every_row_is_defined_with_its_sources_and_neighbours(book):
    text = book.text("glossary")
    rows = load("glossary")
    assert [row.term for row in rows.itertuples() if row.definition not in text] == []
    items = list(book.page("glossary").findall(nodes.definition_list_item))
    assert len(items) == len(rows)
    article = next(item for item in items if item.astext().startswith("Article 10"))
    links = {node.astext() for node in article.findall(nodes.reference)}
    assert {"Open-door policy", "North Atlantic Treaty"} < links


def test_every_letter_that_has_a_term_is_jumped_to(book):
    page = book.page("glossary")
    letters = sorted({term[0].upper() for term in load("glossary")["term"]})
    heads = {head.astext(): head["ids"][0] for head in page.findall(nodes.rubric)}
    assert sorted(heads) == letters
    jumps = book.links("glossary")
    assert {letter: jumps[letter] for letter in letters} == heads


def test_a_name_that_two_rows_have_links_nowhere():
    rows = [
        {"term": "Membership Action Plan", "acronym": "MAP", "expansion": "Membership Action Plan"},
        {"term": "Mutual Aid Pact", "acronym": "map", "expansion": "The Pact"},
        {"term": "The pact", "acronym": "", "expansion": "Pact"},
    ]
    found = glossary.names_of(rows)
    assert found == {"Membership Action Plan": [], "Mutual Aid Pact": [], "The pact": ["Pact"]}


def test_marks_of_a_table_are_no_marks_of_the_page(read_book, monkeypatch):
    definition = "Not *bold*, [no link](x) or `code`."
    frame = (
        load("glossary")
        .head(1)
        .assign(term="A*b*", acronym="", expansion="", see_also="", definition=definition)
    )
    monkeypatch.setattr(glossary, "load", lambda table: frame)
    book = read_book({"index": PAGE + "\n{term}`A*b*`\n\n" + BIB.replace("# ", "## ")})
    assert definition in book.text("index")
    assert not book.warnings
