"""The consensus room."""

from collections.abc import Mapping
from difflib import get_close_matches

import pandas as pd
import traitlets

from article10.data import load
from article10.errors import FrameError
from article10.widgets.base import View, columns_of, need_columns, references

POSITIONS = {
    "agree": "a",
    "remain silent": "s",
    "break silence": "b",
    "object": "o",
    "not set": "-",
}
"""What a seat can do, with the letter that stands for it in the page's address."""

NEEDED = ("ally", "recognises_kosovo")
OPTIONAL = {
    "iso3": "",
    "recognition_date": None,
    "recognition_precision": "day",
    "source_id": "",
    "locator": "",
    "note": "",
}
RULES = "nato-consensus;crs-rs21510"
"""Where the consensus rule and the silence procedure are described."""
PROPOSAL_COLUMNS = ("id", "label", "asks", "status", "source_id")


def default_proposals() -> pd.DataFrame:
    """The five proposals of the module.

    Columns: ``id``, ``label``, ``asks`` (what Allies are asked to do), ``status``
    (whether that touches Kosovo's status, and according to whom), ``source_id``,
    ``locator``. Where ``partnership_tools`` or ``keci`` speaks of status, its words are used.
    """
    tools = load("partnership_tools").set_index("id")
    keci = load("keci").set_index("id")
    pfp, eadrcc = tools.loc["pfp"], tools.loc["eadrcc"]
    memorandum, envoy = keci.loc["mou"], keci.loc["special-representative"]
    rows = [
        (
            "membership",
            "Invitation to membership",
            "Allies are asked to invite Kosovo to begin talks on joining NATO.",
            "Yes. Article 10 is open to European states only, so the invitation would treat "
            "Kosovo as one.",
            "nato-enl-art10",
            "opening of the page",
        ),
        (
            "pfp",
            "Partnership for Peace",
            "Allies are asked to let Kosovo join the Partnership for Peace.",
            f"Disputed. {pfp.status_note}.",
            pfp.source_id,
            pfp.locator,
        ),
        (
            "keci",
            "Memorandum on enhanced cooperation (KECI)",
            "Allies are asked to approve a work plan and a memorandum with Kosovo's government.",
            "It is meant not to, as the institute KCSS proposes it: the text would say that nobody "
            f"takes a position on status. {memorandum.sensitivity_note}",
            memorandum.source_id,
            f"{memorandum.locator}; {keci.loc['nac-approval', 'locator']}",
        ),
        (
            "eadrcc",
            "Cooperation in disasters (EADRCC)",
            "Allies are asked to let Kosovo ask for help, and offer it, through NATO's centre for "
            "disaster response.",
            f"Disputed. {eadrcc.status_note}.",
            eadrcc.source_id,
            eadrcc.locator,
        ),
        (
            "special-representative",
            "Special Representative for the Western Balkans",
            "Allies are asked to back an envoy of the Secretary General for the region.",
            f"Not by its terms. {envoy.sensitivity_note}",
            envoy.source_id,
            envoy.locator,
        ),
    ]
    return pd.DataFrame(rows, columns=["id", "label", "asks", "status", "source_id", "locator"])


