"""Marks one submission after another, and never runs a line of a student's code.

A long-lived process that has loaded the units, started by ``pool.py`` as a
program. For each submission it forks, so that whatever a submission makes of
the values it sends ends with that fork. The fork sends the cells to the
student's process in the sandbox, one by one. At a test cell it asks for the
answers, decodes them, and runs the unit's own test on them here.
"""

import json
import os
import pickle
import re
import resource
import signal
import socket
import sys
import time
import traceback
from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import cache

from nbformat import from_dict
from nbgrader.utils import determine_grade, is_grade, is_solution

from .forks import settle
from .frames import Channel, Closed, Garbled, TooSlow
from .limits import Limits
from .normalise import Broken, Normal, normalise
from .results import Graded, Result
from .shell import CUT, MIMES, Shell
from .units import GradeCell, UnitSource
from .wire import Decoder, Encoder, NotData, copy_into, failure, unreadable

_GRACE = 5
_KINDS = {"stream", "display_data", "execute_result", "error"}
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Gone(Exception):  # noqa: N818
    """The student's process is no longer there. ``why`` is time, memory, ended or garbled."""

    def __init__(self, why: str):
        super().__init__(
            {
                "time": "The code ran longer than it may.",
                "memory": "The code used more memory than it may.",
                "ended": "Python stopped while it ran the code.",
                "garbled": "The process that ran the code gave answers that nobody asked for.",
            }[why]
        )
        self.why = why


class Remote:
    """The student's process as seen from here: what it says is data."""

    def __init__(self, channel: Channel, limits: Limits):
        self._channel = channel
        self._limits = limits
        self._number = 0
        self._until = time.monotonic() + limits.total_seconds
        self.gone: Gone | None = None

    def ask(self, what: str, wait: float, /, **arguments) -> dict:
        """The reply to a request. Raises Gone."""
        if self.gone:
            raise self.gone
        self._number += 1
        left = min(wait, self._until - time.monotonic())
        try:
            self._channel.send({"do": what, "number": self._number, "with": arguments})
            reply = self._channel.receive(max(left, 0) + _GRACE)
        except TooSlow:
            self.gone = Gone("time")
        except Closed:
            self.gone = self._last_word()
        except Garbled:
            self.gone = Gone("garbled")
        else:
            if isinstance(reply, dict) and reply.get("to") == self._number:
                return reply
            why = reply.get("end") if isinstance(reply, dict) else None
            self.gone = Gone(why if why in ("time", "memory", "ended") else "garbled")
        raise self.gone

    def _last_word(self) -> Gone:
        """Why the process ended, as its watcher says."""
        try:
            reply = self._channel.receive(1)
        except (Closed, TooSlow, Garbled):
            return Gone("ended")
        why = reply.get("end") if isinstance(reply, dict) else None
        return Gone(why if why in ("time", "memory") else "ended")

    def run(self, source: str) -> list[dict]:
        """The outputs of a cell."""
        seconds = self._limits.cell_seconds
        reply = self.ask("run", seconds, source=source, seconds=seconds)
        return _outputs(reply.get("outputs"), self._limits)

    def values(self, names: tuple[str, ...], until: float) -> dict:
        """The variables of these names, decoded; functions are called over there."""
        found = self.ask("read", self._limits.cell_seconds, names=list(names)).get("values")
        if not isinstance(found, dict):
            return {}
        return {name: self._decode(found[name], until) for name in names if name in found}

    def _decode(self, message: object, until: float) -> object:
        try:
            return Decoder(lambda number: self._function(number, until)).decode(message)
        except NotData:
            return unreadable("object")

    def _function(self, number: int, until: float):
        def function(*arguments, **keywords):
            seconds = max(0.1, until - time.monotonic())
            encoder = Encoder()
            reply = self.ask(
                "call",
                seconds,
                function=number,
                arguments=[encoder.encode(value) for value in arguments],
                keywords={name: encoder.encode(value) for name, value in keywords.items()},
                seconds=seconds,
            )
            changed = reply.get("changed")
            for place, value in changed.items() if isinstance(changed, dict) else ():
                if str(place).isdigit() and int(place) < len(arguments):
                    copy_into(arguments[int(place)], self._decode(value, until))
            if isinstance(error := reply.get("error"), list) and len(error) == 2:
                raise failure(*error)
            return self._decode(reply.get("value"), until)

        return function


def _outputs(sent: object, limits: Limits) -> list[dict]:
    """Outputs as nbformat wants them, from whatever the student's process sent."""
    kept = []
    for output in sent[: limits.outputs + 1] if isinstance(sent, list) else ():
        kind = output.get("output_type") if isinstance(output, dict) else None
        if kind not in _KINDS:
            continue
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            done = {"name": name, "text": _cut(output.get("text"), limits)}
        elif kind == "error":
            lines = output.get("traceback")
            done = {
                "ename": _cut(output.get("ename"), limits)[:200],
                "evalue": _cut(output.get("evalue"), limits)[:5_000],
                "traceback": [
                    _cut(line, limits)[:5_000]
                    for line in (lines[:70] if isinstance(lines, list) else ())
                ],
            }
        else:
            data = output.get("data")
            data = data if isinstance(data, dict) else {}
            done = {
                "metadata": {},
                "data": {m: _datum(m, data[m], limits) for m in MIMES if m in data},
            }
            if kind == "execute_result":
                done["execution_count"] = None
        kept.append({"output_type": kind, **done})
    return kept


