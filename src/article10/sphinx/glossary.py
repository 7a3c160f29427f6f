"""The glossary page: ``data/glossary.csv`` as terms that the ``{term}`` role links to.

A row is found by its term and, where no other row claims it, by its acronym and by what that
stands for.
"""

import re
from collections import Counter
from itertools import groupby

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from article10.data import data_dir, load

LETTER = "letter-{}"


class GlossaryTable(SphinxDirective):
    """``{glossary-table}``: links to the letters, then every term with its definition."""

    def run(self):
        self.env.note_dependency(str(data_dir() / "glossary.csv"))
        rows = load("glossary").fillna("").to_dict("records")
        rows.sort(key=lambda row: row["term"].casefold())
        names = names_of(rows)
        groups = groupby(rows, key=lambda row: row["term"][0].upper())
        letters, entries = [], []
        for letter, members in groups:
            letters.append(letter)
            head = nodes.rubric(letter, letter, ids=[LETTER.format(letter.lower())])
            text = "\n".join(_entry(row, names[row["term"]]) for row in members)
            terms = self.parse_text_to_nodes(f"````{{glossary}}\n{text}````\n")
            entries.append(nodes.container("", head, *terms, classes=["ad-letter"]))
        jump = nodes.paragraph("", "", classes=["ad-letters"])
        for letter in letters:
            jump += nodes.reference("", letter, refid=LETTER.format(letter.lower()), internal=True)
            jump += nodes.Text(" ")
        return [nodes.container("", jump, *entries, classes=["ad-glossary"])]


def names_of(rows) -> dict[str, list[str]]:
    """The other names of each term, none of which another row has, too.

    ``{term}`` does not tell capitals from small letters, so neither does this.
    """
    found = {
        row["term"]: list(
            {
                name.casefold(): name
                for name in (row["acronym"], row["expansion"])
                if name and name.casefold() != row["term"].casefold()
            }.values()
        )
        for row in rows
    }
    taken = Counter(n.casefold() for term, names in found.items() for n in (term, *names))
    return {term: [n for n in names if taken[n.casefold()] == 1] for term, names in found.items()}


def _entry(row, names) -> str:
    """One entry in the form of Sphinx's own ``glossary`` directive."""
    lines = [_plain(name) for name in (row["term"], *names)]
    said = [_plain(row["definition"]), _cited(row["source_id"])]
    if row["see_also"]:
        others = ", ".join(f"{{term}}`{other}`" for other in row["see_also"].split(";"))
        said += ["", f"See also {others}."]
    return "\n".join([*lines, *(f"  {line}".rstrip() for line in said), "", ""])


def _cited(source_id: str) -> str:
    return f"{{cite}}`{source_id.replace(';', ',')}`"


def _plain(text: str) -> str:
    """Text of a table as MyST that shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]<>$|~#])", r"\\\1", text)
