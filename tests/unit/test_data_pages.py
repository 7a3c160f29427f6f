"""The pages on the tables: one for each, complete, and never out of step with the table."""

from pathlib import Path

import pytest
import yaml
from docutils import nodes
from sphinx import addnodes

from article10 import describe, load, tables
from article10.data import data_dir
from article10.sphinx.views import ViewNode

ROOT = Path(__file__).resolve().parents[2]
PAGES = {path.stem: path for path in sorted((ROOT / "book" / "data").glob("*.md"))}
TABLES = [path.stem for path in sorted((ROOT / "data").glob("*.csv"))]


@pytest.fixture(scope="module")
def book(read_book):
    pages = {f"data/{name}": path.read_text(encoding="utf-8") for name, path in PAGES.items()}
    contents = "".join(f"{name}\n" for name in pages)
    return read_book(
        {
            "index": f"# Book\n\n```{{toctree}}\n{contents}glossary\npublic-opinion\nbib\n```\n",
            "glossary": "(glossary)=\n# Glossary\n",
            "public-opinion": "# Chapter\n",
            "bib": "# Sources\n\n```{bibliography}\n```\n",
            **pages,
        }
    )


def section(page, title):
    return next(
        part
        for part in page.findall(nodes.section)
        if part.next_node(nodes.title).astext() == title
    )


def test_every_table_has_its_page_and_every_page_its_table(book):
    assert set(PAGES) == {"index", *TABLES}
    assert [line for line in book.warnings.splitlines() if "ERROR" in line or "label" in line] == []
    links = [node.get("refuri", "") for node in book.page("data/index").findall(nodes.reference)]
    for table in TABLES:
        assert any(f"#data-{table.replace('_', '-')}" in link for link in links), table


@pytest.mark.parametrize("table", TABLES)
def test_a_page_describes_every_column(book, table):
    columns = describe(table)
    found = [
        (item.next_node(nodes.literal).astext(), item.next_node(nodes.definition).astext())
        for item in section(book.page(f"data/{table}"), "Columns").findall(
            nodes.definition_list_item
        )
    ]
    assert [name for name, _ in found] == columns["name"].tolist()
    for (name, said), meaning in zip(found, columns["meaning"], strict=True):
        assert said.startswith(meaning), name


@pytest.mark.parametrize("table", TABLES)
def test_a_page_tells_rows_origin_licence_gaps_and_sources(book, table):
    about = yaml.safe_load((data_dir() / f"{table}.yml").read_text(encoding="utf-8"))
    page = book.page(f"data/{table}")
    text = page.astext()
    licence = about["licence"]
    for words in (about["origin"], licence["status"], licence["note"], *about["known_gaps"]):
        assert words in text
    frame = load(table)
    assert f"{len(frame)} rows" in text
    listed = tables().set_index("name").loc[table]
    assert listed["description"] in text
    cells = [c for n in frame if n.endswith("source_id") for c in frame[n].dropna()]
    sources = {key for cell in cells for key in cell.split(";")}
    cited = section(page, "Sources")
    assert f"{len(sources)} sources" in cited.astext()
    assert len(list(cited.findall(nodes.reference))) >= len(sources)


@pytest.mark.parametrize("table", TABLES)
def test_the_download_is_the_file_of_the_repository(book, table):
    (link,) = book.page(f"data/{table}").findall(addnodes.download_reference)
    _, name = book.app.env.dlfiles[book.app.env.relfn2path(link["reftarget"], "data/x")[0]]
    assert name.endswith(f"/{table}.csv")
    path = book.app.srcdir / book.app.env.relfn2path(link["reftarget"], "data/x")[0]
    assert path.resolve().samefile(ROOT / "data" / f"{table}.csv")


@pytest.mark.parametrize("table", TABLES)
def test_a_page_lists_every_record(book, table):
    (view,) = book.page(f"data/{table}").findall(ViewNode)
    assert view["payload"]["module"] == "records"
    assert view["payload"]["fallback"].count('scope="row"') == len(load(table))


def test_a_page_of_the_book_that_uses_a_table_is_a_link(book):
    links = {node.astext() for node in book.page("data/polls").findall(nodes.reference)}
    assert "Chapter" in links
