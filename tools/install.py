"""Create .venv with everything the module needs, and the browser files beside it.

Runs with the standard library alone. A step that fails ends with one line that
says what to do; its full output is in _build/install.log.
"""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOG = ROOT / "_build" / "install.log"


def run(what: str, remedy: str, *command: str) -> None:
    """Run one step, say what it is, and stop with ``remedy`` if it fails."""
    print(f"{what} ...", flush=True)
    with LOG.open("a", encoding="utf-8") as log:
        result = subprocess.run(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    if result.returncode:
        raise SystemExit(f"{what} failed: {remedy} (details: {LOG.relative_to(ROOT)})")


def main() -> None:
    if not (3, 11) <= sys.version_info[:2] <= (3, 14):
        raise SystemExit(f"Python 3.11 to 3.14 is needed; this is {sys.version.split()[0]}.")
    LOG.parent.mkdir(exist_ok=True)
    LOG.write_text("", encoding="utf-8")
    bin_ = VENV / ("Scripts" if sys.platform == "win32" else "bin")
    if not (bin_ / "python").exists():
        print("Creating .venv ...", flush=True)
        try:
            venv.create(VENV, with_pip=True)
        except (OSError, subprocess.CalledProcessError) as error:
            shutil.rmtree(VENV, ignore_errors=True)
            raise SystemExit(
                "Creating .venv failed: install Python's venv module (Debian and Ubuntu: "
                f"the package python3-venv), then run the same command again ({error})"
            ) from error
    network = "check the connection to the Python package index, then run the same command again"
    run(
        "Installing Python packages (a few minutes the first time)",
        network,
        *(str(bin_ / "python"), "-m", "pip", "install", "--disable-pip-version-check"),
        *("-c", "constraints.txt", "-e", ".[dev]"),
    )
    run(
        "Installing browser files",
        "check the connection to the npm registry, then run the same command again",
        *(str(bin_ / "npm"), "install", "--no-package-lock", "--ignore-scripts"),
        *("--no-audit", "--no-fund"),
    )
    (VENV / "ready").touch()


if __name__ == "__main__":
    main()
