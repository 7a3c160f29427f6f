"""The widget in JupyterLab with a live kernel: it talks both ways."""

import os
import secrets
import socket
import subprocess
import sys
import time
from urllib.request import urlopen

import nbformat
import pytest

NOTEBOOK = nbformat.v4.new_notebook(
    metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    cells=[
        nbformat.v4.new_code_cell(
            "from article10 import PollExplorer, load\n"
            'explorer = PollExplorer(load("polls"), family="vote_join", countries=["Serbia"])\n'
            "explorer",
            id="show",
        ),
        nbformat.v4.new_code_cell(
            'print("KERNEL", explorer.family, len(explorer.selection), '
            'set(explorer.selection["question_family"]))',
            id="ask",
        ),
        nbformat.v4.new_code_cell(
            'explorer.family, explorer.countries = "support_join", ["Finland"]', id="tell"
        ),
    ],
)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab server on a folder with one notebook."""
    folder = tmp_path_factory.mktemp("lab")
    nbformat.write(NOTEBOOK, folder / "live.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(8)
    log = (folder / "lab.log").open("w")
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            *(f"--ServerApp.port={port}", f"--IdentityProvider.token={token}"),
            *(f"--ServerApp.root_dir={folder}", "--ServerApp.port_retries=0"),
            "--LabApp.news_url=None",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        ],
        stdout=log,
        stderr=log,
        env=os.environ | {"JUPYTER_CONFIG_DIR": str(folder / "config")},
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urlopen(f"{address}/api?token={token}", timeout=5).close()
            break
        except OSError:
            assert server.poll() is None, (folder / "lab.log").read_text()
            time.sleep(0.5)
    else:
        pytest.fail("JupyterLab did not answer: " + (folder / "lab.log").read_text()[-2000:])
    yield f"{address}/lab/tree/live.ipynb?token={token}"
    server.terminate()
    server.wait(timeout=20)
    log.close()


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
