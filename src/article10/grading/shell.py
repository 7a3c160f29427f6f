"""Runs code cells as a notebook does, and collects what they show, within limits."""

import builtins
import os
import signal
import sys
import tempfile
from io import TextIOBase, UnsupportedOperation

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell
from pandas import DataFrame
from traitlets import Type
from traitlets.config import Config

from .limits import Limits

CUT = "[output cut here: there was too much of it]"
_FRAMES = 15  # of a deep traceback, at its start and at its end
_CHAIN = 8  # errors, each raised while another was handled
#: What a cell may show; the rest is dropped, since a person opens the graded notebook.
MIMES = (
    "text/plain",
    "text/html",
    "text/latex",
    "text/markdown",
    "image/png",
    "image/jpeg",
    "image/svg+xml",
    "application/vnd.plotly.v1+json",
)


class CellTimeout(KeyboardInterrupt):
    """A cell ran longer than it may. It passes ``except Exception``, as an interrupt does."""


class Outputs:
    """The outputs of one cell, as nbformat has them."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.kept: list[dict] = []
        self._left = limits.output

    def text(self, stream: str, text: str) -> None:
        """Add what a cell prints; text of one stream in a row becomes one output."""
        if self._left <= 0:
            return
        self._left -= len(text)
        if self._left <= 0:
            text = f"{text[: self._left]}\n{CUT}\n" if self._left else f"{text}\n{CUT}\n"
        last = self.kept[-1] if self.kept else {}
        if last.get("output_type") == "stream" and last["name"] == stream:
            last["text"] += text
        else:
            self._add({"output_type": "stream", "name": stream, "text": text})

    def rich(self, kind: str, data: dict, number: int | None = None) -> None:
        """Add what a cell displays or what its last line gives."""
        kept = {mime: data[mime] for mime in MIMES if mime in data}
        sizes = {mime: len(d if isinstance(d, str) else repr(d)) for mime, d in kept.items()}
        kept = {mime: d for mime, d in kept.items() if sizes[mime] <= self.limits.output}
        if not kept:
            kept = {"text/plain": CUT if sizes else "[an output that cannot be shown here]"}
        output = {"output_type": kind, "metadata": {}, "data": kept}
        if kind == "execute_result":
            output["execution_count"] = number
        self._add(output)

    def error(self, name: str, value: str, traceback: list[str]) -> None:
        """Add the error with which a cell stops. It is kept also when there is much else."""
        lines = [str(line)[:5_000] for line in traceback[-60:]]
        self.kept = self.kept[: self.limits.outputs]
        self.kept.append(
            {"output_type": "error", "ename": name, "evalue": value[:5_000], "traceback": lines}
        )

    @property
    def full(self) -> bool:
        return len(self.kept) >= self.limits.outputs

    def _add(self, output: dict) -> None:
        if not self.full:
            self.kept.append(output)


class _Stream(TextIOBase):
    encoding = "utf-8"

    def __init__(self, name: str, shell: "Shell"):
        self._name, self._shell = name, shell

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._shell.outputs.text(self._name, text)
        return len(text)

    def fileno(self):
        raise UnsupportedOperation("fileno")


class _Hook(DisplayHook):
    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        self.shell.outputs.rich("execute_result", format_dict, self.prompt_count)

    def finish_displayhook(self):
        self._is_active = False


class _Formatter(DisplayFormatter):
    def format(self, obj, include=None, exclude=None):
        # What would be dropped is not drawn: tables and figures take their time.
        if self.parent.outputs.full:
            return {}, {}
        if include is None and isinstance(obj, DataFrame):
            # Nor is the text drawn that would stand behind a table.
            table = super().format(obj, ("text/html",), exclude)
            if table[0]:
                return table
        return super().format(obj, include or MIMES, exclude)


class _Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **_):
        self.shell.outputs.rich("display_data", data)

    def clear_output(self, wait=False):
        self.shell.outputs.kept.clear()


class Shell(InteractiveShell):
    """IPython without a terminal and without a kernel."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def __init__(self, limits: Limits):
        self.outputs = Outputs(limits)
        self._limits = limits
        super().__init__(
            config=Config(
                HistoryManager={"enabled": False, "hist_file": ":memory:"},
                # The other modes read and parse the source of every file in a traceback.
                InteractiveShell={"colors": "nocolor", "xmode": "Plain"},
            )
        )
        type(self)._instance = self
        for parent in type(self)._walk_mro():
            parent._instance = self

    def init_io(self):
        pass

    def init_display_formatter(self):
        self.display_formatter = _Formatter(parent=self)
        self.configurables.append(self.display_formatter)

    def enable_gui(self, gui=None):
        pass

    def ask_exit(self):
        print("A notebook goes on after exit.", file=sys.stderr)

    system = InteractiveShell.system_raw

    def showtraceback(self, exc_tuple=None, *arguments, **keywords):
        _shorten(self._get_exc_info(exc_tuple)[1])
        super().showtraceback(exc_tuple, *arguments, **keywords)

    def _showtraceback(self, etype, evalue, stb):
        # The error that a check raises renders itself; its text may be a lone string.
        lines = [stb] if isinstance(stb, str) else [str(line).rstrip("\n") for line in stb]
        self.outputs.error(etype.__name__, str(evalue), lines)

    def run(self, source: str, seconds: float) -> list[dict]:
        """The outputs of a code cell. It is interrupted after ``seconds``."""
        self.outputs = Outputs(self._limits)
        streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = _Stream("stdout", self), _Stream("stderr", self)
        try:
            with_limit(seconds, self._run, source)
        except BaseException as error:
            # A hook or transformer of the student's own, which IPython does not guard.
            self.outputs.error(type(error).__name__, str(error), [f"{type(error).__name__}"])
        finally:
            sys.stdout, sys.stderr = streams
        return self.outputs.kept

    def _run(self, source):
        self.run_cell(source, store_history=True)


