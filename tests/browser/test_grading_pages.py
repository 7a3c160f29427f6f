"""The pages that grading makes: for every reader, on a phone, and without a network."""

import json

import pytest

from article10.grading import run, similarity

from ..grading.classroom import UNIT, Engine, hand_in, new_course, release
from .conftest import violations, watch

FIGURE = {
    "data": [{"type": "bar", "name": "Finland", "x": ["for", "against"], "y": [76, 12]}],
    "layout": {"title": {"text": "Support"}, "yaxis": {"title": {"text": "Per cent"}}},
}
LONG = "a_name_without_end_" * 12
TABLE = "<table><thead><tr><th>country</th><th>an answer in many words</th></tr></thead>" + (
    "<tbody><tr><td>Norway</td><td>" + "words and words " * 12 + "</td></tr></tbody></table>"
)
ANSWER = f"{LONG} = 1\nprint({LONG})\n" + "# what a student thinks of it\n" * 5


def submission(number):
    notebook = json.loads(release(q1_answer=ANSWER, q9=f"**Bold** `{LONG}` and <b>more</b>."))
    shown = {"application/vnd.plotly.v1+json": FIGURE, "text/html": TABLE, "text/plain": "x"}
    for cell in notebook["cells"]:
        if cell["metadata"]["nbgrader"]["grade_id"] == "q6-answer":
            cell["outputs"] = [
                {"output_type": "display_data", "data": shown, "metadata": {}},
                {"output_type": "stream", "name": "stdout", "text": f"{number}: {LONG}\n" * 60},
                {
                    "output_type": "display_data",
                    "data": {
                        "text/html": f"{TABLE}<script src='https://example.org/x.js'></script>"
                    },
                    "metadata": {},
                },
            ]
    return json.dumps(notebook).encode()


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of four in a course of its own, graded by an engine that runs nothing."""
    course = new_course(tmp_path_factory.mktemp("course"))
    for number in range(1, 4):
        hand_in(course, f"student-{number:02}", submission(number))
    hand_in(course, f"A student with a long name {LONG[:150]}", b"broken")
    intake = run.recognise(course.submitted_root, course)
    run.grade(intake, course, engine=Engine())
    similarity.report(course.submitted_root, course)
    return course


@pytest.fixture
def open_file(browser, graded):
    contexts = []

    def open_(name, *, width=1280, color_scheme="light"):
        file = {
            "summary": graded.home / "summary.html",
            "similar": graded.home / "similar.html",
            "feedback": graded.feedback("student-01", UNIT) / f"{UNIT}.html",
        }[name]
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=color_scheme
        )
        contexts.append(context)
        # The page's own policy allows no script; axe has to run in it all the same.
        page = context.new_page()
        watch(page, "")
        page.goto(file.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()


PAGES = ("summary", "feedback", "similar")


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_everyone_can_read_it_and_it_asks_nothing_of_the_network(open_file, name, color_scheme):
    page = open_file(name, color_scheme=color_scheme)
    for details in page.locator("details").all():
        details.evaluate("element => element.open = true")
    assert violations(page) == []
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    light = sum(map(int, paper.removeprefix("rgb(").removesuffix(")").split(","))) > 380
    assert light == (color_scheme == "light")
    assert not page.problems


@pytest.mark.parametrize("name", PAGES)
def test_it_fits_a_narrow_phone(open_file, name):
    page = open_file(name, width=320)
    for details in page.locator("details").all():
        details.evaluate("element => element.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_figure_is_seen_in_the_feedback_without_a_script(open_file):
    page = open_file("feedback")
    picture = page.locator("section[aria-labelledby=q6] figure svg").first
    box = picture.bounding_box()
    assert box["width"] > 200
    assert box["height"] > 100
    assert picture.locator("rect, path").count() > 2
    page.locator("section[aria-labelledby=q6] figure summary").click()
    assert page.get_by_role("cell", name="76").first.is_visible()
    assert page.locator("script").count() == 0
    assert not page.problems
