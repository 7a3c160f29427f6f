"""Hostile, broken and odd submissions: each gets the marks it deserves, and stops nobody else's."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import nbformat
import psutil
import pytest

from article10.grading.pool import grade_all
from article10.grading.units import load_unit

from .small_unit import FULL, SMALL, UNIT, Handed, course, needs_sandbox

NONE = dict.fromkeys(FULL, 0)
SECRET = "a-secret-of-the-instructor"
MARK = "mark-of-a-process-left-behind"


@dataclass
class Case:
    """A submission, and what should become of it."""

    name: str
    make: Callable
    marks: dict = field(default_factory=lambda: FULL)
    status: str = "ok"
    flag: str = ""
    shows: str = ""
    hides: str = ""


CASES: list[Case] = []


def answered(name, change=lambda nb: None, marks=FULL, status="ok", **more):
    """All answers right, and something done to the notebook."""

    def make(release):
        handed = Handed(release)
        changed = change(handed)
        return changed if isinstance(changed, bytes) else handed.to_bytes()

    CASES.append(Case(name, make, marks, status, **more))


def forged(name, code, marks=NONE, status="ok", **more):
    """No answers, and code that tries to get points all the same."""

    def make(release):
        return Handed(release, answers=False).insert("q1-answer", code).to_bytes()

    CASES.append(Case(name, make, marks, status, **more))


def file(name, content, status="broken", flag=""):
    """A file that is no notebook."""
    CASES.append(Case(name, lambda release: content, NONE, status, flag))


# Honest and unusual: nothing is lost.

own = [
    ("prints", "for i in range(3000): print('line', i)"),
    ("warnings", "import warnings; warnings.warn('careful')"),
    ("standard error", "import sys; print('note', file=sys.stderr)"),
    ("logging", "import logging; logging.warning('note')"),
    ("await", "import asyncio\nawait asyncio.sleep(0.01)"),
    ("tasks", "import asyncio\nt = asyncio.create_task(asyncio.sleep(0))\nawait t"),
    ("a magic", "%timeit -n1 -r1 sum(range(10))"),
    ("a cell magic", "%%time\nprint(1)"),
    ("bash", "%%bash\necho from bash"),
    ("an error", "1 / 0"),
    ("no syntax", "this is no Python"),
    ("sys.exit", "import sys; sys.exit(1)"),
    ("exit()", "exit()"),
    ("a keyboard interrupt", "raise KeyboardInterrupt"),
    ("endless recursion", "def f(): return f()\nf()"),
    ("errors upon errors", "def f():\n    try: f()\n    finally: 1 / 0\nf()"),
    ("a file of its own", "open('notes.txt', 'w').write('x'); print(open('notes.txt').read())"),
    ("a temporary file", "import tempfile; tempfile.NamedTemporaryFile().write(b'x')"),
    ("display", "from IPython.display import HTML, clear_output\nclear_output(); HTML('<b>x</b>')"),
    ("options", "import pandas as pd; pd.options.display.max_rows = 5"),
    ("random numbers", "import numpy as np; np.random.seed(1); np.random.rand(3)"),
]
for name, code in own:
    answered(f"own cell: {name}", lambda nb, code=code: nb.insert("q1-answer", code))
answered(
    "own cell: shell",
    lambda nb: nb.insert("q1-answer", "!echo from the shell"),
    shows="from the shell",
)
answered(
    "own cell: input()",
    lambda nb: nb.insert("q1-answer", "name = input('Name? ')"),
    shows="nobody sits at the keyboard",
)
answered(
    "own cell: a table",
    lambda nb: nb.insert("q1-answer", "import pandas as pd\npd.DataFrame({'own': [1]})"),
    shows="<th>own</th>",
)
answered(
    "own cell: a table as text",
    lambda nb: nb.insert(
        "q1-answer",
        "import pandas as pd\n"
        "pd.options.display.notebook_repr_html = False\n"
        "pd.DataFrame({'own': [1]})",
    ),
    shows='"text/plain": "   own',
)
answered(
    "own cell: a figure",
    lambda nb: nb.insert(
        "q1-answer", "import plotly.express as px\npx.line(x=[1, 2], y=[3, 4], title='Own')"
    ),
    shows='"title": {"text": "Own"}',
)
answered(
    "own cell: a widget",
    lambda nb: nb.insert("q1-answer", "import ipywidgets\nipywidgets.IntSlider(value=7)"),
    shows="IntSlider",
)
answered(
    "own cell: a thread that goes on",
    lambda nb: nb.insert(
        "q1-answer",
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(99,), daemon=True).start()",
    ),
)
answered("input() in an answer", lambda nb: nb.add("q1-answer", "input()"))
answered(
    "a read-only dictionary",
    lambda nb: nb.add(
        "q1-answer", "from types import MappingProxyType\nreasons = MappingProxyType(reasons)"
    ),
)
answered(
    "NumPy's numbers and texts",
    lambda nb: nb.add(
        "q3-answer", "import numpy as np\nkiis_worth = np.float64(kiis_worth)\nwhy = np.str_(why)"
    ),
)
answered(
    "an object that can be called",
    lambda nb: nb.add(
        "q3-answer",
        "class F:\n    def __init__(self, f): self.f = f\n"
        "    def __call__(self, x): return self.f(x)\npeople_needed = F(people_needed)",
    ),
)
answered(
    "a partial function",
    lambda nb: nb.add(
        "q3-answer", "import functools\npeople_needed = functools.partial(people_needed)"
    ),
)
answered(
    "a function that prints and warns",
    lambda nb: nb.add(
        "q3-answer",
        "plain = people_needed\ndef people_needed(m):\n    print('working'); "
        "import warnings; warnings.warn('x'); return plain(m)",
    ),
)
answered("a name of a built-in taken", lambda nb: nb.insert("q1-answer", "sum = abs = str = 5"))
answered(
    "a table of the unit overwritten afterwards",
    lambda nb: nb.insert("q3", "polls = serbia = None"),
)

# Odd files: read all the same.

answered("byte-order mark", lambda nb: b"\xef\xbb\xbf" + nb.to_bytes(), flag="byte-order mark")
answered("UTF-16", lambda nb: json.dumps(nb.node).encode("utf-16"), flag="UTF-16")
answered("CRLF", lambda nb: json.dumps(nb.node, indent=1).replace("\n", "\r\n").encode())


def crlf_in_cells(nb):
    for cell in nb.cells.values():
        cell["source"] = cell["source"].replace("\n", "\r\n")


def format_3(nb):
    old = nbformat.convert(nbformat.from_dict(nb.node), 3)
    return nbformat.v3.writes_json(old).encode()


def no_names(nb):
    for cell in nb.cells.values():
        cell["metadata"] = {}


def odd_metadata(nb):
    nb.node["metadata"] = [1, 2]
    nb.cells["q1-answer"]["metadata"] = "none"
    nb.cells["q2-answer"]["metadata"] = {"nbgrader": ["x"]}


answered("CRLF in the cells", crlf_in_cells)
answered("old format 3", format_3, flag="old format 3")
answered("all names lost", no_names, flag="lost their names")
answered("odd metadata", odd_metadata)
answered("a lone surrogate", lambda nb: nb.insert("q1-answer", "# \udc80 odd"))
answered("a text removed", lambda nb: nb.remove("q1-task"), flag="Cells were missing: q1-task")
answered(
    "cells that are none",
    lambda nb: nb.node["cells"].extend([1, None, {}, {"source": 5}]),
    flag="4 cells could not be read",
)
answered("a test copied and pasted", lambda nb: nb.copy("q1", before="q1"), flag="there 2 times")
answered(
    "an answer copied, the first one wrong",
    lambda nb: nb.copy("q1-answer", "q1-answer", "reasons = {}"),
    flag="there 2 times",
)
answered(
    "an unknown name",
    lambda nb: nb.insert(
        "q1-answer",
        "x = 1",
        metadata={"nbgrader": {"grade": True, "grade_id": "q99", "points": 50}},
    ),
    flag="q99",
)

# The unit's own cells changed: put back, and a person is told.

person = "needs a person"
answered(
    "a test emptied",
    lambda nb: nb.cells["q1"].update(source="pass"),
    status=person,
    flag="Test cells were changed, and ours were used: q1",
)
answered(
    "tests removed",
    lambda nb: nb.remove("q1", "q2", "q3"),
    status=person,
    flag="put back: q1, q2, q3",
)
answered(
    "a test turned into text",
    lambda nb: nb.cells["q1"].update(cell_type="markdown"),
    flag="type of cells",
)
answered(
    "more points in the metadata",
    lambda nb: nb.cells["q1"]["metadata"]["nbgrader"].update(points=300),
)
answered(
    "another variant asked for",
    lambda nb: nb.cells["setup-checks"].update(
        source=nb.cells["setup-checks"]["source"].replace('"public-opinion"', '"public-opinion", 5')
    ),
    status=person,
    flag="Locked code was changed",
)
answered(
    "locked code removed", lambda nb: nb.remove("setup-data"), status=person, flag="setup-data"
)
answered(
    "an answer removed",
    lambda nb: nb.remove("q2-answer"),
    marks={**FULL, "q2": 0},
    flag="Cells were missing: q2-answer",
)


# Points for no work.

forged(
    "transformer drops the tests",
    "import ast\nclass Drop(ast.NodeTransformer):\n"
    "    def visit_Expr(self, node): return None\n"
    "get_ipython().ast_transformers.append(Drop())",
    status=person,
    flag="insides",
)
forged(
    "transformer of the text",
    "get_ipython().input_transformers_post.append(lambda l: ['1'])",
    status=person,
)
forged(
    "equal to everything",
    """class Any(str):
    __eq__ = __lt__ = __gt__ = __le__ = __ge__ = lambda *a: True
    __hash__ = str.__hash__
    strip = lower = __getitem__ = __sub__ = __abs__ = __call__ = lambda self, *a: self
