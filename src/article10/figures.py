"""Figures of the chapters: tables in, plotly figures out.

A figure says what it shows in ``layout.meta["alt"]`` and whose work it rests on in
``layout.meta["sources"]`` (source ids).
"""

import pandas as pd
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


def kfor_strength(reports: pd.DataFrame) -> go.Figure:
    """Draw every reported strength of KFOR; reports that disagree stand side by side, unjoined.

    ``reports`` has the shape of ``load("kfor_strength")``: ``date``, ``date_precision``,
    ``year_inferred``, ``troops`` (soldiers), ``source_id``, and ``qualifier`` if it is known.
    """
    figure = go.Figure(layout={"template": template()})
    known = reports.dropna(subset=["troops"]).sort_values("date", kind="stable")
    for name, inferred, symbol in (
        ("reported strength", False, "circle"),
        ("year of the report inferred", True, "circle-open"),
    ):
        rows = known[known["year_inferred"] == inferred]
        if len(rows):
            figure.add_scatter(
                x=[_year(row) for row in rows.itertuples()],
                y=[int(troops) for troops in rows["troops"]],
                text=[_said(row) for row in rows.itertuples()],
                mode="markers",
                name=name,
                marker={"symbol": symbol, "size": 10},
                hovertemplate="%{y:,} soldiers<br>%{text}<extra></extra>",
            )
    first, last = known.iloc[0], known.iloc[-1]
    figure.update_layout(
        title="KFOR's strength as reported",
        xaxis={"title": {"text": "Year"}, "tickformat": "d"},
        yaxis={"title": {"text": "Soldiers"}, "rangemode": "tozero", "tickformat": ","},
        meta={
            "alt": (
                f"Dot chart of {len(known)} reports of KFOR's strength, from {first['troops']:,} "
                f"soldiers in {first['date'].year} to {last['troops']:,} in {last['date'].year}; "
                "several reports of one year differ."
            ),
            "sources": _sources(known["source_id"]),
        },
    )
    return figure


def allies_by_year(accessions: pd.DataFrame) -> go.Figure:
    """Draw the number of Allies over time, a step for each year of accession.

    ``accessions`` has the shape of ``load("accessions")``: ``accession_status``,
    ``accession_date``, ``accession_source_id``.
    """
    joined = accessions[accessions["accession_status"] == "done"]
    counts = joined["accession_date"].dt.year.value_counts().sort_index()
    totals = counts.cumsum()
    years, allies = [], []
    for year, total in totals.items():
        if allies:
            years.append(int(year))
            allies.append(allies[-1])
        years.append(int(year))
        allies.append(int(total))
    figure = go.Figure(layout={"template": template()})
    figure.add_scatter(
        x=years, y=allies, mode="lines", hovertemplate="%{y} Allies, %{x}<extra></extra>"
    )
    rounds = "; ".join(f"{total} from {year}" for year, total in totals.items())
    figure.update_layout(
        title="Allies by year of accession",
        xaxis={"title": {"text": "Year"}, "tickformat": "d"},
        yaxis={"title": {"text": "Allies"}, "rangemode": "tozero"},
        meta={
            "alt": f"Step chart of the number of Allies: {rounds}.",
            "sources": _sources(joined["accession_source_id"]),
        },
    )
    return figure


def recognition_by_date(recognition: pd.DataFrame) -> go.Figure:
    """Draw how many of today's Allies recognised Kosovo in each month, and how many do not.

    ``recognition`` has the shape of ``load("recognition")``: ``recognises_kosovo``,
    ``recognition_date``, ``source_id``.
    """
    dated = recognition[recognition["recognises_kosovo"]]
    months = dated["recognition_date"].dt.to_period("M").value_counts().sort_index()
    names = [month.strftime("%b %Y") for month in months.index]
    without = int((~recognition["recognises_kosovo"]).sum())
    figure = go.Figure(layout={"template": template()})
    figure.add_bar(
        x=[*names, "not recognised"],
        y=[*(int(count) for count in months), without],
        hovertemplate="%{y} Allies, %{x}<extra></extra>",
    )
    counted = ", ".join(f"{count} in {name}" for name, count in zip(names, months, strict=True))
    figure.update_layout(
        title="Recognition of Kosovo by today's Allies",
        xaxis={"title": {"text": "Month of recognition"}},
        yaxis={"title": {"text": "Allies"}, "rangemode": "tozero"},
        meta={
            "alt": f"Bar chart of Allies by month of recognition: {counted}; {without} have not.",
            "sources": _sources(recognition["source_id"]),
        },
    )
    return figure


def _year(row) -> float:
    """A date as a year with its fraction, in the middle of what its precision leaves open."""
    if row.date_precision == "year":
        return row.date.year + 0.5
    if row.date_precision == "month":
        return round(row.date.year + (row.date.month - 0.5) / 12, 3)
    return round(row.date.year + (row.date.day_of_year - 0.5) / 366, 3)


def _said(row) -> str:
    """The date of a report as far as it is known, and how exactly it puts its number."""
    known = {"year": "%Y", "month": "%B %Y"}.get(row.date_precision, f"{row.date.day} %B %Y")
    when = row.date.strftime(known)
    qualifier = getattr(row, "qualifier", "exact")
    return when if pd.isna(qualifier) or qualifier == "exact" else f"{when}, {qualifier}"


def _sources(cells: pd.Series) -> list[str]:
    return sorted({part for cell in cells.dropna() for part in str(cell).split(";")})
