"""How to cite the module and what changed: one home for each fact."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from docutils import nodes
from pybtex.database import parse_string

import article10
from article10.sphinx import citation

ROOT = Path(__file__).resolve().parents[2]
ABOUT = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def book(read_book):
    read = {name: (ROOT / "book" / f"{name}.md").read_text("utf-8") for name in ("cite", "changes")}
    contents = "".join(f"{name}\n" for name in (*read, "data", "bibliography"))
    return read_book(
        {
            "index": f"# Book\n\n```{{toctree}}\n{contents}```\n",
            "data": "(data)=\n# Data\n",
            "bibliography": "# Sources\n\n```{bibliography}\n```\n",
            **read,
        },
        beside={name: ROOT / name for name in ("CITATION.cff", "CHANGELOG.md")},
    )


def test_the_page_cites_what_the_citation_file_says(book):
    assert not book.warnings
    page = book.page("cite")
    said = page.next_node(nodes.block_quote).astext()
    for words in (ABOUT["title"], str(ABOUT["version"]), ABOUT["authors"][0]["name"]):
        assert words in said
    (entry,) = parse_string(page.next_node(nodes.literal_block).astext(), "bibtex").entries.values()
    assert entry.fields["title"] == f"{{{ABOUT['title']}}}"
    assert entry.fields["year"] == str(ABOUT["date-released"].year)
    assert entry.fields["note"] == f"Version {article10.__version__}"


def test_people_and_the_address_are_cited_where_there_are_any():
    about = {
        "authors": [{"given-names": "Ann", "family-names": "Li"}, {"name": "The Group"}],
        "title": "T",
        "version": 2,
        "date-released": date(2027, 1, 2),
    }
    said = citation.reference(about, "https://example.org/")
    assert said == "Ann Li, The Group (2027). T (version 2). https://example.org/"
    (entry,) = parse_string(
        citation.bibtex(about, "https://example.org/"), "bibtex"
    ).entries.values()
    assert len(entry.persons["author"]) == 2
    assert entry.fields["url"] == "https://example.org/"


def test_the_latest_change_is_of_this_version_and_the_page_tells_it(book):
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (.+)$", text, re.MULTILINE)[1] == article10.__version__
    titles = [title.astext() for title in book.page("changes").findall(nodes.title)]
    assert titles == ["What changed in this version", *re.findall(r"(?m)^## (.+)$", text)]
    for line in re.findall(r"(?m)^- (.+)$", text):
        assert line in book.text("changes")
