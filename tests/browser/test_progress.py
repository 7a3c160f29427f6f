"""The progress page as a reader uses it on the published site."""

import json
from pathlib import Path

import pytest

from .conftest import violations
from .test_keep import KEYS, give, typed
from .test_quiz import PAGE as QUIZ
from .test_quiz import quiz

PAGE = "progress.html"
HERE = f"{KEYS}.map(key => [key, localStorage[key]])"
NOTEBOOK = """() => new Promise((done) => {
  const opening = indexedDB.open("article10-exercises");
  opening.onupgradeneeded = () => opening.result.createObjectStore("files");
  opening.onsuccess = () => {
    const change = opening.result.transaction(["files"], "readwrite");
    change.objectStore("files").put({}, "public-opinion.ipynb");
    change.oncomplete = () => { opening.result.close(); done(); };
  };
})"""


def progress(page):
    view = page.locator('.article10-view[data-module="progress"]')
    page.wait_for_function("view => 'alive' in view.dataset", arg=view.element_handle())
    return view


def with_answers(open_page, **options):
    """The progress page of a browser in which a question was answered."""
    page = open_page(QUIZ, **options)
    give(quiz(page))
    page.goto(page.url.replace(QUIZ, PAGE))
    return page, progress(page)


def choose(view, content):
    view.locator("input[type=file]").set_input_files(
        {"name": "a.json", "mimeType": "application/json", "buffer": content.encode()}
    )


def exported(page, view):
    with page.expect_download() as download:
        view.get_by_role("button", name="Export as a file").click()
    assert download.value.suggested_filename.startswith("open-door-progress-")
    return Path(download.value.path()).read_text("utf-8")


def told(view, text):
    """Wait until the page says this; a file is read a moment after it was chosen."""
    view.locator(".ad-notice", has_text=text).wait_for()


def test_a_reader_without_progress_sees_the_chapters(open_page):
    page = open_page(PAGE)
    view = progress(page)
    row = view.locator("tbody tr", has_text="Public opinion on NATO")
    assert "nothing yet" in row.inner_text()
    assert "not started" in row.inner_text()
    row.get_by_role("link").click()
    assert page.url.endswith("/public-opinion.html")
    # Looking for notebooks has not made an empty storage of them.
    names = page.evaluate("indexedDB.databases().then(all => all.map(one => one.name))")
    assert "article10-exercises" not in names
    page.evaluate(NOTEBOOK)
    page.go_back()
    row = progress(page).locator("tbody tr", has_text="Public opinion on NATO")
    row.get_by_text("started", exact=True).wait_for()
    assert not page.problems


def test_what_was_done_is_listed_and_comes_back_from_a_file(open_page):
    page, view = with_answers(open_page)
    row = view.locator("tbody tr", has_text="Check of understanding")
    assert "1 of 9 questions answered, 1 right" in row.inner_text()
    text = exported(page, view)
    assert json.loads(text)["format"] == "article10-progress"

    view.get_by_role("button", name="Clear everything").click()
    assert page.evaluate("document.activeElement.textContent") == "Cancel"
    page.keyboard.press("Enter")
    assert len(page.evaluate(KEYS)) == 1
    view.get_by_role("button", name="Clear everything").click()
    view.get_by_role("button", name="Clear everything").click()
    row.wait_for(state="detached")
    assert page.evaluate(KEYS) == []

    choose(view, text)
    row.wait_for()
    view.get_by_text("1 entry imported").wait_for()
    row.get_by_role("link").click()
    assert typed(quiz(page)) == "4.4"
    assert not page.problems


def test_a_wrong_file_is_refused_and_nothing_changes(open_page):
    page, view = with_answers(open_page)
    before = page.evaluate(HERE)
    good = json.loads(exported(page, view))

    def entry(**changes):
        return json.dumps(
            {**good, "entries": [*good["entries"], {**good["entries"][0], **changes}]}
        )

    for content, reason in {
        "no JSON": "not a JSON file",
        '{"cells": []}': "not exported from this page",
        json.dumps({**good, "version": 7}): "version 7",
        entry(traits=3): "damaged",
        json.dumps({**good, "entries": [{**good["entries"][0], "page": "//evil.example/x"}]}): (
            "not an entry of this site"
        ),
    }.items():
        choose(view, content)
        told(view, reason)
        told(view, "Nothing has changed.")
        assert page.evaluate(HERE) == before
    # All or nothing: a bad entry after a good one.
    choose(view, entry(page="a b"))
    view.get_by_role("button", name="Replace them").click()
    told(view, "Not an entry of this site")
    assert page.evaluate(HERE) == before
    assert not page.problems


def test_a_file_replaces_newer_work_only_when_told_to(open_page):
    page, view = with_answers(open_page)
    old = exported(page, view)
    page.goto(page.url.replace(PAGE, QUIZ))
    give(quiz(page), "9")
    page.goto(page.url.replace(QUIZ, PAGE))
    view = progress(page)
    newer = page.evaluate(HERE)
    choose(view, old)
    told(view, "For Check of understanding there is something")
    view.get_by_role("button", name="Cancel").click()
    assert page.evaluate(HERE) == newer
    choose(view, old)
    view.get_by_role("button", name="Replace them").click()
    view.get_by_text("1 entry imported").wait_for()
    assert page.evaluate(HERE) != newer
    assert not page.problems


def test_storage_that_fills_up_during_an_import_leaves_everything_as_it_was(open_page):
    page, view = with_answers(open_page)
    content = json.loads(exported(page, view))
    [one] = content["entries"]
    content["entries"] = [{**one, "page": "a"}, {**one, "page": "b"}]
    before = page.evaluate(HERE)
    page.evaluate("""() => { let left = 1; const put = Storage.prototype.setItem;
        Storage.prototype.setItem = function (key, value) {
          if (!left--) throw new DOMException("full", "QuotaExceededError");
          put.call(this, key, value); }; }""")
    choose(view, json.dumps(content))
    told(view, "no room")
    assert page.evaluate(HERE) == before
    assert not page.problems


def test_without_javascript_the_page_says_what_it_needs(open_page):
    page = open_page(PAGE, java_script=False)
    assert page.get_by_text("showing it needs JavaScript").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(open_page, scheme):
    page, view = with_answers(open_page, color_scheme=scheme, width=320)
    found = violations(page)
    choose(view, exported(page, view))
    view.get_by_role("button", name="Clear everything").click()
    found += violations(page)
    assert not found
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
