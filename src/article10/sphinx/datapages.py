"""The pages on the tables: everything said there comes from the table, its schema and sidecar."""

import os
from importlib.resources import files
from typing import ClassVar

import yaml
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from article10.data import bibliography, data_dir, describe, load, package, tables
from article10.sphinx.views import ViewNode
from article10.widgets.base import VIEW_MIME
from article10.widgets.records import RecordTable

TYPES = {
    "string": "text",
    "number": "number",
    "integer": "whole number",
    "boolean": "true or false",
}


class DataTable(SphinxDirective):
    """``{data-table} polls``: the records of a table, its columns, origin, licence and sources.

    ``:columns:`` and ``:filters:`` say what the list of records shows and is chosen by.
    """

    required_arguments = 1
    option_spec: ClassVar = {
        "columns": directives.unchanged_required,
        "filters": directives.unchanged,
    }

    def run(self):
        name = self.arguments[0]
        frame = load(name)
        sidecar = data_dir() / f"{name}.yml"
        about = yaml.safe_load(sidecar.read_text(encoding="utf-8"))
        for path in (data_dir() / f"{name}.csv", sidecar, data_dir() / "datapackage.json"):
            self.env.note_dependency(str(path))
        for path in (bibliography(), files("article10.widgets") / "records.js"):
            self.env.note_dependency(str(path))
        resource = next(r for r in package(data_dir())["resources"] if r["name"] == name)
        licence = about["licence"]
        checked = f"{licence['checked'].day} {licence['checked']:%B %Y}"
        return [
            _paragraph(resource["description"]),
            nodes.bullet_list("", *self._facts(name, len(frame), about["used_by"])),
            _section(name, "Records", self._records(name, frame, resource)),
            _section(name, "Columns", self._columns(name)),
            _section(
                name,
                "Origin and licence",
                _paragraph(about["origin"]),
                _paragraph(f"Licence: {licence['status']}."),
                _paragraph(f"{licence['note']} (checked on {checked})"),
            ),
            _section(name, "Known gaps", _list(about["known_gaps"])),
            _section(name, "Sources", *self._sources(frame)),
        ]

    def _facts(self, name, rows, used_by):
        file = data_dir() / f"{name}.csv"
        # Sphinx takes an absolute path from the book's folder.
        path = os.path.relpath(file, self.env.srcdir).replace(os.sep, "/")
        size = max(1, round(file.stat().st_size / 1000))
        facts = [
            f"{rows} rows",
            f"File: {{download}}`{name}.csv </{path}>` ({size} KB)",
            f'In Python: `article10.load("{name}")`',
            f"Used by: {', '.join(map(self._user, used_by))}",
        ]
        return [self._item(fact) for fact in facts]

    def _user(self, user):
        """A user of the table; a page of the book as a link to it."""
        page = user.removeprefix("book/").rpartition(".")[0]
        known = user.startswith("book/") and page in self.env.found_docs
        return f"{{doc}}`/{page}`" if known else user

    def _records(self, name, frame, resource):
        columns = self.options.get("columns", "").split() or None
        filters = self.options.get("filters", "").split()
        view = RecordTable(frame, columns, filters, caption=f"{resource['title']}.", table=name)
        bundle, _ = view._repr_mimebundle_()
        return ViewNode(payload=bundle[VIEW_MIME])

    def _columns(self, name):
        items = []
        for column in describe(name).to_dict("records"):
            kind = [TYPES[column["type"]], column["unit"] and f"unit: {column['unit']}"]
            term = nodes.term("", "", nodes.literal("", column["name"]))
            term += nodes.Text(f" \u2013 {column['title']} ({', '.join(filter(None, kind))})")
            rules = f" ({column['constraints']})" if column["constraints"] else ""
            said = nodes.definition("", _paragraph(f"{column['meaning']}{rules}"))
            items.append(nodes.definition_list_item("", term, said))
        return nodes.definition_list("", *items, classes=["ad-columns"])

    def _sources(self, frame):
        cells = [c for name in frame if name.endswith("source_id") for c in frame[name].dropna()]
        keys = sorted({key for cell in cells for key in cell.split(";")})
        count = nodes.paragraph("", f"{len(keys)} sources are named in the rows:")
        return count, nodes.paragraph("", "", *self._inline(f"{{cite:t}}`{','.join(keys)}`"))

    def _item(self, text):
        return nodes.list_item("", nodes.paragraph("", "", *self._inline(text)))

    def _inline(self, text):
        found, messages = self.parse_inline(text)
        return [*found, *messages]


class DataTables(SphinxDirective):
    """``{data-tables}``: every table with a link to its page, its rows and what it holds."""

    def run(self):
        self.env.note_dependency(str(data_dir() / "datapackage.json"))
        items = []
        for table in tables().to_dict("records"):
            found, messages = self.parse_inline(f"{{ref}}`data-{table['name']}`")
            self.env.note_dependency(str(data_dir() / f"{table['name']}.csv"))
            term = nodes.term("", "", *found, nodes.Text(f", {table['rows']} rows"))
            said = nodes.definition("", _paragraph(table["description"]), *messages)
            items.append(nodes.definition_list_item("", term, said))
        return [nodes.definition_list("", *items, classes=["ad-columns"])]


def _paragraph(text: str):
    return nodes.paragraph("", text)


def _list(lines):
    return nodes.bullet_list("", *(nodes.list_item("", _paragraph(line)) for line in lines))


def _section(name, title, *content):
    id_ = f"{name}-{title}".lower().replace(" ", "-").replace("_", "-")
    return nodes.section("", nodes.title("", title), *content, ids=[id_], names=[id_])
