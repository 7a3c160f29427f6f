"""The JupyterLite notebook application around the exercises."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from article10.lite.errors import LiteError
from article10.lite.notebooks import Unit
from article10.lite.settings import RUNTIME, SETTINGS
from article10.lite.sources import Pyodide, extension
from article10.lite.style import style

PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")

#: Named one by one: the environment that builds the site holds others, such as nbgrader's.
EXTENSIONS = (
    "@jupyterlite/pyodide-kernel-extension",
    "@jupyter-widgets/jupyterlab-manager",
    "anywidget",
    "jupyterlab-plotly",
)

#: Files of JupyterLite that no page of the site asks for.
UNNEEDED = (
    "doc",
    "jupyterlite.schema.v0.json",
    "manifest.webmanifest",
    "icon-*.png",
    "package.json",
    "rspack.config*.js",
    "service-worker.js",
    "notebooks/package.json",
    "build/fa-*.eot",
    "build/fa-*.svg",
    "build/fa-*.ttf",
)

#: A link to a file for installing JupyterLite as an application, which makes way for our style.
MANIFEST = '<link rel="manifest" href="../manifest.webmanifest">'
STYLE = '<link rel="stylesheet" href="../notebook.css">'

#: JupyterLite reads its settings through this page; a visitor is sent to the book.
FRONT_DOOR = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>The Open Door</title>
<meta http-equiv="refresh" content="0; url=../index.html">
<script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">{}</script>
</head>
<body><p><a href="../index.html">The Open Door</a></p></body>
</html>
"""

#: JupyterLite writes the time of the build into its listings; one time keeps builds alike.
EPOCH = "1577836800"


def assemble(
    folder: Path, pyodide: Pyodide, packages: list[Path], lock: dict, units: list[Unit]
) -> None:
    """Lay out a JupyterLite project: notebooks, Pyodide with its packages, settings."""
    files = folder / "files"
    files.mkdir(parents=True)
    for unit in units:
        (files / unit.file_name).write_text(unit.for_browser(), encoding="utf-8")
    static = folder / "static" / "pyodide"
    static.mkdir(parents=True)
    for source in [*(pyodide.folder / name for name in PYODIDE_FILES), *packages]:
        shutil.copyfile(source, static / source.name)
    _write(static / "pyodide-lock.json", lock)
    _write(folder / "jupyter-lite.json", RUNTIME)
    _write(folder / "overrides.json", SETTINGS)


def build(folder: Path) -> Path:
    """Run JupyterLite's own build in the project; gives the folder to publish."""
    output = folder / "_output"
    config = {
        "LiteBuildConfig": {
            "apps": ["notebooks"],
            "federated_extensions": [str(extension(name)) for name in EXTENSIONS],
            "ignore_sys_prefix": True,
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "output_dir": str(output),
        }
    }
    _write(folder / "jupyter_lite_config.json", config)
    done = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build"],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        raise LiteError(f"JupyterLite did not build: {lines[-1]}")
    for pattern in UNNEEDED:
        for path in output.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    _dress(output)
    return output


def _dress(output: Path) -> None:
    """Give the notebook the module's look, and the front door of JupyterLite a way out."""
    page = output / "notebooks" / "index.html"
    html = page.read_text(encoding="utf-8")
    if MANIFEST not in html:
        raise LiteError("JupyterLite's notebooks/index.html is not as expected: pin its version")
    page.write_text(html.replace(MANIFEST, STYLE), encoding="utf-8")
    (output / "notebook.css").write_text(style("notebook.css"), encoding="utf-8")
    (output / "index.html").write_text(FRONT_DOOR, encoding="utf-8")


def _write(path: Path, content: dict) -> None:
    path.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
