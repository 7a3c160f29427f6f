"""Figures of the chapters: tables in, plotly figures out.

A figure says what it shows in ``layout.meta["alt"]`` and whose work it rests on in
``layout.meta["sources"]`` (source ids).
"""

import plotly.graph_objects as go

from .survey import margin_of_error
from .theme import template

SIZES = (50, 75, 100, 150, 200, 300, 400, 500, 600, 800, 1000, 1200, 1500, 2000, 2500, 3000)


def margin_by_sample_size(shares=(50, 95), sizes=SIZES) -> go.Figure:
    """Draw the margin of error against the number of people asked, one line per share.

    ``shares`` are percentages, ``sizes`` numbers of people; margins are for simple
    random samples, in percentage points at 95 percent confidence (:func:`.survey.margin_of_error`).
    """
    figure = go.Figure(layout={"template": template()})
    for share, dash in zip(shares, ("solid", "dash", "dot", "dashdot"), strict=False):
        margins = [round(margin_of_error(share, size), 2) for size in sizes]
        figure.add_scatter(
            x=list(sizes),
            y=margins,
            mode="lines+markers",
            line={"dash": dash},
            marker={"size": 6},
            name=f"when {share:g}% give the answer",
            hovertemplate="%{x} people: ± %{y:.1f} points<extra></extra>",
        )
    small, large = sizes[0], sizes[-1]
    ends = "; ".join(
        f"when {share:g} per cent give the answer, from {margin_of_error(share, small):.1f} points "
        f"with {small:,} people to {margin_of_error(share, large):.1f} with {large:,}"
        for share in shares
    )
    figure.update_layout(
        title="The margin falls fast at first, then slowly",
        xaxis={"title": {"text": "People asked"}, "rangemode": "tozero"},
        yaxis={"title": {"text": "Margin of error (points)"}, "rangemode": "tozero"},
        meta={
            "alt": f"Line chart of the margin of error by sample size: {ends}.",
            "sources": ["pew-margin-2016"],
        },
    )
    return figure
