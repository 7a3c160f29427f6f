"""The chapters as readers meet them: paragraphs, headings, widgets, in order."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
MARKDOWN = (
    MarkdownIt().enable("table").use(colon_fence_plugin).use(deflist_plugin).use(myst_block_plugin)
)
PROSE_IN = re.compile(r"\{(admonition|dropdown|note|tip|warning|grid|grid-item-card)\}")
ROLE = re.compile(r"\{([\w:-]+)\}`([^`]*)`")


@dataclass
class Block:
    """A paragraph, list item, table row or heading of a chapter, as its author wrote it."""

    kind: str
    text: str

    @property
    def plain(self) -> str:
        """What a reader reads: roles give their words, citations and targets are gone."""
        return re.sub(r"[*_`]|\]\([^)]*\)|<[^>]+>", " ", ROLE.sub(_said, self.text))


def _said(match) -> str:
    role, text = match.groups()
    if role.startswith("cite"):
        return ""
    if role == "glue:text":
        return "0"
    return text.partition("<")[0]


def _blocks(text: str):
    row = None
    heading = item = False
    for token in MARKDOWN.parse(text):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield Block("row", " | ".join(row))
            row = None
        elif token.type.startswith("heading_"):
            heading = token.nesting == 1
        elif token.type.startswith("list_item_"):
            item = token.nesting == 1
        elif token.type in ("fence", "colon_fence"):
            if PROSE_IN.match(token.info.strip()):
                title = PROSE_IN.sub("", token.info).strip()
                if title:
                    yield Block("heading", title)
                yield from _blocks(re.sub(r"^:[\w-]+:.*\n", "", token.content, flags=re.MULTILINE))
        elif token.type == "inline" and row is not None:
            row.append(token.content)
        elif token.type == "inline":
            yield Block("heading" if heading else "item" if item else "paragraph", token.content)


@dataclass
class Cell:
    """A cell of a chapter: its type, its source and, for code, whether it shows a widget."""

    kind: str
    source: str
    tags: tuple[str, ...] = ()
    widget: str = ""


@cache
def cells(name: str) -> tuple[Cell, ...]:
    """The cells of a chapter; a chapter in Markdown is one cell."""
    path = next(BOOK.glob(f"{name}.*"))
    if path.suffix == ".md":
        return (Cell("markdown", path.read_text(encoding="utf-8")),)
    found = []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        shown = [
            kind
            for output in cell.get("outputs", ())
            for kind in output.get("data", {})
            if kind.startswith(("application/vnd.article10", "application/vnd.plotly"))
        ]
        tags = tuple(cell["metadata"].get("tags", ()))
        found.append(Cell(cell["cell_type"], "".join(cell["source"]), tags, "".join(shown[:1])))
    return tuple(found)


@cache
def blocks(name: str) -> tuple[Block, ...]:
    """Everything of a chapter that is read, in order."""
    prose = (cell.source for cell in cells(name) if cell.kind == "markdown")
    return tuple(block for source in prose for block in _blocks(source))


def markdown(name: str) -> str:
    """The whole text of a chapter as its author wrote it."""
    return "\n\n".join(cell.source for cell in cells(name) if cell.kind == "markdown")


def names() -> list[str]:
    """The chapters in the order of the book: every page of the part called Chapters."""
    toc = yaml.safe_load((BOOK / "_toc.yml").read_text(encoding="utf-8"))
    part = next(part for part in toc["parts"] if part["caption"] == "Chapters")
    return [chapter["file"] for chapter in part["chapters"]]


# Chapters with evidence, and so with objectives, a check of understanding and exercises.
CONTENT = [name for name in names() if (BOOK / "questions" / f"{name}.yml").exists()]
