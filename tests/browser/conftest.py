"""A browser on the built site, which notes everything that should not happen there."""

import functools
import json
import os
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from article10.serve import server

from . import chromium

ROOT = Path(__file__).resolve().parents[2]
# SITE=FOLDER tests another build.
SITE = Path(os.environ.get("SITE") or ROOT / "_build" / "html").resolve()
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site_url():
    """The address of the built site, served as a static host would."""
    if not (SITE / "index.html").exists():
        pytest.fail("the site is not built: run `make site`")
    host = server(SITE, port=0)
    threading.Thread(target=host.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{host.server_port}"
    host.shutdown()


@pytest.fixture(scope="session")
def browser():
    path = chromium.find()
    if not path:
        pytest.fail("no Chromium: run `make test`, or set CHROMIUM")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


def watch(page, origin: str) -> None:
    """Collect in ``page.problems`` whatever a visitor's console or network log would show."""
    page.problems = problems = []
    page.on(
        "console",
        lambda message: (
            problems.append(f"console: {message.text}") if message.type == "error" else None
        ),
    )
    page.on("pageerror", lambda error: problems.append(f"error: {error}"))
    asked = []

    def fails(request):
        # What a page still waits for when it is left or loaded anew is given up, not broken.
        left = any(later.is_navigation_request() for later in asked[asked.index(request) + 1 :])
        if not (left and request.failure == "net::ERR_ABORTED"):
            problems.append(f"failed: {request.url} ({request.failure})")

    page.on("requestfailed", fails)

    def asks(request):
        asked.append(request)
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != origin:
            problems.append(f"leaves the site: {request.url}")

    page.on("request", asks)


@pytest.fixture
def open_page(browser, site_url):
    """Open a page of the site; ``page.problems`` must stay empty."""
    contexts = []

    def open_(path, *, width=1280, height=900, color_scheme="light", java_script=True):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=color_scheme,
            java_script_enabled=java_script,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        watch(page, urlsplit(site_url).netloc)
        page.goto(f"{site_url}/{path}")
        return page

    yield open_
    for context in contexts:
        context.close()


@functools.cache
def axe_source() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page, context="document") -> list[str]:
    """What axe finds against WCAG 2.2 A and AA: rule, element and reason, one line each.

    ``context`` is a JavaScript expression for axe's context, to leave parts out.
    """
    page.evaluate(axe_source())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    result = page.evaluate(
        f"axe.run({context}, {{runOnly: {{type: 'tag', values: {json.dumps(tags)}}}}})"
    )
    return [
        f"{found['id']}: {node['target']} {node['failureSummary'].splitlines()[-1].strip()}"
        for found in result["violations"]
        for node in found["nodes"]
    ]
