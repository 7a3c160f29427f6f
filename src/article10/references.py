"""Format an entry of ``references.bib`` for a reader."""

from functools import cache
from html import escape
from types import MappingProxyType

from pybtex.backends import html, plaintext
from pybtex.database.input.bibtex import Parser
from pybtex.style.formatting.unsrt import Style


class _Html(html.Backend):
    """Plain inline HTML: no spans that only pybtex knows, no line breaks between the parts."""

    symbols = MappingProxyType({**html.Backend.symbols, "newblock": " "})

    def format_protected(self, text):
        return text

    def format_href(self, url, text, external=False):
        return super().format_href(escape(url), text, external)


def reference(entry: str, *, html: bool = False) -> str:
    """One BibTeX entry as a sentence, plain or as HTML with a link."""
    bibliography = Parser().parse_string(entry)
    (formatted,) = _style().format_bibliography(bibliography)
    return formatted.text.render(_Html() if html else plaintext.Backend())


@cache
def _style() -> Style:
    # Made once, and the parser named above: pybtex looks each of them up among all installed
    # packages, which takes a tenth of a second.
    return Style()