reasons = latest_by_family = claim = people_needed = kiis_worth = why = Any('a')""",
)
forged(
    "a dictionary that lies",
    """class Lies(dict):
    def __getitem__(self, key): return next(self.options)
    def items(self): return dict(zip('ABCDEF', ['question'] * 6)).items()
reasons = Lies()""",
)
forged(
    "patched built-ins",
    "import builtins\nbuiltins.abs = lambda x: 0",
    status=person,
    flag="other people's functions",
)
forged(
    "patched pandas",
    "pd.Series.__eq__ = pd.DataFrame.equals = lambda *a: True\n"
    "reasons = latest_by_family = pd.Series(['x'])",
    status=person,
)
forged(
    "a check of its own",
    "check = lambda key: None\ncheck.hidden = lambda name: print",
    status=person,
    flag="checks' insides",
)
forged(
    "patched checks",
    "from article10.checks import checker, questions\n"
    "checker.Checker.__call__ = lambda *a: None\nquestions._outcome = None",
    status=person,
)
forged(
    "failures that are none",
    "import article10.checks.feedback as f\n"
    "f.CheckFailed.__init__ = lambda *a: None\nAssertionError = ValueError",
    status=person,
)
forged(
    "an answer that earns credit",
    "from article10.checks.values import Mistake\n"
    "def people_needed(margin): raise Mistake('x', credit=1)\nlatest_by_family = people_needed",
    status=person,
)
forged(
    "replies written to every descriptor",
    """import os, json, struct
