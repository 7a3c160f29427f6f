"""What a page weighs: everything it loads, compressed as a static host sends it."""

import gzip
from pathlib import Path
from urllib.parse import urlsplit

KB = 1000
PACKED = (".png", ".jpg", ".woff2", ".zip", ".whl")


def pages(site: Path) -> list[str]:
    """The site's own pages; the in-browser kernel's application has its own tests."""
    found = (path.relative_to(site) for path in site.rglob("*.html"))
    return sorted(path.as_posix() for path in found if path.parts[0] not in ("lite", "_static"))


def budget(site: Path, name: str) -> int:
    """What a page may weigh: one of text and widgets, or one that also loads plotly."""
    plotly = 'data-module="figure"' in (site / name).read_text(encoding="utf-8")
    return (600 if plotly else 180) * KB


def draw_everything(page) -> None:
    """Scroll every view of the page to where it comes alive."""
    for view in page.locator(".article10-view").all():
        view.scroll_into_view_if_needed()
        page.wait_for_function("view => 'alive' in view.dataset", arg=view.element_handle())


def weigh(browser, address: str, ready=None) -> int:
    """Bytes of everything that a first visit to ``address`` loads."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    responses = {}
    page.on("response", lambda response: responses.setdefault(response.url, response))
    page.goto(address)
    if ready:
        ready(page)
    page.wait_for_load_state("networkidle")
    sizes = {}
    while late := responses.keys() - sizes.keys():  # some arrive while others are read
        for url in late:
            body = responses[url].body()
            packed = urlsplit(url).path.endswith(PACKED)
            sizes[url] = len(body) if packed else len(gzip.compress(body, 6, mtime=0))
    context.close()
    return sum(sizes.values())
