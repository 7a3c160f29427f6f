"""No solution and no hidden test reaches students: not in the release, the package or the site."""

import ast
import html
import io
import re
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from article10 import checks

from .conftest import ROOT, UNITS, hidden_tests, solution, variables

SITE = ROOT / "_build" / "html"
CHECKS = ROOT / "src" / "article10" / "checks"
TEXT = {".html", ".ipynb", ".json", ".js", ".mjs", ".md", ".txt", ".py", ".csv", ".xml", ".svg"}
MARKS = ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS", "BEGIN MARK SCHEME")


def squeeze(text: str) -> str:
    """``text`` without what a page or JSON adds to code: tags, entities, escapes, space."""
    text = html.unescape(re.sub(r"<[^<>]*>", "", text))
    return re.sub(r"\\n|[\s\\\"'*]", "", text)


def secrets(unit: str) -> set[str]:
    """The telling lines of a unit's solutions and hidden tests, squeezed."""
    notebook = solution(unit)
    texts = [hidden_tests(notebook, key) for key in notebook.checks()]
    for cell in notebook.cells.values():
        if cell.cell_type == "markdown" and cell.metadata.nbgrader.solution:
            texts.append("\n".join(re.split(r"(?<=\.) ", cell.source)))
        texts += re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", cell.source, re.DOTALL)
        rubric = re.search(
            r"### BEGIN MARK SCHEME\n(.*?)### END MARK SCHEME", cell.source, re.DOTALL
        )
        if rubric:
            texts.append(rubric[1].replace("|", "\n"))
    # What a solution imports tells nothing of it.
    lines = {
        squeeze(line)
        for text in texts
        for line in text.splitlines()
        if not re.match(r"\s*(import|from) ", line)
    }
    told = "".join(
        squeeze(c.source.partition("### BEGIN MARK SCHEME")[0])
        for c in notebook.cells.values()
        if c.metadata.nbgrader.locked and not c.metadata.nbgrader.grade
    )
    return {line for line in lines if len(line) >= 22 and line not in told}


#: What other projects' packages bring to the site, which is large and never ours.
THEIRS = re.compile(r"lite/(build|extensions|static/pyodide/(?!.*article10))")


def texts(folder: Path):
    """Name and text of every text file of ours under ``folder``, also of those inside wheels."""
    for path in sorted(folder.rglob("*")):
        if THEIRS.match(str(path.relative_to(folder))):
            continue
        if path.suffix in TEXT and path.is_file():
            yield str(path.relative_to(folder)), path.read_text("utf-8", errors="replace")
        elif path.suffix in {".whl", ".zip"}:
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
                for name in archive.namelist():
                    if Path(name).suffix in TEXT:
                        text = archive.read(name).decode("utf-8", errors="replace")
                        yield f"{path.name}/{name}", text


def leaks(folder: Path) -> list[str]:
    wanted = {line for unit in UNITS for line in secrets(unit)}
    found = []
    for name, text in texts(folder):
        found += [f"{name}: {mark}" for mark in MARKS if mark in text and "nbgrader" not in name]
        squeezed = squeeze(text)
        found += [f"{name}: {line}" for line in wanted if line in squeezed]
    return found


def test_there_is_something_to_look_for():
    for unit in UNITS:
        assert len(secrets(unit)) > 10


def test_a_leak_would_be_found(tmp_path):
    notebook = solution(UNITS[0])
    lines = hidden_tests(notebook, notebook.checks()[-1]).splitlines()
    line = next(line for line in lines if "(" in line and squeeze(line) in secrets(UNITS[0]))
    coloured = html.escape(line).replace("(", "<span class='p'>(</span>")
    (tmp_path / "page.html").write_text(f"<pre>{coloured}</pre>")
    with zipfile.ZipFile(tmp_path / "module.whl", "w") as archive:
        archive.writestr("module/answers.py", line)
    found = {leak.partition(": ")[0] for leak in leaks(tmp_path)}
    assert found == {"page.html", "module.whl/module/answers.py"}


def test_no_leak_in_the_release():
    assert leaks(ROOT / "exercises") == []


def test_no_leak_in_the_package():
    assert leaks(CHECKS) == []


def test_no_leak_in_the_site():
    if not (SITE / "index.html").exists():
        pytest.fail("the site is not built: run `make site`")
    assert leaks(SITE) == []
    looked_at = {name.split("/")[0].split("-")[0] for name, _ in texts(SITE)}
    assert {"article10", "practice", "lite"} <= looked_at
    assert not any("solutions" in path.parts for path in SITE.rglob("*.ipynb"))


def numbers(value) -> set[float]:
    """The numbers in an answer that say something: not whole ones below 100."""
    if isinstance(value, dict):
        return set().union(*map(numbers, value.values()))
    if isinstance(value, pd.Series | list | tuple | np.ndarray):
        return set().union(set(), *map(numbers, value))
    if isinstance(value, float | np.floating) and not (value == int(value) and value < 100):
        return {float(value)}
    return set()


@pytest.mark.parametrize("unit", UNITS)
def test_no_answer_stands_in_clear_in_the_checks(unit):
    space = dict(variables(unit))
    for _, code in solution(unit).code(answers=True):
        exec(code, space)
    parts = [p.name for q in checks.unit(unit).questions.values() for p in q.parts]
    given = [space[name] for name in parts]
    telling = set().union(*(numbers(value) for value in given))
    if unit == "public-opinion":  # what its functions give
        telling |= numbers(space["yes_of_electorate"](space["referendums"]))
        assert len(telling) >= 3
    letters = {value for value in given if isinstance(value, str)}
    compound = [value for value in given if isinstance(value, dict | list)]
    tree = ast.parse((CHECKS / f"{unit.replace('-', '_')}.py").read_text("utf-8"))
    constants = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    for constant in constants:
        if isinstance(constant, int | float) and not isinstance(constant, bool):
            assert not any(abs(constant - number) < 0.06 for number in telling), constant
    assert not letters.intersection(c for c in constants if isinstance(c, str))
    assert not any(value in literals(tree) for value in compound)


def literals(tree: ast.AST) -> list:
    """The literal dictionaries and lists of a module."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict | ast.List | ast.Tuple):
            try:
                value = ast.literal_eval(node)
            except ValueError:
                continue
            found.append(list(value) if isinstance(value, tuple) else value)
    return found
