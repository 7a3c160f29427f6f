"""Figures of the built site: weights, drawing, interaction, building. Run by `make bench`.

Each figure is printed with its budget or with what it is compared to, measured in the same run.
Times depend on the machine and what else it does: read them as ratios.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402  (the path above comes first)
from tests.browser import chromium  # noqa: E402
from tests.browser.conftest import ARGUMENTS, SITE  # noqa: E402
from tests.browser.jupyter import jupyterlab  # noqa: E402
from tests.browser.weights import budget, draw_everything, pages, weigh  # noqa: E402

from article10.serve import server  # noqa: E402

CHAPTER = "public-opinion.html"
CHANGES = 40
# One control of each widget; a button is pressed, a list is changed.
CONTROLS = {
    "timeline": "select",
    "paths": "select",
    "tools": "select",
    "planner": "select",
    "consensus": "select",
    "claims": "select",
    "quiz": "button.ad-main",
}

# Changes a list (or presses a button) again and again; resolves with the milliseconds to the next
# paint after what it drives has changed.
TIME_CHANGES = """async ([list, target, changes]) => {
  const control = document.querySelector(list);
  const values = [...(control.options ?? [])].map((option) => option.value).slice(0, 4);
  const times = [];
  for (let i = 0; i < changes; i += 1) {
    const changed = new Promise((done) => {
      const watch = new MutationObserver(() => { watch.disconnect(); done(); });
      watch.observe(document.querySelector(target), {
        childList: true, subtree: true, characterData: true, attributes: true,
      });
    });
    const start = performance.now();
    if (values.length) {
      control.value = values[(values.indexOf(control.value) + 1) % values.length];
      control.dispatchEvent(new Event("change", { bubbles: true }));
    } else {
      control.click();
    }
    await changed;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - start);
    await new Promise((done) => setTimeout(done, 50));
  }
  return times;
}"""

# The same choice as a page without our host would have it: the kernel draws and sends the picture.
KERNEL_CELL = """
import ipywidgets
from article10 import PollExplorer, load
explorer = PollExplorer(load("polls"), family="vote_join", countries=["Serbia"])
families = sorted(explorer.data["families"])
question = ipywidgets.Dropdown(options=families[:6])
picture = ipywidgets.HTML()
def draw(change):
    explorer.family = change["new"]
    picture.value = explorer.ask("picture", 720)
question.observe(draw, "value")
draw({"new": families[0]})
box = ipywidgets.VBox([question, picture]).add_class("bench")
box
"""


def row(what: str, value: str, beside: str = "") -> None:
    print(f"  {what:<58} {value:>14}   {beside}", flush=True)


def spread(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{statistics.median(ordered):.0f} / {ordered[int(len(ordered) * 0.95) - 1]:.0f} ms"


@contextmanager
def a_page(browser, address=None, **options):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
    page = context.new_page()
    page.set_default_timeout(90_000)
    if address:
        page.goto(address)
    yield page
    context.close()


def weights(browser, site: str) -> None:
    print("Weight of a page and all it loads, compressed as a static host sends it")
    # The page of the exercises goes on to load a Python kernel, whose size the build tells.
    for name in (name for name in pages(SITE) if not name.startswith("practice/")):
        kilobytes = weigh(browser, f"{site}/{name}", draw_everything) / 1000
        row(name, f"{kilobytes:.0f} KB", f"budget {budget(SITE, name) / 1000:.0f} KB")


def drawing(browser, site: str) -> None:
    times = []
    for _ in range(5):
        with a_page(browser) as page:
            page.add_init_script(
                """addEventListener("DOMContentLoaded", () => {
                  const view = document.querySelector(".article10-view");
                  view.scrollIntoView();
                  new MutationObserver(() => { window.drawn ??= performance.now(); })
                    .observe(view, { attributes: true });
                })"""
            )
            page.goto(f"{site}/{CHAPTER}")
            times.append(page.wait_for_function("window.drawn").json_value())
    print("From navigation to the drawn chart")
    row(
        "first explorer of the chapter, empty cache, median of 5",
        f"{statistics.median(times):.0f} ms",
    )


def interaction(browser, site: str) -> None:
    print(f"From a control's change to the next paint, {CHANGES} changes, median / 95th percentile")
    with a_page(browser, f"{site}/{CHAPTER}") as page:
        draw_everything(page)
        here = page.evaluate(
            TIME_CHANGES,
            ['[data-module="polls"] select', '[data-module="polls"] .ad-panel', CHANGES],
        )
    row("poll explorer, published page, no kernel", spread(here))
    for name, control in CONTROLS.items():
        with a_page(browser, f"{site}/widgets/{name}.html") as page:
            draw_everything(page)
            view = f'[data-module="{name}"]'
            times = page.evaluate(TIME_CHANGES, [f"{view} {control}", view, CHANGES])
        row(name, spread(times))
    with (
        tempfile.TemporaryDirectory() as folder,
        jupyterlab(Path(folder), [KERNEL_CELL]) as address,
        a_page(browser, address) as page,
    ):
        page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').first.wait_for()
        page.locator(".jp-CodeCell .cm-content").first.click()
        page.keyboard.press("Shift+Enter")
        page.locator(".bench svg").wait_for()
        there = page.evaluate(TIME_CHANGES, [".bench select", ".bench .widget-html", CHANGES])
    ratio = statistics.median(there) / statistics.median(here)
    row(
        "the kernel draws the same picture, JupyterLab", spread(there), f"{ratio:.1f} times as long"
    )


def build(folder: Path, *options: str) -> float:
    start = time.perf_counter()
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "book", *options]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"a build failed: {result.stdout[-1500:]}{result.stderr[-1500:]}")
    return time.perf_counter() - start


def building() -> None:
    print("Building the book (without the in-browser kernel)")
    with tempfile.TemporaryDirectory() as name:
        ours, stock = Path(name) / "ours", Path(name) / "stock"
        for folder in (ours, stock):
            for part in ("book", "data", "exercises"):
                shutil.copytree(ROOT / part, folder / part)
            for file in ("CHANGELOG.md", "CITATION.cff"):  # pages show them
                shutil.copy(ROOT / file, folder)
        shutil.copy(ROOT / "_config.yml", ours)
        (ours / "node_modules").symlink_to(ROOT / "node_modules")
        (stock / "book" / "_config.yml").write_text(
            "execute: {execute_notebooks: cache}\nbibtex_bibfiles: [references.bib]\n"
            "parse: {myst_enable_extensions: [attrs_block, attrs_inline, colon_fence, deflist]}\n",
            encoding="utf-8",
        )
        options = ("--config", "_config.yml", "--path-output", ".", "--all", "-W", "--keep-going")
        figures = {
            "clean": (build(ours, *options), build(stock)),
            "nothing changed": (build(ours, *options), build(stock)),
        }
    for what, (we, they) in figures.items():
        row(what, f"{we:.1f} s", f"stock `jupyter-book build` {they:.1f} s")


def main() -> None:
    host = server(SITE, 0)
    threading.Thread(target=host.serve_forever, daemon=True).start()
    site = f"http://127.0.0.1:{host.server_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)
        weights(browser, site)
        drawing(browser, site)
        interaction(browser, site)
        browser.close()
    building()


if __name__ == "__main__":
    main()
