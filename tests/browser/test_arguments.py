"""The argument map as a reader uses it on the published page, with no kernel."""

import pytest

from article10 import load

from .conftest import violations
from .views import (
    alive,
    files,
    pick,
    picture,
    pictures,
    status,
    tab,
    tabs_that_overflow,
    tick,
    violations_of,
)

PAGE = "widgets/arguments.html"
TABS = ("Chart", "Table", "Sources", "Download")


@pytest.fixture(scope="module")
def perspectives():
    return load("perspectives")


def test_filters_and_opening_by_pointer_live_in_the_address(open_page, perspectives):
    page = open_page(PAGE)
    view = alive(page, "arguments")
    tick(view, "On what", "KECI", "NATO membership of Kosovo")
    tick(view, "Stances", "conditional", "sceptical")
    shown = perspectives[
        perspectives["proposition"].isin(["KECI", "NATO membership of Kosovo"])
        & perspectives["stance"].isin(["conditional", "sceptical"])
    ]
    assert f"{len(shown)} statements" in status(view)
    pick(view, "Rows", "ground")
    pick(view, "Columns", "stance")
    for part in ("left out by the choices", "no statement in this table"):
        assert view.locator(".ad-plot text", has_text=part).count() == 1
    # The only hollow circle in the row of geopolitics.
    row = view.locator(".ad-plot text", has_text="geopolitics").bounding_box()
    marks = view.locator('.ad-plot svg > circle[r="6.5"]').all()
    mark = min((one.bounding_box() for one in marks), key=lambda box: abs(box["y"] - row["y"]))
    page.mouse.click(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    detail = view.locator(".ad-detail")
    assert detail.get_by_role("heading").inner_text() == "Jamie Shea"
    for part in ("former senior NATO official", "December 2025", "in our words", "Shea sections"):
        assert part in detail.inner_text()
    for part in ("rows=ground", "columns=stance", "stances=sceptical", "opened=shea-conditions"):
        assert f"arguments.{part}" in page.url
    said = picture(view)
    page.reload()
    view = alive(page, "arguments")
    assert picture(view) == said
    assert view.locator(".ad-detail").get_by_role("heading").inner_text() == "Jamie Shea"
    view.get_by_role("button", name="Reset").click()
    assert "?" not in page.url
    assert not page.problems


def test_the_keyboard_alone_is_enough(open_page, perspectives):
    page = open_page(PAGE)
    view = alive(page, "arguments")
    heading = view.locator(".ad-detail h3")
    view.get_by_role("tab", name="Chart").focus()
    page.keyboard.press("Tab")  # Reset
    page.keyboard.press("Tab")  # the panel
    page.keyboard.press("Tab")  # the picture
    page.keyboard.press("ArrowRight")
    assert heading.inner_text() == "Mentor Vrajolli"
    assert status(view).endswith(f"Statement 1 of {len(perspectives)}.")
    page.keyboard.press("ArrowRight")
    second = heading.inner_text()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert heading.inner_text() == second != "Mentor Vrajolli"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert heading.inner_text() == "Mentor Vrajolli"
    assert page.evaluate("document.activeElement.textContent") == "Previous statement"
    view.get_by_label("Rows", exact=True).focus()
    page.keyboard.press("End")
    page.wait_for_url(lambda address: "rows=side" in address)
    assert view.get_by_label("Columns", exact=True).input_value() == "stance"
    summary = view.locator("details.ad-list summary").nth(1)
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_url(lambda address: "sides=Kosovo" in address)
    page.keyboard.press("Escape")
    assert summary.evaluate("node => node === document.activeElement")
    assert not page.problems


def test_a_nonsense_address_is_explained_and_does_no_harm(open_page):
    page = open_page(
        f"{PAGE}?arguments.sides=nonsense&arguments.grounds=%3Cb%3E&arguments.rows=x"
        "&arguments.columns=y&arguments.opened=nothing&arguments.tab=nowhere"
    )
    notice = alive(page, "arguments").locator(".ad-notice").inner_text()
    for part in ("side “nonsense”", "ground “<b>”", "row “x”", "statement “nothing”"):
        assert part in notice
    assert not page.problems


def test_a_chapter_presets_one_and_two_do_not_disturb_each_other(open_page):
    page = open_page(PAGE)
    first, second = alive(page, "arguments"), alive(page, "arguments", 1)
    before = picture(first)
    assert "NATO membership of Kosovo" in picture(second)
    assert second.locator(".ad-detail h3").inner_text() == "Jamie Shea"
    second.get_by_role("button", name="Next statement").click()
    assert "arguments-2.opened=" in page.url
    assert picture(first) == before
    second.get_by_role("button", name="Reset").click()
    assert "?" not in page.url


def test_files_hold_exactly_what_is_shown(open_page, perspectives):
    page = open_page(f"{PAGE}?arguments.sides=Serbia&arguments.sides=Kosovo%20Serb")
    view = alive(page, "arguments")
    tab(view, "Table")
    shown = view.locator("tbody tr").count()
    assert "No statement in this table" in view.locator(".ad-note").inner_text()
    rows = files(view, "arguments")
    expected = perspectives[perspectives["side"].isin(["Serbia", "Kosovo Serb"])]
    assert len(rows) == shown == len(expected)
    assert {row["id"] for row in rows} == set(expected["id"])
    assert set(perspectives.columns) <= set(rows[0])
    assert not page.problems


def test_on_a_phone_it_is_a_list_with_the_same_opening_and_the_same_silence(
    open_page, perspectives
):
    page = open_page(PAGE, width=320)
    view = alive(page, "arguments")
    assert view.locator(".ad-plot").count() == 0
    entries = view.locator(".ad-event")
    assert entries.count() == len(perspectives)
    keci = view.locator(".ad-events > li", has=page.get_by_text("KECI", exact=True))
    assert "No statement: Kosovo Serb, Serbia, NATO" in keci.inner_text()
    view.get_by_role("button", name="Boris Tadić").click()
    opened = view.locator('.ad-event[aria-expanded="true"]')
    assert "Boris Tadić" in opened.inner_text()
    page.keyboard.press("ArrowRight")
    assert "Boris Tadić" not in opened.inner_text()
    assert opened.evaluate("node => node === document.activeElement")
    assert "non-recognising Ally" in view.locator(".ad-detail").inner_text()
    opened.click()
    assert opened.count() == 0
    assert not tabs_that_overflow(view, TABS)
    assert not page.problems


def test_without_javascript_there_is_a_picture_and_a_table(open_page, perspectives):
    broad, narrow = pictures(open_page, PAGE, "arguments")
    assert broad.locator("tbody tr").count() == len(perspectives)
    assert narrow.locator(".ad-narrow text", has_text="Goran Rakić").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_tab_is_accessible(open_page, scheme):
    address = f"{PAGE}?arguments.opened=shea-conditions"
    page = open_page(address, color_scheme=scheme)
    view = alive(page, "arguments")
    assert not violations_of(view, TABS)
    narrow = open_page(address, width=360, color_scheme=scheme)
    alive(narrow, "arguments")
    assert not violations(narrow)