for n in range(1, 40):
    body = json.dumps({"to": n, "outputs": [], "values": {"claim": "c", "why": "b"}}).encode()
    for fd in range(3, 40):
        try: os.write(fd, struct.pack("!I", len(body)) + body)
        except OSError: pass""",
    status=person,
    flag="nobody asked for",
)
forged(
    "rubbish written to every descriptor",
    """import os
for fd in range(3, 40):
    try: os.write(fd, b"\\xff" * 100)
    except OSError: pass""",
    status=person,
)
forged(
    "the far side's methods replaced",
    """import gc
from article10.grading import student
score = {"outputs": [{"output_type": "execute_result", "metadata": {}, "execution_count": 1,
                      "data": {"text/plain": "4"}}]}
student.Student.read = lambda self, names: {"values": {}, **score}
student.Student.run = lambda self, **k: score""",
    status=person,
)
forged(
    "strange values",
    """def people_needed(margin): return 10 ** 100_000
deep = []
for _ in range(500): deep = [deep]
reasons = deep
claim = open('/dev/null'); why = float('nan'); kiis_worth = 10 ** 5000""",
)
forged("a list that holds itself", "reasons = []; reasons.append(reasons)\nkiis_worth = reasons")
forged(
    "an endless generator",
    "import itertools\nreasons = itertools.count()\n"
    "latest_by_family = lambda rows: itertools.count()",
)
forged(
    "hidden tests in memory",
    """import gc, sys
frame, seen = sys._getframe(), []
while frame: seen.append(str(frame.f_locals)[:9000]); frame = frame.f_back
seen += [o for o in gc.get_objects() if isinstance(o, str)]
print('found' if any('HIDDEN ' + 'TESTS' in s for s in seen) else 'nothing')""",
    status=person,
    shows="nothing",
    hides="found",
)

# Where it may not be.

forged(
    "solutions on the disk",
    """import os
