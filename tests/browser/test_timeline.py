"""The timeline as a reader uses it on the published page, with no kernel."""

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

PAGE = "widgets/timeline.html"
TABS = ("Chart", "Table", "Sources", "Download")


@pytest.fixture(scope="module")
def events():
    return load("events")


def test_filters_zoom_and_opening_by_pointer_live_in_the_address(open_page, events):
    page = open_page(PAGE)
    view = alive(page, "timeline")
    tick(view, "Themes", "recognition")
    tick(view, "Actors", "Serbia", "Germany")
    view.get_by_label("Words").fill("recognise")
    rows = events[
        (events["theme"] == "recognition")
        & events["actors"].str.contains("Serbia|Germany")
        & (events["title"] + events["detail"]).str.contains("recognise", case=False)
    ]
    assert f"{len(rows)} events" in status(view)
    label = view.locator(".ad-plot text", has_text="Canada recognises Kosovo")
    pick(view, "From year", "2008")
    pick(view, "To year", "2009")
    label.click()
    detail = view.locator(".ad-detail")
    assert detail.get_by_role("heading").inner_text() == "Canada recognises Kosovo"
    for part in ("18 March 2008", "the module's own grading", "Recognition", "Source"):
        assert part in detail.inner_text()
    assert detail.locator("a").count() >= 1
    view.get_by_role("button", name="Zoom in").click()
    assert (
        view.get_by_label("From year").input_value(),
        view.get_by_label("To year").input_value(),
    ) == (
        "2008",
        "2008",
    )
    for part in ("themes=recognition", "query=recognise", "opened=2008-canada", "period=2008"):
        assert f"timeline.{part}" in page.url
    said = picture(view)
    page.reload()
    view = alive(page, "timeline")
    assert picture(view) == said
    assert (
        view.locator(".ad-detail").get_by_role("heading").inner_text() == "Canada recognises Kosovo"
    )
    view.get_by_role("button", name="Reset").click()
    assert "?" not in page.url
    assert not page.problems


def test_a_mark_without_a_label_opens_too(open_page):
    page = open_page(PAGE)
    view = alive(page, "timeline")
    tick_mark = view.locator('.ad-plot path[opacity=".8"]').first
    box = tick_mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert view.locator(".ad-detail").get_by_role("heading").count() == 1
    assert "timeline.opened=" in page.url


def test_zoom_buttons_stop_at_the_ends_without_losing_the_focus(open_page, events):
    page = open_page(f"{PAGE}?timeline.period=1998&timeline.period=2001")
    view = alive(page, "timeline")
    period = lambda: [view.get_by_label(f"{end} year").input_value() for end in ("From", "To")]  # noqa: E731
    view.get_by_role("button", name="Later").click()
    assert period() == ["2000", "2003"]
    view.get_by_role("button", name="Earlier").click()
    assert period() == ["1998", "2001"]
    out = view.get_by_role("button", name="Zoom out")
    out.focus()
    for _ in range(6):
        page.keyboard.press("Enter")
    assert period() == ["1949", "2025"]
    assert out.get_attribute("aria-disabled") == "true"
    assert page.evaluate("document.activeElement.textContent") == "Zoom out"
    assert f"{len(events)} events" in picture(view)


def test_the_keyboard_alone_is_enough(open_page, events):
    page = open_page(PAGE)
    view = alive(page, "timeline")
    heading = view.locator(".ad-detail h3")
    view.get_by_role("tab", name="Chart").focus()
    page.keyboard.press("Tab")  # Reset
    page.keyboard.press("Tab")  # the panel
    page.keyboard.press("Tab")  # the picture
    page.keyboard.press("ArrowRight")
    assert heading.inner_text() == events["title"][0]
    assert status(view).endswith(f"Event 1 of {len(events)}.")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert heading.inner_text() == events["title"][2]
    page.keyboard.press("ArrowLeft")
    assert heading.inner_text() == events["title"][1]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert heading.inner_text() == events["title"][0]
    assert page.evaluate("document.activeElement.textContent") == "Previous event"
    page.keyboard.press("ArrowLeft")
    assert heading.inner_text() == events["title"].iloc[-1]
    view.get_by_label("Words").focus()
    page.keyboard.type("banjska")
    page.keyboard.press("ArrowLeft")
    assert view.get_by_label("Words").input_value() == "banjska"
    assert "is outside these choices" in view.locator(".ad-detail").inner_text()
    assert not page.problems