def _datum(mime: str, value: object, limits: Limits) -> object:
    if mime.endswith("json"):
        return value if isinstance(value, dict) else {}
    return _cut(value, limits)


def _cut(text: object, limits: Limits) -> str:
    if not isinstance(text, str):
        return ""
    text = text.encode("utf-8", "replace").decode("utf-8")
    most = limits.output + len(CUT) + 2
    return text if len(text) <= most else f"{text[:most]}\n{CUT}"


class Judge:
    """The loaded units. ``mark`` marks one submission; call it in a fork."""

    def __init__(self, units: Mapping[str, UnitSource], limits: Limits):
        self._units = units
        self._limits = limits
        self._shell = Shell(limits)
        # The same cells again and again, all of them the unit's.
        self._shell.transform_cell = cache(self._shell.transform_cell)
        self._space = self._shell.user_module.__dict__
        self._clean = dict(self._space)
        self._before = {name: self._prepare(unit) for name, unit in units.items()}

    def _prepare(self, unit: UnitSource) -> dict[str, dict]:
        """The variables before each test as the unit's locked cells make them, with no answers."""
        self._space.clear()
        self._space.update(self._clean)
        before = {}
        for cell in json.loads(unit.graded)["cells"]:
            node = from_dict(cell)
            if cell["cell_type"] != "code" or is_solution(node):
                continue
            if is_grade(node):
                before[cell["metadata"]["nbgrader"]["grade_id"]] = dict(self._space)
            else:
                # One that needs an answer stops here, and then what it makes is not there.
                self._shell.run("".join(cell["source"]), self._limits.cell_seconds)
        return before

    def warm(self, name: str, channel: Channel) -> float:
        """What the instructor's own answers earn of what a machine can give, from 0 to 1.

        They run here once before any student's, which also fills the caches.
        """
        unit = self._units[name]
        cells = self.mark(name, unit.source, "", channel, False).cells
        judged = [cell for cell in cells if cell.score is not None and cell.max_score]
        return min((cell.score / cell.max_score for cell in judged), default=1)

    def mark(self, name: str, raw: bytes, digest: str, channel, unsafe) -> Result:
        """What one submission earns, no matter whose. ``channel`` leads to a fresh process."""
        unit = self._units[name]
        common = {
            "student": "",
            "unit": name,
            "variant": unit.variant,
            "unsafe": unsafe,
            "digest": digest,
        }
        try:
            notebook = normalise(raw, unit)
        except Broken as broken:
            return Result(
                **common,
                status="broken",
                message=str(broken),
                cells=nothing(unit, str(broken)),
                flags=(),
                notebook=None,
            )
        remote = Remote(channel, self._limits)
        cells = self._execute(notebook, unit, remote)
        status, message = _status(notebook, remote)
        return Result(
            **common,
            status=status,
            message=message,
            cells=cells,
            flags=tuple(notebook.flags),
            notebook=_written(notebook),
        )

    def _execute(self, notebook: Normal, unit: UnitSource, remote: Remote) -> tuple[Graded, ...]:
        graded = {cell.grade_id: cell for cell in unit.cells}
        marks: dict[str, Graded] = {}
        stopped = ""
        count = 0
        for cell, key in zip(notebook.cells, notebook.keys, strict=True):
            asked = graded.get(key)
            if asked and asked.manual:
                marks[key] = _by_hand(cell, asked)
            if cell["cell_type"] != "code":
                continue
            count += 1
            cell["execution_count"] = count
            if asked and not asked.manual:
                reached = remote.gone is None
                cell["outputs"] = self._test(cell["source"], unit, asked, remote)
                marks[key] = _mark(cell, asked, stopped, reached, remote.gone)
                stopped = ""
                continue
            try:
                cell["outputs"] = remote.run(cell["source"])
            except Gone as gone:
                cell["outputs"] = [_error(gone)]
            for output in cell["outputs"]:
                if output["output_type"] == "execute_result":
                    output["execution_count"] = count
                if output["output_type"] == "error":
                    first = output["evalue"].partition("\n")[0]
                    stopped = f"{output['ename']}: {first[:200]}"
        return tuple(marks[cell.grade_id] for cell in unit.cells)

    def _test(self, source: str, unit: UnitSource, asked: GradeCell, remote: Remote) -> list[dict]:
        """The outputs of a test that judges what the student's process says its answers are."""
        until = time.monotonic() + self._limits.cell_seconds
        try:
            values = remote.values(asked.names, until)
        except Gone as gone:
            return [_error(gone)]
        self._space.clear()
        self._space.update(self._before[unit.name][asked.grade_id])
        self._space.update(values)
        return self._shell.run(source, self._limits.cell_seconds + _GRACE)


