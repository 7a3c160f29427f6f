"""The documentation says what is so: commands, links, versions, workflows."""

import os
import re
import shlex
import struct
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

import article10
from article10 import cli, prose

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PHONY = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
TARGETS = set(PHONY[1].split())
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for folder in (".", "data", "docs")
    for page in (ROOT / folder).glob("*.md")
)
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def tokens(page):
    """Everything in a Markdown page, what stands inside of sentences included."""
    for token in MarkdownIt().enable("table").parse((ROOT / page).read_text(encoding="utf-8")):
        yield token
        yield from token.children or ()


def commands(page):
    """The lines of blocks without a language, and the code in sentences."""
    for token in tokens(page):
        if token.type == "fence" and not token.info:
            yield from token.content.splitlines()
        elif token.type == "code_inline":
            yield token.content


def made(command):
    """The targets that a command line asks ``make`` for."""
    found = re.fullmatch(r"(?:[A-Z_]+=\S+ +)*make((?: +\S+)*)", command)
    return {word for word in found[1].split() if "=" not in word} if found else set()


def all_made(lines):
    return set().union(*map(made, lines))


def anchors(page):
    """The addresses that GitHub gives to the headings of a page."""
    headings = [b.content for a, b in pairwise(tokens(page)) if a.type == "heading_open"]
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def workflow(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]


@pytest.mark.parametrize("page", PAGES)
def test_every_make_command_has_its_target(page):
    assert all_made(commands(page)) <= TARGETS


def test_the_readme_has_every_target():
    assert all_made(commands("README.md")) == TARGETS - {"help"}


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_the_package_exists(page, capsys):
    for command in commands(page):
        if re.match(r"(\.venv/bin/)?article10 ", command):
            steps = [word for word in shlex.split(command)[1:] if re.fullmatch("[a-z]+", word)]
            with pytest.raises(SystemExit) as end:
                cli.main([*steps, "--help"])
            assert end.value.code == 0, command


def test_make_without_a_target_explains_every_target():
    # `make test` hands its own flags down in the environment.
    environment = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    done = subprocess.run(["make"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert set(re.findall(r"^  make ([a-z-]+) +\S", done.stdout, re.MULTILINE)) == TARGETS


def test_what_lands_passes_the_command_that_the_readme_gives():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.match(r"#|set |cd |$", line)] == ["make test"]
    assert "make test" in list(commands("README.md"))


@pytest.mark.parametrize("page", PAGES)
def test_every_relative_link_leads_somewhere(page):
    for token in tokens(page):
        target = token.attrGet("href") or token.attrGet("src") or ""
        if re.match("[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        place = ROOT / page if not path else (ROOT / page).parent / path
        assert place.exists(), target
        assert not anchor or anchor in anchors(place), target


def test_the_screenshot_is_light_enough_for_a_page():
    picture = (ROOT / "docs" / "screenshot.png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", picture[16:20]) == (1280,)
    assert len(picture) < 200_000


def test_the_example_of_a_quoted_number_finds_its_row(monkeypatch):
    kept = {}
    monkeypatch.setattr(prose, "keep", lambda **numbers: kept.update(numbers))
    blocks = [token.content for token in tokens("CONTRIBUTING.md") if token.info == "python"]
    (example,) = [block for block in blocks if "import quote" in block]
    exec(example, {})
    assert kept == {"fi_may": 76}


def test_the_citation_is_of_this_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(citation["version"]) == article10.__version__ == PROJECT["version"]


def test_every_licence_file_says_what_it_allows():
    words = {"LICENSE": "Permission is hereby granted", "LICENSE-TEXT.md": "licenses/by/4.0/"}
    assert set(PROJECT["license-files"]) == set(words)
    for name, expected in words.items():
        assert expected in (ROOT / name).read_text(encoding="utf-8"), name


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_calls_targets_that_exist(path):
    steps = [step for job in workflow(path).values() for step in job["steps"]]
    called = all_made(step.get("run", "") for step in steps)
    assert called
    assert called <= TARGETS


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_uses_actions_that_cannot_change(path):
    used = re.findall(r"uses: (.+)", path.read_text(encoding="utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


def test_the_tests_run_on_every_python_that_the_package_allows():
    (job,) = workflow(ROOT / ".github" / "workflows" / "tests.yml").values()
    versions = job["strategy"]["matrix"]["python-version"]
    low, high = map(int, re.findall(r"3\.(\d+)", PROJECT["requires-python"]))
    assert versions == [f"3.{minor}" for minor in range(low, high)]
    assert all_made(step.get("run", "") for step in job["steps"]) == {"test"}
