"""The widgets in JupyterLab with a live kernel: they talk both ways."""

import pytest

from .jupyter import jupyterlab


def answer_a_number(view):
    """Answer the one question of the quiz that asks for a number."""
    question = view.locator("form").filter(has=view.page.get_by_label("Your answer"))
    question.get_by_label("Your answer").fill("4.4")
    question.get_by_role("button", name="Check").click()


# A widget, how a reader changes it, and what the kernel then says; then what the kernel sets, and
# the words that then stand in the widget.
CASES = [
    (
        'explorer = PollExplorer(load("polls"), family="vote_join", countries=["Serbia"])',
        lambda view: view.get_by_label("Question", exact=True).select_option("support_join"),
        "explorer.family, len(explorer.selection) > 0",
        "('support_join', True)",
        'explorer.family, explorer.countries = "vote_join", ["Ukraine"]',
        "Would vote to join NATO, Ukraine",
    ),
    (
        'timeline = Timeline(load("events"))',
        lambda view: view.get_by_role("button", name="Next event").click(),
        "timeline.opened",
        "1949-twelve-states-sign-north",
        'timeline.themes = ["recognition"]',
        "Recognition · all actors",
    ),
    (
        'paths = AccessionPaths(load("accessions"))',
        lambda view: view.get_by_label("Order of rows").select_option("duration"),
        "paths.order",
        "duration",
        'paths.clock = "first step"',
        "one clock",
    ),
    (
        'room = ConsensusRoom(load("recognition"))',
        lambda view: view.get_by_role("button", name="Set seats").click(),
        "room.outcome['holds']",
        "True",
        'room.assume({"Spain": "object"})',
        "No consensus",
    ),
    (
        'claims = SourceComparison(load("discrepancies"))',
        lambda view: view.get_by_label("Topic").select_option(index=1),
        "claims.topic != ''",
        "True",
        "claims.topic = ''",
        "Claim 1 of",
    ),
    (
        "tools = PartnershipTools("
        'load("partnership_tools"), load("keci_mechanisms"), load("keci"))',
        lambda view: view.get_by_label("View", exact=True).select_option("cycles"),
        "tools.view, len(tools.selection)",
        "('cycles', 4)",
        'tools.view, tools.status = "launch", "contested"',
        "contested",
    ),
    (
        'planner = KeciPlanner(load("keci"), load("keci_mechanisms"))',
        lambda view: view.get_by_label("In phase 3").select_option("breakthrough"),
        "planner.outcome, planner.plan.iloc[-1]['item'] != ''",
        "('breakthrough', True)",
        "planner.lengths = [18, 30, 24]",
        "Phase 1 ends in June 2027",
    ),
    (
        'arguments = ArgumentMap(load("perspectives"))',
        lambda view: view.get_by_label("Columns").select_option("stance"),
        "arguments.columns",
        "stance",
        'arguments.rows = "ground"',
        "by ground and stance",
    ),
    (
        'records = RecordTable(load("study_1995"), filters=["kind", "basis"])',
        lambda view: view.get_by_label("Basis").select_option("=summary"),
        "records.where, 0 < len(records.selection) < 41",
        "(['basis=summary'], True)",
        'records.query = "member"',
        "<mark>",
    ),
    (
        'quiz = Quiz("public-opinion")',
        answer_a_number,
        'tuple(quiz.score), quiz.answers["margin-of-a-difference"]["last"]',
        "((1, 9, 1), ['4.4'])",
        "quiz.answers = {}",
        "None of 9 questions answered.",
    ),
]
NAMES = (
    "AccessionPaths, ArgumentMap, ConsensusRoom, KeciPlanner, PartnershipTools, PollExplorer, "
    "Quiz, RecordTable, SourceComparison, Timeline, load"
)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    cells = []
    for make, _, ask, _, tell, _ in CASES:
        name = make.partition(" ")[0]
        cells += [
            f"from article10 import {NAMES}\n{make}\n{name}",
            f'print("KERNEL", ({ask}))',
            tell,
        ]
    with jupyterlab(tmp_path_factory.mktemp("lab"), cells) as address:
        yield address


def test_widgets_and_the_kernel_follow_each_other(browser, lab):
    context = browser.new_context(viewport={"width": 1400, "height": 2400})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(lab)
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    cells.nth(2).wait_for()
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').first.wait_for()

    def run(number):
        cells.nth(number).locator(".cm-content").click()
        page.keyboard.press("Shift+Enter")

    for number, (_, change, _, heard, _, shown) in enumerate(CASES):
        cell = 3 * number
        run(cell)
        view = cells.nth(cell).locator(".ad").first
        view.wait_for()
        # From the page to the kernel.
        change(view)
        run(cell + 1)
        cells.nth(cell + 1).locator(".jp-OutputArea-output").filter(
            has_text=f"KERNEL {heard}"
        ).wait_for()
        # From the kernel to the page.
        run(cell + 2)
        page.wait_for_function(
            "([view, words]) => view.innerHTML.includes(words)",
            arg=[view.element_handle(), shown],
        )
    context.close()
