"""The page a student gets: what it says, what it keeps to itself, and what hostile output does."""

import json
from html import unescape

import pytest

from article10 import checks
from article10.grading import feedback
from article10.grading.gradebook import Mark, Standing

from .classroom import ROOT, UNIT

FIGURE = {
    "data": [
        {"type": "bar", "name": "Finland", "x": ["for", "against"], "y": [76, 12]},
        {
            "type": "scatter",
            "x": ["for"],
            "y": {"dtype": "f8", "bdata": "AAAAAAAA8D8="},
            "marker": {"color": 'red" onload="alert(1)'},
        },
    ],
    "layout": {"title": {"text": "Support <script>alert(1)</script>"}},
}


def standing(notebook, **given):
    """Half of the points for every question of ``notebook``, other marks as ``given``."""
    marks = {
        cell["metadata"]["nbgrader"]["grade_id"]: Mark(
            cell["metadata"]["nbgrader"]["points"] / 2,
            None,
            None,
            False,
            cell["metadata"]["nbgrader"]["points"],
        )
        for cell in notebook["cells"]
        if cell["metadata"]["nbgrader"]["grade"]
    }
    return Standing("ada", "Ada", "Lovelace", None, None, None, 0.0, {**marks, **given})


@pytest.fixture
def notebook():
    """The instructor's side, which has hidden tests and rubrics, as the engine hands it over."""
    return json.loads((ROOT / "solutions" / UNIT / f"{UNIT}.ipynb").read_bytes())


def cell(notebook, key):
    return next(c for c in notebook["cells"] if c["metadata"]["nbgrader"]["grade_id"] == key)


def page(notebook, standing_):
    return feedback.page(notebook, UNIT, standing_)


def test_it_says_what_was_missed_with_hint_and_points(notebook):
    question = next(q for q in checks.unit(UNIT).questions.values() if len(q.parts) > 1)
    first, second = question.parts[:2]
    said = (
        f"✗ Not yet. 1 of 4 points so far.\n  Right so far: `{first.name}`.\n"
        f"  {'long ' * 14}words\n  wrapped.\n  Rest."
    )
    cell(notebook, question.key)["metadata"]["article10"]["grading"] = {"message": said}
    shown = unescape(page(notebook, standing(notebook)))
    assert f"<p>Right so far: <code>{first.name}</code>.</p><p>long long" in shown
    assert "long words wrapped.</p><p>Rest.</p>" in shown
    assert unescape(feedback.said(second.hints[0])) in shown
    assert unescape(feedback.said(first.hints[0])) not in shown
    assert "Ada Lovelace" in shown


def test_a_question_that_was_not_reached_gets_no_hint(notebook):
    question = next(iter(checks.unit(UNIT).questions.values()))
    hint = unescape(feedback.said(question.parts[0].hints[0]))
    assert hint in unescape(page(notebook, standing(notebook)))
    said = {"status": "not reached", "message": "The file is no notebook."}
    cell(notebook, question.key)["metadata"]["article10"]["grading"] = said
    assert hint not in unescape(page(notebook, standing(notebook)))


def test_hidden_tests_and_rubrics_stay_out(notebook):
    shown = page(notebook, standing(notebook))
    assert "HIDDEN TESTS" not in shown
    assert "check.hidden" not in shown
    assert "MARK SCHEME" not in shown


def test_a_question_that_waits_says_so_and_is_not_zero(notebook):
    (key,) = [
        c["metadata"]["nbgrader"]["grade_id"]
        for c in notebook["cells"]
        if c["metadata"]["nbgrader"]["grade"] and c["cell_type"] == "markdown"
    ][:1]
    shown = page(notebook, standing(notebook, **{key: Mark(None, None, None, True, 6)}))
    assert "still to be read by a person" in shown
    assert "points so far." in shown
    shown = page(notebook, standing(notebook, **{key: Mark(None, 4.5, None, False, 6)}))
    assert "4.5 of 6 points" in shown
    assert "A person gave them." in shown
    assert "points so far." not in shown


def test_figures_are_pictures_with_their_numbers_and_no_script_runs(notebook):
    cell(notebook, "q1-answer")["outputs"] = [
        {"output_type": "display_data", "data": {feedback._FIGURE: FIGURE}, "metadata": {}},
        {
            "output_type": "execute_result",
            "data": {
                "text/html": "<table onclick=x><tr><td>cell</td></tr></table><script>x</script>",
                "text/plain": "plain",
            },
        },
        {"output_type": "stream", "name": "stdout", "text": "\x1b[31m<script>\x1b[0m"},
    ]
    cell(notebook, "q1-answer")["source"] = "</pre><script>alert(1)</script>"
    shown = page(notebook, standing(notebook))
    assert "<svg" in shown
    assert "76" in shown
    assert "<table><tbody><tr><td>cell" in shown
    assert "<script" not in shown
    # Whatever a figure's own words do to the picture, the page allows no script and no request.
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in shown


@pytest.mark.parametrize(
    "data",
    [
        {feedback._FIGURE: {"data": [{"type": "pie", "values": [1]}], "layout": {}}},
        {feedback._FIGURE: {"data": "x"}},
        {feedback._FIGURE: None},
        {"image/png": "no base64 <"},
        {"text/html": "<script>only</script>"},
        {"text/html": 3},
    ],
)
def test_output_that_cannot_be_shown_falls_back_to_its_text(notebook, data):
    output = {"output_type": "display_data", "data": {**data, "text/plain": "as text"}}
    cell(notebook, "q1-answer")["outputs"] = [output]
    assert "as text" in page(notebook, standing(notebook))


def test_endless_output_is_cut(notebook):
    text = "x" * 1_000_000
    cell(notebook, "q1-answer")["outputs"] = [{"output_type": "stream", "text": text}]
    shown = page(notebook, standing(notebook))
    assert "[cut here]" in shown
    assert len(shown) < 300_000