def _shorten(error: BaseException) -> None:
    """Leave out the middle of a deep traceback, and of a long chain the oldest errors.

    IPython would format each of thousands of frames, twice, and recurse along the chain.
    """
    for _ in range(_CHAIN):
        frames = []
        frame = error.__traceback__
        while frame:
            frames.append(frame)
            frame = frame.tb_next
        if len(frames) > 2 * _FRAMES:
            frames[_FRAMES - 1].tb_next = frames[-_FRAMES]
        before = error.__cause__ or error.__context__
        if before is None:
            return
        last, error = error, before
    last.__cause__ = last.__context__ = None


def with_limit(seconds: float, function, *arguments):
    """What ``function`` returns. It is interrupted by CellTimeout after ``seconds``."""

    def interrupt(*_):
        raise CellTimeout(f"stopped after {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, interrupt)
    # Again and again, for code that catches the first one.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)
    try:
        return function(*arguments)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def no_input(prompt: object = "") -> str:
    """In place of ``input``, which has nobody to ask."""
    raise EOFError(
        "input() was called, and nobody sits at the keyboard while a notebook is graded. "
        "Store the value in a variable instead."
    )


def refuse_input() -> None:
    builtins.input = no_input


class Descriptors:
    """What programs that a cell starts print, which bypasses Python's streams."""

    def __init__(self, folder: str):
        # Open as long as the process is.
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115
        for number in (1, 2):
            os.dup2(self._file.fileno(), number)

    def take(self, most: int) -> str:
        """The text since the last call, at most that many bytes of it."""
        try:
            size = os.fstat(1).st_size
            text = os.pread(1, most + 1, 0)
            os.ftruncate(1, 0)
            os.lseek(1, 0, os.SEEK_SET)
        except OSError:  # the student closed it
            return ""
        return text.decode("utf-8", "replace") + (f"\n{CUT}\n" if size > most + 1 else "")
