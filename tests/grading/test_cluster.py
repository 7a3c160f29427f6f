"""The same marks from a Dask cluster, also when it loses a worker; none from an unfit one."""

import os
import signal
from threading import Event
from types import SimpleNamespace
from typing import ClassVar

import psutil
import pytest
from distributed import Client, LocalCluster

from article10.cli import main
from article10.grading import cluster
from article10.grading.pool import grade_all, refusal
from article10.grading.sandbox import SandboxError
from article10.grading.units import load_unit

from .classroom import hand_in, new_course
from .small_unit import SMALL, UNIT, Handed, course, needs_sandbox

pytestmark = needs_sandbox
SLEEP = "import time; time.sleep(0.5)"


@pytest.fixture(scope="module")
def units(tmp_path_factory):
    return {UNIT: load_unit(course(tmp_path_factory.mktemp("course")), UNIT)}


@pytest.fixture(scope="module")
def submissions(units, tmp_path_factory):
    """Right, wrong, hostile, broken and refused ones; each that runs takes a moment."""
    folder, release = tmp_path_factory.mktemp("handed-in"), units[UNIT].release

    def handed():
        return Handed(release).insert("q1-answer", SLEEP)

    files = {
        "Ada Ünï": handed().to_bytes(),
        "wrong": handed().add("q2-answer", "raise ValueError('no')").to_bytes(),
        "ends": handed().add("q2-answer", "import os; os._exit(0)").to_bytes(),
        "broken": b"no notebook",
        **{f"right-{n}": handed().add("q1-answer", f"n = {n}").to_bytes() for n in range(3)},
    }
    handed_in = []
    for number, (student, content) in enumerate(files.items()):
        (path := folder / f"{number}.ipynb").write_bytes(content)
        handed_in.append(SimpleNamespace(student=student, unit=UNIT, path=path))
    (link := folder / "link.ipynb").symlink_to(handed_in[0].path)
    return [*handed_in, SimpleNamespace(student="link", unit=UNIT, path=link)]


@pytest.fixture(scope="module")
def here(submissions, units):
    """What grading on this machine gives."""
    return list(grade_all(submissions, units, jobs=2, limits=SMALL))


@pytest.fixture(scope="module")
def workers():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as local:
        yield local


@pytest.fixture
def small_cluster():
    """A scheduler with one worker, both in this process."""
    with LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        protocol="tcp://",
        dashboard_address=":0",
    ) as local:
        yield local


@pytest.fixture
def no_sandbox(workers):
    """Workers that do not find bubblewrap."""
    with Client(workers, set_as_default=False) as client:
        client.run(exec, "import os; os.environ['PATH'] = '/nowhere'")
        yield
        client.run(exec, f"import os; os.environ['PATH'] = {os.environ['PATH']!r}")


class Quick:
    """An engine that runs nothing, but can be killed."""

    made: ClassVar[list["Quick"]] = []

    def __init__(self, units, **_):
        self.units = units
        self.made.append(self)
        self.number = len(self.made)
        self.killed, self.closed = False, Event()

    def mark(self, student, unit, raw):
        if self.killed:
            raise SandboxError("The sandbox was ended.")
        return refusal(student, self.units[unit], f"engine {self.number}", unsafe=False)

    def close(self):
        self.closed.set()


@pytest.fixture(autouse=True)
def none_made():
    Quick.made.clear()


def started_by(pid):
    """What runs below a worker: its engine, with the processes of students in it."""
    return set(psutil.Process(pid).children(recursive=True))


def address(workers):
    return workers.scheduler_address


def test_a_lost_worker_costs_nothing_and_leaves_nothing(workers, submissions, units, here):
    pids = {worker.pid for worker in workers.workers.values()}
    results = cluster.grade_all(submissions, units, scheduler=address(workers), limits=SMALL)
    found = [next(r for r in results if r.status == "ok")]
    lost = max(pids, key=lambda pid: len(started_by(pid)))
    (kept,) = pids - {lost}
    left = started_by(lost)
    assert left
    os.kill(lost, signal.SIGKILL)
    for result in results:
        found.append(result)
        left |= started_by(kept)
    assert sorted(r.student for r in found) == sorted(r.student for r in here)
    assert {r.student: r for r in found} == {r.student: r for r in here}
    _, alive = psutil.wait_procs(left, timeout=30)
    assert not alive


