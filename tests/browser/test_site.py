"""Every page of the built site: alive, whole, light, open to all."""

import gzip
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

from .conftest import SITE, violations
from .weights import KB, budget, draw_everything, pages, weigh

PAGES = pages(SITE)
# The theme follows the device; the page of the exercises has no theme to name.
DARK = "(document.documentElement.dataset.theme ?? 'dark') === 'dark'"


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


@pytest.mark.parametrize("name", PAGES)
def test_page_is_clean_accessible_and_fits_a_phone(open_page, name):
    page = open_page(name, color_scheme="light")
    draw_everything(page)
    page.wait_for_load_state("networkidle")
    # The kernel's page in the frame is JupyterLab's own; ours is judged without it.
    found = {"light": violations(page, "{exclude: ['iframe']}")}
    if name.startswith("practice/"):
        # JupyterLite in the frame cannot change its theme while it starts.
        assert not page.problems
        page = open_page(name, color_scheme="dark")
    else:
        page.emulate_media(color_scheme="dark")
    page.wait_for_function(DARK)
    found["dark"] = violations(page, "{exclude: ['iframe']}")
    assert found == {"light": [], "dark": []}
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    assert not page.problems


def test_labels_of_several_widgets_do_not_mix(open_page):
    page = open_page("public-opinion.html")
    draw_everything(page)
    ids = page.locator(".article10-view [id]").evaluate_all("all => all.map((node) => node.id)")
    assert len(ids) > 20
    assert len(ids) == len(set(ids))


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


def test_the_icons_that_no_page_shows_are_gone():
    assert not [path for path in (SITE / "_static").rglob("*") if "fontawesome" in path.name]
    assert "fa-hippo" not in (SITE / "_static/styles/pydata-sphinx-theme.css").read_text()
    assert "fa-magnifying-glass" in (SITE / "_static/article10/icons.css").read_text()


def test_a_shared_link_shows_a_card():
    page = (SITE / "public-opinion.html").read_text(encoding="utf-8")
    assert '<meta property="og:title" content="Public opinion on NATO">' in page
    image = re.search(r'<meta property="og:image" content="([^"]+)">', page)[1]
    assert (SITE / image).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_there_is_one_search_field(open_page):
    page = open_page("index.html")
    fields = page.locator("button.search-button-field, form.bd-search")
    assert sum(field.is_visible() for field in fields.all()) == 1


def test_search_finds_a_page(open_page):
    page = open_page("search.html?q=referendum")
    page.locator("#search-results li").first.wait_for()
    assert "public-opinion" in page.locator("#search-results").inner_html()
    assert not page.problems


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith("practice/")])
def test_a_page_with_all_its_charts_drawn_is_light(browser, site_url, name):
    # The practice page loads a Python kernel; its weight is told where it is built.
    assert weigh(browser, f"{site_url}/{name}", draw_everything) <= budget(SITE, name)


def test_widgets_are_light():
    folder = SITE / "_static" / "article10" / "widgets"
    weights = {
        path.name: len(gzip.compress(path.read_bytes(), 6, mtime=0)) for path in folder.glob("*.js")
    }
    assert len(weights) >= 9
    assert max(weights.values()) <= 60 * KB, weights
    assert sum(weights.values()) <= 150 * KB, weights
