"""A view of a page as a reader handles it."""

import csv
from pathlib import Path

from .conftest import violations


def alive(page, module, number=0):
    """The view of that number made by ``module``, once it is alive."""
    view = page.locator(f'.article10-view[data-module="{module}"]').nth(number)
    view.scroll_into_view_if_needed()
    page.wait_for_function("view => 'alive' in view.dataset", arg=view.element_handle())
    return view


def pick(view, label, value):
    view.get_by_label(label, exact=True).select_option(value)


def tick(view, label, *names):
    """Tick exactly these boxes of a list."""
    details = view.locator("details.ad-list").filter(
        has=view.page.locator(f"legend:text('{label}')")
    )
    details.locator("summary").click()
    for box in details.locator("input").all():
        box.set_checked(box.get_attribute("value") in names)
    details.locator("summary").click()


def tab(view, name):
    view.get_by_role("tab", name=name).click()


def picture(view):
    """What the picture says of itself."""
    return view.locator(".ad-plot svg").get_attribute("aria-label")


def status(view):
    return view.get_by_role("status").inner_text()


def downloaded(view, button):
    """Name and content of the file behind a button of the Download tab."""
    tab(view, "Download")
    with view.page.expect_download() as download:
        view.get_by_role("button", name=button).click()
    return download.value.suggested_filename, Path(download.value.path())


def csv_rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files(view, name):
    """The rows of the CSV file called ``name``, once the picture beside it proves to be one."""
    said, path = downloaded(view, "PNG picture")
    assert said == f"{name}.png"
    assert path.read_bytes()[:4] == b"\x89PNG"
    assert path.stat().st_size > 10_000
    said, path = downloaded(view, "CSV file")
    assert said == f"{name}.csv"
    return csv_rows(path)


def fits(page):
    """Whether the page needs no scrolling to the side."""
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def tabs_that_overflow(view, names):
    overflow = []
    for name in names:
        tab(view, name)
        if not fits(view.page):
            overflow.append(name)
    return overflow


def violations_of(view, names):
    """What axe finds, tab by tab."""
    found = []
    for name in names:
        tab(view, name)
        found += violations(view.page)
    return found


def pictures(open_page, path, module):
    """The view for readers without JavaScript, its table open, on a screen and on a phone."""
    views = []
    for width, shown, hidden in ((1280, "broad", "narrow"), (360, "narrow", "broad")):
        page = open_page(path, java_script=False, width=width)
        view = page.locator(f'.article10-view[data-module="{module}"]').first
        assert view.locator(f".ad-{shown} svg").is_visible()
        assert not view.locator(f".ad-{hidden} svg").is_visible()
        view.locator("summary").click()
        views.append(view)
    return views
