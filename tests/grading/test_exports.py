"""Marks as tables for people, Canvas and Moodle, and the summary."""

import csv

from article10.grading import exports, summary
from article10.grading.gradebook import Mark, Standing
from article10.grading.results import Graded, Result


def standing(id, *marks, lms_id=None, email=None, penalty=0.0, **comments):
    found = {f"q{i}": mark for i, mark in enumerate(marks, 1)}
    return Standing(id, "Ada", "Lovelace", email, lms_id, None, penalty, found, comments)


def machine(points, maximum=4.0):
    return Mark(points, None, None, False, maximum)


WAITS = Mark(None, None, None, True, 6.0)
BY_HAND = Mark(None, 4.5, 0.5, False, 6.0)


def result(student, *cells, status="ok", flags=(), unsafe=False):
    return Result(student, "keci", status, "Said so.", cells, flags, None, 0, unsafe, "")


def test_a_line_a_question_with_what_a_person_gave_first():
    cells = (
        Graded("q1", "One", 2.0, 4.0, "partly right", "✗ Half."),
        Graded("q2", "Two", None, 6.0, "read by a person", ""),
        Graded("q3", "Three", None, 6.0, "read by a person", ""),
    )
    lines = exports.rows(
        "keci", standing("zoe-1", machine(2.0), BY_HAND, WAITS), result("Zoë", *cells)
    )
    assert lines == [
        ("Zoë", "keci", "q1", "2", "4", "partly right", "✗ Half."),
        ("Zoë", "keci", "q2", "5", "6", "graded by a person", ""),
        ("Zoë", "keci", "q3", "", "6", "read by a person", ""),
    ]


def test_a_spreadsheet_runs_no_formula_of_a_student():
    cells = (Graded("q1", "One", 0.0, 4.0, "wrong", '=HYPERLINK("x")'),)
    (line,) = exports.rows("keci", standing("x", machine(0.0)), result("@sum", *cells))
    assert line[0] == "'@sum"
    assert line[-1] == '\'=HYPERLINK("x")'


def test_the_lines_of_a_late_submission_add_up_to_its_mark():
    late = standing("ada", machine(4.0), machine(2.0), penalty=1.5)
    lines = exports.rows("keci", late, None)
    assert sum(float(line[3]) for line in lines) == late.score == 4.5


def test_canvas_finds_students_by_number_and_units_by_column():
    done = exports.Total.of(standing("ada", machine(3.0), lms_id="11"))
    login = exports.Total.of(standing("bea", machine(1.0), email="b@example.org"))
    waits = exports.Total.of(standing("cid", machine(4.0), WAITS))
    lines = exports.canvas({"keci": [done, login, waits], "accession": [waits, done]})
    assert lines == [
        ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", "keci", "accession"),
        ("Points Possible", "", "", "", "", "10", "10"),
        ("Lovelace, Ada", "11", "", "", "", "3", "3"),
        ("Lovelace, Ada", "", "", "b@example.org", "", "1", ""),
    ]


def test_moodles_worksheet_has_the_columns_that_its_import_needs():
    done = exports.Total.of(standing("ada", machine(3.5), lms_id="77", q1="Good,\nreally."))
    waits = exports.Total.of(standing("cid", WAITS, lms_id="78"))
    header, *lines = exports.moodle([done, waits])
    assert {"Identifier", "Grade", "Last modified (grade)", "Feedback comments"} <= set(header)
    assert [dict(zip(header, line, strict=True)) for line in lines] == [
        {
            "Identifier": "Participant 77",
            "Full name": "Ada Lovelace",
            "Email address": "",
            "Grade": "3.5",
            "Maximum Grade": "4",
            "Last modified (grade)": "-",
            "Feedback comments": "Good, really.",
        }
    ]


def test_a_table_is_there_whole_or_not_at_all(tmp_path):
    path = tmp_path / "grades.csv"
    path.write_text("old", "utf-8")
    try:
        with exports.table(path) as write:
            write([("new", 'a "b"\n\ud800')])
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    assert path.read_text("utf-8") == "old"
    with exports.table(path) as write:
        write([("new", 'a "b"\n\ud800')])
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["new", 'a "b"\n?']]


def test_the_summary_counts_answers_mistakes_and_those_for_a_person():
    section = summary.Section("keci")
    wrong = "✗ Question 1: not yet.\n  `x` is <too> large.\n  Read again: “A” in the chapter “B”."
    for student in ("ada", "bea"):
        section.add(
            standing(student, machine(0.0)),
            result(student, Graded("q1", "One", 0.0, 4.0, "wrong", wrong)),
        )
    section.add(
        standing("cid", machine(4.0)),
        result(
            "Cid <3",
            Graded("q1", "One", 4.0, 4.0, "right", "✓"),
            status="needs a person",
            flags=("A test cell was edited.",),
            unsafe=True,
        ),
    )
    section.add(standing("dan", WAITS), None)
    question = section.questions["q1"]
    assert question.counts == {"none": 2, "full": 1, "person": 1}
    assert question.common == [("`x` is <too> large.", 2)]
    assert section.totals == {0: 2, 9: 1}
    assert {person.id: person.reasons for person in section.persons} == {
        "cid": ["Said so.", "A test cell was edited."],
    }
    assert section.unread == {"q1": ["dan"]}
    page = summary.page([section])
    assert "<code>x</code> is &lt;too&gt; large." in page
    assert "Cid &lt;3" in page
    assert "without a sandbox" in page
    assert "<script" not in page
    assert "http" not in page.partition("</style>")[2]
