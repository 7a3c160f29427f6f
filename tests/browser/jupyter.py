"""A JupyterLab server for tests."""

import os
import secrets
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import nbformat


@contextmanager
def server(folder: Path):
    """Serve ``folder``; give the address, and the question with the token that its pages want."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(8)
    logged = folder / "lab.log"
    with logged.open("w") as log:
        running = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                *(f"--ServerApp.port={port}", f"--IdentityProvider.token={token}"),
                *(f"--ServerApp.root_dir={folder}", "--ServerApp.port_retries=0"),
                "--LabApp.news_url=None",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            ],
            cwd=folder,
            stdout=log,
            stderr=log,
            env=os.environ | {"JUPYTER_CONFIG_DIR": str(folder / "config")},
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/api?token={token}", running, logged)
            yield address, f"?token={token}"
        finally:
            running.terminate()
            running.wait(timeout=20)


@contextmanager
def jupyterlab(folder: Path, cells: list[str]):
    """Serve ``folder`` with a notebook of ``cells``; give the address that opens it."""
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
    )
    nbformat.write(notebook, folder / "live.ipynb")
    with server(folder) as (address, token):
        yield f"{address}/lab/tree/live.ipynb{token}"


def _wait(address: str, running: subprocess.Popen, logged: Path) -> None:
    for _ in range(240):
        if running.poll() is not None:
            break
        try:
            urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("JupyterLab did not answer: " + logged.read_text()[-2000:])
