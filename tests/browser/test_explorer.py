"""The poll explorer as a reader uses it on the published page, with no kernel."""

import re
import struct

import pytest

from article10 import load

from .conftest import SITE, violations
from .views import (
    alive,
    csv_rows,
    downloaded,
    pick,
    picture,
    pictures,
    tabs_that_overflow,
    tick,
    violations_of,
)

PAGE = "public-opinion.html"
TABS = ("Chart", "Table", "Sources", "Download")


@pytest.fixture(scope="module")
def polls():
    return load("polls")


def explorer(page, number=0):
    return alive(page, "polls", number)


def test_a_question_a_country_and_a_period_can_be_chosen(open_page, polls):
    page = open_page(PAGE)
    view = explorer(page)
    pick(view, "Question", "vote_stay")
    countries = ["Croatia", "Montenegro"]
    tick(view, "Countries", *countries)
    view.get_by_role("tab", name="Table").click()
    stay = polls[
        (polls["question_family"] == "vote_stay")
        & polls["country"].isin(countries)
        & (polls["population_group"] == "all")
        & (polls["answer"] == "stay")
    ]
    assert len(stay) >= 3
    pick(view, "From year", str(stay["date_fielded"].dt.year.min()))
    pick(view, "To year", str(stay["date_fielded"].dt.year.max()))
    assert view.locator("tbody tr").count() == len(stay)
    last = stay["date_fielded"].dt.year.max()
    pick(view, "From year", str(last))
    assert view.locator("tbody tr").count() == (stay["date_fielded"].dt.year == last).sum()
    assert not page.problems


def test_the_address_holds_the_view(open_page):
    page = open_page(PAGE)
    view = explorer(page)
    pick(view, "Question", "support_join")
    tick(view, "Countries", "Finland")
    assert "polls.family=support_join" in page.url
    assert "polls.countries=Finland" in page.url
    said = picture(view)
    page.reload()
    assert picture(explorer(page)) == said
    explorer(page).get_by_role("button", name="Reset").click()
    assert "polls." not in page.url
    assert not page.problems


def test_a_link_opens_the_view_that_it_names(open_page):
    page = open_page(
        f"{PAGE}?polls.family=vote_join&polls.countries=Serbia&polls.period=2010"
        "&polls.period=2024&polls.tab=table"
    )
    view = explorer(page)
    assert view.get_by_role("tab", name="Table").get_attribute("aria-selected") == "true"
    assert "Serbia" in view.locator("caption").inner_text()


def test_a_nonsense_address_is_explained_and_does_no_harm(open_page):
    page = open_page(
        f"{PAGE}?polls.family=nonsense&polls.countries=Atlantis&polls.period=abc"
        "&polls.group=%3Cb%3E&polls.tab=nowhere&polls.answers=&other=1"
    )
    view = explorer(page)
    notice = view.locator(".ad-notice")
    assert "no question family “nonsense”" in notice.inner_text()
    assert "no results for “Atlantis”" in notice.inner_text()
    assert "all years are shown" in notice.inner_text()
    assert "other=1" in page.url
    assert not page.problems


def test_two_questions_in_the_address_are_refused_with_the_reason(open_page):
    page = open_page(f"{PAGE}?polls.family=vote_join,favourable_view")
    view = explorer(page)
    assert "two different questions" in view.locator(".ad-notice").inner_text()


def test_a_second_question_on_the_line_is_refused_with_the_reason(open_page):
    page = open_page(PAGE)
    view = explorer(page)
    pick(view, "Question", "vote_join")
    before = picture(view)
    pick(view, "Put a second question on the line", "favourable_view")
    notice = view.get_by_role("alert")
    assert "a change of question would look like a change of opinion" in notice.inner_text()
    assert picture(view) == before
    notice.get_by_role("button").click()
    assert picture(view).startswith("Favourable view of NATO")
    assert not view.get_by_text("two different questions").is_visible()


def test_a_point_tells_who_asked_whom_what(open_page, polls):
    page = open_page(f"{PAGE}?polls.family=support_join&polls.countries=Finland&polls.answers=for")
    view = explorer(page)
    view.get_by_role("button", name="Next result").click()
    detail = view.locator(".ad-detail").inner_text()
    for term in ("Share", "Question", "Survey", "Sample", "Margin", "Source"):
        assert term in detail
    rows = polls[(polls["question_family"] == "support_join") & (polls["country"] == "Finland")]
    assert any(publisher in detail for publisher in rows["publisher"].astype(str))
    # The pointer reaches the same: on the mark that the ring marks.
    ring = view.locator('.ad-plot circle[r="10"]')
    box = ring.bounding_box()
    view.get_by_role("button", name="Next result").click()
    assert view.locator(".ad-detail").inner_text() != detail
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert view.locator(".ad-detail").inner_text() == detail


