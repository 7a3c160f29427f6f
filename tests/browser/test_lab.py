"""The widget in JupyterLab with a live kernel: it talks both ways."""

import pytest

from .jupyter import jupyterlab

CELLS = [
    "from article10 import PollExplorer, load\n"
    'explorer = PollExplorer(load("polls"), family="vote_join", countries=["Serbia"])\n'
    "explorer",
    'print("KERNEL", explorer.family, len(explorer.selection))',
    'explorer.family, explorer.countries = "support_join", ["Finland"]',
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with jupyterlab(tmp_path_factory.mktemp("lab"), CELLS) as address:
        yield address


def test_the_explorer_and_the_kernel_follow_each_other(browser, lab):
    context = browser.new_context(viewport={"width": 1400, "height": 1200})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(lab)
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    cells.nth(2).wait_for()
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').first.wait_for()

    def run(number):
        cells.nth(number).locator(".cm-content").click()
        page.keyboard.press("Shift+Enter")

    run(0)
    widget = page.locator(".ad-explorer").first
    widget.wait_for()
    assert "Serbia" in widget.locator(".ad-plot svg").get_attribute("aria-label")

    # From the page to the kernel.
    widget.get_by_label("Question", exact=True).select_option("favourable_view")
    run(1)
    said = cells.nth(1).locator(".jp-OutputArea-output")
    said.filter(has_text="KERNEL favourable_view").wait_for()

    # From the kernel to the page.
    run(2)
    page.wait_for_function(
        """() => document.querySelector('.ad-explorer .ad-plot svg')
          ?.getAttribute('aria-label').startsWith('Supports joining NATO, Finland')"""
    )
    context.close()
