"""The explorer of partnership tools as a reader uses it on the published page, with no kernel."""

import pytest

from article10 import load

from .conftest import violations
from .views import alive, files, fits, pick, picture, tabs_that_overflow, violations_of

PAGE = "widgets/tools.html"
TABS = ("Chart", "Table", "Compare", "Sources", "Download")


@pytest.fixture(scope="module")
def tools():
    return load("partnership_tools")


def explorer(page, number=0):
    """The explorer of that number on the page, once it is alive."""
    return alive(page, "tools", number)


def test_filters_leave_what_fits(open_page, tools):
    page = open_page(PAGE)
    view = explorer(page)
    pick(view, "Status required", "contested")
    view.get_by_label("Who can join: words").fill("partner")
    contested = tools[
        (tools["requires_political_status"] == "contested")
        & tools["who_can_join"].str.contains("partner", case=False)
    ]
    assert f"{len(contested)} tools" in picture(view)
    assert "tools.status=contested" in page.url
    view.get_by_role("tab", name="Table").click()
    assert view.locator("tbody tr").count() == len(contested)
    rows = files(view, "partnership-tools-launch")
    assert {row["id"] for row in rows} == set(contested["id"])
    assert set(tools.columns) == set(rows[0])
    view.get_by_role("button", name="Reset").click()
    assert "?" not in page.url
    assert not page.problems


def test_the_cycles_can_start_in_another_year(open_page):
    page = open_page(PAGE)
    view = explorer(page)
    pick(view, "View", "cycles")
    pick(view, "Cycles start in", "2030")
    assert "from 2030" in picture(view)
    assert "KCSS (2025) alone" in view.locator(".ad-plot svg").text_content()
    view.locator(".ad-plot text", has_text="ITPP").first.click()
    assert "Individually Tailored" in view.locator(".ad-detail h3").inner_text()
    page.reload()
    assert "from 2030" in picture(explorer(page))
    assert not page.problems


def test_links_of_one_tool_can_be_brought_out(open_page):
    page = open_page(PAGE)
    view = explorer(page)
    pick(view, "View", "keci")
    pick(view, "Bring out", "parp")
    assert "Defence institution building draws on it" in view.locator(".ad-detail").inner_text()
    assert "Defence institution building" in view.get_by_role("status").inner_text()
    # The pointer does the same on a name in the picture, and takes it back.
    view.locator(".ad-plot text", has_text="Multi-year roadmap").click()
    assert "tools.highlight=roadmap" in page.url
    view.locator(".ad-plot text", has_text="Multi-year roadmap").click()
    assert "tools.highlight" not in page.url
    # The second explorer of the page kept its own view.
    assert "Planning and Review Process" in picture(explorer(page, 1))
    assert not page.problems


def test_two_tools_are_compared_with_the_keyboard_alone(open_page):
    page = open_page(PAGE)
    view = explorer(page)
    chart = view.get_by_role("tab", name="Chart")
    chart.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert view.get_by_role("tab", name="Compare").get_attribute("aria-selected") == "true"
    first = view.get_by_label("Compare", exact=True).and_(page.locator("select"))
    first.focus()
    before = view.locator("caption").inner_text()
    page.keyboard.press("ArrowUp")
    assert view.locator("caption").inner_text() != before
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    # What differs is said in words.
    assert "differs" in view.locator("tbody tr", has_text="Launch").inner_text()
    assert "points differ" in view.get_by_role("status").inner_text()
    chart.focus()
    page.keyboard.press("Enter")
    view.get_by_role("button", name="Next tool").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Next tool"
    for term in ("Purpose", "Cycle", "Who can join", "Where Kosovo stands", "Source"):
        assert term in view.locator(".ad-detail").inner_text()
    assert not page.problems


def test_a_nonsense_address_is_explained(open_page):
    page = open_page(
        f"{PAGE}?tools.view=x&tools.purpose=%3Cb%3E&tools.year=12&tools.compare=zzz"
        "&tools.kosovo=%22&tools.highlight=q&tools.tab=nowhere"
    )
    notice = explorer(page).locator(".ad-notice").inner_text()
    for part in ("view “x”", "“<b>”", "“12” is no year", "“zzz”", "“q”"):
        assert part in notice
    assert not page.problems


def test_without_javascript_there_is_a_picture_or_a_list_and_a_table(open_page):
    page = open_page(PAGE, java_script=False, width=360)
    first, second = (
        page.locator('.article10-view[data-module="tools"]').nth(number) for number in (0, 1)
    )
    assert first.locator(".ad-narrow svg").is_visible()
    first.locator("summary").click()
    assert first.locator("tbody tr").first.is_visible()
    assert second.locator(".ad-tree li").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_tab_is_accessible_and_fits_a_small_screen(open_page, scheme):
    page = open_page(PAGE, width=320, color_scheme=scheme)
    view = explorer(page)
    view.get_by_role("button", name="Next tool").click()
    assert not tabs_that_overflow(view, TABS)
    found = violations_of(view, TABS)
    view.get_by_role("tab", name="Chart").click()
    for kind in ("launch", "cycles", "keci"):
        pick(view, "View", kind)
        assert fits(page)
        cut = view.locator(".ad-panel").evaluate(
            """panel => { const edge = panel.getBoundingClientRect().right + 1;
            return [...panel.querySelectorAll('text, li')]
              .filter(t => t.getBoundingClientRect().right > edge).map(t => t.textContent); }"""
        )
        assert cut == []
    found += violations(page)
    assert not found
    assert not page.problems


def test_the_diagram_is_accessible(open_page):
    page = open_page(f"{PAGE}?tools.view=keci&tools.highlight=parp")
    explorer(page)
    assert not violations(page)
