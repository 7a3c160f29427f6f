"""How to cite the module: ``CITATION.cff``, as a reference and as BibTeX."""

from pathlib import Path

import yaml
from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

FILE = "CITATION.cff"


class Citation(SphinxDirective):
    """``{citation}``: the module's own reference in words and as a BibTeX entry."""

    def run(self):
        path = self._file()
        self.env.note_dependency(str(path))
        about = yaml.safe_load(path.read_text(encoding="utf-8"))
        address = self.config.html_baseurl
        block = nodes.literal_block("", bibtex(about, address), language="bibtex")
        return [nodes.block_quote("", nodes.paragraph("", reference(about, address))), block]

    def _file(self) -> Path:
        folder = Path(self.env.srcdir)
        for place in (folder, *folder.parents):
            if (place / FILE).is_file():
                return place / FILE
        raise ExtensionError(f"{FILE} is neither in {folder.name} nor above it")


def reference(about: dict, address: str = "") -> str:
    """The module in words, with the publisher's address where there is one."""
    authors = ", ".join(_name(author) for author in about["authors"])
    parts = [
        f"{authors} ({about['date-released'].year}).",
        f"{about['title']} (version {about['version']}).",
        f"{address}" if address else "",
    ]
    return " ".join(filter(None, parts))


def bibtex(about: dict, address: str = "") -> str:
    """The module as a BibTeX entry."""
    authors = " and ".join(f"{{{_name(author)}}}" for author in about["authors"])
    fields = {
        "author": f"{{{authors}}}",
        "title": f"{{{{{about['title']}}}}}",
        "year": f"{{{about['date-released'].year}}}",
        "note": f"{{Version {about['version']}}}",
        **({"url": f"{{{address}}}"} if address else {}),
    }
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items())
    return f"@misc{{open-door-{about['date-released'].year},\n{lines}}}\n"


def _name(author: dict) -> str:
    """A person's name, or that of a group."""
    return author.get("name") or f"{author['given-names']} {author['family-names']}"
