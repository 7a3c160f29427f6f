"""Tables of the text: on a phone each row of a wide one becomes a block with labelled cells."""

import re

from docutils import nodes

#: A table of three columns or more stacks if some cell has more characters than this; one of
#: numbers stays a table, since its columns are there to be compared.
SHORT = 16


def label_cells(app, doctree, docname):
    """Give the cells of wide tables the words that stand over them, and mark what stacks."""
    for table in doctree.findall(nodes.table):
        heads, rows = _parts(table)
        if len(heads) < 3 or not rows or any(len(row) != len(heads) for row in rows):
            continue
        if max(len(_words(cell)) for row in rows for cell in row[1:]) <= SHORT:
            continue
        table["stacks"] = True
        table["classes"].append("ad-stacks")
        for row in rows:
            for head, cell in zip(heads[1:], row[1:], strict=True):
                cell["label"] = _words(head)


def _parts(table):
    groups = {type(part): [list(row.children) for row in part] for part in table[0] if len(part)}
    heads = groups.get(nodes.thead, [])
    return (heads[0] if len(heads) == 1 else []), groups.get(nodes.tbody, [])


def _words(cell) -> str:
    """A cell's text without its citations."""
    return re.sub(r"\s*\[[^\]]*\]", "", " ".join(cell.astext().split()))


def _stacks(node) -> bool:
    while node is not None and not isinstance(node, nodes.table):
        node = node.parent
    return bool(node is not None and node.get("stacks"))


def _handler(name, tag, attributes):
    """A writer's pair for a node, which adds attributes to the tag that the theme writes.

    The roles are what a table loses once a style sheet shows its parts as blocks.
    """

    def visit(self, node):
        start = len(self.body)
        getattr(type(self), f"visit_{name}")(self, node)
        if not _stacks(node):
            return
        added = "".join(f' {key}="{self.attval(v)}"' for key, v in attributes(node).items())
        for i in range(start, len(self.body)):
            if found := re.search(rf"<{tag}\b", self.body[i]):
                end = found.end()
                self.body[i] = self.body[i][:end] + added + self.body[i][end:]
                return

    def depart(self, node):
        getattr(type(self), f"depart_{name}")(self, node)

    return visit, depart


def _cell(node) -> dict:
    if isinstance(node.parent.parent, nodes.thead):
        return {"role": "columnheader"}
    return {"role": "cell"} | ({"data-label": node["label"]} if node.get("label") else {})


HANDLERS = {
    nodes.table: _handler("table", "table", lambda node: {"role": "table"}),
    nodes.thead: _handler("thead", "thead", lambda node: {"role": "rowgroup"}),
    nodes.tbody: _handler("tbody", "tbody", lambda node: {"role": "rowgroup"}),
    nodes.row: _handler("row", "tr", lambda node: {"role": "row"}),
    nodes.entry: _handler("entry", "t[dh]", _cell),
}


def setup(app):
    """Register the handlers with the writer of HTML."""
    app.connect("doctree-resolved", label_cells)
    for kind, handler in HANDLERS.items():
        app.add_node(kind, override=True, html=handler)
