"""Grades submissions side by side: reads them, hands them out, and collects the results."""

import hashlib
import os
import pickle
import socket
import stat
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ExerciseError
from .frames import Channel, Closed, Garbled, TooSlow
from .judge import nothing
from .limits import Limits
from .results import Result
from .sandbox import GO_ON, Sandbox, SandboxError
from .units import UnitSource

if TYPE_CHECKING:
    from .intake import Submission

_SECONDS = 300


class Refused(Exception):  # noqa: N818
    """A file that is not opened; the text says why in one sentence."""


def read(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file. Raises Refused for a link, another kind, or a large one."""
    try:
        # Never through a link, and never waiting for a pipe that nobody fills.
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if path.is_symlink():
            raise Refused("A link was handed in for a notebook; it was not followed.") from None
        if isinstance(error, FileNotFoundError):
            raise Refused("There is no such file.") from None
        raise Refused(f"The file could not be opened ({error.strerror}).") from None
    try:
        about = os.fstat(number)
        if not stat.S_ISREG(about.st_mode):
            raise Refused("What was handed in is no ordinary file; it was not opened.")
        if about.st_size <= most:
            with os.fdopen(os.dup(number), "rb") as file:
                raw = file.read(most + 1)
        if about.st_size > most or len(raw) > most:
            raise Refused(f"The file is larger than {most >> 20} MB; it was not opened.")
    finally:
        os.close(number)
    return raw


def digest(raw: bytes, unit: UnitSource) -> str:
    """Names what a result depends on: the bytes handed in and the unit's version."""
    return hashlib.sha256(unit.version.encode() + b"\0" + raw).hexdigest()


def refusal(student: str, unit: UnitSource, reason: str, *, unsafe: bool) -> Result:
    """The result for a file that ``read`` refused for this ``reason``."""
    return _nothing(student, unit, "refused", reason, digest(reason.encode(), unit), unsafe)


def failed(student: str, unit: UnitSource, reason: str, name: str, *, unsafe: bool) -> Result:
    """The result where grading itself failed; ``name`` is the digest of what was handed in."""
    told = f"The notebook could not be graded: {reason}."
    return _nothing(student, unit, "not graded", told, name, unsafe)


def _nothing(student, unit: UnitSource, status: str, told: str, name: str, unsafe) -> Result:
    cells = nothing(unit, told)
    return Result(
        student, unit.name, status, told, cells, (told,), None, unit.variant, unsafe, name
    )


class Engine:
    """A template in its sandbox and a judge, ready for submissions from several threads.

    Raises SandboxError when students' code cannot be shut in and ``unsafe``
    is not said.
    """

    def __init__(
        self,
        units: Mapping[str, UnitSource],
        *,
        unsafe: bool = False,
        limits: Limits | None = None,
    ):
        self.limits = limits or Limits()
        self._units = units
        self._unsafe = unsafe
        hidden = {unit.root for unit in units.values()}
        # Both take seconds to load, so they load side by side.
        self._sandbox = Sandbox(self.limits, unsafe=unsafe, hidden=hidden)
        try:
            self._start_judge()
            self._sandbox.wait()
            self._control.settimeout(_SECONDS)
            if self._control.recv(5) != b"ready":
                raise SandboxError("The process that judges did not start.")
            for name in units:
                self._try_out(name)
        except BaseException:
            self.close()
            raise

    def _start_judge(self) -> None:
        self._control, inside = socket.socketpair()
        with inside:
            self._judge = subprocess.Popen(
                [sys.executable, "-m", f"{__package__}.judge"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                pass_fds=[inside.fileno()],
                env={
                    **os.environ,
                    "OMP_NUM_THREADS": "1",
                    "OPENBLAS_NUM_THREADS": "1",
                    "PYTHONWARNINGS": "ignore",
                },
            )
            settings = {
                "control": inside.fileno(),
                "units": dict(self._units),
                "limits": self.limits,
                "unsafe": self._unsafe,
            }
            with self._judge.stdin as stdin:
                pickle.dump(settings, stdin)

    def _try_out(self, name: str) -> None:
        """Mark the instructor's own answers, which must be right."""
        with self._sandbox.enter() as student:
            socket.send_fds(self._control, [b"+"], [student.fileno()])
        if self._control.recv(5) != b"full ":
            raise ExerciseError(
                f"The answers in solutions/{name}/{name}.ipynb do not earn all points, so "
                "nobody's are graded. Run that notebook and mend it first."
            )

    def grade(self, submission: "Submission") -> Result:
        """What one submission earns. Never raises for what it contains."""
        try:
            raw = read(Path(submission.path), self.limits.submission)
        except Refused as refused:
            unit = self._units[submission.unit]
            return refusal(submission.student, unit, str(refused), unsafe=self._unsafe)
        return self.mark(submission.student, submission.unit, raw)

    def grade_all(self, submissions: Iterable["Submission"], jobs: int) -> Iterator[Result]:
        """Grade ``submissions``, ``jobs`` at a time, and yield each result when it is there."""
        waiting = iter(submissions)
        with ThreadPoolExecutor(jobs) as threads:
            # A few in store, so that memory does not grow with the number of submissions.
            running = {threads.submit(self.grade, s) for s in islice(waiting, 2 * jobs)}
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                running |= {threads.submit(self.grade, s) for s in islice(waiting, len(done))}
                for future in done:
                    yield future.result()

    def mark(self, student: str, unit: str, raw: bytes) -> Result:
        """What the file's bytes ``raw`` earn. Never raises for what they are.

        Raises SandboxError when a process of the engine was ended from outside.
        """
        source = self._units[unit]
        name = digest(raw, source)
        near, far = socket.socketpair()
        with near:
            with far, self._sandbox.enter() as inside:
                try:
                    socket.send_fds(self._control, [b"+"], [inside.fileno(), far.fileno()])
                except OSError as error:
                    raise SandboxError(f"The process that judges was ended. {GO_ON}") from error
            work = {"unit": unit, "digest": name}
            asked = Channel(near, 1 << 30)
            try:
                asked.send({**work, "raw": b64encode(raw).decode()})
                reply = asked.receive(self.limits.total_seconds + _SECONDS)
            except (Closed, TooSlow, Garbled):
                reply = {"failed": "the process that judges it stopped"}
        if "failed" in reply:
            return failed(student, source, reply["failed"], name, unsafe=self._unsafe)
        if reply["result"]["status"] == "stopped":
            # By what the student wrote, or because somebody ended the sandbox with all in it.
            self._sandbox.check()
        notebook = b64decode(reply["notebook"]) if reply["notebook"] is not None else None
        return Result.from_dict({**reply["result"], "student": student}, notebook)

    def close(self) -> None:
        """End the judge and the sandbox."""
        self._control.close()
        try:
            self._judge.wait(5)
        except subprocess.TimeoutExpired:
            self._judge.kill()
            self._judge.wait()
        self._sandbox.close()

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_) -> None:
        self.close()


def grade_all(
    submissions: Iterable["Submission"],
    units: Mapping[str, UnitSource],
    *,
    jobs: int,
    unsafe: bool = False,
    limits: Limits | None = None,
) -> Iterator[Result]:
    """Grade ``submissions``, ``jobs`` at a time, and yield each result when it is there.

    Raises SandboxError when students' code cannot be shut in and ``unsafe``
    is not said.
    """
    with Engine(units, unsafe=unsafe, limits=limits) as engine:
        yield from engine.grade_all(submissions, jobs)
