"""The template inside the sandbox: loads everything once, and forks for each student.

Started by ``sandbox.py`` as a program. It gets one socket a student over its
control socket, and runs no student's code itself.
"""

import os
import select
import signal
import socket
import sys
import tempfile
import time
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules

from . import confine
from .forks import settle
from .frames import Channel, Closed
from .limits import Limits
from .shell import Shell

NOBODY = 65534
_TICK = 0.25  # seconds between two looks at what a process uses
_PAGE = os.sysconf("SC_PAGE_SIZE")


def main(control: int, unsafe: bool, limits: Limits) -> None:
    """Serve until the control socket closes."""
    if os.getuid() == 0 and not unsafe:
        confine.become(NOBODY, NOBODY)
    shell = warm(limits)
    server = socket.socket(fileno=control)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a watcher ended
    settle()
    server.sendall(b"ready")
    while True:
        message, ends, *_ = socket.recv_fds(server, 1, 1)
        if not message:
            return
        if os.fork() == 0:
            server.close()
            code = 1
            try:
                _watch(
                    Channel(socket.socket(fileno=ends[0]), limits.message), shell, unsafe, limits
                )
                code = 0
            finally:
                os._exit(code)
        os.close(ends[0])


def warm(limits: Limits) -> Shell:
    """Import what notebooks use, and use it once, so that no student pays for it."""
    import numpy as np
    import pandas as pd
    import plotly.express as px

    import article10
    from article10 import checks
    from article10.data import data_dir

    from .wire import Decoder, Encoder

    frame = pd.DataFrame({"x": [1, 2], "y": np.array([1.5, 2.5]), "z": ["a", "b"]})
    frame["day"] = pd.to_datetime(["2026-01-01", "2026-01-02"])
    frame.groupby("z")["y"].mean().to_frame()._repr_html_()
    months = frame["day"].dt.strftime("%Y-%m")
    frame[frame["z"].str.contains("a") & frame["z"].isin(["a"])].sort_values("day")
    frame.groupby([months, "z"])["y"].mean().unstack()
    frame.query("x == 1").merge(frame, on="x").pivot_table(index="x", values="y_x")
    figure = px.line(frame, x="day", y="y", color="z", markers=True, title="Warm")
    figure.update_yaxes(range=[0, 1])
    figure.add_annotation(text="Warm", xref="paper", yref="paper", x=0, y=0, showarrow=False)
    px.scatter(frame, x="x", y="y", color="z", error_y="y").add_hline(y=1)
    for module in iter_modules(checks.__path__):
        import_module(f"{checks.__name__}.{module.name}")
    for table in data_dir().glob("*.csv"):
        article10.load(table.stem)
    shell = Shell(limits)
    space = {"figure": figure, "bars": px.bar(frame, x="x", y="y"), "frame": frame, "pd": pd}
    shell.user_ns.update(space)
    for source in ("figure", "bars", "frame", "frame.x", "print(1)", "1 / 0", "await None", "!:"):
        shell.run(source, 60)
    shell.reset(new_session=True)
    Decoder().decode(Encoder().encode([figure, frame]))
    return shell


def _watch(channel: Channel, shell: Shell, unsafe: bool, limits: Limits) -> None:
    """Let a child serve as the student's process, and end it when it uses too much."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    used = _resident(os.getpid())
    if unsafe:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            _serve_and_wait(channel, shell, folder, used, unsafe, limits)
    else:
        confine.enter_namespaces()
        _serve_and_wait(channel, shell, confine.SCRATCH, used, unsafe, limits)


def _serve_and_wait(channel, shell, folder, used, unsafe, limits) -> None:
    from .student import serve

    child = os.fork()
    if child == 0:
        code = 1
        try:
            if unsafe:
                os.setsid()
                os.chdir(folder)
                confine.limit(limits)
            else:
                confine.confine(limits)
            serve(channel, shell, limits, folder)
            code = 0
        finally:
            os._exit(code)
    why = _wait(child, channel, used, limits)
    if unsafe:
        _end(-child)
    _end(child)
    os.waitpid(child, 0)
    with suppress(Closed):
        channel.send({"end": why})


def _wait(child: int, channel: Channel, used: int, limits: Limits) -> str:
    """Wait until the child ends, is no longer wanted, or uses too much; gives which."""
    poll = select.poll()
    poll.register(channel.end, getattr(select, "POLLRDHUP", select.POLLHUP))
    ended = os.pidfd_open(child) if hasattr(os, "pidfd_open") else None
    if ended is not None:
        poll.register(ended, select.POLLIN)
    until = time.monotonic() + limits.total_seconds
    while True:
        events = dict(poll.poll(_TICK * 1000))
        if channel.end.fileno() in events:
            return "unwanted"
        if ended in events or (ended is None and _gone(child)):
            return "ended"
        if time.monotonic() > until:
            return "time"
        if _memory(child, used) > limits.memory:
            return "memory"


def _gone(child: int) -> bool:
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _memory(child: int, used: int) -> int:
    """Bytes that the child and what it started hold, beyond what each began with."""
    try:
        numbers = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return 0  # no such folder outside Linux; limits for each process hold all the same
    parents, held = {}, {}
    for number in numbers:
        try:
            with open(f"/proc/{number}/stat", "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            continue
        parents[number] = int(fields[1])
        held[number] = int(fields[21]) * _PAGE
    total = 0
    for number in held:
        above = number
        while above not in (child, 0, 1) and above in parents:
            above = parents[above]
        if above == child:
            total += max(0, held[number] - used)
    return total


def _resident(number: int) -> int:
    try:
        with open(f"/proc/{number}/statm", "rb") as file:
            return int(file.read().split()[1]) * _PAGE
    except OSError:
        return 0


def _end(number: int) -> None:
    with suppress(OSError):
        os.kill(number, signal.SIGKILL)


if __name__ == "__main__":
    import json

    settings = json.loads(sys.argv[1])
    main(settings["control"], settings["unsafe"], Limits(**settings["limits"]))