def test_referendums_are_marked_apart(open_page):
    page = open_page(
        f"{PAGE}?polls.family=vote_join&polls.countries=Slovenia&polls.period=1990&polls.period=2010"
    )
    view = explorer(page)
    assert view.locator(".ad-plot text", has_text="referendum").count() == 1
    view.get_by_role("tab", name="Table").click()
    assert view.locator("tbody tr", has_text="referendum").count() >= 1


def test_the_keyboard_alone_is_enough(open_page):
    page = open_page(PAGE)
    view = explorer(page)
    view.get_by_label("Question", exact=True).focus()
    before = picture(view)
    page.keyboard.press("ArrowDown")
    assert picture(view) != before
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert view.locator("details.ad-list").first.get_attribute("open") is not None
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    assert view.locator("details.ad-list").first.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    chart = view.get_by_role("tab", name="Chart")
    chart.focus()
    page.keyboard.press("ArrowRight")
    assert view.get_by_role("tab", name="Table").get_attribute("aria-selected") == "true"
    assert page.evaluate("document.activeElement.textContent") == "Table"
    page.keyboard.press("Home")
    assert chart.get_attribute("aria-selected") == "true"
    view.get_by_role("button", name="Next result").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Next result"
    assert not page.problems


def test_changes_are_announced(open_page):
    page = open_page(PAGE)
    view = explorer(page)
    status = view.get_by_role("status")
    assert status.inner_text() == ""
    pick(view, "Question", "vote_join")
    assert status.inner_text().startswith("Would vote to join NATO")
    view.get_by_role("tab", name="Sources").click()
    assert re.match(r"\d+ sources? behind what is shown", status.inner_text())


def test_the_csv_file_is_what_is_shown(open_page):
    page = open_page(f"{PAGE}?polls.family=vote_join&polls.countries=Ukraine&polls.tab=table")
    view = explorer(page)
    shown = view.locator("tbody tr").count()
    name, path = downloaded(view, "CSV file")
    assert name == "polls-vote_join.csv"
    rows = csv_rows(path)
    assert len(rows) == shown
    assert {row["country"] for row in rows} == {"Ukraine"}
    assert set(load("polls").columns) <= set(rows[0])


def test_the_png_picture_is_one(open_page):
    page = open_page(f"{PAGE}?polls.tab=download", color_scheme="dark")
    view = explorer(page)
    _, path = downloaded(view, "PNG picture")
    content = path.read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    assert width == 2 * (800 + 48)
    assert height > 600
    # A picture of nothing compresses to next to nothing.
    assert len(content) > 20_000


def test_two_on_one_page_do_not_disturb_each_other(open_page):
    page = open_page(PAGE)
    first = picture(explorer(page, 0))
    second = explorer(page, 1)
    pick(second, "Question", "vote_stay")
    assert "polls-2.family=vote_stay" in page.url
    assert picture(explorer(page, 0)) == first


def test_without_javascript_there_is_a_picture_and_a_table(open_page):
    for view in pictures(open_page, PAGE, "polls"):
        assert view.locator("tbody tr").first.is_visible()


def test_a_page_opened_from_a_disk_is_alive(browser):
    page = browser.new_context().new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((SITE / PAGE).as_uri())
    view = explorer(page)
    pick(view, "Question", "vote_stay")
    assert picture(view).startswith("Would vote to stay")
    assert not errors
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_tab_is_accessible(open_page, scheme):
    page = open_page(PAGE, color_scheme=scheme)
    view = explorer(page)
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    view.locator("summary").first.click()
    found = violations(page)
    view.locator("summary").first.click()
    view.get_by_role("button", name="Next result").click()
    pick(view, "Put a second question on the line", "vote_stay")
    assert not found + violations_of(view, TABS)


def test_nothing_is_cut_at_320_pixels(open_page):
    page = open_page(PAGE, width=320)
    view = explorer(page)
    view.get_by_role("button", name="Next result").click()
    assert not tabs_that_overflow(view, TABS)
    view.get_by_role("tab", name="Chart").click()
    cut = view.locator(".ad-plot").evaluate(
        """plot => { const edge = plot.firstChild.getBoundingClientRect().right + 1;
        return [...plot.querySelectorAll('text')]
          .filter(t => t.getBoundingClientRect().right > edge).map(t => t.textContent); }"""
    )
    assert cut == []


def test_the_figure_comes_alive_and_follows_the_theme(open_page):
    page = open_page(PAGE)
    view = page.locator('.article10-view[data-module="figure"]').first
    view.scroll_into_view_if_needed()
    view.locator(".js-plotly-plot .main-svg").first.wait_for()
    paper = "document.querySelector('.js-plotly-plot .main-svg').style.background"
    light = page.evaluate(paper)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_function(f"{paper} !== '{light}'")
    view.get_by_role("tab", name="Table").click()
    assert view.locator("tbody tr").count() > 5
    assert not page.problems
