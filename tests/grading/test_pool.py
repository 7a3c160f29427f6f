"""An engine whose processes somebody ends while it grades."""

from types import SimpleNamespace

import psutil
import pytest

from article10.grading.pool import Engine
from article10.grading.sandbox import SandboxError
from article10.grading.units import load_unit

from .small_unit import SMALL, UNIT, course, needs_sandbox


@needs_sandbox
@pytest.mark.parametrize("module", ["judge", "zygote"])
def test_the_run_stops_with_a_sentence_when_a_process_is_ended(tmp_path, module):
    unit = load_unit(course(tmp_path), UNIT)
    (path := tmp_path / "release.ipynb").write_bytes(unit.release)
    submission = SimpleNamespace(student="ada", unit=UNIT, path=path)
    with Engine({UNIT: unit}, limits=SMALL) as engine:
        below = psutil.Process().children(recursive=True)
        ended = [p for p in below if f"article10.grading.{module}" in " ".join(p.cmdline())]
        for process in ended:
            process.kill()
        psutil.wait_procs(ended)
        with pytest.raises(SandboxError, match=r"was ended\. .*run the command again"):
            engine.grade(submission)