class ConsensusRoom(View):
    """A decision in the North Atlantic Council, played with one seat for each Ally.

    What is known of an Ally's position on Kosovo's statehood is its record; what the
    player lets its seat do is an assumption. The room tells the two apart and predicts
    nothing: every seat starts as "not set".

    Parameters
    ----------
    recognition : DataFrame of the shape of ``article10.load("recognition")``, one row for
        each seat; needed are ``ally`` and ``recognises_kosovo``.
    proposal : the proposal to start with, the ``id`` of a row of ``proposals``; the first
        by default, which is "membership".
    seats : assumptions to start with, such as ``{"Spain": "object"}``; a position is one
        of "agree", "remain silent", "break silence", "object", "not set".
    students : how many students the seats are dealt to; none by default.
    seed : word or number that decides who sits where; the same seed deals the same seats.
    proposals : DataFrame with ``id``, ``label``, ``asks``, ``status`` and ``source_id``
        (``locator`` optional) for proposals of your own.

    Raises
    ------
    FrameError : a frame is no DataFrame, lacks a needed column or names an Ally twice.
    ValueError : an unknown proposal, Ally or position.
    """

    module = "consensus.js"
    label = "Consensus room"
    address = ("proposal", "positions", "students", "seed")

    proposal = traitlets.Unicode().tag(sync=True)
    positions = traitlets.Unicode().tag(sync=True)
    """One letter for each seat, in the order of the table: see :data:`POSITIONS`."""
    students = traitlets.CUnicode("").tag(sync=True)
    seed = traitlets.CUnicode("1").tag(sync=True)

    def __init__(
        self,
        recognition,
        proposal=None,
        seats=None,
        students="",
        seed="1",
        proposals=None,
        **traits,
    ):
        name = type(self).__name__
        frame = need_columns(recognition, NEEDED, name, OPTIONAL)
        twice = frame["ally"][frame["ally"].duplicated()].astype(str).tolist()
        if twice:
            raise FrameError(f"{name} needs one row for each Ally; twice: {', '.join(twice)}")
        asked = need_columns(
            default_proposals() if proposals is None else proposals,
            PROPOSAL_COLUMNS,
            f"{name}(proposals=...)",
            {"locator": ""},
        )
        known = asked["id"].astype(str).tolist() or [""]
        self._frame = frame
        super().__init__(
            data={
                "rows": columns_of(frame),
                "proposals": columns_of(asked),
                "references": references([*frame["source_id"], *asked["source_id"], RULES]),
                "rules": RULES,
            },
            proposal=known[0] if proposal is None else _known(proposal, known, "proposal"),
            positions=self._with({}, seats or {}),
            students=students,
            seed=seed,
            **traits,
        )

    def _with(self, positions: Mapping, seats: Mapping) -> str:
        """The letters of ``positions`` (ally to letter) after ``seats`` (ally to words)."""
        allies = self._frame["ally"].astype(str).tolist()
        letters = {ally: positions.get(ally, "-") for ally in allies}
        for ally, position in seats.items():
            words = _known(position, list(POSITIONS), "position")
            letters[_known(ally, allies, "Ally")] = POSITIONS[words]
        return "".join(letters.values())

    def assume(self, seats: Mapping[str, str]) -> None:
        """Let the seats of some Allies do something, such as ``{"Spain": "object"}``.

        Raises ValueError for an Ally or a position that there is not.
        """
        letters = {seat["ally"]: POSITIONS[seat["assumption"]] for seat in self.ask("select")}
        self.positions = self._with(letters, seats)

    @property
    def seats(self) -> pd.DataFrame:
        """One row for each seat: the record as given, the ``assumption`` and whether it ``blocks``.

        Where the seats are dealt, ``students`` holds the numbers of those who sit there.
        """
        shown = pd.DataFrame(
            self.ask("select"), columns=["ally", "assumption", "blocks", "students"]
        )
        return self._frame.assign(**{name: shown[name] for name in shown.columns[1:]})

    @property
    def outcome(self) -> dict:
        """What the assumptions lead to.

        ``holds`` is True, False or None (not every seat is set, none blocks); ``state`` is
        "holds", "open", "silence broken" or "objection"; ``blocking`` names the seats that
        stand in the way; ``agreeing``, ``silent``, ``breaking``, ``objecting`` and ``unset``
        name the seats by assumption.
        """
        return self.ask("outcome")

    @property
    def minutes(self) -> str:
        """The round as a few lines of text for the minutes."""
        return self.ask("minutes")


def _known(value, known: list[str], what: str) -> str:
    if value in known:
        return value
    near = get_close_matches(str(value), known, n=3) or known[:5]
    raise ValueError(f"unknown {what} {value!r}; did you mean {', '.join(near)}?")
