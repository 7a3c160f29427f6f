"""``article10 lite``: add the in-browser kernel and the practice pages to a built site."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import tempfile
from pathlib import Path

from article10.lite import (
    app,
    distribution,
    lock,
    notebooks,
    packages,
    pages,
    sources,
    wheelfile,
    wheels,
)
from article10.lite.errors import LiteError

#: Distributions whose front ends go into the site.
FRONT_ENDS = ("jupyterlite-core", "jupyterlite-pyodide-kernel", "jupyterlab-widgets", "anywidget")
#: What else the module's wheel and the pages are made of.
INGREDIENTS = (
    "src/article10",
    "data",
    "book/references.bib",
    "pyproject.toml",
    "LICENSE",
    "README.md",
)
STAMP = ".built"


def build(site: Path, root: Path) -> None:
    """Build ``lite/`` and ``practice/`` in ``site`` from the repository ``root``.

    Does nothing when nothing has changed; changes nothing when it fails.
    """
    if not (site / "index.html").is_file():
        raise LiteError(f"{site} holds no site: build the book first")
    units = notebooks.read_units(root / "exercises")
    chapters = {unit.name: pages.chapter(site, unit) for unit in units}
    pyodide = sources.Pyodide(root / "node_modules" / "pyodide")
    cache = root.resolve() / "_build" / "cache"
    environment = packages.markers(pyodide.lock)
    kernel = {wheelfile.describe(path, environment): path for path in wheels.of_kernel()}
    plan = packages.plan(pyodide.lock, [packages.module(root, environment), *kernel])
    compiled = [pyodide.lock["packages"][p.name] for p in plan.values() if p.compiled]
    source = distribution.find(
        pyodide.version, compiled, cache, os.environ.get(distribution.VARIABLE)
    )
    print(source.note)

    stamp = site / "lite" / STAMP
    key = _key(root, units, [plan, pyodide.version, bool(source.folder), chapters])
    if stamp.is_file() and stamp.read_text() == key and (site / "practice").is_dir():
        print("The in-browser kernel is up to date")
        return

    print("Building the in-browser kernel")
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as name:
        work = Path(name)
        full = {package.name: path for package, path in kernel.items()}
        full[packages.MODULE] = wheels.build(root, work / "own")
        wanted = [p for p in plan.values() if not p.compiled and p.name not in full]
        full |= wheels.download(wanted, environment["python_version"], cache / "wheels")
        served = {name: wheelfile.slim(path, work / "wheels") for name, path in full.items()}
        distribution.copy(source, compiled, work / "wheels")
        app.assemble(
            work / "project",
            pyodide,
            sorted((work / "wheels").iterdir()),
            lock.rewrite(pyodide.lock, plan, served, source),
            units,
        )
        lite = app.build(work / "project")
        pages.write(work / "practice", units, chapters)
        (lite / STAMP).write_text(key)
        _swap(site / "practice", work / "practice", work)
        _swap(site / "lite", lite, work)
    print(f"{site / 'lite'}: {_megabytes(site / 'lite')} MB; practice pages: {len(units)}")


def _key(root: Path, units: list[notebooks.Unit], settings: list) -> str:
    """Changes with everything that the result is made of."""
    digest = hashlib.sha256(repr(settings).encode())
    for name in FRONT_ENDS:
        digest.update(importlib.metadata.version(name).encode())
    paths = [unit.source for unit in units]
    for name in INGREDIENTS:
        paths += [root / name, *(root / name).rglob("*")]
    for path in sorted(p for p in paths if p.is_file() and "__pycache__" not in p.parts):
        digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()


def _swap(old: Path, new: Path, work: Path) -> None:
    if old.exists():
        old.rename(work / f"old-{old.name}")
    new.rename(old)


def _megabytes(folder: Path) -> int:
    return round(sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6)