def test_no_mark_without_a_sandbox_unless_told(workers, no_sandbox, submissions, units):
    results = cluster.grade_all(submissions, units, scheduler=address(workers), limits=SMALL)
    with pytest.raises(SandboxError, match=r"the worker tcp://\S+: The sandbox needs .*bwrap"):
        next(results)
    first, *_ = submissions
    (told,) = cluster.grade_all([first], units, scheduler=address(workers), unsafe=True)
    assert told.unsafe
    assert told.status == "ok"


def test_nor_by_a_worker_that_comes_later(workers, no_sandbox, submissions, units, monkeypatch):
    monkeypatch.setattr(cluster, "_check", lambda client, unsafe: None)
    results = cluster.grade_all(submissions, units, scheduler=address(workers), limits=SMALL)
    with pytest.raises(SandboxError, match=r"the worker tcp://\S+: The sandbox needs .*bwrap"):
        list(results)


def test_workers_with_other_software_are_refused(workers, submissions, units, monkeypatch):
    monkeypatch.setattr(cluster, "version", lambda name: "1.0")
    results = cluster.grade_all(submissions, units, scheduler=address(workers), limits=SMALL)
    said = r"the worker tcp://\S+ has nbgrader [\d.]+, and this machine has 1\.0: "
    with pytest.raises(cluster.ClusterError, match=said):
        next(results)


@pytest.mark.parametrize(
    ("go", "said"),
    [
        (lambda there: there.scale(0), "the cluster has lost all its workers"),
        (lambda there: there.close(), r"the connection to the scheduler tcp://\S+ was lost"),
    ],
)
def test_a_cluster_that_goes_away_says_so(go, said, small_cluster, submissions, units, monkeypatch):
    monkeypatch.setattr(cluster, "_WORKER_SECONDS", 2)
    where = address(small_cluster)
    monkeypatch.setattr(cluster, "Engine", Quick)
    results = cluster.grade_all(submissions, units, scheduler=where, limits=SMALL)
    next(results)
    go(small_cluster)
    with pytest.raises(cluster.ClusterError, match=said):
        list(results)


def test_an_engine_that_was_killed_is_replaced(units, monkeypatch):
    monkeypatch.setattr(cluster, "Engine", Quick)
    desk = cluster.Desk(units, False, SMALL, cluster.software())
    assert desk.mark(UNIT, b"").message == "engine 1"
    Quick.made[0].killed = True
    assert desk.mark(UNIT, b"").message == "engine 2"
    assert desk.mark(UNIT, b"").message == "engine 2"
    del desk
    assert [engine.closed.wait(10) for engine in Quick.made] == [True, True]


def test_without_a_scheduler_it_is_one_line_and_exit_code_2(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 1)
    there = new_course(tmp_path / "course")
    hand_in(there, "ada")
    monkeypatch.chdir(there.root)
    assert main(["grade", "--scheduler", "tcp://127.0.0.1:9"]) == 2
    (line,) = (x for x in capsys.readouterr().err.splitlines() if x.startswith("article10"))
    assert line.startswith("article10: no Dask scheduler at tcp://127.0.0.1:9: ")
    assert not list(there.home.glob("*.csv"))
    assert main(["grade", "--scheduler", "tcp://127.0.0.1:9", "--jobs", "2"]) == 2
    assert "--jobs is for this machine" in capsys.readouterr().err


def test_what_is_no_address_is_said(submissions, units):
    with pytest.raises(cluster.ClusterError, match="no Dask scheduler at somewhere: missing port"):
        next(cluster.grade_all(submissions, units, scheduler="somewhere"))


def test_a_scheduler_without_workers_is_said(submissions, units, monkeypatch):
    monkeypatch.setattr(cluster, "_WORKER_SECONDS", 1)
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty,
        pytest.raises(cluster.ClusterError, match="has no workers"),
    ):
        next(cluster.grade_all(submissions, units, scheduler=address(empty)))