found = []
for folder, inner, files in os.walk('/'):
    inner[:] = [name for name in inner if name not in ('usr', 'proc', 'lib', 'node_modules')]
    found += [name for name in inner if name in ('solutions', 'exercises', 'tests', 'submitted')]
    found += [name for name in files if name.endswith(('.ipynb', '.db'))]
print('seen', found)""",
    shows="seen []",
)
forged(
    "the environment",
    "import os\nprint('seen', sorted(os.environ.values()))",
    shows="seen",
    hides=SECRET,
)
forged(
    "the network",
    "import socket\nsocket.create_connection(('127.0.0.1', 9), 1)",
    status=person,
    shows="Error",
)
forged(
    "writing elsewhere",
    """import os, article10
for path in ('/x', '/usr/x', '/dev/x', os.path.dirname(article10.__file__) + '/x'):
    try: open(path, 'w'); print('written', path)
    except OSError as error: print('refused')""",
    shows="refused",
    hides="written",
)
forged("other processes", "import os\nprint(os.getpid(), os.listdir('/proc'))", shows="1 []")
forged(
    "out of the namespace",
    """import ctypes
c = ctypes.CDLL(None)
print('denied', c.unshare(0x10000000), c.mount(b'x', b'/tmp', b'tmpfs', 0, None), c.setns(3, 0))""",
    status=person,
    shows="denied -1 -1 -1",
)
forged(
    "root again",
    "import os\ntry: os.setuid(0); print('root')\nexcept OSError: print('no')",
    shows="no",
    hides="root\n",
)

# More than it may use: it harms its own marks at most.

answered(
    "an endless loop",
    lambda nb: nb.add("q2-answer", "while True: pass"),
    status="timed out",
    shows="stopped after",
)
answered(
    "a loop that no signal reaches",
    lambda nb: nb.insert(
        "q2-answer",
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})\n"
        "while True: pass",
    ),
    marks={**NONE, "q1": 3},
    status="timed out",
)
answered(
    "an endless function",
    lambda nb: nb.add("q3-answer", "def people_needed(margin):\n    while True: pass"),
    marks={**FULL, "q3": 2},
)
answered(
    "a gigabyte", lambda nb: nb.insert("q2-answer", "x = bytearray(1 << 30)"), shows="MemoryError"
)
answered(
    "a gigabyte in many processes",
    lambda nb: nb.insert(
        "q2-answer",
        """import os, time
for _ in range(8):
    if os.fork() == 0:
        x = bytearray(150 << 20); x[::4096] = b'x' * len(x[::4096]); time.sleep(60)
time.sleep(5)""",
    ),
    marks={**NONE, "q1": 3},
    status="stopped",
    flag="other processes",
)
answered(
    "a fork bomb",
    lambda nb: nb.insert(
        "q2-answer",
        """import os, time
