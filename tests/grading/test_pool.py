"""An engine whose processes somebody ends while it grades."""

from contextlib import suppress
from types import SimpleNamespace

import psutil
import pytest

from article10.grading.pool import Engine
from article10.grading.sandbox import SandboxError
from article10.grading.units import load_unit

from .small_unit import SMALL, UNIT, course, needs_sandbox


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