def nothing(unit: UnitSource, message: str) -> tuple[Graded, ...]:
    """The marks of a submission of which nothing could be run."""
    return tuple(
        Graded(cell.grade_id, cell.question, 0.0, cell.points, "not reached", message)
        for cell in unit.cells
    )


def _by_hand(cell: dict, asked: GradeCell) -> Graded:
    score, _ = determine_grade(from_dict({"outputs": [], **cell}))
    if score is None:
        status, message = "read by a person", "A person reads this answer."
    else:
        status, message = "wrong", "Nothing was written here."
    return Graded(asked.grade_id, asked.question, score, asked.points, status, message)


def _mark(cell: dict, asked: GradeCell, stopped: str, reached: bool, gone) -> Graded:
    node = from_dict(cell)
    try:
        score, _ = determine_grade(node)
    except (ValueError, KeyError) as error:  # more than there is: a mistake in the test
        return Graded(asked.grade_id, asked.question, None, asked.points, "wrong", str(error))
    score = float(score or 0)
    status = "right" if score >= asked.points else "partly right" if score else "wrong"
    if not reached:
        status = "not reached"
    message = _said(cell)
    if stopped and score < asked.points:
        message += f"\nA cell above stops with {stopped}"
    return Graded(asked.grade_id, asked.question, score, asked.points, status, message)


def _said(cell: dict) -> str:
    """What a test shows, as text."""
    said = []
    for output in cell["outputs"]:
        if output["output_type"] == "error":
            said.append(output["evalue"] or output["ename"])
        elif output["output_type"] == "display_data":
            said.append(output["data"].get("text/plain", ""))
        elif output["output_type"] == "stream":
            said.append(output["text"])
    return _COLOURS.sub("", "\n".join(said)).strip()[:5_000]


def _error(gone: Gone) -> dict:
    return {
        "output_type": "error",
        "ename": "NotReached",
        "evalue": str(gone),
        "traceback": [str(gone)],
    }


def _status(notebook: Normal, remote: Remote) -> tuple[str, str]:
    gone = remote.gone
    if gone and gone.why == "garbled":
        notebook.flags.append(str(gone))
        return "needs a person", str(gone)
    if gone:
        return ("timed out" if gone.why == "time" else "stopped"), (
            f"{gone} Questions reached until then count."
        )
    slow = [
        key or "a cell of their own"
        for cell, key in zip(notebook.cells, notebook.keys, strict=True)
        if any(o.get("ename") == "CellTimeout" for o in cell.get("outputs", ()))
    ]
    if slow:
        return "timed out", f"The code ran longer than it may, in {', '.join(slow)}."
    if notebook.serious:
        return "needs a person", "The notebook was graded; look at what is noted about it."
    return "ok", "The notebook was graded."


def _written(notebook: Normal) -> bytes:
    whole = {
        "cells": notebook.cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, ensure_ascii=False).encode("utf-8")


def serve(control: int, units: Mapping[str, UnitSource], limits: Limits, unsafe: bool) -> None:
    """Mark what comes over the control socket, a fork for each, until it closes."""
    judge = Judge(units, limits)
    server = socket.socket(fileno=control)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    server.sendall(b"ready")
    for name in units:
        _, ends, *_ = socket.recv_fds(server, 1, 1)
        with socket.socket(fileno=ends[0]) as near:
            earned = judge.warm(name, Channel(near, limits.message))
        server.sendall(b"full " if earned == 1 else b"less ")
    settle()
    while True:
        message, ends, *_ = socket.recv_fds(server, 1, 2)
        if not message:
            return
        if os.fork() == 0:
            server.close()
            code = 1
            try:
                _mark_one(judge, *ends, limits, unsafe)
                code = 0
            except Exception:
                traceback.print_exc()
            finally:
                os._exit(code)
        for end in ends:
            os.close(end)


def _mark_one(judge: Judge, student: int, asker: int, limits: Limits, unsafe: bool) -> None:
    for what, most in (
        (resource.RLIMIT_CPU, int(limits.total_seconds) + 60),
        (resource.RLIMIT_DATA, 2 * limits.memory),
    ):
        resource.setrlimit(what, (most, resource.getrlimit(what)[1]))
    with socket.socket(fileno=student) as near, socket.socket(fileno=asker) as far:
        asked = Channel(far, 1 << 30)
        work = asked.receive()
        channel = Channel(near, limits.message)
        try:
            result = judge.mark(
                work["unit"], b64decode(work["raw"]), work["digest"], channel, unsafe
            )
        except Exception as error:  # a mistake of ours must not look like one of the student's
            asked.send({"failed": f"{type(error).__name__}: {str(error)[:200]}"})
            raise
        notebook = b64encode(result.notebook).decode() if result.notebook is not None else None
        asked.send({"result": result.to_dict(), "notebook": notebook})


if __name__ == "__main__":
    # From the process that starts this one, not from students.
    settings = pickle.load(sys.stdin.buffer)
    serve(**settings)
