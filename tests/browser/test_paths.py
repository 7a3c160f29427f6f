"""The accession paths as a reader uses them on the published page, with no kernel."""

import pytest

from article10 import load

from .views import (
    alive,
    csv_rows,
    downloaded,
    pick,
    picture,
    pictures,
    status,
    tabs_that_overflow,
    tick,
    violations_of,
)

PAGE = "widgets/paths.html"
TABS = ("Chart", "Table", "Sources", "Download")


def test_countries_clock_order_and_opening_by_pointer_live_in_the_address(open_page):
    page = open_page(PAGE)
    view = alive(page, "paths")
    tick(view, "Countries", "Poland", "Finland", "Croatia")
    pick(view, "Clock", "first step")
    pick(view, "Order of rows", "duration")
    said = picture(view)
    assert (
        said.index("Poland: 5.1 years") < said.index("Croatia: 8.9") < said.index("Finland: 28.9")
    )
    assert "Median of all 20 completed paths: 10.1 years" in said
    view.locator(".ad-plot text", has_text="Finland").click()
    detail = view.locator(".ad-detail")
    assert detail.get_by_role("heading").inner_text() == "Finland"
    for part in ("9 May 1994; first step", "28.9 years (median 10.1)", "skipped", "source"):
        assert part in detail.inner_text()
    assert "Finland: 28.9 years" in status(view)
    for part in ("countries=Poland", "clock=first", "order=duration", "opened=Finland"):
        assert f"paths.{part}" in page.url
    page.reload()
    view = alive(page, "paths")
    assert picture(view) == said
    assert view.locator(".ad-detail h3").inner_text() == "Finland"
    view.get_by_role("button", name="Reset").click()
    assert "?" not in page.url
    assert not page.problems


def test_the_keyboard_alone_is_enough(open_page):
    page = open_page(PAGE)
    view = alive(page, "paths")
    heading = view.locator(".ad-detail h3")
    view.get_by_label("Clock", exact=True).focus()
    before = picture(view)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert picture(view) != before
    view.locator(".ad-plot").focus()
    page.keyboard.press("ArrowRight")
    first = heading.inner_text()
    page.keyboard.press("ArrowRight")
    assert heading.inner_text() != first
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert heading.inner_text() == first
    assert page.evaluate("document.activeElement.textContent") == "Previous country"
    assert not page.problems


def test_the_table_and_the_file_hold_every_step(open_page):
    page = open_page(f"{PAGE}?paths.countries=Kosovo&paths.countries=Sweden&paths.tab=table")
    view = alive(page, "paths")
    rows = view.locator("tbody tr")
    assert rows.count() == 12
    assert rows.filter(has_text="skipped").count() == 1
    assert rows.filter(has_text="not yet").count() == 6
    name, path = downloaded(view, "CSV file")
    assert name == "accession-paths.csv"
    steps = csv_rows(path)
    assert len(steps) == 12
    sweden = {row["step"]: row for row in steps if row["country"] == "Sweden"}
    assert sweden["Accession"]["date"] == "2024-03-07"
    assert float(sweden["Accession"]["years_since_first_step"]) == pytest.approx(29.8, abs=0.1)
    _, path = downloaded(view, "PNG picture")
    assert path.read_bytes()[:4] == b"\x89PNG"
    assert path.stat().st_size > 10_000
    assert not page.problems


def test_a_nonsense_address_is_explained_and_does_no_harm(open_page):
    page = open_page(
        f"{PAGE}?paths.countries=Atlantis&paths.clock=%3Cb%3E&paths.order=size&paths.opened=Nowhere"
    )
    view = alive(page, "paths")
    notice = view.locator(".ad-notice").inner_text()
    for part in ("country “Atlantis”", "clock “<b>”", "order “size”", "country “Nowhere”"):
        assert part in notice
    assert "no country chosen" in picture(view)
    tick(view, "Countries", "Serbia")
    assert "Serbia: no entry sought" in picture(view)
    assert not page.problems


def test_two_on_one_page_do_not_disturb_each_other(open_page):
    page = open_page(PAGE)
    first, second = alive(page, "paths"), alive(page, "paths", 1)
    before = picture(first)
    pick(second, "Clock", "calendar")
    assert "paths-2.clock=calendar" in page.url
    assert picture(first) == before


def test_without_javascript_there_is_a_picture_and_a_table(open_page):
    for view in pictures(open_page, PAGE, "paths"):
        assert view.locator("tbody tr", has_text="skipped").first.is_visible()


def test_nothing_is_cut_at_320_pixels(open_page):
    page = open_page(f"{PAGE}?paths.opened=Croatia", width=320)
    view = alive(page, "paths")
    tick(view, "Countries", *load("accessions")["country"])
    cut = view.locator(".ad-plot").evaluate(
        """plot => { const edge = plot.firstChild.getBoundingClientRect();
        return [...plot.querySelectorAll('text')].filter(t => {
          const box = t.getBoundingClientRect();
          return box.right > edge.right + 1 || box.left < edge.left - 1;
        }).map(t => t.textContent); }"""
    )
    assert cut == []
    assert not tabs_that_overflow(view, TABS)
    assert not page.problems


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_tab_is_accessible(open_page, scheme):
    page = open_page(f"{PAGE}?paths.opened=Kosovo", color_scheme=scheme)
    view = alive(page, "paths")
    assert not violations_of(view, TABS)
