"""The consensus room as a class uses it on the published page, with no kernel."""

import csv
import struct
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from article10 import load

from .views import alive, tabs_that_overflow, violations_of

PAGE = "widgets/consensus.html"
TABS = ("Room", "Table", "Class", "Sources", "Download")


@pytest.fixture(scope="module")
def recognition():
    return load("recognition")


def room(page, number=0):
    """The room of that number on the page, once it is alive."""
    return alive(page, "consensus", number)


def seat(view, ally):
    return view.get_by_role("combobox", name=ally)


def assume(view, words):
    view.get_by_label("Assume for all seats at once").select_option(words)
    view.get_by_role("button", name="Set seats").click()


def headline(view):
    return view.locator(".ad-centre h3").inner_text()


def download(page, view, name):
    with page.expect_download() as waiting:
        view.get_by_role("button", name=name).click()
    return Path(waiting.value.path())


def test_a_round_is_played_and_its_outcome_follows(open_page, recognition):
    page = open_page(PAGE)
    view = room(page)
    assert view.get_by_role("combobox").count() == 2 + len(recognition)
    assert headline(view) == "Not decided yet"
    assume(view, "All agree")
    assert headline(view) == "Consensus holds"
    assume(view, "Non-recognisers object, all others agree")
    assert headline(view) == "No consensus"
    blocking = view.locator(".ad-blocks strong").all_inner_texts()
    doubters = recognition.loc[~recognition["recognises_kosovo"], "ally"].astype(str)
    assert sorted(blocking) == sorted(doubters)
    assume(view, "Non-recognisers remain silent, all others agree")
    assert headline(view) == "Consensus holds"
    assert "Silence counts as consent" in view.locator(".ad-centre").inner_text()
    seat(view, "Iceland").select_option("b")
    assert headline(view) == "The silence is broken"
    assert "This seat alone decides" in view.get_by_role("status").inner_text()
    view.get_by_label("Proposal").select_option("keci")
    assert "work plan" in view.locator(".ad-about").inner_text()
    assert headline(view) == "The silence is broken"
    assert not page.problems


def test_record_and_assumption_are_told_apart(open_page):
    page = open_page(PAGE)
    view = room(page)
    seat(view, "Spain").select_option("a")
    record = view.locator(".ad-detail")
    assert "Spain does not recognise Kosovo." in record.inner_text()
    assert "Source:" in record.inner_text()
    label = seat(view, "Spain").evaluate("list => list.labels[0].textContent")
    assert "Record: does not recognise Kosovo. Your assumption" in label
    assert "Under your assumptions" in view.locator(".ad-centre").inner_text()
    view.get_by_role("tab", name="Table").click()
    heads = view.locator("thead th").all_inner_texts()
    assert [head.split()[0] for head in heads[1:]] == ["Record:", "Assumption"]
    assert view.locator("tbody tr", has_text="Spain").inner_text().endswith("agree")


def test_a_link_carries_the_whole_room(open_page):
    page = open_page(PAGE)
    view = room(page)
    view.get_by_label("Proposal").select_option("pfp")
    assume(view, "Non-recognisers break silence, all others agree")
    view.get_by_role("tab", name="Class").click()
    view.get_by_label("Students").fill("12")
    view.get_by_label("Seed").fill("monday")
    view.get_by_label("Seed").press("Enter")
    query = parse_qs(urlsplit(page.url).query)
    assert len(query["consensus.positions"][0]) == 32
    assert query["consensus.seed"] == ["monday"]
    seats = view.locator("tbody").inner_text()
    again = room(open_page(f"{PAGE}?{urlsplit(page.url).query}"))
    assert again.locator("tbody").inner_text() == seats
    again.get_by_role("tab", name="Room").click()
    assert headline(again) == "The silence is broken"
    view.get_by_role("button", name="Reset").click()
    assert "?" not in page.url
    assert headline(view) == "Not decided yet"
    assert not page.problems


def test_a_nonsense_address_is_explained_and_does_no_harm(open_page):
    page = open_page(
        f"{PAGE}?consensus.proposal=%3Cb%3E&consensus.positions=zzoo&consensus.students=-3"
        "&consensus.tab=nowhere"
    )
    notice = room(page).locator(".ad-notice").inner_text()
    assert "no proposal “<b>”" in notice
    assert "sets 4 seats, but there are 32" in notice
    assert "2 seats had no known position" in notice
    assert "“-3” is no number of students" in notice
    assert headline(room(page)) == "No consensus"
    assert not page.problems


