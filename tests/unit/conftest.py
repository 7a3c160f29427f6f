"""A small book, read as Sphinx reads the whole one."""

import io
import shutil
from functools import cache

import pytest
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from article10.data import bibliography

CONF = """
extensions = ["myst_parser", "sphinxcontrib.bibtex", "article10.sphinx"]
bibtex_bibfiles = [{bib!r}]
bibtex_reference_style = "author_year"
smartquotes = False
"""


class Book:
    """The pages read: ``page(name)`` is its nodes; ``warnings`` what was said of them."""

    def __init__(self, app, warnings):
        self.app, self.warnings = app, warnings
        self.page = cache(self._page)

    def _page(self, name):
        return self.app.env.get_and_resolve_doctree(name, self.app.builder)

    def text(self, name):
        return self.page(name).astext()

    def links(self, name):
        """Text of each link, and the id that it leads to."""
        return {
            node.astext(): node.get("refid") or node.get("refuri", "").partition("#")[2]
            for node in self.page(name).findall(nodes.reference)
        }


@pytest.fixture(scope="session")
def read_book(tmp_path_factory):
    """Read pages given as ``{name: text}``, with copies of the files ``beside`` their folder."""

    def read(pages, beside=None):
        folder = tmp_path_factory.mktemp("book")
        for name, path in (beside or {}).items():
            shutil.copyfile(path, folder / name)
        source = folder / "book"
        for name, text in pages.items():
            path = source / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (source / "conf.py").write_text(CONF.format(bib=str(bibliography())), encoding="utf-8")
        warnings = io.StringIO()
        with patch_docutils(str(source)), docutils_namespace():
            # No theme, no browser files: pages are read and resolved, and nothing is written.
            app = Sphinx(
                source, source, folder / "out", folder / "trees", "dummy",
                status=None, warning=warnings,
            )  # fmt: skip
            app.build()
        return Book(app, warnings.getvalue())

    return read
