"""The pages of the module around the exercise notebooks."""

from __future__ import annotations

import shutil
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from article10 import __version__
from article10.lite.errors import LiteError
from article10.lite.notebooks import Unit
from article10.lite.settings import STORAGE
from article10.lite.style import SOURCE, style


def write(folder: Path, units: list[Unit], chapters: dict[str, Path]) -> None:
    """Write a page and the plain notebook of every unit, and what the pages share."""
    folder.mkdir(parents=True)
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(
        (SOURCE / "practice.html").read_text(encoding="utf-8")
    )
    for unit in units:
        page = template.render(
            unit=unit,
            chapter=f"../{chapters[unit.name].as_posix()}",
            settings=_settings(unit),
            version=__version__,
        )
        (folder / f"{unit.name}.html").write_text(page, encoding="utf-8")
        shutil.copyfile(unit.source, folder / unit.file_name)
    (folder / "practice.js").write_bytes((SOURCE / "practice.js").read_bytes())
    (folder / "practice.css").write_text(style("practice.css"), encoding="utf-8")


def chapter(site: Path, unit: Unit) -> Path:
    """The chapter of a unit: the page of its name at the top of the site.

    A page of that name in a folder is something else, such as the page of a table.
    """
    page = Path(f"{unit.name}.html")
    if not (site / page).is_file():
        raise LiteError(
            f"{site}: the exercises {unit.name} need the chapter {page}: build the book first"
        )
    return page


def _settings(unit: Unit) -> dict:
    """What the page's script has to know."""
    return {
        "title": unit.title,
        "file": unit.file_name,
        "digest": unit.digest,
        "kernelspec": unit.notebook.metadata.kernelspec,
        "storage": STORAGE,
    }
