"""Plotly's figures on a page."""

import pytest

#: A letter may stand over the edge by a pixel.
INSIDE = """plot => {
  const title = plot.querySelector(".gtitle").getBoundingClientRect();
  const box = plot.getBoundingClientRect();
  return title.left >= box.left - 1 && title.right <= box.right + 1 && title.top >= box.top - 1;
}"""


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("page", ["recognition-and-consensus.html", "public-opinion.html"])
def test_a_figures_title_is_whole(open_page, page, width):
    page = open_page(page, width=width)
    view = page.locator('.article10-view[data-module="figure"]').first
    view.scroll_into_view_if_needed()
    view.locator(".gtitle").wait_for()
    assert view.locator(".ad-plotly").evaluate(INSIDE)
    assert not page.problems
