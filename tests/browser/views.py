"""A view of a page as a reader handles it."""

import csv
from pathlib import Path


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
