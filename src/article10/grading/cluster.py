"""Grades submissions on an existing Dask cluster, with the results of ``pool.grade_all``.

A submission's bytes and the units travel, so that workers need no folder in
common with this machine. Names of students stay here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4
from weakref import finalize

from distributed import Client, Future, KilledWorker, get_worker, wait

import article10

from ..data import data_dir
from ..errors import Article10Error
from . import sandbox
from .limits import Limits
from .pool import Engine, Refused, digest, failed, read, refusal
from .results import Result
from .units import UnitSource

if TYPE_CHECKING:
    from .intake import Submission

T = TypeVar("T")

_CONNECT_SECONDS = 10
#: How long to wait for a worker when there is none (any more): a lost one is started anew.
_WORKER_SECONDS = 30


class ClusterError(Article10Error):
    """The cluster is not there, or cannot grade as this machine would."""


def grade_all(
    submissions: Iterable["Submission"],
    units: Mapping[str, UnitSource],
    *,
    scheduler: str,
    unsafe: bool = False,
    limits: Limits | None = None,
) -> Iterator[Result]:
    """Grade ``submissions`` on the cluster whose scheduler has this address.

    Yields each result when it is there; what a lost worker had is done by
    another. Raises ClusterError, or SandboxError when a worker cannot shut
    students' code in and ``unsafe`` is not said.
    """
    client = _connect(scheduler)
    try:
        _check(client, unsafe)
        yield from _grade(client, submissions, units, unsafe, limits or Limits())
    except (OSError, CancelledError) as error:
        raise ClusterError(
            f"the connection to the scheduler {scheduler} was lost. {sandbox.GO_ON}"
        ) from error
    finally:
        client.close()


def _connect(scheduler: str) -> Client:
    try:
        return Client(scheduler, timeout=_CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no Dask scheduler at {scheduler}: {error}") from error


def _check(client: Client, unsafe: bool) -> None:
    """Refuse a cluster whose marks could differ from those of this machine."""
    try:
        client.wait_for_workers(1, timeout=_WORKER_SECONDS)
    except TimeoutError:
        raise ClusterError(f"the scheduler {client.scheduler.address} has no workers") from None
    for worker, found in client.run(software, on_error="return").items():
        if isinstance(found, Exception):
            found = {}
        if reason := _difference(found, software()):
            raise ClusterError(f"the worker {worker} {reason}")
    if not unsafe:
        for worker, problem in client.run(sandbox.problem).items():
            if problem:
                raise sandbox.SandboxError(f"the worker {worker}: {problem}")


def software() -> dict[str, str]:
    """What decides the marks, which therefore has to be the same everywhere."""
    package = Path(article10.__file__).parent
    content = sha256()
    for path in (*sorted(package.rglob("*.py")), *sorted(data_dir().glob("*.csv"))):
        content.update(path.name.encode() + path.read_bytes())
    return {
        "article10": article10.__version__,
        **{name: version(name) for name in ("nbgrader", "numpy", "pandas", "plotly")},
        "code and data of article10": content.hexdigest()[:8],
    }


def _difference(there: dict[str, str], here: dict[str, str]) -> str | None:
    for name, wanted in here.items():
        if (found := there.get(name)) != wanted:
            return (
                f"has {f'{name} {found}' if found else f'no {name} that can grade'}, and this "
                f"machine has {wanted}: install the same versions on both"
            )
    return None


class Desk:
    """The units of a run and, once a worker marks by them, its engine.

    Dask brings it to each worker once, keeps it there while the run lasts, and
    lets it go when the run ends, in whatever way: the engine ends with it.
    """

    def __init__(
        self,
        units: Mapping[str, UnitSource],
        unsafe: bool,
        limits: Limits,
        software: Mapping[str, str],
    ):
        self._given = units, unsafe, limits, software
        self._lock = Lock()
        self._engine: Engine | None = None

    def __reduce__(self):
        return Desk, self._given

    def mark(self, unit: str, raw: bytes) -> Result:
        """What the file's bytes ``raw`` earn; the result names no student."""
        engine = self._ready()
        try:
            return engine.mark("", unit, raw)
        except sandbox.SandboxError:  # it was killed; a new one takes its place
            self._drop(engine)
            return self._ready().mark("", unit, raw)

    def _ready(self) -> Engine:
        units, unsafe, limits, wanted = self._given
        with self._lock:
            if self._engine is None:
                # A worker that came later has not been asked yet.
                if reason := _difference(software(), wanted):
                    raise ClusterError(f"the worker {_here()} {reason}")
                # bubblewrap ends with the thread that started it, and Dask may end its own.
                keeper = ThreadPoolExecutor(1, "article10-engine")
                start = keeper.submit(Engine, units, unsafe=unsafe, limits=limits)
                try:
                    engine = start.result()
                except sandbox.SandboxError as error:
                    raise sandbox.SandboxError(f"the worker {_here()}: {error}") from None
                self._engine, self._end = engine, finalize(self, _end, engine, keeper)
                self._end.atexit = False  # what an engine started ends with its process
            return self._engine

    def _drop(self, engine: Engine) -> None:
        with self._lock:
            if self._engine is engine:
                self._end()
                self._engine = None


def _end(engine: Engine, keeper: ThreadPoolExecutor) -> None:
    """Close the engine without keeping the worker waiting."""
    keeper.submit(engine.close)
    keeper.shutdown(wait=False)


def _here() -> str:
    return get_worker().address


def _mark(desk: Desk, unit: str, raw: bytes) -> Result | str:
    """The result, or why there is none: as in the judge, one that fails stops nobody else's."""
    try:
        return desk.mark(unit, raw)
    except Article10Error:
        raise
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]}"


def _grade(client, submissions, units, unsafe, limits) -> Iterator[Result]:
    run = f"article10-{uuid4().hex}"
    # A task and not scattered data: should every worker that has it be lost, it is made again.
    desk = client.submit(Desk, dict(units), unsafe, limits, software(), key=f"{run}-units")
    waiting = enumerate(submissions)
    running: dict[Future, tuple[Submission, bytes]] = {}
    while True:
        # A few in store, so that memory does not grow with the number of submissions.
        room = 2 * max(1, sum(client.nthreads().values()))
        while len(running) < room and (following := next(waiting, None)):
            number, submission = following
            try:
                raw = read(Path(submission.path), limits.submission)
            except Refused as refused:
                unit = units[submission.unit]
                yield refusal(submission.student, unit, str(refused), unsafe=unsafe)
                continue
            future = client.submit(_mark, desk, submission.unit, raw, key=f"{run}-{number}")
            running[future] = submission, raw
        if not running:
            return
        done = _patiently(client, lambda seconds: wait(list(running), seconds, FIRST_COMPLETED))
        for future in done.done:
            submission, raw = running.pop(future)
            unit = units[submission.unit]
            try:
                result = _patiently(client, future.result)
            except KilledWorker:
                result = "several workers were lost, one after the other, while they had it"
            if isinstance(result, str):
                name = digest(raw, unit)
                yield failed(submission.student, unit, result, name, unsafe=unsafe)
            else:
                yield replace(result, student=submission.student)


def _patiently(client: Client, step: Callable[[float], T]) -> T:
    """What ``step`` gives, which gets the seconds to wait, as long as there are workers."""
    while True:
        try:
            return step(_WORKER_SECONDS)
        except TimeoutError:
            if not client.nthreads():
                raise ClusterError(
                    f"the cluster has lost all its workers. {sandbox.GO_ON}"
                ) from None
