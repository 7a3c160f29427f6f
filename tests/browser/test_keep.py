"""What the published page keeps in the browser, shown by the check of understanding."""

import json

import pytest

from .test_quiz import NUMBER, PAGE, SINGLE, check, form, pick, quiz, verdict

KEYS = "Object.keys(localStorage).filter(key => key.startsWith('article10.view'))"


def give(view, typed="4.4"):
    number = form(view, NUMBER)
    number.get_by_label("Your answer").fill(typed)
    check(number)


def typed(view):
    return form(view, NUMBER).get_by_label("Your answer").input_value()


def test_answers_outlive_the_page_and_leave_no_trace_when_cleared(open_page):
    page = open_page(PAGE)
    view = quiz(page)
    assert page.evaluate(KEYS) == []
    give(view, "3.1")
    give(view)
    assert "kept in this browser" in view.inner_text()
    assert "answers" not in page.url
    page.reload()
    view = quiz(page)
    assert typed(view) == "4.4"
    assert verdict(form(view, NUMBER)).startswith("✓ Right, 2 tries")
    assert "1 of 9 questions answered, 1 right (0 at the first try)" in view.inner_text()

    [key] = page.evaluate(KEYS)
    assert key.split(" ")[1:] == ["/", "widgets/quiz", "quiz"]
    entry = json.loads(page.evaluate("key => localStorage[key]", key))
    assert set(entry) == {"title", "summary", "traits"}
    assert entry["title"] == "Check of understanding"
    assert entry["summary"].startswith("1 of 9 questions answered, 1 right")

    view.get_by_role("button", name="Clear my answers").click()
    view.get_by_role("button", name="Clear", exact=True).click()
    assert page.evaluate(KEYS) == []
    page.reload()
    assert typed(quiz(page)) == ""
    assert not page.problems


ANSWER = {"version": "x", "first": [4], "last": None, "tries": "many"}


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "{broken",
        "null",
        '{"title": "t", "summary": "s"}',
        '{"title": "t", "summary": "s", "traits": {"answers": []}}',
        '{"title": "t", "summary": "s", "traits": {"answers": null, "data": {}, "tab": 7}}',
        json.dumps({"title": "t", "summary": "s", "traits": {"answers": {NUMBER: ANSWER}}}),
    ],
)
def test_what_cannot_be_read_is_ignored(open_page, stored):
    page = open_page(PAGE)
    quiz(page)
    page.evaluate("text => (localStorage['article10.view / widgets/quiz quiz'] = text)", stored)
    page.reload()
    view = quiz(page)
    assert "None of 9 questions answered" in view.inner_text()
    give(view)
    page.reload()
    assert typed(quiz(page)) == "4.4"
    assert not page.problems


FORBIDDEN = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("denied", "SecurityError"); } });"""
FULL = """const put = Storage.prototype.setItem;
Storage.prototype.setItem = function (key, value) {
  if (value.length > 100) throw new DOMException("full", "QuotaExceededError");
  put.call(this, key, value);
};"""


def open_with(open_page, script):
    """The page in a browser that this script has changed before any other runs."""
    page = open_page(PAGE)
    page.wait_for_load_state("networkidle")
    page.context.add_init_script(script)
    page.reload()
    return page


def test_storage_that_is_forbidden_is_no_obstacle(open_page):
    page = open_with(open_page, FORBIDDEN)
    # The theme's own scripts do not bear it as well as ours.
    page.problems.clear()
    view = quiz(page)
    assert "keeps nothing" in view.inner_text()
    give(view)
    assert verdict(form(view, NUMBER)).startswith("✓ Right")
    assert not [problem for problem in page.problems if "article10" in problem]


def test_storage_that_is_full_is_admitted(open_page):
    page = open_with(open_page, FULL)
    view = quiz(page)
    assert "kept in this browser" in view.inner_text()
    give(view)
    assert verdict(form(view, NUMBER)).startswith("✓ Right")
    assert "keeps nothing" in view.inner_text()
    assert not page.problems


def test_two_tabs_follow_each_other(open_page):
    page = open_page(PAGE)
    view = quiz(page)
    give(view)
    other = page.context.new_page()
    other.goto(page.url)
    second = quiz(other)
    assert typed(second) == "4.4"
    pick(form(second, SINGLE), form(second, SINGLE).locator("label").first.inner_text().strip())
    check(form(second, SINGLE))
    overall = view.locator(".ad-overall")
    page.wait_for_function(
        "line => line.textContent.startsWith('2 of 9')", arg=overall.element_handle()
    )
    # An answer here must not undo the one given there.
    give(view, "9")
    other.reload()
    assert "2 of 9" in quiz(other).inner_text()
    assert not page.problems
