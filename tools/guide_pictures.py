"""Take the pictures in the guide to grading: an invented class, graded and read as the guide says.

Usage: CHROMIUM=/usr/bin/chromium python tools/guide_pictures.py [FOLDER]

FOLDER (default: ``book/instructors/images``) gets one WebP a picture.
"""

import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402  (the path first)
from tests.browser.jupyter import server  # noqa: E402
from tests.exercises.conftest import solution, with_mistakes  # noqa: E402
from tests.grading.classroom import release  # noqa: E402

UNIT = "study-1995"
BIN = Path(sys.executable).parent
COMMENT = "The function is nearly there: follow one row of two paragraphs through your loop."
PRAISE = "Fair to both readings. Say which of the sources you could read in full."


def invented() -> Iterator[tuple[str, bytes]]:
    """Twelve notebooks: right, half right, wrong, untouched, with an edited test, and broken."""
    for number in range(1, 13):
        wrong = {
            key: 2 + (number + place) % 4
            for place, key in enumerate(solution(UNIT).checks() if number > 2 else ())
            if (number + place) % 3 == 0
        }
        answers = {} if number == 10 else with_mistakes(UNIT, wrong)
        if number == 11:
            answers["q5"] = "pass"
        content = release(UNIT, **{key.replace("-", "_"): text for key, text in answers.items()})
        yield f"student-{number:02}", content[:2000] if number == 12 else content


def run(folder: Path, *command: str) -> None:
    subprocess.run([BIN / "article10", *command], cwd=folder, check=True)


def course(folder: Path) -> Path:
    """A course whose class has handed in and is graded."""
    roster = folder / "roster.csv"
    names = [f"student-{number:02},{number:02},Student" for number in range(1, 13)]
    roster.write_text("\n".join(["id,last_name,first_name", *names]) + "\n")
    run(ROOT, "course", "new", str(folder / "course"), UNIT, "--roster", str(roster))
    inbox = folder / "course" / "inbox"
    inbox.mkdir()
    for student, content in invented():
        (inbox / f"{student}_{UNIT}.ipynb").write_bytes(content)
    run(folder / "course", "grade", "inbox")
    return folder / "course"


def keep(page: Page, name: str, to: Path, clip: dict[str, float]) -> None:
    """Store a part of ``page`` as WebP, which Chromium itself makes of the picture."""
    png = base64.b64encode(page.screenshot(clip=clip, full_page=True)).decode()
    small = page.context.new_page()
    data = small.evaluate(
        """async (png) => {
          const image = new Image();
          image.src = 'data:image/png;base64,' + png;
          await image.decode();
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [image.width, image.height];
          const drawing = canvas.getContext('2d');
          drawing.drawImage(image, 0, 0);
          drawing.strokeStyle = '#8a8a8a';  // an edge, where picture and page have one colour
          drawing.lineWidth = 2;
          drawing.strokeRect(0, 0, image.width, image.height);
          return canvas.toDataURL('image/webp', 0.4).split(',')[1];
        }""",
        png,
    )
    small.close()
    (to / f"{name}.webp").write_bytes(base64.b64decode(data))
    print(f"{name}.webp: {len(data) * 3 // 4000} kB, {clip['width']:.0f} by {clip['height']:.0f}")


def around(page: Page, *selectors: str, margin: int = 12) -> dict[str, float]:
    """The part of the page that holds these elements."""
    boxes = [page.locator(selector).first.bounding_box() for selector in selectors]
    scrolled = page.evaluate("scrollY")
    left = max(0, min(b["x"] for b in boxes) - margin)
    top = max(0, min(b["y"] for b in boxes) + scrolled - margin)
    right = max(b["x"] + b["width"] for b in boxes) + margin
    bottom = max(b["y"] + b["height"] for b in boxes) + scrolled + margin
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def browse(browser: Browser, width: int) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, device_scale_factor=1.25, reduced_motion="reduce"
    )
    return context.new_page()


def formgrader(browser: Browser, address: str, token: str, to: Path) -> None:
    """The list of submissions; then a text is read and points and comments are typed in."""
    page = browse(browser, 1000)
    page.goto(f"{address}/lab{token}")  # signs in
    page.goto(f"{address}/formgrader/manage_submissions/{UNIT}")
    page.wait_for_selector("tbody tr:nth-child(12)")
    keep(
        page,
        "submissions",
        to,
        around(
            page,
            "thead th:first-child",
            "thead th:nth-child(5)",
            "tbody tr:nth-child(12) td",
            margin=2,
        ),
    )
    page.set_viewport_size({"width": 520, "height": 900})
    page.goto(f"{address}/formgrader/gradebook/{UNIT}/{UNIT}")
    page.wait_for_selector("tbody tr:nth-child(12)")
    links = page.eval_on_selector_all("tbody tr a", "all => all.map(a => a.href)")
    for link in dict.fromkeys(links):
        page.goto(link)
        if "05" in page.locator(".name-shown").first.text_content():
            break
    page.wait_for_load_state("networkidle")
    for key, text in (("q5-answer", COMMENT), ("q9", PRAISE)):
        with page.expect_response(lambda r: "/comment/" in r.url and r.request.method == "PUT"):
            page.locator(f"#{key}-comment").fill(text)
            page.locator(f"#{key}-comment").blur()
    with page.expect_response(lambda r: "/grade/" in r.url and r.request.method == "PUT"):
        page.locator("#q9").fill("5")
        page.locator("#q9").blur()


def main() -> None:
    to = Path(sys.argv[1]) if sys.argv[1:] else ROOT / "book" / "instructors" / "images"
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        made = course(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
        )
        with server(made) as (address, token):
            formgrader(browser, address, token, to)
        run(made, "grade")
        page = browse(browser, 420)
        page.goto((made / "grading" / "summary.html").as_uri())
        keep(page, "summary", to, around(page, "h1", ".cards tbody tr:nth-child(3)"))
        page.goto((made / f"grading/feedback/student-05/{UNIT}/{UNIT}.html").as_uri())
        keep(page, "feedback", to, around(page, "#q5", "section[aria-labelledby=q5] .said-by"))
        browser.close()


if __name__ == "__main__":
    main()
