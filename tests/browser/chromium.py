"""Find a Chromium for the browser tests, or install one.

The order: the CHROMIUM variable, an installed chromium or chrome, Playwright's
own download, Debian's package when root. As a program it prints the path, or
ends with one line that says what to do.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find() -> str | None:
    """The path of a browser that is there already."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not (shutil.which(named) or Path(named).exists()):
            raise SystemExit(f"CHROMIUM names {named}, which is not there.")
        return named
    installed = next((path for path in map(shutil.which, NAMES) if path), None)
    return installed or (str(MAC) if MAC.exists() else None) or _playwright()


def _playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _install() -> None:
    """Try Playwright's download, then Debian's package; their chatter goes to standard error."""
    steps = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        steps.append([["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]])
    for commands in steps:
        for command in commands:
            if subprocess.run(command, stdout=sys.stderr).returncode:
                break
        if find():
            return


if __name__ == "__main__":
    if not find():
        print("No Chromium found; installing one", file=sys.stderr)
        _install()
    path = find()
    if not path:
        raise SystemExit("No Chromium could be found or installed: install one and set CHROMIUM.")
    print(path)