def test_the_keyboard_alone_is_enough(open_page):
    page = open_page(PAGE)
    view = room(page)
    view.get_by_label("Assume for all seats at once").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert headline(view) == "Consensus holds"
    seat(view, "Albania").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    assert headline(view) == "No consensus"
    focused = "document.activeElement.labels?.[0].querySelector('strong')?.textContent"
    assert page.evaluate(focused) == "Albania"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "Belgium"
    assert "Belgium: the record" in view.locator(".ad-detail").inner_text()
    assert not page.problems


def test_the_class_gets_its_seats_and_the_round_its_files(open_page, recognition):
    page = open_page(f"{PAGE}?consensus.students=40&consensus.tab=class")
    view = room(page)
    assert view.locator("tbody tr").count() == 40
    before = view.locator("tbody").inner_text()
    view.get_by_role("button", name="Deal again").click()
    assert view.locator("tbody").inner_text() != before
    assert "consensus.seed=2" in page.url
    with download(page, view, "Seats as CSV").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["ally"] for row in rows} == set(recognition["ally"])
    assert {int(row["student"]) for row in rows} == set(range(1, 41))
    handout = download(page, view, "Hand-out").read_text(encoding="utf-8")
    assert "Position taken in class" in handout
    assume(view, "Non-recognisers object, all others agree")
    view.get_by_role("tab", name="Download").click()
    with download(page, view, "CSV file").open(encoding="utf-8", newline="") as file:
        rows = {row["ally"]: row for row in csv.DictReader(file)}
    assert rows["Spain"]["assumption"] == "object"
    assert rows["Spain"]["record_recognises_kosovo"] == "false"
    assert rows["Albania"]["record_since"] == "2008-02-18"
    minutes = view.get_by_label("Summary to paste").input_value()
    assert "Object (4): Greece, Romania, Slovakia, Spain" in minutes
    assert download(page, view, "Text for").read_text(encoding="utf-8").strip() == minutes
    content = download(page, view, "PNG").read_bytes()
    assert struct.unpack(">II", content[16:24])[0] == 2 * (800 + 48)
    assert len(content) > 20_000
    assert not page.problems


def test_two_rooms_on_one_page_do_not_disturb_each_other(open_page):
    page = open_page(PAGE)
    first, second = room(page), room(page, 1)
    second.get_by_role("tab", name="Room").click()
    assume(second, "All agree")
    assert "consensus-2.positions=" in page.url
    assert (headline(first), headline(second)) == ("Not decided yet", "Consensus holds")


def test_without_javascript_there_is_a_picture_and_the_record_of_each_ally(open_page, recognition):
    page = open_page(PAGE, java_script=False)
    view = page.locator('.article10-view[data-module="consensus"]').first
    assert view.locator(".ad-broad svg").is_visible()
    view.locator("summary").click()
    assert view.locator("tbody tr").count() == len(recognition)
    assert view.locator("tbody tr", has_text="Greece").inner_text().count("does not recognise") == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_tab_is_accessible(open_page, scheme):
    page = open_page(f"{PAGE}?consensus.students=5&consensus.proposal=x", color_scheme=scheme)
    view = room(page)
    assume(view, "Non-recognisers break silence, all others agree")
    seat(view, "Spain").focus()
    assert not violations_of(view, TABS)


def test_on_a_phone_the_seats_are_a_list_by_record(open_page):
    page = open_page(PAGE, width=320)
    view = room(page)
    groups = view.locator("fieldset legend").all_inner_texts()
    assert [text.split(":")[0] for text in groups] == ["Record", "Record"]
    seat(view, "Romania").select_option("o")
    seat(view, "Romania").focus()
    after = view.locator(".ad-seat", has_text="Romania").locator("+ .ad-detail")
    assert "Romania: the record" in after.inner_text()
    assert not tabs_that_overflow(view, TABS)
    small = view.locator("select, button").evaluate_all(
        "all => all.filter(e => e.offsetParent && e.getBoundingClientRect().height < 24).length"
    )
    assert small == 0