for _ in range(100):
    try:
        if os.fork() == 0: time.sleep(60)
    except OSError: print('no more'); break""",
    ),
    status=person,
    shows="no more",
)
answered("a shell's fork bomb", lambda nb: nb.insert("q2-answer", "!f() { f | f & }; f"))
answered(
    "a full disk",
    lambda nb: nb.insert(
        "q2-answer", "for i in range(9): open(f'big{i}', 'wb').write(bytes(4 << 20))"
    ),
    shows="OSError",
)
answered(
    "a flood of text",
    lambda nb: nb.insert("q2-answer", "for _ in range(300): print('x' * 100_000)"),
    shows="too much",
)
answered("a flood from the shell", lambda nb: nb.insert("q2-answer", "!yes | head -c 50000000"))
answered(
    "a flood of tables", lambda nb: nb.insert("q2-answer", "for _ in range(500): display(polls)")
)
answered(
    "the end of Python",
    lambda nb: nb.insert("q2-answer", "import os; os._exit(0)"),
    marks={**NONE, "q1": 3},
    status="stopped",
)
answered(
    "a crash",
    lambda nb: nb.insert("q2-answer", "import ctypes; ctypes.string_at(0)"),
    marks={**NONE, "q1": 3},
    status="stopped",
    flag="system calls",
)
answered(
    "killing everything",
    lambda nb: nb.insert("q2-answer", "import os; os.kill(-1, 9)"),
    status=person,
    flag="other processes",
)
answered(
    "closing every descriptor",
    lambda nb: nb.insert("q2-answer", "import os; os.closerange(0, 256)"),
    marks={**NONE, "q1": 3},
    status="stopped",
)
answered(
    "a process left behind",
    lambda nb: nb.insert(
        "q2-answer", f"import subprocess\nsubprocess.Popen(['sh', '-c', 'sleep 600; : {MARK}'])"
    ),
)

# Files that are no notebook.

file("empty", b"")
file("spaces", b" \n ")
file("binary", bytes(range(256)))
file("half a notebook", b'{"cells": [{"cell_type": "code", "sou')
file("nested deeply", b'{"cells": ' + b"[" * 100_000)
file("nested deeply and closed", b'{"cells": ' + b"[" * 5_000 + b"]" * 5_000 + b"}")
file("a list", b"[1, 2]")
file("no cells", b'{"nbformat": 4}')
file("nobody's cells", b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "1"}]}')
file("an old format that is none", b'{"nbformat": 2, "worksheets": 5}')
file("too large", b" " * (3 << 20), status="refused", flag="larger than")

IDS = ["Ärzu Çelik", "a b", "*", "x[0-9]?", "../../etc", "$(touch y)", "{{x}}", "名前"]
for number, student in enumerate(IDS):
    CASES[number].student = student


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """All submissions, graded at once; and what was handed in as no ordinary file."""
    root = course(tmp_path_factory.mktemp("course"))
    unit = load_unit(root, UNIT)
    folder = tmp_path_factory.mktemp("submitted")
    os.environ["INSTRUCTOR_SECRET"] = SECRET
    handed = []
    for number, case in enumerate(CASES):
        path = folder / f"{number}.ipynb"
        path.write_bytes(case.make(unit.release))
        handed.append((case.name, path))
    link = folder / "link.ipynb"
    link.symlink_to(root / "solutions" / UNIT / f"{UNIT}.ipynb")
    os.mkfifo(folder / "pipe.ipynb")
    (folder / "folder.ipynb").mkdir()
    for name in ("link", "pipe", "folder", "missing"):
        handed.append((name, folder / f"{name}.ipynb"))
    students = {
        name: getattr(case, "student", name)
        for name, case in zip([c.name for c in CASES], CASES, strict=True)
    }
    submissions = [
        SimpleNamespace(
            student=students.get(name, name), unit=UNIT, path=Path(path), timestamp=None
        )
        for name, path in handed
    ]
    results = {
        result.student: result
        for result in grade_all(submissions, {UNIT: unit}, jobs=3, limits=SMALL)
    }
    del os.environ["INSTRUCTOR_SECRET"]
    return results


def test_there_are_many():
    assert len({case.name for case in CASES}) == len(CASES) >= 60


@needs_sandbox
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_gets_the_marks_it_deserves(graded, case):
    result = graded[getattr(case, "student", case.name)]
    marks = {cell.grade_id: cell.score for cell in result.cells}
    said = {cell.grade_id: cell.message for cell in result.cells}
    assert {key: marks[key] for key in FULL} == case.marks, (result.message, said)
    assert {cell.grade_id: cell.max_score for cell in result.cells} == {**FULL, "q10": 6}
    assert result.status == case.status, (result.message, result.flags)
    assert case.flag in " ".join(result.flags)
    assert not result.unsafe
    assert result.variant == 0
    if case.status in ("broken", "refused"):
        assert result.notebook is None
        return
    notebook = nbformat.reads(result.notebook.decode(), as_version=4)
    nbformat.validate(notebook)
    assert len(result.notebook) < 2_000_000
    shown = json.dumps([cell.get("outputs") for cell in notebook.cells], ensure_ascii=False)
    assert case.shows in shown
    assert not case.hides or case.hides not in shown


@needs_sandbox
@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ("link", "A link was handed in"),
        ("pipe", "no ordinary file"),
        ("folder", "no ordinary file"),
        ("missing", "no such file"),
    ],
)
def test_what_is_no_ordinary_file_is_not_opened(graded, name, flag):
    result = graded[name]
    assert result.status == "refused"
    assert flag in result.flags[0]
    assert {cell.score for cell in result.cells} == {0}


@needs_sandbox
def test_nothing_is_left_running(graded):
    for _ in range(50):
        left = [p.info["cmdline"] for p in psutil.process_iter(["cmdline"]) if MARK in str(p.info)]
        if not left:
            return
        time.sleep(0.1)
    pytest.fail(f"still running: {left}")
