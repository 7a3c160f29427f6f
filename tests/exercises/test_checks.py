"""What a check needs, and how it behaves in a notebook and outside one."""

import re
import subprocess
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell

from article10 import checks
from article10.checks import charts
from article10.checks.values import Mistake
from article10.errors import UnknownUnitError

from .conftest import UNITS, chapter


def test_checks_work_with_nothing_but_the_standard_library():
    # sys.modules[name] = None makes any import of it fail, as in a kernel without it.
    program = """
import sys
for name in ("numpy", "pandas", "plotly", "IPython", "ipywidgets", "anywidget", "nbformat"):
    sys.modules[name] = None
from article10 import checks
check = checks.start("public-opinion")
reasons = dict.fromkeys("ABCDEF", "people")
try:
    check("q1")
except AssertionError as error:
    print(error)
reasons = {"A": "question", "B": "people", "C": "comparable"}
reasons |= {"D": "one poll", "E": "people", "F": "question"}
check("q1")
latest_by_family = len
try:
    check("q2")
except AssertionError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stderr == ""
    assert "gives all 6 the same label" in done.stdout
    assert "✓ Question 1 is right." in done.stdout
    assert "This check needs pandas, which is not loaded here" in done.stdout


@pytest.mark.parametrize("unit", UNITS)
def test_sections_to_read_again_are_in_the_chapter(unit):
    headings = dict(re.findall(r"^\(([\w-]+)\)=\n#+ (.+)$", chapter(unit), re.MULTILINE))
    definition = checks.unit(unit)
    assert definition.sections.items() <= headings.items()
    assert f"\n# {definition.chapter}\n" in f"\n{chapter(unit)}\n"
    used = {part.section for q in definition.questions.values() for part in q.parts}
    assert used <= set(definition.sections.values())


def test_unknown_unit_names_close_ones():
    with pytest.raises(UnknownUnitError, match="public-opinion"):
        checks.start("public-opinon")
    with pytest.raises(UnknownUnitError, match="public-opinion"):
        checks.start("values")  # a module of the package that is no unit


def test_unknown_question_names_those_that_exist():
    with pytest.raises(KeyError, match="no question 'q99' in public-opinion; there is q"):
        checks.start("public-opinion")("q99")


def test_a_function_that_prints_and_warns_leaves_the_check_clean(capsys):
    check = checks.start("public-opinion")
    space = {"check": check}
    exec(
        "import sys, warnings\n"
        "def people_needed(margin):\n"
        "    print('working'); warnings.warn('old'); print('oh', file=sys.stderr)\n"
        "    return 1.96**2 * 0.25 / (margin / 100) ** 2\n",
        space,
    )
    exec("score = check('q3')", space)
    assert space["score"] == 2
    shown, errors = capsys.readouterr()
    assert "Right so far: `people_needed`" in shown
    assert "working" not in shown
    assert errors == ""


def test_the_browsers_kernel_shows_a_failure_instead_of_raising_it(monkeypatch, capsys):
    space = {"check": checks.start("public-opinion")}
    monkeypatch.setattr("sys.platform", "emscripten")
    exec("score = check('q1')", space)
    assert space["score"] == 0
    assert capsys.readouterr().out.startswith("✗ Question 1: not yet.\n  `reasons` is not defined")


def test_a_notebook_shows_a_failure_as_text_and_a_pass_as_text_and_html(capsys):
    shell = InteractiveShell.instance()
    try:
        shown = []
        shell.display_pub.publish = lambda data, **_: shown.append(data)
        shell.run_cell("from article10 import checks; check = checks.start('public-opinion')")
        capsys.readouterr()
        shell.run_cell("check('q1')")
        failure = capsys.readouterr().out
        assert failure.startswith("✗ Question 1: not yet.")
        assert "Traceback" not in failure
        assert "File " not in failure
        shell.run_cell(
            "reasons = dict(A='question', B='people', C='comparable', D='one poll', "
            "E='people', F='question')\ncheck('q1')"
        )
        assert shown[0]["text/plain"].startswith("✓ Question 1 is right.")
        assert "<strong>✓ Question 1 is right.</strong>" in shown[0]["text/html"]
        shell.run_cell("reasons['C'] = 'people'; check('q1')")
        partly = shown[1]
        assert partly["text/plain"].startswith("✗ Question 1: not yet. 2.5 of 3 points so far.")
        assert "<p>5 of 6 are right. Look again at C." in partly["text/html"]
    finally:
        InteractiveShell.clear_instance()


def test_columns_that_plotly_packs_in_binary_are_read():
    packed = {"dtype": "f8", "bdata": "AAAAAAAA8D8AAAAAAAAAQA=="}
    assert charts.column(packed) == [1.0, 2.0]
    assert charts.points({"x": ["2022-02-25T00:00:00", "2021-10-01"], "y": packed}) == [
        ("2021-10-01", 2.0),
        ("2022-02-25", 1.0),
    ]


def test_a_figure_may_come_as_the_dictionary_of_its_json():
    figure = charts.read("fig", {"data": [{"y": [1]}], "layout": {}})
    assert figure["data"][0]["y"] == [1]
    with pytest.raises(Mistake, match="A plotly figure is asked for"):
        charts.read("fig", {"layout": {}})


def test_a_browser_without_pandas_gets_one_plain_sentence():
    # A kernel in which the finder of packages has no pandas, as in the browser with no network.
    program = """
import sys
sys.platform = "emscripten"
from article10 import checks
from article10.checks.missing import explain_missing
class Nothing:
    @staticmethod
    def find_spec(name, path=None, target=None):
        return None if name == "pandas" else Finder(name, path, target)
from importlib.machinery import PathFinder
check = checks.start("public-opinion")
Finder, PathFinder.find_spec = PathFinder.find_spec, Nothing.find_spec
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(colors="nocolor")
shell.run_cell("import pandas as pd")
try:
    import no_such_package
except ModuleNotFoundError as error:
    print(error)
latest_by_family = len
try:
    check("q2")
except AssertionError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    first, other, failure = done.stdout.partition("No module named 'no_such_package'\n")
    assert first.startswith("pandas could not be fetched: the network did not let this page")
    assert "open it in JupyterLab" in first
    assert "Traceback" not in first
    assert other, done.stderr
    assert "Questions that say" in failure
