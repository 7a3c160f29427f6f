"""The explorer of partnership tools."""

from difflib import get_close_matches

import pandas as pd
import traitlets

from article10.widgets.base import View, columns_of, need_columns, references

TOOLS = ("id", "tool", "purpose_category", "launched", "requires_political_status", "kosovo_status")
TOOLS_OPTIONAL = {
    "acronym": "",
    "launched_precision": "day",
    "ended": pd.NaT,
    "ended_precision": None,
    "cycle": "",
    "cycle_years": None,
    "purpose": "",
    "who_can_join": "",
    "status_note": "",
    "kosovo_note": "",
    "source_id": "",
    "locator": "",
}
LINKS = ("keci_id", "tool_id", "mechanism")
LINKS_OPTIONAL = {"relation": "draws on", "note": "", "source_id": "", "locator": ""}
KECI = ("id", "component", "kind")
KECI_OPTIONAL = {"description": "", "source_id": "", "locator": ""}

# What kcss-2025 adds on the cycles of a tool ("Opportunities for Enhanced Engagement"):
# years until the review inside a cycle, and what its length rests on.
MID_TERM = {"itpp": 2}
CYCLE_NOTES = {
    "itpp": (
        "Some partners report four years for an ITPP; "
        "the review at mid-term rests on KCSS (2025) alone."
    )
}
UNTIL = 2026
"""Last year of the chart of launches; what runs on is drawn to its end."""


def _with_cycles(tools: pd.DataFrame) -> pd.DataFrame:
    """Add ``mid_term`` (years) and ``cycle_note`` where the table has no such columns."""
    known = {"mid_term": MID_TERM, "cycle_note": CYCLE_NOTES}
    added = {n: tools["id"].map(by_id) for n, by_id in known.items() if n not in tools.columns}
    return tools.assign(**added)


class PartnershipTools(View):
    """NATO's partnership instruments: launch, cycles, status, and what KECI draws on.

    Parameters
    ----------
    tools : DataFrame of the shape of ``article10.load("partnership_tools")``; needed are ``id``,
        ``tool``, ``purpose_category``, ``launched``, ``requires_political_status``
        and ``kosovo_status``.
    mechanisms : DataFrame of the shape of ``article10.load("keci_mechanisms")``; needed are
        ``keci_id``, ``tool_id`` and ``mechanism``.
    keci : DataFrame of the shape of ``article10.load("keci")``; needed are ``id``, ``component``
        and ``kind``.
    view : ``"launch"``, ``"cycles"`` or ``"keci"``.
    purpose, status, kosovo : keep only tools of this purpose category, with this answer to
        whether a political status is required, with this standing of Kosovo (or ``"open"``:
        in place, ad hoc or observer); all by default.
    join : keep only tools whose text on who can join holds these words.
    year : the year in which the chart of cycles starts.
    highlight : ``id`` of a KECI part or of a tool to bring out in the view ``"keci"``.
    compare : ``id`` of the two tools to set side by side.

    Raises
    ------
    FrameError : a table is no DataFrame or lacks a needed column.
    ValueError : ``view``, ``highlight`` or a tool in ``compare`` is unknown.
    """

    module = "tools.js"
    label = "Partnership tools"
    address = (
        "view", "purpose", "status", "join", "kosovo", "year", "highlight", "compare",
    )  # fmt: skip

    view = traitlets.Enum(("launch", "cycles", "keci"), "launch").tag(sync=True)
    purpose = traitlets.Unicode().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    join = traitlets.Unicode().tag(sync=True)
    kosovo = traitlets.Unicode().tag(sync=True)
    year = traitlets.Unicode(str(UNTIL)).tag(sync=True)
    highlight = traitlets.Unicode().tag(sync=True)
    compare = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(
        self, tools, mechanisms, keci, view="launch", year=UNTIL, highlight="", compare=None,
        **traits,
    ):  # fmt: skip
        name = type(self).__name__
        frame = _with_cycles(need_columns(tools, TOOLS, name, TOOLS_OPTIONAL))
        links = need_columns(mechanisms, LINKS, name, LINKS_OPTIONAL)
        parts = need_columns(keci, KECI, name, KECI_OPTIONAL)
        ids = frame["id"].tolist()
        if view not in ("launch", "cycles", "keci"):
            raise ValueError(f"unknown view {view!r}; it is 'launch', 'cycles' or 'keci'")
        if compare is None:
            compare = ["parp", "itpp"] if {"parp", "itpp"} <= set(ids) else ids[:2]
        self._known(compare, ids)
        ends = links["tool_id"].fillna(links["mechanism"])
        self._known([highlight] if highlight else [], [*links["keci_id"], *ends])
        self._frame, self._links = frame, links
        super().__init__(
            data={
                "tools": columns_of(frame),
                "links": columns_of(links),
                "parts": columns_of(parts),
                "until": UNTIL,
                "references": references(
                    [*frame["source_id"], *links["source_id"], *parts["source_id"]]
                ),
            },
            view=view,
            year=str(year),
            highlight=highlight,
            compare=list(compare),
            **traits,
        )

    @staticmethod
    def _known(names, known):
        for name in names:
            if name not in known:
                near = get_close_matches(name, known, n=3) or sorted(set(known))
                raise ValueError(f"unknown tool or part {name!r}; did you mean {', '.join(near)}?")

    @property
    def selection(self) -> pd.DataFrame:
        """The tools on screen, with the columns of ``tools``, in the order of the picture."""
        return self._frame.iloc[self.ask("select")]

    @property
    def links(self) -> pd.DataFrame:
        """The links between KECI and its bases that fit the choices, as in ``mechanisms``."""
        return self._links.iloc[self.ask("linksOnScreen")]

    @property
    def comparison(self) -> pd.DataFrame:
        """The two chosen tools side by side: ``term``, one column for each, ``differs``."""
        return pd.DataFrame(self.ask("comparison"))
