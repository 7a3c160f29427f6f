"""The source comparison as a student uses it on the published page, with no kernel."""

import pytest

from article10 import load

from .conftest import violations
from .views import alive, csv_rows, downloaded, tabs_that_overflow, violations_of

PAGE = "widgets/claims.html"
TABS = ("Claim", "Table", "Sources", "Download")


@pytest.fixture(scope="module")
def discrepancies():
    return load("discrepancies")


def comparison(page):
    return alive(page, "claims")


def judge(view, words, reason=""):
    view.get_by_label(words).check()
    view.get_by_label("Your reason").fill(reason)
    view.get_by_role("button", name="Judge and see").click()


def test_the_record_comes_after_the_judgement(open_page, discrepancies):
    row = discrepancies.set_index("id").loc["kfor-2023"]
    page = open_page(f"{PAGE}?claims.claim=kfor-2023")
    view = comparison(page)
    text = view.inner_text()
    assert row["a_statement"] in text
    assert row["b_statement"] in text
    assert row["record"] not in text
    view.get_by_role("button", name="Judge and see").click()
    assert view.get_by_text("Choose a judgement first.").first.is_visible()
    assert row["record"] not in view.inner_text()
    judge(view, "A is better supported", "It is <older>")
    text = view.locator(".ad-detail").inner_text()
    assert row["record"] in text
    assert row["why_it_matters"] in text
    assert "the module's own coding" in text
    assert "“It is <older>” The module's verdict differs." in text
    count = f"You have judged 1 of {len(discrepancies)} claims: 0 as the module does, 1 otherwise."
    assert count in view.inner_text()
    assert "kfor-2023" in page.url
    assert "judgements" not in page.url
    view.get_by_role("button", name="Judge again").click()
    assert row["record"] not in view.inner_text()
    assert not page.problems


def test_judgements_stay_in_the_browser_until_they_are_cleared(open_page, discrepancies):
    page = open_page(PAGE)
    view = comparison(page)
    judge(view, "Both can be right")
    page.reload()
    view = comparison(page)
    assert "Your judgement: Both can be right." in view.inner_text()
    view.get_by_role("button", name="Reset").click()
    assert f"You have judged 0 of {len(discrepancies)} claims." in view.inner_text()
    assert "1 judgement cleared." in view.get_by_role("alert").inner_text()
    view.get_by_role("button", name="Bring them back").click()
    assert f"You have judged 1 of {len(discrepancies)} claims" in view.inner_text()
    view.get_by_role("button", name="Reset").click()
    page.reload()
    assert f"You have judged 0 of {len(discrepancies)} claims." in comparison(page).inner_text()
    assert not page.problems


def test_the_table_and_the_file_hold_what_was_judged(open_page, discrepancies):
    kfor = discrepancies[discrepancies["topic"] == "KFOR"]
    page = open_page(PAGE)
    view = comparison(page)
    view.get_by_label("Topic").select_option("KFOR")
    judge(view, "Neither is supported", "no source")
    view.get_by_role("tab", name="Table").click()
    assert view.locator("tbody tr").count() == len(kfor)
    assert view.locator("tbody tr", has_text="judge first").count() == len(kfor) - 1
    view.get_by_label("Show all records").check()
    assert view.locator("tbody tr", has_text="judge first").count() == 0
    assert "claims.show=all" in page.url
    _, path = downloaded(view, "CSV file")
    rows = csv_rows(path)
    assert [row["id"] for row in rows] == [kfor["id"].iloc[0]]
    assert rows[0]["judgement"] == "neither"
    assert rows[0]["reason"] == "no source"
    assert rows[0]["module_verdict"] == kfor["verdict"].iloc[0]
    assert not page.problems


def test_the_keyboard_alone_is_enough(open_page, discrepancies):
    page = open_page(PAGE)
    view = comparison(page)
    view.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert view.locator("article h3").inner_text() == discrepancies["claim"].iloc[2]
    assert page.evaluate("document.activeElement.textContent") == "Next"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert view.locator("article h3").inner_text() == discrepancies["claim"].iloc[1]
    assert page.evaluate("document.activeElement.textContent") == "Previous"
    view.get_by_label("A is better supported").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("dates")
    page.keyboard.press("Enter")
    assert "“dates”" in view.locator(".ad-detail").inner_text()
    assert page.evaluate("document.activeElement.className") == "ad-detail"
    assert discrepancies["record"].iloc[1] in view.get_by_role("status").inner_text()
    page.keyboard.press("Tab")
    assert not page.problems


def test_a_nonsense_address_is_explained_and_does_no_harm(open_page):
    page = open_page(f"{PAGE}?claims.topic=%3Cb%3E&claims.claim=nowhere&claims.show=x&claims.tab=y")
    notice = comparison(page).locator(".ad-notice").first.inner_text()
    assert "no topic “<b>”" in notice
    assert "no claim “nowhere”" in notice
    assert not page.problems


def test_without_javascript_the_records_are_behind_disclosures(open_page, discrepancies):
    page = open_page(PAGE, java_script=False)
    view = page.locator('.article10-view[data-module="claims"]').first
    assert view.locator("ol > li").count() == len(discrepancies)
    record = view.locator("details").first
    assert not record.locator("dl").is_visible()
    record.locator("summary").click()
    assert discrepancies["record"].iloc[0] in record.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_tab_is_accessible(open_page, scheme):
    page = open_page(PAGE, color_scheme=scheme)
    view = comparison(page)
    view.get_by_role("button", name="Judge and see").click()
    found = violations(page)
    judge(view, "It cannot be told", "no evidence")
    assert not found + violations_of(view, TABS)


def test_nothing_is_cut_at_320_pixels(open_page):
    page = open_page(PAGE, width=320)
    view = comparison(page)
    judge(view, "It cannot be told")
    assert not tabs_that_overflow(view, TABS)
