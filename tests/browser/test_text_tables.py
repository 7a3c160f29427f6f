"""Tables of the text: rows and columns on a desk, labelled blocks on a phone."""

from .conftest import violations

#: The heights on the page at which the cells of a row begin, all read at one moment, since
#: charts further up may still be drawn and move the table.
TOPS = "row => [...row.querySelectorAll('td')].map((td) => td.getBoundingClientRect().top)"


def test_a_wide_table_of_words_stacks_on_a_phone_and_keeps_its_meaning(open_page):
    page = open_page("keci.html", width=360)
    table = page.locator("table.ad-stacks").first
    row = table.locator("tbody tr").first
    tops = row.evaluate(TOPS)
    assert tops == sorted(set(tops))
    heads = table.locator("thead th").all_inner_texts()
    labels = row.locator("td[data-label]").evaluate_all("all => all.map((td) => td.dataset.label)")
    assert labels == heads[1:]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    # Shown as blocks it is a table still for those who hear it.
    assert page.get_by_role("table").first.get_by_role("columnheader").count() == len(heads)
    assert violations(page, "{exclude: ['iframe']}") == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert len(set(row.evaluate(TOPS))) == 1
    assert not page.problems


def test_a_table_of_numbers_stays_a_table(open_page):
    page = open_page("study-1995.html", width=360)
    table = page.locator(".pst-scrollable-table-container table", has_text="Ch. 1")
    assert len(set(table.locator("tbody tr").first.evaluate(TOPS))) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
