"""An engine whose processes somebody ends while it grades."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import SimpleNamespace

import psutil
import pytest

from article10.grading.pool import Engine
from article10.grading.sandbox import SandboxError
from article10.grading.units import load_unit

from .small_unit import SMALL, UNIT, Handed, course, needs_sandbox


def end(module: str) -> None:
    """End the process that runs this module, and the forks of it that happen to be there."""
    found = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # a fork that has done its work goes at any moment
            if f"article10.grading.{module}" in " ".join(process.cmdline()):
                found.append(process)
    assert found
    # Only now: the end of one brings others with it, which then have no name to be found by.
    for process in found:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(found, timeout=30)


@needs_sandbox
@pytest.mark.parametrize("module", ["judge", "zygote"])
def test_the_run_stops_with_a_sentence_when_a_process_is_ended(tmp_path, module):
    unit = load_unit(course(tmp_path), UNIT)
    (path := tmp_path / "release.ipynb").write_bytes(unit.release)
    submission = SimpleNamespace(student="ada", unit=UNIT, path=path)
    with Engine({UNIT: unit}, limits=SMALL) as engine:
        end(module)
        with pytest.raises(SandboxError, match=r"was ended\. .*run the command again"):
            engine.grade(submission)


@needs_sandbox
def test_no_mark_is_given_to_whose_sandbox_is_ended(tmp_path):
    """It would stay, since a run that is started again keeps what was graded."""
    unit = load_unit(course(tmp_path), UNIT)
    (path := tmp_path / "slow.ipynb").write_bytes(
        Handed(unit.release).insert("q2-answer", "!sleep 9.75").to_bytes()
    )
    submission = SimpleNamespace(student="ada", unit=UNIT, path=path)
    with Engine({UNIT: unit}, limits=SMALL) as engine, ThreadPoolExecutor(1) as threads:
        graded = threads.submit(engine.grade, submission)
        until = time.monotonic() + 60
        while not any("9.75" in line for line in command_lines()):
            assert time.monotonic() < until
            time.sleep(0.05)
        end("zygote")
        with pytest.raises(SandboxError, match=r"was ended\. .*run the command again"):
            graded.result()


def command_lines() -> Iterator[list[str]]:
    """Of all processes that this one and what it started have started."""
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            yield process.cmdline()
