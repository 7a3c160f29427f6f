"""The source comparison."""

import pandas as pd
import traitlets

from article10.widgets.base import View, columns_of, need_columns, references

JUDGEMENTS = ("a", "b", "both", "neither", "open")
"""What a reader, and the module's own verdict, can say of two statements."""

NEEDED = ("id", "claim", "a_who", "a_statement", "b_who", "b_statement", "record", "verdict")
OPTIONAL = {
    "topic": "",
    "a_date": None,
    "a_precision": "day",
    "a_source_id": "",
    "a_locator": "",
    "b_date": None,
    "b_precision": "day",
    "b_source_id": "",
    "b_locator": "",
    "why_it_matters": "",
    "source_id": "",
}


class SourceComparison(View):
    """Claims on which sources disagree: the reader judges first, then sees the record.

    The verdict beside the record is the module's own coding of it.

    Parameters
    ----------
    discrepancies : DataFrame of the shape of ``article10.load("discrepancies")``; needed are
        ``id``, ``claim``, ``a_who``, ``a_statement``, ``b_who``, ``b_statement``, ``record``
        and ``verdict`` ("a", "b", "both", "neither" or "open").
    topic : show the claims of one topic only; all by default.
    open : ``id`` of the claim to open first.
    judgements : judgements already made, such as ``{"nalt-day": "open"}``.

    Raises
    ------
    FrameError : ``discrepancies`` is no DataFrame or lacks a needed column.
    ValueError : ``topic``, ``open`` or a judgement is unknown.
    """

    module = "claims.js"
    label = "Source comparison"
    address = ("topic", "claim", "show")
    keep = ("judgements", "reasons")

    topic = traitlets.Unicode().tag(sync=True)
    claim = traitlets.Unicode().tag(sync=True)
    """``id`` of the open claim; the first of the topic where empty."""
    show = traitlets.Unicode().tag(sync=True)
    """"all" shows the record of every claim in the table, judged or not."""
    judgements = traitlets.Dict(key_trait=traitlets.Unicode(), value_trait=traitlets.Unicode()).tag(
        sync=True
    )
    """The reader's judgements: ``id`` of the claim to one of :data:`JUDGEMENTS`."""
    reasons = traitlets.Dict(key_trait=traitlets.Unicode(), value_trait=traitlets.Unicode()).tag(
        sync=True
    )
    """The reader's reasons, where given: ``id`` of the claim to a line of text."""

    def __init__(self, discrepancies, topic=None, open=None, judgements=None, **traits):
        frame = need_columns(discrepancies, NEEDED, type(self).__name__, OPTIONAL)
        ids = frame["id"].astype(str).tolist()
        _one_of(topic, sorted(set(frame["topic"].astype(str))), "topic")
        _one_of(open, ids, "claim")
        for id_, judgement in (judgements or {}).items():
            _one_of(id_, ids, "claim")
            _one_of(judgement, JUDGEMENTS, "judgement")
        self._frame = frame
        cited = [*frame["a_source_id"], *frame["b_source_id"], *frame["source_id"]]
        super().__init__(
            data={"rows": columns_of(frame), "references": references(cited)},
            topic=topic or "",
            claim=open or "",
            judgements=dict(judgements or {}),
            **traits,
        )

    @property
    def selection(self) -> pd.DataFrame:
        """The claims of the chosen topic, with the columns of ``discrepancies``."""
        return self._frame.iloc[self.ask("select")]

    @property
    def judged(self) -> pd.DataFrame:
        """The reader's judgements beside the module's verdict, one row for each claim judged.

        Columns: ``id``, ``topic``, ``claim``, ``judgement``, ``reason``, ``module_verdict``,
        ``agrees``.
        """
        columns = ["id", "topic", "claim", "judgement", "reason", "module_verdict", "agrees"]
        return pd.DataFrame(self.ask("judged"), columns=columns)

    def fallback(self) -> str:
        """The statements in a list, each with its record behind a native disclosure."""
        return f'<div class="ad ad-fallback">{self.ask("fallback")}</div>'


def _one_of(value, known, what: str) -> None:
    if value is not None and value not in known:
        raise ValueError(f"unknown {what} {value!r}; there is {', '.join(map(str, known[:8]))}")
