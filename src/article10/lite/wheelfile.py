"""Inside a wheel: what it states, what a browser needs of it, its hash."""

from __future__ import annotations

import hashlib
import re
import zipfile
from email.parser import HeaderParser
from pathlib import Path

from packaging.utils import canonicalize_name

from article10.lite.packages import Package, requirements

#: Files of a wheel that the kernel never reads: front ends, which the site serves itself,
#: plotly's copies of its JavaScript (two thirds of its wheel), and what only publishers run.
UNUSED = re.compile(
    r"""
    [^/]+\.data/data/
    | plotly/labextension/
    | plotly/package_data/[^/]+\.js$
    | article10/(lite|sphinx)/
    """,
    re.VERBOSE,
)


def slim(wheel: Path, folder: Path) -> Path:
    """Copy a wheel without the files a browser never uses; the same bytes each time."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / wheel.name
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(copy, "w") as target:
        for item in source.infolist():
            if item.is_dir() or UNUSED.match(item.filename):
                continue
            content = source.read(item)
            if item.filename.endswith(".dist-info/RECORD"):
                lines = content.decode().splitlines(keepends=True)
                kept = [line for line in lines if not UNUSED.match(line.split(",")[0])]
                content = "".join(kept).encode()
            entry = zipfile.ZipInfo(item.filename, date_time=item.date_time)
            entry.external_attr = item.external_attr
            target.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return copy


def describe(wheel: Path, environment: dict) -> Package:
    """Name, version and requirements as the wheel states them."""
    with zipfile.ZipFile(wheel) as archive:
        path = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(archive.read(path).decode())
    needs = requirements(metadata.get_all("Requires-Dist"), environment)
    return Package(canonicalize_name(metadata["Name"]), metadata["Version"], needs)


def import_names(wheel: Path) -> list[str]:
    """Top-level names that the wheel lets a cell import."""
    with zipfile.ZipFile(wheel) as archive:
        paths = [name for name in archive.namelist() if name.endswith(".py")]
    tops = {path.split("/")[0].removesuffix(".py") for path in paths}
    return sorted(top for top in tops if top.isidentifier())


def sha256(path: Path) -> str:
    """Hash of a file, as lock files write it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
