"""Records as a student looks things up on the published page, with no kernel."""

import pytest

from article10 import load

from .views import (
    alive,
    csv_rows,
    downloaded,
    pick,
    status,
    tab,
    tabs_that_overflow,
    violations_of,
)

PAGE = "widgets/records.html"
TABS = ("Table", "Sources", "Download")


@pytest.fixture(scope="module")
def study():
    return load("study_1995")


@pytest.fixture(scope="module")
def events():
    return load("events")


def cells(view, column):
    return view.locator(f'tbody [data-label="{column}"] > span').all_inner_texts()


def test_words_and_choices_narrow_the_records_and_the_address_keeps_them(open_page, study):
    page = open_page(PAGE)
    view = alive(page, "records")
    view.get_by_label("Search", exact=True).fill("Demócr")
    held = study["title"] + " " + study["gist"]
    fits = study[held.str.contains("democr", case=False)]
    assert sorted(cells(view, "Title")) == sorted(fits["title"])
    assert view.locator("mark").first.inner_text().lower() == "democr"
    assert status(view).startswith(f"{len(fits)} of {len(study)} records.")
    pick(view, "Basis", "=summary")
    fits = fits[fits["basis"] == "summary"]
    assert sorted(cells(view, "Title")) == sorted(fits["title"])
    page.reload()
    view = alive(page, "records")
    assert sorted(cells(view, "Title")) == sorted(fits["title"])
    assert view.get_by_label("Basis").input_value() == "=summary"
    tab(view, "Sources")
    sources = {key for cell in fits["source_id"] for key in cell.split(";")}
    assert view.locator(".ad-sources li").count() == len(sources)
    _, path = downloaded(view, "CSV file")
    rows = csv_rows(path)
    assert {row["title"] for row in rows} == set(fits["title"])
    assert list(rows[0]) == ["paragraph_from", "title", "gist", "basis", "source_id"]
    view.get_by_role("button", name="Reset").click()
    assert page.url.endswith("records.html")
    view.get_by_label("Search", exact=True).fill("no such thing")
    assert "No record fits" in view.get_by_role("tabpanel").inner_text()
    assert not page.problems


def test_the_keyboard_alone_sorts_turns_the_page_and_opens(open_page, events):
    page = open_page(PAGE)
    view = alive(page, "records", 1)
    assert view.locator("thead th").first.get_attribute("aria-sort") == "descending"
    view.get_by_role("button", name="Event", exact=True).focus()
    page.keyboard.press("Enter")
    titles = sorted(events["title"], key=str.lower)
    assert view.get_by_role("columnheader", name="Event").get_attribute("aria-sort") == "ascending"
    assert cells(view, "Event")[0].lower() == titles[0].lower()
    assert page.evaluate("document.activeElement.dataset.sort") == "title"
    assert "Sorted by Event, rising." in status(view)
    page.keyboard.press("Enter")
    assert cells(view, "Event")[0].lower() == titles[-1].lower()
    view.get_by_role("button", name="Next").last.focus()
    page.keyboard.press("Enter")
    assert (
        f"26 to 50 on this page. Sorted by Event, falling. Page 2 of {-(-len(events) // 25)}."
        in (status(view))
    )
    assert page.evaluate("document.activeElement.textContent") == "Next"
    title = cells(view, "Event")[1]
    view.get_by_role("button", name="Details").nth(1).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    row = events[events["title"] == title].iloc[0]
    detail = view.locator(".ad-detail").inner_text()
    assert row["detail"] in detail
    assert "Keys of references.bib" in detail
    assert view.locator(".ad-detail a[href^='http']").count() > 0
    address = page.url
    page.keyboard.press("Enter")
    assert view.locator(".ad-detail").count() == 0
    page.goto(address)
    view = alive(page, "records", 1)
    assert row["detail"] in view.locator(".ad-detail").inner_text()
    # The first table of the page has kept its own view.
    assert alive(page, "records").locator(".ad-detail").count() == 0
    assert not page.problems


def test_a_nonsense_address_is_explained_and_does_no_harm(open_page, study):
    query = (
        "records.where=kind%3D%3Cb%3E&records.sort=x&records.page=0&records.record=y&records.tab=z"
    )
    page = open_page(f"{PAGE}?{query}")
    view = alive(page, "records")
    notice = view.get_by_role("alert").inner_text()
    for words in ("“kind=<b>”", "“x”", "“0”", "“y”"):
        assert words in notice
    assert f"{len(study)} records; 1 to 25" in view.locator("caption").inner_text()
    assert not page.problems


@pytest.mark.parametrize("width", [1280, 320])
def test_without_javascript_the_table_is_there(open_page, study, width):
    page = open_page(PAGE, java_script=False, width=width)
    view = page.locator('.article10-view[data-module="records"]').first
    assert sorted(cells(view, "Title")) == sorted(study["title"])
    body = view.locator("tbody").first.bounding_box()
    assert body["x"] >= 0
    assert body["x"] + body["width"] <= width


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_every_tab_is_accessible_and_fits(open_page, scheme, width):
    page = open_page(f"{PAGE}?records.query=nato", color_scheme=scheme, width=width)
    view = alive(page, "records")
    view.get_by_role("button", name="Details").first.click()
    assert not tabs_that_overflow(view, TABS)
    assert not violations_of(view, TABS)


def test_on_a_phone_each_record_is_a_card(open_page):
    page = open_page(PAGE, width=320)
    view = alive(page, "records")
    panel = view.get_by_role("tabpanel")
    assert panel.evaluate("node => node.scrollWidth <= node.clientWidth")
    card = view.locator("tbody tr").nth(1)
    tops = [box.bounding_box()["y"] for box in card.locator("th, td").all()]
    assert tops == sorted(set(tops))
    assert view.get_by_role("cell").count() > 25


def test_a_phone_shows_the_first_cards_of_a_page_until_asked_for_all(open_page, events):
    page = open_page(PAGE, width=360)
    view = alive(page, "records", 1)
    cards = view.locator("tbody tr:visible")
    assert cards.count() == 8
    view.get_by_role("button", name="Show 17 more on this page").press("Enter")
    assert cards.count() == 25
    # Whoever came by keyboard goes on at the first of those that were hidden.
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 9
    view.get_by_role("button", name="Next").first.click()
    assert cards.count() == 8
    page.set_viewport_size({"width": 1280, "height": 900})
    assert cards.count() == 25
    assert not page.problems
