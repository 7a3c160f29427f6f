"""Whose a notebook is and for which unit, in every shape in which a class hands in."""

import json
import os
import stat
import zipfile
from datetime import datetime

import pytest

from article10.errors import ExerciseError
from article10.grading.folders import safe_id
from article10.grading.intake import collect, look

from .classroom import UNIT, hand_in, new_course, release

UNITS = (UNIT, "keci")
OTHER = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def archive(path, files):
    with zipfile.ZipFile(path, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return path


def recognised(intake):
    return {(found.student, found.unit) for found in intake.found}


def reasons(intake):
    return dict(intake.reports)


def test_nbgraders_tree_with_times(tmp_path):
    course = new_course(tmp_path)
    hand_in(course, "ada").with_name("timestamp.txt").write_text("2026-03-01 12:00:00 UTC")
    hand_in(course, "grace")
    intake = look(course.submitted_root, UNITS)
    assert recognised(intake) == {("ada", UNIT), ("grace", UNIT)}
    assert not intake.reports
    ada, grace = collect(intake, course)
    assert ada.timestamp == datetime(2026, 3, 1, 12)
    assert grace.timestamp is None
    assert ada.path == course.submitted_root / "ada" / UNIT / f"{UNIT}.ipynb"


def test_a_folder_of_notebooks_is_read_by_their_names_and_what_is_in_them(tmp_path):
    for name in (f"{UNIT}_ada.ipynb", f"Grace Hopper - {UNIT}.ipynb", "zoë.ipynb"):
        (tmp_path / name).write_bytes(release())
    (tmp_path / "bomber.ipynb").write_bytes(b"\xef\xbb\xbf" + release())
    (tmp_path / "keci-bea.ipynb").write_bytes(b"not a notebook")
    assert recognised(look(tmp_path, UNITS)) == {
        ("ada", UNIT),
        ("Grace Hopper", UNIT),
        ("zoë", UNIT),
        ("bomber", UNIT),
        ("bea", "keci"),
    }


def test_moodles_zip_in_folders_and_without(tmp_path):
    course = new_course(tmp_path / "course")
    file = archive(
        tmp_path / "moodle.zip",
        {
            f"Ada Lovelace_1815_assignsubmission_file_/{UNIT}.ipynb": release(),
            "Zoë de la Cruz_77_assignsubmission_file_My answers.ipynb": release(),
            "Bob_8_assignsubmission_onlinetext_/onlinetext.html": b"<p>done</p>",
        },
    )
    intake = look(file, UNITS, roster={"1815": "ada"})
    assert recognised(intake) == {("ada", UNIT), ("Zoë de la Cruz (77)", UNIT)}
    assert list(reasons(intake).values()) == ["not a notebook, not used"]
    handed_in = {s.student: s for s in collect(intake, course)}
    ada, zoe = handed_in["ada"], handed_in["Zoë de la Cruz (77)"]
    assert (ada.lms_id, ada.name) == ("1815", "Ada Lovelace")
    assert ada.path == course.submitted("ada", UNIT) / f"{UNIT}.ipynb"
    assert zoe.path.read_bytes() == release()
    assert zoe.path.parent.parent.name == safe_id(zoe.student) != zoe.student


def test_canvas_zip_takes_the_last_attempt(tmp_path):
    file = archive(
        tmp_path / "canvas.zip",
        {
            f"lovelaceada_11_501_{UNIT}.ipynb": release(q1_answer="first"),
            f"lovelaceada_11_502_{UNIT}-1.ipynb": release(q1_answer="second"),
            f"hoppergrace_LATE_12_503_{UNIT}.ipynb": release(),
        },
    )
    intake = look(file, UNITS)
    assert recognised(intake) == {("lovelaceada (11)", UNIT), ("hoppergrace (12)", UNIT)}
    (kept,) = (f for f in intake.found if f.lms_id == "11")
    assert b"second" in kept.entry.read()
    said = reasons(intake)[f"lovelaceada_11_501_{UNIT}.ipynb"]
    assert said.startswith(f"not used: lovelaceada_11_502_{UNIT}-1.ipynb is the later")


def test_names_that_lead_out_of_the_folder_and_links_are_reported_and_never_followed(tmp_path):
    course = new_course(tmp_path / "course")
    link = zipfile.ZipInfo(f"Eve_3_assignsubmission_file_/{UNIT}.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    file = archive(
        tmp_path / "bad.zip",
        {
            f"../../evil_1_assignsubmission_file_{UNIT}.ipynb": release(),
            f"/root_2_assignsubmission_file_{UNIT}.ipynb": release(),
            link: b"/etc/passwd",
            f"Ada_4_assignsubmission_file_{UNIT}.ipynb": release(),
        },
    )
    intake = look(file, UNITS)
    assert recognised(intake) == {("Ada (4)", UNIT)}
    assert sorted(set(reasons(intake).values())) == [
        "a link instead of a notebook",
        "its name leads out of the folder",
    ]
    list(collect(intake, course))
    written = {
        p.name for p in tmp_path.rglob("*.ipynb") if p.parent.parent.parent.name == "submitted"
    }
    assert written == {f"{UNIT}.ipynb"}
    assert not list(tmp_path.glob("*evil*"))


def test_a_link_for_a_notebook_is_handed_over_unopened(tmp_path):
    course = new_course(tmp_path / "course")
    path = hand_in(course, "eve")
    path.unlink()
    path.symlink_to(course.root / "solutions" / UNIT / f"{UNIT}.ipynb")
    os.symlink(course.root / "solutions", course.submitted_root / "folder")
    intake = look(course.submitted_root, UNITS)
    (submission,) = collect(intake, course)
    assert submission.path == path
    assert path.is_symlink()
    assert reasons(intake) == {"folder": "a link to a folder, not followed"}


def test_a_wrong_name_in_the_tree_is_taken_and_said(tmp_path):
    course = new_course(tmp_path / "course")
    path = hand_in(course, "ada")
    path.rename(path.with_name("my copy (2).ipynb"))
    intake = look(course.submitted_root, UNITS)
    assert recognised(intake) == {("ada", UNIT)}
    assert list(reasons(intake).values()) == [f"taken for {UNIT}.ipynb"]
    (submission,) = collect(intake, course)
    assert submission.path.name == f"{UNIT}.ipynb"


def test_only_one_unit_and_what_is_no_unit_of_the_course(tmp_path):
    (tmp_path / "ada.ipynb").write_bytes(release())
    (tmp_path / "bea.ipynb").write_bytes(release("keci"))
    (tmp_path / "cid.ipynb").write_bytes(OTHER)
    (tmp_path / "notes.txt").write_bytes(b"")
    (tmp_path / f"{UNIT}.ipynb").write_bytes(release())
    intake = look(tmp_path, UNITS)
    assert recognised(intake) == {("ada", UNIT), ("bea", "keci")}
    assert reasons(intake) == {
        "cid.ipynb": "not a notebook of a unit of this course",
        "notes.txt": "not a notebook, not used",
        f"{UNIT}.ipynb": "its name does not say whose it is",
    }
    # Who names the unit vouches for notebooks that do not say theirs.
    only = look(tmp_path, UNITS, only="keci")
    assert recognised(only) == {("bea", "keci"), ("cid", "keci")}
    assert reasons(only)["ada.ipynb"] == f"belongs to {UNIT}"


def test_a_dry_run_writes_nothing(tmp_path):
    course = new_course(tmp_path / "course")
    file = archive(tmp_path / "a.zip", {f"Ada_4_assignsubmission_file_{UNIT}.ipynb": release()})
    before = sorted(tmp_path.rglob("*"))
    look(file, UNITS)
    assert sorted(tmp_path.rglob("*")) == before
    assert not course.submitted_root.exists()


@pytest.mark.parametrize("name", ["nothing", "text.zip"])
def test_what_is_neither_folder_nor_zip_is_one_error(tmp_path, name):
    (tmp_path / "text.zip").write_text("no zip")
    with pytest.raises(ExerciseError, match=name):
        look(tmp_path / name, UNITS)
    with pytest.raises(ExerciseError, match="no unit 'kecy'"):
        look(tmp_path, UNITS, only="kecy")


def test_a_damaged_member_of_a_zip_harms_its_student_only(tmp_path):
    file = archive(
        tmp_path / "a.zip",
        {
            f"Ada_4_assignsubmission_file_{UNIT}.ipynb": release(),
            f"Bea_5_assignsubmission_file_{UNIT}.ipynb": b"B" * 400,
        },
    )
    file.write_bytes(file.read_bytes().replace(b"B" * 400, b"B" * 399 + b"C"))
    course = new_course(tmp_path / "course")
    handed_in = {s.student: s.path.read_bytes() for s in collect(look(file, UNITS), course)}
    assert handed_in == {"Ada (4)": release(), "Bea (5)": b""}


def test_an_odd_folder_of_nbgraders_tree_gets_a_name_that_nbgrader_reads(tmp_path):
    course = new_course(tmp_path / "course")
    hand_in(course, "Zoë [b]")
    hand_in(course, "Zoë [b]", release("keci"), "keci")
    intake = look(course.submitted_root, UNITS)
    handed_in = list(collect(intake, course))
    assert [s.student for s in handed_in] == ["Zoë [b]", "Zoë [b]"]
    assert [p.name for p in course.submitted_root.iterdir()] == [safe_id("Zoë [b]")]
    assert all(s.path.is_file() for s in handed_in)
    # Collected once more under the odd name: one student still, and nothing lost.
    hand_in(course, "Zoë [b]")
    again = look(course.submitted_root, UNITS)
    assert len(again.found) == 2
    assert "not used" in " ".join(reasons(again).values())
    assert all(s.path.is_file() for s in collect(again, course))


def test_files_beside_a_notebook_are_named_where_the_notebook_speaks_of_them(tmp_path):
    course = new_course(tmp_path / "course")
    reads = release(q1_answer="import pandas as pd\npd.read_csv('my data.csv')")
    for name in ("my data.csv", "other.csv"):
        hand_in(course, "ada", reads).with_name(name).write_text("a,b\n1,2\n")
        hand_in(course, "bea").with_name(name).write_text("a,b\n1,2\n")
    intake = look(course.submitted_root, UNITS)
    ada, bea = collect(intake, course)
    assert (ada.beside, bea.beside) == (("my data.csv",), ())
    said = reasons(intake)
    assert said[f"ada/{UNIT}/{UNIT}.ipynb"] == "may miss my data.csv"
    assert said[f"ada/{UNIT}/other.csv"] == "not a notebook, not used"
    file = archive(
        tmp_path / "moodle.zip",
        {
            f"Ada_1_assignsubmission_file_/{UNIT}.ipynb": reads,
            "Ada_1_assignsubmission_file_/my data.csv": b"",
            "Bea_2_assignsubmission_file_/my data.csv": b"",
            f"Bea_2_assignsubmission_file_/{UNIT}.ipynb": release(),
        },
    )
    assert [f.beside for f in look(file, UNITS).found] == [("my data.csv",), ()]


def test_safe_ids_are_safe_and_of_one_student_each():
    plain = ["ada", "a.b@example.org", "k-1_2"]
    assert [safe_id(name) for name in plain] == plain
    odd = ["Zoë", "Zoe ", "a[b]*", "a?b", "..", "../x", "-rf", "", "a/b", "名前", "x" * 200, "a\nb"]
    safe = [safe_id(name) for name in odd]
    assert len({*safe, *plain}) == len(odd) + len(plain)
    for name in safe:
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-"), name
        assert len(name) < 70
