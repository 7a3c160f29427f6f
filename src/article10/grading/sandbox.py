"""Starts the template process in which students' code runs, shut in by bubblewrap.

What it can see: the system's programs and libraries, Python, this package and
its data, all read-only. What it cannot: solutions, hidden tests, the
gradebook, other students, the network, the environment, other processes.
"""

import json
import os
import platform
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import article10

from ..data import data_dir
from ..errors import Article10Error
from . import confine
from .limits import Limits

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")
_SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives", "/etc/fonts")
_SECONDS = 120
_MOMENT = 1  # second


class SandboxError(Article10Error):
    """Students' code cannot be shut in here."""


GO_ON = "What was graded is kept: run the command again."
_ENDED = f"The sandbox was ended. {GO_ON}"
_UNSAFE = "or say --unsafe to run students' code with your own rights."
_ELSEWHERE = f"Grade on Linux or in the module's container image, {_UNSAFE}"
_INSTALL = f"Install it (Debian and Ubuntu: sudo apt-get install bubblewrap), {_UNSAFE}"
_ALLOW = (
    "Let the system or container allow user namespaces (the instructor's guide says how under "
    f"JupyterHub and clusters), {_UNSAFE}"
)


def problem() -> str | None:
    """Why there can be no sandbox here, in one sentence; None when there can be one."""
    if sys.platform != "linux":
        return f"The sandbox works on Linux only, and this is {platform.system()}. {_ELSEWHERE}"
    if not confine.supported():
        return f"The sandbox does not know the machine {platform.machine()}. {_ELSEWHERE}"
    if shutil.which("bwrap") is None:
        return f"The sandbox needs the program bwrap of the package bubblewrap. {_INSTALL}"
    try:
        tried = subprocess.run(
            [*_command(()), "/usr/bin/env", "true"], capture_output=True, text=True, env={}
        )
    except OSError as error:
        return f"bwrap does not start: {error}. {_INSTALL}"
    if tried.returncode:
        reason = (tried.stderr.strip().splitlines() or ["no reason given"])[-1].rstrip(".")
        return f"bwrap is here and cannot make a sandbox: {reason}. {_ALLOW}"
    return None


class Sandbox:
    """A template process. ``enter`` gives the channel to a fresh student's process.

    Nothing below the folders ``hidden`` is visible in it. Raises SandboxError
    when there can be none.
    """

    def __init__(self, limits: Limits, *, unsafe: bool = False, hidden: Iterable[Path] = ()):
        if not unsafe and (reason := problem()):
            raise SandboxError(reason)
        self._control, inside = socket.socketpair()
        settings = {"control": inside.fileno(), "unsafe": unsafe, "limits": asdict(limits)}
        program = [sys.executable, "-I", "-m", f"{__package__}.zygote", json.dumps(settings)]
        try:
            self._process = subprocess.Popen(
                program if unsafe else [*_command(hidden), *program],
                pass_fds=[inside.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=_environment(),
                cwd="/",
            )
        finally:
            inside.close()

    def wait(self) -> None:
        """Return when it is ready. Raises SandboxError when it is not to be."""
        self._control.settimeout(_SECONDS)
        try:
            ready = self._control.recv(5) == b"ready"
        except OSError:
            ready = False
        if not ready:
            self._process.kill()
            said = self._process.communicate()[1].decode("utf-8", "replace").strip().splitlines()
            raise SandboxError(
                f"The sandbox did not start: {said[-1] if said else 'no reason given'}"
            )

    def enter(self) -> socket.socket:
        """The near end of a socket to a fresh student's process."""
        near, far = socket.socketpair()
        with far:
            try:
                socket.send_fds(self._control, [b"+"], [far.fileno()])
            except OSError as error:
                near.close()
                raise SandboxError(_ENDED) from error
        return near

    def check(self) -> None:
        """Raises SandboxError when the template has ended, and with it every student's process.

        Its end is seen a little after theirs, so it is given a moment.
        """
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_MOMENT)
            raise SandboxError(_ENDED)

    def close(self) -> None:
        """End the template and with it everything inside."""
        self._control.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stderr.close()


def _environment() -> dict[str, str]:
    return {
        "HOME": confine.SCRATCH,
        "LANG": "C.UTF-8",
        "LOGNAME": "student",
        "MPLBACKEND": "agg",
        "NBGRADER_EXECUTION": "autograde",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "PLOTLY_RENDERER": "plotly_mimetype",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONWARNINGS": "ignore",
        "TMPDIR": confine.SCRATCH,
        "USER": "student",
    }


def _command(hidden: Iterable[Path]) -> list[str]:
    """bubblewrap and its options, to which the program is added."""
    command = ["bwrap", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    command += ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    command += ["--unshare-cgroup-try", "--hostname", "sandbox"]
    if os.getuid() == 0:
        # Root binds folders that nobody else may read, and the template then gives root up.
        command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        command += ["--unshare-user"]
    for path in _SYSTEM:
        if os.path.islink(path):
            command += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            command += ["--ro-bind", path, path]
    seen = [Path(path) for path in _SETTINGS if os.path.exists(path)]
    shown = [*seen, *_python(), *_package()]
    # bubblewrap would make the folders above them for root alone.
    for folder in sorted({folder for path in shown for folder in path.parents[:-1]}):
        command += ["--perms", "0755", "--dir", str(folder)]
    for path in shown:
        command += ["--ro-bind", str(path), str(path)]
    for path in hidden:
        if any(path.resolve().is_relative_to(p) for p in (*_python(), Path("/usr"))):
            command += ["--tmpfs", str(path.resolve())]
    command += ["--proc", "/proc", "--dev", "/dev"]
    # For the template alone: each student gets an own one over it.
    command += ["--perms", "1777", "--size", "1000000", "--tmpfs", confine.SCRATCH]
    command += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/", "--"]
    return command


def _python() -> list[Path]:
    """The folders of Python and of what is installed for it, but not those in /usr."""
    folders = {Path(p).resolve() for p in (sys.prefix, sys.base_prefix, sys.base_exec_prefix)}
    folders.add(Path(sys.prefix))  # programs name it so
    return sorted(f for f in folders if not f.is_relative_to("/usr"))


def _package() -> list[Path]:
    """This package and the data that it reads, where they are not installed with Python."""
    data = data_dir()
    package = Path(article10.__file__).parent
    paths = [package, data]
    if not data.is_relative_to(package):
        book = data.parent / "book"
        paths += [book / "references.bib", book / "questions"]
    return [path for path in paths if path.exists()]
