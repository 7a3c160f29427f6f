"""The check of understanding as a reader uses it on the published page, with no kernel."""

import pytest

from article10.questions import load_questions

from .conftest import violations

PAGE = "widgets/quiz.html"
CHAPTER = "public-opinion.html"
ASKED = {question["id"]: question for question in load_questions("public-opinion")["questions"]}
MATCH, SINGLE, NUMBER = "four-families", "average-of-three", "margin-of-a-difference"
MULTIPLE, ORDER = "what-a-total-implies", "one-vote-four-bases"


def quiz(page):
    """The check of understanding, once it is alive."""
    view = page.locator('.article10-view[data-module="quiz"]')
    view.scroll_into_view_if_needed()
    page.wait_for_function("view => 'alive' in view.dataset", arg=view.element_handle())
    return view


def form(view, id_):
    return view.locator("form").nth(list(ASKED).index(id_))


def check(question):
    question.locator("button[type=submit]").click()


def verdict(question):
    return question.locator(".ad-verdict").inner_text()


def choose(question, *texts):
    for label in question.locator("label").all():
        label.locator("input").set_checked(label.inner_text().strip() in texts)


def correct(id_):
    return [option["text"] for option in ASKED[id_]["options"] if option.get("correct")]


def pick(question, text):
    question.get_by_label(text, exact=True).check()


def test_every_type_answers_wrong_and_right_with_a_reason(open_page):
    page = open_page(PAGE)
    view = quiz(page)
    overall = view.locator(".ad-overall")
    assert overall.inner_text() == "None of 9 questions answered."

    single = form(view, SINGLE)
    check(single)
    assert verdict(single) == "Choose an answer first."
    for option in ASKED[SINGLE]["options"]:
        pick(single, option["text"])
        check(single)
        right = option["correct"]
        assert verdict(single).startswith("✓ Right" if right else "✗ Not yet")
        assert option["feedback"] in verdict(single)
    # The reasoning is at hand after a wrong answer, too.
    single.get_by_text("Show the reasoning").click()
    assert ASKED[SINGLE]["explanation"] in verdict(single)
    assert single.get_by_text("Source:").is_visible()
    assert "1 of 9 questions answered, 0 right (1 at the first try)" in overall.inner_text()

    multiple = form(view, MULTIPLE)
    choose(multiple, correct(MULTIPLE)[0])
    check(multiple)
    assert "something is missing" in verdict(multiple)
    choose(multiple, *correct(MULTIPLE))
    # What was judged is no longer what is chosen.
    assert not multiple.locator(".ad-verdict").is_visible()
    check(multiple)
    assert verdict(multiple).startswith("✓ Right, 2 tries")

    order = form(view, ORDER)
    items = order.locator(".ad-order li")
    assert items.count() == 4
    check(order)
    assert "of 4 are in the right place" in verdict(order)
    for at, item in enumerate(ASKED[ORDER]["items"]):
        while not items.nth(at).inner_text().startswith(item["text"]):
            order.get_by_role("button", name=f"Move up: {item['text']}", exact=True).click()
    check(order)
    assert verdict(order).startswith("✓ Right")

    match = form(view, MATCH)
    pairs = ASKED[MATCH]["pairs"]
    match.get_by_label(pairs[0]["left"]).select_option(label=pairs[0]["right"])
    check(match)
    assert verdict(match) == "Choose something for each line first."
    for pair in pairs[1:]:
        match.get_by_label(pair["left"]).select_option(label=ASKED[MATCH]["extra"][0])
    check(match)
    assert "1 of 4 are matched correctly" in verdict(match)
    assert pairs[1]["feedback"] in verdict(match)
    assert pairs[0]["feedback"] not in verdict(match)
    for pair in pairs[1:]:
        match.get_by_label(pair["left"]).select_option(label=pair["right"])
    check(match)
    assert verdict(match).startswith("✓ Right")

    number = form(view, NUMBER)
    for typed, reply in {
        "about four": "Type a number",
        "3.1": "That is the margin of one poll",
        "0.044": "multiply by 100",
        "2": "Too low",
        "9": "Too high",
        "4,4": "✓ Right",
    }.items():
        number.get_by_label("Your answer").fill(typed)
        check(number)
        assert reply in verdict(number)
    assert "5 of 9 questions answered, 4 right (1 at the first try)" in overall.inner_text()
    assert not page.problems


