"""`article10 grade` beside `nbgrader autograde`: throughput, memory. Run by `make bench-grading`.

Submissions to all units by turns, or to UNIT=NAME, are made from the units' own answers and from
the wrong ones of the tests: a third all right, a third half right, a third wrong. What is timed on
both sides ends with the marks in nbgrader's gradebook and the graded notebooks on the disk, and
leaves out what a command takes once, however many submissions there are. Fails when a budget is
not kept. Give other numbers of submissions as arguments, for instance 100 1000 10000.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import psutil  # noqa: E402  (the path above comes first)
from tests.exercises.conftest import solution, with_mistakes  # noqa: E402
from tests.grading.classroom import hand_in, new_course, release  # noqa: E402

from article10.grading import publish  # noqa: E402
from article10.grading.folders import Course  # noqa: E402
from article10.grading.gradebook import Book  # noqa: E402
from article10.grading.intake import collect  # noqa: E402
from article10.grading.pool import Engine  # noqa: E402
from article10.grading.record import Recorder  # noqa: E402
from article10.grading.run import recognise  # noqa: E402
from article10.grading.store import Store  # noqa: E402
from article10.grading.units import load_unit  # noqa: E402

EVERY_UNIT = sorted(path.stem for path in (ROOT / "solutions").glob("*/*.ipynb"))
UNITS = [os.environ["UNIT"]] if "UNIT" in os.environ else EVERY_UNIT
SIZES = (27, 108, 405)
# A machine's speed changes within minutes, so both of these run just before each size and after.
#: Graded by nbgrader too.
BESIDE = max(4, len(UNITS))
#: For the lower bound.
ALONE = 18
JOBS = 2
RATIO = 20
#: How much more the largest number may take than the smallest: memory, and multiples of the bound.
GROWTH = 1.25
EVERY = 1  # seconds between two looks at the memory


def submission(number: int) -> tuple[str, bytes]:
    """A unit's name, and a notebook for it: all right, every second question wrong, or all wrong,
    with another mistake each time."""
    turn, place = divmod(number, len(UNITS))
    unit, share = UNITS[place], (turn + place) % 3
    wrong = {
        key: number
        for place, key in enumerate(solution(unit).checks())
        if share == 2 or (share == 1 and place % 2)
    }
    answers = with_mistakes(unit, wrong)
    return unit, release(unit, **{key.replace("-", "_"): text for key, text in answers.items()})


def class_of(size: int, root: Path) -> Course:
    """A course with the units, and ``size`` students who handed one in."""
    course = new_course(root, *UNITS)
    for number in range(size):
        unit, notebook = submission(number)
        hand_in(course, f"student-{number:05}", notebook, unit)
    return course


# Forks a process that has all loaded for each notebook on its input, and prints the seconds.
CELLS_ALONE = """
import json, os, sys, time
from article10.grading.forks import settle
from article10.grading.limits import Limits
from article10.grading.zygote import warm
shell = warm(Limits())
notebooks = [json.loads(line) for line in sys.stdin]
settle()
start, free = time.perf_counter(), int(sys.argv[1])
for notebook in notebooks:
    if free:
        free -= 1
    else:
        os.wait()
    if os.fork() == 0:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                shell.run("".join(cell["source"]), 60)
        os._exit(0)
for _ in range(int(sys.argv[1])):
    os.wait()