def test_a_nonsense_address_is_explained_and_does_no_harm(open_page):
    page = open_page(
        f"{PAGE}?timeline.themes=nonsense&timeline.actors=%3Cb%3E&timeline.importance=x"
        "&timeline.period=3000&timeline.period=9999&timeline.opened=nothing&timeline.tab=nowhere"
    )
    notice = alive(page, "timeline").locator(".ad-notice").inner_text()
    for part in ("theme “nonsense”", "actor “<b>”", "all years are shown", "event “nothing”"):
        assert part in notice
    assert not page.problems


def test_a_chapter_presets_one_and_two_do_not_disturb_each_other(open_page):
    page = open_page(PAGE)
    first, second = alive(page, "timeline"), alive(page, "timeline", 1)
    before = picture(first)
    assert "1998 to 1999" in picture(second)
    assert "resolution 1244" in second.locator(".ad-detail h3").inner_text()
    second.get_by_role("button", name="Next event").click()
    assert "timeline-2.opened=1999-kfor-enters-kosovo" in page.url
    assert picture(first) == before
    second.get_by_role("button", name="Reset").click()
    assert "?" not in page.url


def test_files_hold_exactly_what_is_shown(open_page):
    page = open_page(
        f"{PAGE}?timeline.themes=recognition&timeline.period=2008&timeline.period=2008"
    )
    view = alive(page, "timeline")
    tab(view, "Table")
    shown = view.locator("tbody tr").count()
    assert "own grading" in view.locator(".ad-note").inner_text()
    rows = files(view, "timeline")
    assert len(rows) == shown > 10
    assert {row["theme"] for row in rows} == {"recognition"}
    assert set(load("events").columns) <= set(rows[0])
    assert not page.problems


def test_on_a_phone_it_is_a_list_with_the_same_opening(open_page, events):
    page = open_page(PAGE, width=320)
    view = alive(page, "timeline")
    assert view.locator(".ad-plot").count() == 0
    entries = view.locator(".ad-event")
    assert entries.count() == (events["importance"] == 1).sum()
    view.get_by_role("button", name="KFOR enters Kosovo").click()
    opened = view.locator('.ad-event[aria-expanded="true"]')
    assert "KFOR enters Kosovo" in opened.inner_text()
    assert page.evaluate("document.activeElement.textContent").startswith("KFOR enters Kosovo")
    page.keyboard.press("ArrowRight")
    assert "Withdrawal of Yugoslav forces complete" in opened.inner_text()
    assert opened.evaluate("node => node === document.activeElement")
    assert "20 June 1999" in view.locator(".ad-detail").inner_text()
    opened.click()
    assert opened.count() == 0
    view.get_by_role("button", name="more events, 2008").click()
    assert entries.count() == (events["date"].dt.year == 2008).sum()
    assert not tabs_that_overflow(view, TABS)
    assert not page.problems


def test_without_javascript_there_is_a_picture_and_a_table(open_page, events):
    broad, narrow = pictures(open_page, PAGE, "timeline")
    assert broad.locator("tbody tr").count() == len(events)
    assert narrow.locator(".ad-narrow text", has_text="KFOR enters Kosovo").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_tab_is_accessible(open_page, scheme):
    address = f"{PAGE}?timeline.opened=1999-kfor-enters-kosovo"
    page = open_page(address, color_scheme=scheme)
    view = alive(page, "timeline")
    assert not violations_of(view, TABS)
    narrow = open_page(address, width=360, color_scheme=scheme)
    alive(narrow, "timeline")
    assert not violations(narrow)
