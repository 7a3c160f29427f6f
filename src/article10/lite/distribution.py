"""numpy and pandas for WebAssembly: they exist in Pyodide's distribution only.

They are copied into the site from a local copy named by ``PYODIDE_DIST``, or from Pyodide's
server when it answers. Otherwise the student's browser fetches them from that server, at a
pinned address and with the hash of the lock file.
"""

from __future__ import annotations

import shutil
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from article10.lite.errors import LiteError
from article10.lite.wheelfile import sha256

#: Names a local copy of the distribution.
VARIABLE = "PYODIDE_DIST"
SERVER = "https://cdn.jsdelivr.net/pyodide/v{version}/full/"
#: Seconds that a build without the server loses.
PATIENCE = 4


@dataclass(frozen=True)
class Distribution:
    """Where the compiled wheels are. Without ``folder``, at ``server`` only."""

    server: str
    folder: Path | None
    note: str

    def file_name(self, name: str) -> str:
        """What the lock file says: a name beside it, or a full address."""
        return name if self.folder else self.server + name


def find(
    version: str,
    entries: list[dict],
    cache: Path,
    local: str | None,
    fetch: Callable[[str, float], bytes] | None = None,
) -> Distribution:
    """Get hold of the wheels of the lock file's ``entries``, checked against their hashes."""
    fetch = fetch or _fetch
    server = SERVER.format(version=version)
    names = ", ".join(entry["name"] for entry in entries)
    if local:
        folder = _local_folder(Path(local))
        for entry in entries:
            path = folder / entry["file_name"]
            if not path.is_file():
                raise LiteError(f"{VARIABLE}: {path} is missing (Pyodide {version} has it)")
            _check(path, entry, VARIABLE)
        return Distribution(server, folder, f"{names}: copied into the site from {folder}")

    cache = cache / f"pyodide-{version}"
    note = f"{names}: copied into the site from {server}"
    if all((cache / entry["file_name"]).is_file() for entry in entries):
        for entry in entries:
            _check(cache / entry["file_name"], entry, f"{cache} (delete it)")
        return Distribution(server, cache, note)
    try:
        fetch(server + "pyodide-lock.json", PATIENCE)
    except (OSError, HTTPException):
        note = f"{names}: {server} does not answer here, so the browser will fetch them from there"
        return Distribution(server, None, note)
    cache.mkdir(parents=True, exist_ok=True)
    for entry in entries:
        _download(server + entry["file_name"], cache / entry["file_name"], entry, fetch)
    return Distribution(server, cache, note)


def _local_folder(path: Path) -> Path:
    """The release archive unpacks into a folder ``pyodide``; both levels will do."""
    inner = path / "pyodide"
    folder = inner if (inner / "pyodide-lock.json").is_file() else path
    if not folder.is_dir():
        raise LiteError(f"{VARIABLE}: {path} is not a folder")
    return folder


def _download(url: str, path: Path, entry: dict, fetch: Callable) -> None:
    partial = path.with_suffix(".part")
    try:
        partial.write_bytes(fetch(url, 60))
    except (OSError, HTTPException) as error:
        raise LiteError(
            f"could not download {url} ({error}): run the command again, "
            f"or name a local copy of Pyodide's distribution in {VARIABLE}"
        ) from error
    _check(partial, entry, url)
    partial.replace(path)


def _check(path: Path, entry: dict, where: str) -> None:
    if sha256(path) != entry["sha256"]:
        raise LiteError(
            f"{where}: {entry['file_name']} is not the file that pyodide-lock.json names "
            f"(its SHA-256 is {sha256(path)}, expected {entry['sha256']})"
        )


def _fetch(url: str, timeout: float) -> bytes:
    with urllib.request.urlopen(url, timeout=timeout) as response:
        return response.read()


def copy(distribution: Distribution, entries: list[dict], folder: Path) -> None:
    """Put the wheels beside the lock file, when there are any to put."""
    if distribution.folder:
        for entry in entries:
            shutil.copyfile(distribution.folder / entry["file_name"], folder / entry["file_name"])