print(time.perf_counter() - start)
"""


def row(what: str, value: str, beside: str = "") -> None:
    print(f"  {what:<58} {value:>14}   {beside}", flush=True)


class Memory:
    """The most that this process and all that it starts hold together, in bytes."""

    def __enter__(self):
        self.most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()

    def _look(self):
        own = psutil.Process()
        while not self._over.wait(EVERY):
            processes = [own, *own.children(recursive=True)]
            self.most = max(self.most, sum(map(self._share, processes)))

    @staticmethod
    def _share(process) -> int:
        """What is shared with other processes counts once."""
        try:
            return process.memory_full_info().pss
        except psutil.Error:
            return 0


def grade(course: Course) -> tuple[float, float, float]:
    """Grade all; seconds to start, to grade and record all, to write feedback and tables."""
    start = time.perf_counter()
    intake = recognise(course.submitted_root, course)
    source = {unit: load_unit(course.root, unit) for unit in UNITS}
    with (
        Store(course.home / "results.db") as store,
        Book.of(course) as book,
        Engine(source) as engine,
    ):
        recorder = Recorder(course, store, book, source)
        ready = time.perf_counter()
        submissions = {s.student: s for s in collect(intake, course)}
        for result in engine.grade_all(submissions.values(), JOBS):
            recorder.add(submissions[result.student], result)
        recorder.flush()
        done = time.perf_counter()
        publish.publish(course, store, book)
    return ready - start, done - ready, time.perf_counter() - done


def nbgrader(course: Course) -> float:
    """Seconds that `nbgrader autograde` takes for all, without what it takes for none."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }

    def seconds(*command: str) -> float:
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *command],
            cwd=course.root,
            env=environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise SystemExit(f"nbgrader {command[0]} failed: {done.stderr[-1500:]}")
        return time.perf_counter() - start

    total = 0.0
    for unit in UNITS:
        seconds("generate_assignment", "--force", unit)
        # The second time there is nothing new to grade.
        total += seconds("autograde", unit) - seconds("autograde", unit)
    return total


def lower_bound(size: int) -> float:
    """Seconds for the notebooks' cells alone, in forks of a process that has all loaded."""
    done = subprocess.run(
        [sys.executable, "-c", CELLS_ALONE, str(JOBS)],
        input=b"\n".join(submission(number)[1] for number in range(size)),
        env={**os.environ, "PLOTLY_RENDERER": "plotly_mimetype", "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        check=True,
    )
    return float(done.stdout)


def others() -> tuple[float, float]:
    """Seconds for one submission: of `nbgrader autograde`, and of its cells alone."""
    with tempfile.TemporaryDirectory() as name:
        theirs = nbgrader(class_of(BESIDE, Path(name))) / BESIDE
    return theirs, lower_bound(ALONE) / ALONE


def beside(size: int) -> tuple[float, float, float]:
    """Print what a class of this size takes; how many times nbgrader's throughput and the lower
    bound's time that is, and the most bytes held."""
    before = others()
    with tempfile.TemporaryDirectory() as name, Memory() as held:
        start, all_of_them, feedback = grade(class_of(size, Path(name)))
    theirs, bound = map(mean, zip(before, others(), strict=True))
    each = all_of_them / size
    print(f"{size} submissions")
    row("nbgrader autograde", f"{theirs:.2f} s", "each")
    row("lower bound: cells alone, all loaded", f"{bound:.3f} s", "each")
    row("graded and recorded", f"{each:.3f} s", f"each, after {start:.1f} s to start")
    row("throughput", f"{3600 / each:.0f} an hour", f"{1000 * each:.0f} s a thousand")
    row("beside nbgrader autograde", f"{theirs / each:.1f} times", f"budget {RATIO}")
    row("beside the lower bound", f"{each / bound:.1f} times as long")
    row("feedback pages, tables and summary", f"{feedback / size:.3f} s", "each")
    row("peak memory of all processes", f"{held.most / 1e6:.0f} MB")
    return theirs / each, each / bound, held.most


def main(sizes: tuple[int, ...]) -> int:
    if unknown := set(UNITS) - set(EVERY_UNIT):
        print(f"There is no unit {unknown.pop()} in solutions/.", file=sys.stderr)
        return 2
    print(f"Submissions to {', '.join(UNITS)}; {JOBS} at a time, sandbox and verdict included")
    ratios, multiples, memory = zip(*map(beside, sizes), strict=True)
    budgets = {
        f"{RATIO} times nbgrader's throughput": min(ratios) >= RATIO,
        "cost linear": multiples[-1] <= GROWTH * multiples[0],
        "memory flat": memory[-1] <= GROWTH * memory[0],
    }
    for budget, kept in budgets.items():
        row(budget, "kept" if kept else "NOT KEPT")
    return 0 if all(budgets.values()) else 1


if __name__ == "__main__":
    sys.exit(main(tuple(int(size) for size in sys.argv[1:]) or SIZES))
