"""What a student wrote does nothing in formgrader, a page of the instructor's Jupyter server."""

import re

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

from .classroom import new_course

TRAP = '<script>trap()</script><img src="https://example.org/x" onerror="trap()"><b>bold</b>'
TABLE = (
    "<table><thead><tr><th>country</th></tr></thead><tbody><tr><td>Norway</td></tr></tbody></table>"
)


def shown(course, *cells):
    """What formgrader's own exporter makes of a notebook with the course's settings."""
    config = Config(course.config)
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    about = dict.fromkeys(
        ("assignment_id", "notebook_id", "submission_id", "base_url", "student", "notebook_path"),
        "x",
    )
    about |= {"index": 0, "total": 1, "first_name": None, "last_name": None}
    notebook = nbformat.from_dict(new_notebook(cells=list(cells)))
    html, _ = HTMLExporter(config=config).from_notebook_node(notebook, resources=about)
    return html


def output(mime, content):
    data = new_output("display_data", {mime: content, "text/plain": "plain"})
    return new_code_cell("show()", outputs=[data])


ANSWER = {"grade_id": "q9", "solution": True, "grade": True, "locked": False, "points": 6}


@pytest.mark.parametrize(
    "cell",
    [
        new_markdown_cell(TRAP),
        new_markdown_cell(TRAP, metadata={"nbgrader": ANSWER}),
        new_markdown_cell(f"- a list\n\n<div>\n\n{TRAP}\n\n</div>\n\n[x](javascript:trap())"),
        output("text/html", TRAP),
        output("text/markdown", TRAP),
        output("application/javascript", "trap()"),
        new_code_cell("print()", outputs=[new_output("stream", text=TRAP)]),
        new_code_cell(f"'{TRAP}'", outputs=[new_output("error", ename="E", evalue=TRAP)]),
    ],
)
def test_scripts_of_a_student_do_not_reach_the_page(tmp_path, cell):
    html = shown(new_course(tmp_path), cell)
    for trap in ("<script>trap", 'href="javascript:', '<img src="https://example.org'):
        assert trap not in html
    assert not re.search(r"<\w[^<>]*onerror", html)


def test_what_is_harmless_is_shown_as_it_was_meant(tmp_path):
    html = shown(
        new_course(tmp_path), new_markdown_cell("**bold** `a < b`"), output("text/html", TABLE)
    )
    assert "<strong>bold</strong>" in html
    assert "a &lt; b" in html
    assert "<th>country</th>" in html
    assert "<td>Norway</td>" in html
