"""Every page of the built site: alive, whole, light, open to all."""

import gzip
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

from .conftest import SITE, violations

# The in-browser kernel's own application has its own tests.
PAGES = sorted(
    path.relative_to(SITE).as_posix()
    for path in SITE.rglob("*.html")
    if path.relative_to(SITE).parts[0] not in ("lite", "_static")
)
PACKED = (".png", ".jpg", ".woff2", ".zip", ".whl")
KB = 1000


class Page(HTMLParser):
    """Links, assets and anchors of a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.assets, self.anchors = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.anchors |= {attributes[name] for name in ("id", "name") if attributes.get(name)}
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        elif tag == "link" and attributes.get("rel") in ("stylesheet", "preload", "icon"):
            self.assets.append(attributes["href"])
        elif tag in ("script", "img", "iframe", "source") and attributes.get("src"):
            self.assets.append(attributes["src"])


@pytest.fixture(scope="module")
def parsed():
    return {name: Page((SITE / name).read_text(encoding="utf-8")) for name in PAGES}


def test_the_site_has_its_pages():
    assert {"index.html", "public-opinion.html", "practice/public-opinion.html"} <= set(PAGES)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_clean_and_accessible(open_page, name, scheme):
    page = open_page(name, color_scheme=scheme)
    page.wait_for_load_state("networkidle")
    # The kernel's page in the frame is JupyterLab's own; ours is judged without it.
    assert violations(page, "{exclude: ['iframe']}") == []
    assert not page.problems


@pytest.mark.parametrize("name", PAGES)
def test_page_fits_a_narrow_phone(open_page, name):
    page = open_page(name, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_links_lead_somewhere(parsed):
    broken = []
    for name, page in parsed.items():
        for link in page.links + page.assets:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (SITE / name).parent / unquote(parts.path) if parts.path else SITE / name
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file():
                broken.append(f"{name}: {link}")
                continue
            key = target.resolve().relative_to(SITE.resolve()).as_posix()
            if parts.fragment and key in parsed and parts.fragment not in parsed[key].anchors:
                broken.append(f"{name}: {link} (no such place)")
    assert not broken


def test_no_page_names_an_asset_elsewhere(parsed):
    away = [
        f"{name}: {asset}"
        for name, page in parsed.items()
        for asset in page.assets
        if urlsplit(asset).netloc
    ]
    assert not away


def test_style_sheets_load_nothing_from_elsewhere():
    away = [
        f"{path.name}: {match}"
        for path in (SITE / "_static").rglob("*.css")
        for match in re.findall(r"(?:url\(|@import )['\"]?https?://[^)'\"]+", path.read_text())
    ]
    assert not away


def test_sources_are_not_published():
    assert not (SITE / "_sources").exists()
    assert not list((SITE / "_static").rglob("fontawesome.js.map"))


def test_there_is_one_search_field(open_page):
    page = open_page("index.html")
    fields = page.locator("button.search-button-field, form.bd-search")
    assert sum(field.is_visible() for field in fields.all()) == 1


def test_search_finds_a_page(open_page):
    page = open_page("search.html?q=referendum")
    page.locator("#search-results li").first.wait_for()
    assert "public-opinion" in page.locator("#search-results").inner_html()
    assert not page.problems


def weight(open_page, name, ready=None) -> int:
    """Bytes of everything the page loads, compressed as a static host sends it."""
    page = open_page("404-before-measuring")
    bodies = {}
    page.on("response", lambda response: bodies.setdefault(response.url, response))
    page.goto(page.url.replace("404-before-measuring", name))
    if ready:
        ready(page)
    page.wait_for_load_state("networkidle")
    total = 0
    for url, response in bodies.items():
        body = response.body()
        packed = urlsplit(url).path.endswith(PACKED)
        total += len(body) if packed else len(gzip.compress(body, 6, mtime=0))
    return total


def test_a_text_page_is_light(open_page):
    for name in PAGES:
        if name.startswith(("public-opinion", "practice/")):
            continue
        assert weight(open_page, name) <= 180 * KB, name


def draw_everything(page):
    for view in page.locator(".article10-view").all():
        view.scroll_into_view_if_needed()
        page.wait_for_function("view => 'alive' in view.dataset", arg=view.element_handle())


def test_the_polls_page_with_its_charts_drawn_is_light(open_page):
    assert weight(open_page, "public-opinion.html", draw_everything) <= 600 * KB


def test_widgets_are_light():
    for path in (SITE / "_static" / "article10" / "widgets").glob("*.js"):
        assert len(gzip.compress(path.read_bytes(), 6, mtime=0)) <= 60 * KB, path.name
