"""The glossary as a reader searches it."""

from article10 import load

from .conftest import violations

TERMS = load("glossary")["term"]


def shown(page):
    return [node.inner_text() for node in page.locator("dl.glossary dt:visible").all()]


def test_words_leave_the_terms_that_hold_them(open_page):
    page = open_page("glossary.html", width=320)
    field = page.get_by_label("Find a term")
    field.fill("KFÓR kosovo force")
    assert any(name.startswith("Kosovo Force") for name in shown(page))
    assert not any(name.startswith("Turnout") for name in shown(page))
    assert page.locator("#letter-k").is_visible()
    assert not page.locator("#letter-t").is_visible()
    found = page.locator("dl.glossary dd:visible").count()
    assert page.get_by_role("status").inner_text() == f"{found} of {len(TERMS)} terms"
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    field.fill("no such thing")
    assert shown(page) == []
    field.fill("")
    assert page.locator("dl.glossary dd:visible").count() == len(TERMS)
    assert not page.problems


def test_a_link_brings_back_the_term_that_it_leads_to(open_page):
    page = open_page("glossary.html")
    page.get_by_label("Find a term").fill("Accession talks")
    page.locator("dd:visible").first.get_by_role("link", name="Invitation").click()
    assert page.get_by_label("Find a term").input_value() == ""
    assert page.locator("#term-Invitation").is_visible()
    assert page.url.endswith("#term-Invitation")
    assert not page.problems


def test_without_javascript_the_list_is_whole(open_page):
    page = open_page("glossary.html", java_script=False)
    assert page.locator("dl.glossary dd:visible").count() == len(TERMS)
    assert page.get_by_label("Find a term").count() == 0
    page.get_by_role("link", name="W", exact=True).click()
    assert page.url.endswith("#letter-w")