def test_the_keyboard_alone_is_enough_and_changes_are_announced(open_page):
    page = open_page(PAGE)
    view = quiz(page)
    press = page.keyboard.press

    form(view, SINGLE).locator("input").first.focus()
    press("Space")
    press("Enter")
    status = form(view, SINGLE).locator("[role=status]").last
    assert "Right" in status.inner_text()

    order = form(view, ORDER)
    items = order.locator(".ad-order li")
    first = items.nth(0).locator("span").first.inner_text()
    items.nth(0).get_by_role("button", name="Move down").focus()
    press("Enter")
    assert items.nth(1).inner_text().startswith(first)
    # The focus stays on the item that moves, and turns round at the end of the list.
    press("Enter")
    press("Enter")
    focus = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focus == f"Move up: {first}"
    assert order.locator("[role=status]").first.inner_text() == f"{first}: now 4 of 4."

    number = form(view, NUMBER)
    number.get_by_label("Your answer").focus()
    page.keyboard.type("4.4")
    press("Enter")
    assert verdict(number).startswith("✓ Right")

    select = form(view, MATCH).locator("select").first
    select.focus()
    press("ArrowDown")
    assert select.input_value() != ""

    clearing = view.get_by_role("button", name="Clear my answers")
    clearing.focus()
    press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Cancel"
    press("Escape")
    assert "2 of 9" in view.locator(".ad-overall").inner_text()
    press("Enter")
    press("Shift+Tab")
    press("Enter")
    assert view.locator(".ad-overall").inner_text() == "None of 9 questions answered."
    assert page.evaluate("document.activeElement.textContent") == "Clear my answers"
    assert number.get_by_label("Your answer").input_value() == ""
    assert view.locator(".ad-verdict").count() == 0
    assert not page.problems


def test_in_its_chapter_each_question_leads_to_its_section(open_page):
    page = open_page(CHAPTER)
    view = quiz(page)
    items = view.locator(".ad-quiz > ol > li")
    for item, question in zip(items.all(), ASKED.values(), strict=True):
        link = item.locator(f'a[href="#{question["section"]}"]')
        link.click()
        heading = page.get_by_role("heading", name=link.inner_text(), exact=False)
        assert abs(heading.bounding_box()["y"]) < page.viewport_size["height"] / 2
    # The choices of one page of questions do not disturb another view of the page.
    assert "quiz." not in page.url
    assert not page.problems


def test_without_javascript_the_questions_and_their_reasoning_are_there(open_page):
    page = open_page(PAGE, java_script=False)
    view = page.locator('.article10-view[data-module="quiz"]')
    assert view.locator("ol > li").count() == len(ASKED)
    reasoning = view.locator("details").first
    assert ASKED[MATCH]["explanation"] not in view.inner_text()
    reasoning.locator("summary").click()
    assert ASKED[MATCH]["explanation"] in view.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_before_and_after_answers(open_page, scheme):
    page = open_page(PAGE, color_scheme=scheme)
    view = quiz(page)
    found = violations(page)
    check(form(view, SINGLE))
    check(form(view, ORDER))
    for id_ in (SINGLE, MULTIPLE):
        form(view, id_).locator("input").nth(1).check()
        check(form(view, id_))
    form(view, NUMBER).get_by_label("Your answer").fill("4.4")
    check(form(view, NUMBER))
    for summary in view.locator(".ad-verdict summary").all():
        summary.click()
    view.get_by_role("button", name="Clear my answers").click()
    found += violations(page)
    assert not found


def test_nothing_is_cut_at_320_pixels(open_page):
    page = open_page(PAGE, width=320)
    view = quiz(page)
    for id_ in (SINGLE, MULTIPLE):
        form(view, id_).locator("input").nth(1).check()
        check(form(view, id_))
    check(form(view, ORDER))
    view.get_by_role("button", name="Clear my answers").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = view.locator("button, select, summary, .ad-option").evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().height < 24).map(e => e.textContent)"
    )
    assert small == []
