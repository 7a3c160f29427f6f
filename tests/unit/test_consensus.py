"""The consensus room from Python: what it accepts, refuses and concludes."""

import json

import pandas as pd
import pytest

from article10 import ConsensusRoom, load
from article10.data import cite
from article10.errors import FrameError
from article10.widgets.base import VIEW_MIME
from article10.widgets.consensus import default_proposals


@pytest.fixture(scope="module")
def recognition():
    return load("recognition")


@pytest.fixture
def three():
    return pd.DataFrame(
        {"ally": ["Aland", "Bland", "Cland"], "recognises_kosovo": [True, False, True]}
    )


def all_seats(room, position):
    return dict.fromkeys(room.seats["ally"].astype(str), position)


def test_every_seat_starts_without_an_assumption(recognition):
    room = ConsensusRoom(recognition)
    assert room.proposal == "membership"
    assert set(room.seats["assumption"]) == {"not set"}
    assert room.outcome["holds"] is None
    assert len(room.outcome["unset"]) == len(recognition)


def test_agreement_and_silence_are_consent(recognition):
    room = ConsensusRoom(recognition)
    room.assume(all_seats(room, "agree"))
    assert room.outcome["holds"] is True
    room.assume({"Spain": "remain silent"})
    assert room.outcome["holds"] is True
    assert room.outcome["silent"] == ["Spain"]


def test_one_seat_is_enough_to_stop_a_decision(recognition):
    room = ConsensusRoom(recognition)
    room.assume(all_seats(room, "agree") | {"Iceland": "break silence"})
    assert (room.outcome["state"], room.outcome["holds"]) == ("silence broken", False)
    assert "This seat alone decides" in room.minutes
    room.assume({"Norway": "object"})
    assert room.outcome["state"] == "objection"
    assert room.outcome["blocking"] == ["Iceland", "Norway"]
    assert room.seats.loc[room.seats["blocks"], "ally"].tolist() == ["Iceland", "Norway"]
    assert "These 2 seats decide" in room.minutes


def test_an_objection_counts_before_all_seats_are_set(three):
    room = ConsensusRoom(three, seats={"Bland": "object"})
    assert room.outcome["holds"] is False
    assert room.outcome["unset"] == ["Aland", "Cland"]


def test_the_record_stays_as_the_table_gives_it(recognition):
    room = ConsensusRoom(recognition, seats={"Spain": "agree"})
    pd.testing.assert_frame_equal(room.seats[recognition.columns], recognition)
    not_yet = recognition.loc[~recognition["recognises_kosovo"], "ally"].astype(str)
    assert f"({', '.join(not_yet)})" in room.minutes
    assert "assumptions of the player, not a record and not a forecast" in room.minutes


def test_the_proposals_name_sources_that_exist():
    proposals = default_proposals()
    assert set(proposals["id"]) == {"membership", "pfp", "keci", "eadrcc", "special-representative"}
    for cell in proposals["source_id"]:
        assert all(cite(part) for part in cell.split(";"))
    assert (proposals[["asks", "status", "locator"]].map(len) > 0).all(axis=None)


def test_the_deal_is_the_same_for_the_same_seed(recognition):
    def seats(**deal):
        return ConsensusRoom(recognition, **deal).seats["students"].tolist()

    assert seats(students=20, seed="monday") == seats(students="20", seed="monday")
    assert seats(students=20, seed="monday") != seats(students=20, seed="tuesday")


@pytest.mark.parametrize("students", [1, 7, 32, 33, 70])
def test_every_student_sits_and_every_seat_is_taken(recognition, students):
    dealt = ConsensusRoom(recognition, students=students).seats["students"]
    assert (dealt.str.len() > 0).all()
    counts = dealt.explode().value_counts()
    assert set(counts.index) == set(range(1, students + 1))
    assert counts.max() - counts.min() <= 1
    assert dealt.str.len().max() - dealt.str.len().min() <= 1


def test_what_cannot_be_is_refused_by_name(recognition, three):
    with pytest.raises(ValueError, match=r"unknown proposal 'pfpp'.*pfp"):
        ConsensusRoom(recognition, proposal="pfpp")
    with pytest.raises(ValueError, match=r"unknown Ally 'Spane'.*Spain"):
        ConsensusRoom(recognition, seats={"Spane": "object"})
    with pytest.raises(ValueError, match=r"unknown position 'veto'"):
        ConsensusRoom(recognition, seats={"Spain": "veto"})
    with pytest.raises(FrameError, match="missing: recognises_kosovo"):
        ConsensusRoom(three[["ally"]])
    with pytest.raises(FrameError, match="twice: Aland"):
        ConsensusRoom(pd.concat([three, three.head(1)]))
    with pytest.raises(FrameError, match="not list"):
        ConsensusRoom([1])


def test_an_own_table_and_own_proposals_are_enough(three):
    own = pd.DataFrame(
        {
            "id": ["x"],
            "label": ["An office"],
            "asks": ["Asked."],
            "status": ["No."],
            "source_id": ["me"],
        }
    )
    room = ConsensusRoom(three, proposals=own, seats={"Aland": "agree"})
    assert room.proposal == "x"
    assert room.seats["assumption"].tolist() == ["agree", "not set", "not set"]
    assert "An office" in room.fallback()


def test_an_empty_table_has_no_seats(recognition):
    room = ConsensusRoom(recognition.head(0))
    assert room.outcome["holds"] is None
    assert room.seats.empty
    assert "There are no seats" in room.fallback()


def test_nonsense_in_the_state_is_explained(recognition):
    room = ConsensusRoom(recognition)
    room.proposal, room.positions, room.students = "nonsense", "aaz", "many"
    notices = " ".join(room.ask("settle")["notices"])
    assert "no proposal “nonsense”" in notices
    assert "sets 3 seats, but there are 32" in notices
    assert "1 seat had no known position" in notices
    assert "“many” is no number of students" in notices
    assert room.outcome["agreeing"] == ["Albania", "Belgium"]
    assert set(room.seats["students"].str.len()) == {0}


def test_a_record_that_is_not_known_is_not_taken_for_a_no(three):
    three["recognises_kosovo"] = pd.array([True, None, False], dtype="boolean")
    table = ConsensusRoom(three).ask("table")
    assert "no record given" in table
    assert table.count("does not recognise") == 1


def test_text_of_a_table_cannot_become_markup(three):
    three.loc[0, "ally"] = "<img src=x onerror=alert(1)>"
    assert "<img" not in ConsensusRoom(three).fallback()


def test_the_view_is_the_same_in_every_run(recognition):
    def view():
        data, _ = ConsensusRoom(
            recognition, seats={"Spain": "object"}, students=9
        )._repr_mimebundle_()
        return json.dumps(data[VIEW_MIME], sort_keys=True)

    assert view() == view()
