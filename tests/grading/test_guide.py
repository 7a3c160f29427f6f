"""The instructor's guide on grading, followed to the letter."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

from nbgrader.api import Gradebook

from article10.grading.folders import Course
from article10.grading.results import STATUSES

from .classroom import ROOT

GUIDE = (ROOT / "book/instructors/grading.md").read_text("utf-8")
UNIT = "study-1995"


def steps(text: str) -> str:
    """The commands that a reader types, as a script that stops at the first one that fails."""
    blocks = re.findall(r"^```bash\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert blocks
    return "set -e\n" + "".join(blocks)


def follow(script: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash"],
        input=script,
        cwd=folder,
        env={k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_from_an_empty_folder_to_exported_marks(tmp_path):
    for name in ("solutions", "exercises", "nbgrader_config.py"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    before, by_hand, after = re.split(r"^## [45]\. .*$", GUIDE, flags=re.MULTILINE)
    said = follow(steps(before), tmp_path)
    assert f"{UNIT}: 2 submissions" in said
    assert "2 submissions graded" in said
    course = Course(tmp_path / "my-course")
    assert len(rows(course.home / "grades.csv")) == 18
    assert "1 submission with a part for a person to read" in said
    assert {row["ID"] for row in rows(course.home / "canvas.csv")} == {"", "1906"}
    # What Formgrader stores when the points are typed in.
    assert "Formgrader" in by_hand
    with Gradebook(course.directory.db_url, course.directory.course_id) as book:
        grade = book.find_grade("q9", UNIT, UNIT, "ada")
        grade.manual_score, grade.needs_manual_grade = grade.max_score, False
        book.find_comment("q9", UNIT, UNIT, "ada").manual_comment = "Well argued."
        book.db.commit()
    again = follow(f". .venv/bin/activate\ncd my-course\n{steps(after)}", tmp_path)
    assert "0 submissions graded, 2 unchanged" in again
    possible, *students = rows(course.home / "canvas.csv")
    assert possible[UNIT] == "40"
    assert {row["ID"]: (row["Student"], row[UNIT]) for row in students} == {
        "1815": ("Lovelace, Ada", "40"),
        "1906": ("Hopper, Grace", "0"),
    }
    worksheet = {row["Identifier"]: row for row in rows(course.home / f"moodle-{UNIT}.csv")}
    assert worksheet["Participant 1815"]["Grade"] == "40"
    assert worksheet["Participant 1815"]["Feedback comments"] == "Well argued."
    page = course.feedback("ada", UNIT) / f"{UNIT}.html"
    assert "Well argued." in page.read_text("utf-8")
    nbgraders = {row["student_id"]: row["score"] for row in rows(course.home / "nbgrader.csv")}
    assert nbgraders == {"ada": "40.0", "grace": "0.0"}
    assert (course.root / "alike" / "similar.html").is_file()


def test_what_the_test_cannot_follow_is_what_needs_a_person_or_an_administrator():
    others = re.findall(r"^```(?!bash)\w+\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    assert others == [
        "sudo apt-get install bubblewrap\n",
        "jupyter lab\n",
        "article10 grade inbox --scheduler tcp://scheduler.example.org:8786\n",
    ]


def test_the_guide_explains_every_status():
    table = set(re.findall(r"^\| ([a-z ]+) \| ", GUIDE, re.MULTILINE))
    assert table == set(STATUSES) - {"not graded"}
