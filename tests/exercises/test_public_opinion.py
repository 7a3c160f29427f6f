"""The figures that the unit on public opinion types into its tasks."""

import re

import pytest

from article10 import load

from .conftest import release

# The figures that the tasks of the unit on public opinion quote, and where they stand in the table.
QUOTED = [
    ("q1-task", "88", {"country": "Kosovo", "question_family": "full_membership_preferred"}),
    ("q1-task", "75", {"country": "Kosovo", "question_family": "full_membership_preferred"}),
    ("q1-task", "91", {"country": "Kosovo", "question_family": "favourable_view"}),
    ("q1-task", "94", {"country": "Kosovo", "question_family": "vote_join"}),
    ("q1-task", "98", {"country": "Kosovo", "population_group": "Albanian"}),
    ("q1-task", "92", {"country": "Kosovo", "question_family": "support_join"}),
    ("q1-task", "99.5", {"country": "Kosovo", "population_group": "Albanian"}),
    ("q1-task", "90", {"country": "Kosovo", "question_family": "protection_or_threat"}),
    ("q2-ask", "28", {"country": "Serbia", "question_family": "cooperation"}),
    ("q2-ask", "11", {"country": "Serbia", "question_family": "vote_join"}),
    ("q2-ask", "3", {"country": "Serbia", "question_family": "full_membership_preferred"}),
    ("q5-task", "92", {"survey": "Kosovo Security Barometer", "population_group": "all"}),
    ("q5-task", "99.5", {"survey": "Kosovo Security Barometer", "population_group": "Albanian"}),
    ("q6-ask", "67", {"country": "North Macedonia", "question_family": "referendum_poll"}),
    ("q6-ask", "94", {"country": "North Macedonia", "question_family": "referendum_result"}),
]


@pytest.mark.parametrize(("cell", "figure", "row"), QUOTED)
def test_figures_in_the_tasks_stand_in_the_table(cell, figure, row):
    assert re.search(
        rf"(?<![\d.]){re.escape(figure)}(?![\d.]\d)", release("public-opinion").cells[cell].source
    )
    polls = load("polls")
    for column, value in row.items():
        polls = polls[polls[column] == value]
    decimals = len(figure.partition(".")[2])
    assert (
        float(figure)
        in polls["percent"].dropna().map(lambda p: int(p) if not decimals else p).tolist()
    )
