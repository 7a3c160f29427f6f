"""The KECI planner as a reader uses it on the published page, with no kernel."""

import pytest

from article10 import KeciPlanner, load

from .conftest import violations
from .views import alive, files, picture, tabs_that_overflow, violations_of

PAGE = "widgets/planner.html"
TABS = ("Chart", "Table", "Sources", "Download")


def planner(page):
    """The planner, once it is alive."""
    return alive(page, "planner")


def test_a_plan_can_be_made_and_taken_away(open_page):
    page = open_page(PAGE)
    view = planner(page)
    view.get_by_label("Start: month").select_option(label="June")
    view.get_by_label("Start: year").select_option("2027")
    view.get_by_label("Phase 1: 12 to 18").fill("18")
    view.get_by_label("In phase 3").select_option("breakthrough")
    assert "Phase 1 ends in November 2028" in picture(view)
    view.locator("summary", has_text="12 of 12").click()
    view.get_by_label("Finance").uncheck()
    view.locator("summary", has_text="11 of 12").click()
    assert "planner.start=2027-06" in page.url
    assert "planner.without=finance" in page.url

    rows = files(view, "keci-plan")
    expected = KeciPlanner(
        load("keci"), load("keci_mechanisms"),
        start="2027-06", lengths=[18, 30, 24], outcome="breakthrough", without=["finance"],
    ).plan  # fmt: skip
    assert list(rows[0]) == list(expected.columns)
    assert [row["item"] for row in rows] == expected["item"].tolist()
    assert [row["end"] for row in rows] == expected["end"].dt.strftime("%Y-%m").tolist()

    view.get_by_role("tab", name="Chart").click()
    sentence = picture(view)
    page.reload()
    assert picture(planner(page)) == sentence
    planner(page).get_by_role("button", name="Reset").click()
    assert "?" not in page.url
    assert not page.problems


def test_the_keyboard_alone_is_enough(open_page):
    page = open_page(PAGE)
    view = planner(page)
    slider = view.get_by_label("Phase 2: 24 to 36")
    slider.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    # The slider stops at the end of its range.
    assert slider.input_value() == "36"
    assert slider.get_attribute("aria-valuetext") == "36 months"
    assert "planner.lengths=36" in page.url
    assert "Phase 2 ends in March 2030" in view.get_by_role("status").inner_text()
    view.get_by_role("button", name="Next item").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Next item"
    detail = view.locator(".ad-detail")
    for term in ("Phase 2", "Sensitivity", "coding", "NATO School", "Source"):
        assert term in detail.inner_text()
    assert not page.problems


def test_a_row_opens_under_the_pointer(open_page):
    page = open_page(PAGE)
    view = planner(page)
    view.locator(".ad-plot text", has_text="Graduated entry").first.click()
    assert view.locator(".ad-detail h3").inner_text() == "Graduated entry into exercises"


def test_a_nonsense_address_is_clamped_and_explained(open_page):
    page = open_page(
        f"{PAGE}?planner.start=%3Cb%3E&planner.lengths=99&planner.lengths=x&planner.lengths=24"
        "&planner.outcome=war&planner.without=nothing&planner.tab=nowhere"
    )
    view = planner(page)
    notice = view.locator(".ad-notice").inner_text()
    for part in ("is no month", "so 99 became 18", "is no number", "“war”", "“nothing”"):
        assert part in notice
    assert view.get_by_label("Phase 1: 12 to 18").input_value() == "18"
    assert not page.problems


def test_without_javascript_there_is_a_picture_and_a_table(open_page):
    page = open_page(PAGE, java_script=False, width=360)
    view = page.locator('.article10-view[data-module="planner"]').first
    assert view.locator(".ad-narrow svg").is_visible()
    assert "not NATO policy" in view.locator(".ad-narrow svg").text_content()
    view.locator("summary").click()
    assert view.locator("tbody tr").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_tab_is_accessible_and_fits_a_small_screen(open_page, scheme):
    page = open_page(PAGE, width=320, color_scheme=scheme)
    view = planner(page)
    view.get_by_role("button", name="Next item").click()
    assert not tabs_that_overflow(view, TABS)
    found = violations_of(view, TABS)
    view.locator("summary", has_text="12 of 12").click()
    found += violations(page)
    assert not found
    view.get_by_role("tab", name="Chart").click()
    cut = view.locator(".ad-plot").evaluate(
        """plot => { const edge = plot.firstChild.getBoundingClientRect().right + 1;
        return [...plot.querySelectorAll('text')]
          .filter(t => t.getBoundingClientRect().right > edge).map(t => t.textContent); }"""
    )
    assert cut == []
    assert not page.problems
