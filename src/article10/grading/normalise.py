"""From the bytes that a student handed in to a notebook that can be graded.

Whatever the file holds, the unit's own cells get back their text, type and
settings, and each thing that was put right is told in a sentence.
"""

import json
import re
from dataclasses import dataclass, field
from functools import cache

import nbformat
from nbgrader.utils import is_grade, is_locked

from .units import UnitSource

_CELLS = 3_000
_TEXT = 1_000_000
_KINDS = ("code", "markdown", "raw")
#: What no answer needs and an attack may use. A person looks; no points are taken.
_SUSPECT = {
    "system calls": r"\bctypes\b|\bcffi\b|\bptrace\b",
    "the network": r"\bsocket\b|\burllib\.request\b|\brequests\.(get|post)\b",
    "other processes": r"\bos\.(fork|kill|killpg|execv\w*)\b|\bmultiprocessing\b",
    "files outside its folder": r"/proc/|/etc/|/root\b|\.\./\.\.|gradebook|/solutions?/|/grading/",
    "the insides of Python or IPython": (
        r"_getframe|gc\.get_(objects|referrers)|__subclasses__|(input|ast)_transformers"
        r"|input_transformer|\bsetprofile\b|\bsettrace\b|sys\.(modules|meta_path)"
    ),
    "other people's functions": (
        r"\bbuiltins?\b\.\w+\s*=|__builtins__|\b(pd|np|px|go)\.(?!options|defaults)[\w.]+\s*=(?!=)"
        r"|setattr\(\s*(pd|np|px|go|check|checks|article10|builtins)\b"
    ),
    "the checks' insides": (
        r"article10\.(checks|grading)\.|from article10\.(checks|grading)\b|check\._|CheckFailed"
        r"|def check\b|^\s*check\s*="
    ),
}


class Broken(Exception):  # noqa: N818
    """The file is no notebook of the unit; the text says why in one sentence."""


@dataclass(frozen=True)
class _Own:
    """A cell as the unit has it."""

    cell_type: str
    source: str
    id: str | None
    metadata: dict
    grade: bool
    locked: bool


@dataclass
class Normal:
    """A notebook with the unit's cells put right."""

    cells: list[dict]
    """nbformat 4.5 cells without outputs, in the student's order."""
    keys: list[str | None]
    """For each cell its name in the unit, None for the student's own."""
    flags: list[str] = field(default_factory=list)
    """What was put right, in sentences."""
    serious: bool = False
    """Whether a person should look before the marks count."""


def normalise(raw: bytes, unit: UnitSource) -> Normal:
    """The notebook in ``raw``. Raises Broken."""
    flags: list[str] = []
    notebook = _parse(raw, flags)
    known, released = _own(unit.graded), _own(unit.release)
    cells = _cells(notebook, flags)
    keys = _keys(cells, known, flags)
    _adopt(cells, keys, known, released, flags)
    if not any(keys):
        raise Broken(f"This is no notebook of the unit {unit.name}: it has none of its cells.")
    told = Normal([], [], flags)
    told.serious = _restore(cells, keys, known, released, notebook, flags)
    told.serious |= _put_back(cells, keys, known, flags)
    told.serious |= _suspect(cells, keys, known, flags)
    for number, (cell, key) in enumerate(zip(cells, keys, strict=True)):
        told.cells.append(_finished(cell, known.get(key), number))
        told.keys.append(key)
    return told


def _parse(raw: bytes, flags: list[str]) -> dict:
    if not raw.strip():
        raise Broken("The file is empty.")
    encoding = "utf-8-sig"
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
        flags.append("The file was saved as UTF-16 and was read all the same.")
    elif raw[:3] == b"\xef\xbb\xbf":
        flags.append("The file starts with a byte-order mark, which was left out.")
    try:
        notebook = json.loads(raw.decode(encoding))
    except UnicodeDecodeError:
        raise Broken("The file is not text, so it is no notebook.") from None
    except RecursionError:
        raise Broken("The file is nested too deeply to be a notebook.") from None
    except ValueError as error:
        raise Broken(f"The file is no valid JSON ({str(error)[:80]}).") from None
    if not isinstance(notebook, dict):
        raise Broken("The file is JSON, but no notebook.")
    form = notebook.get("nbformat")
    if isinstance(form, int) and form < 4:
        try:
            notebook = nbformat.convert(nbformat.from_dict(notebook), 4)
        except Exception:  # its cells can be anything
            raise Broken(f"The notebook has the old format {form} and could not be read.") from None
        flags.append(f"The notebook has the old format {form} and was converted.")
    if not isinstance(notebook.get("cells"), list):
        raise Broken("The notebook has no cells.")
    return notebook


def _joined(source: object) -> str | None:
    """The text of a cell, which may be kept in lines; None when it is no text."""
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str) or len(source) > _TEXT:
        return None
    # A lone half of a character pair cannot be written out again.
    text = source.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _cells(notebook: dict, flags: list[str]) -> list[dict]:
    """Type, text and name of each cell that is one."""
    found, dropped = [], 0
    for cell in notebook["cells"][:_CELLS]:
        kind = cell.get("cell_type") if isinstance(cell, dict) else None
        source = _joined(cell.get("source", "")) if kind in _KINDS else None
        if source is None:
            dropped += 1
            continue
        name = cell.get("metadata")
        for step in ("nbgrader", "grade_id"):
            name = name.get(step) if isinstance(name, dict) else None
        found.append(
            {"cell_type": kind, "source": source, "name": name if isinstance(name, str) else None}
        )
    dropped += max(0, len(notebook["cells"]) - _CELLS)
    if dropped:
        flags.append(f"{dropped} cells could not be read and were left out.")
    return found


def _keys(cells: list[dict], known: dict, flags: list[str]) -> list[str | None]:
    """Which of the unit's cells each one is; of several with one name the last, as in nbgrader."""
    keys: list[str | None] = [c["name"] if c["name"] in known else None for c in cells]
    for key in dict.fromkeys(keys):
        places = [i for i, other in enumerate(keys) if key and other == key]
        for place in places[:-1]:
            keys[place] = None
        if places[1:]:
            flags.append(f"Cell {key} is there {len(places)} times; the last one counts.")
    strange = sorted({c["name"][:40] for c in cells if c["name"] and c["name"] not in known})
    if strange:
        flags.append(f"Cells with names that the unit does not have: {', '.join(strange[:5])}.")
    return keys


def _adopt(cells, keys, known, released, flags) -> None:
    """Give cells that lost their names the names back, as far as text or place tells them."""
    lost = [key for key in known if key not in keys]
    named = []
    for key in lost:
        if not known[key].locked or not released[key].source.strip():
            continue
        for i, cell in enumerate(cells):
            if keys[i] is None and cell["source"].strip() == released[key].source.strip():
                keys[i] = key
                named.append(key)
                break
    order = list(known)
    for key in lost:
        # An answer to a person: what stands below its task.
        if not known[key].grade or known[key].locked:
            continue
        above = order[order.index(key) - 1] if order.index(key) else None
        if above not in keys:
            continue
        place = keys.index(above) + 1
        if place < len(cells) and keys[place] is None:
            keys[place] = key
            named.append(key)
    if named:
        flags.append(f"{len(named)} cells had lost their names, which were put back.")


def _restore(cells, keys, known, released, notebook, flags) -> bool:
    """Give known cells their type, and locked ones their text; True if a test was changed."""
    changed, types = [], []
    for cell, key in zip(cells, keys, strict=True):
        if key is None:
            continue
        own = known[key]
        if cell["cell_type"] != own.cell_type:
            types.append(key)
            cell["cell_type"] = own.cell_type
        if own.locked:
            if _squeezed(cell["source"]) != _squeezed(released[key].source):
                changed.append(key)
            cell["source"] = own.source
    if types:
        flags.append(f"The type of cells was changed and put back: {', '.join(types)}.")
    if not changed:
        return False
    mark = notebook.get("metadata")
    mark = mark.get("article10") if isinstance(mark, dict) else None
    theirs = mark.get("release") if isinstance(mark, dict) else None
    tests = [key for key in changed if known[key].grade]
    texts = [key for key in changed if known[key].cell_type == "markdown"]
    code = [key for key in changed if key not in tests and key not in texts]
    where = f" The notebook is of release {theirs[:20]}." if isinstance(theirs, str) else ""
    if tests:
        flags.append(f"Test cells were changed, and ours were used: {', '.join(tests)}.{where}")
    if code:
        flags.append(f"Locked code was changed, and ours was used: {', '.join(code)}.{where}")
    if texts:
        flags.append(f"Texts of the unit were changed and put back: {', '.join(texts)}.")
    return bool(tests or code)


def _put_back(cells, keys, known, flags) -> bool:
    """Put missing cells behind the one before them; True if a test or locked code was missing."""
    order = list(known)
    gone = [key for key in order if key not in keys]
    for key in gone:
        before = [k for k in order[: order.index(key)] if k in keys]
        place = keys.index(before[-1]) + 1 if before else 0
        own = known[key]
        cells.insert(place, {"cell_type": own.cell_type, "source": own.source, "name": key})
        keys.insert(place, key)
    code = [k for k in gone if known[k].cell_type == "code" and known[k].locked]
    rest = [key for key in gone if key not in code]
    if code:
        flags.append(f"Tests or locked code were missing and were put back: {', '.join(code)}.")
    if rest:
        flags.append(f"Cells were missing: {', '.join(rest)}.")
    return bool(code)


def _suspect(cells, keys, known, flags) -> bool:
    found = []
    for cell, key in zip(cells, keys, strict=True):
        if cell["cell_type"] != "code" or (key and known[key].locked):
            continue
        for what, pattern in _SUSPECT.items():
            if match := re.search(pattern, cell["source"], re.MULTILINE):
                where = f"cell {key}" if key else "a cell of their own"
                found.append(f"In {where}: {match[0].strip()[:40]!r}, which reaches for {what}.")
    flags += found[:10]
    return bool(found)


def _finished(cell: dict, own: _Own | None, number: int) -> dict:
    done = {
        "cell_type": cell["cell_type"],
        "id": (own and own.id) or f"student-{number}",
        "metadata": own.metadata if own else {},
        "source": cell["source"],
    }
    if cell["cell_type"] == "code":
        done |= {"execution_count": None, "outputs": []}
    return done


def _squeezed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


@cache
def _own(notebook: bytes) -> dict[str, _Own]:
    """The unit's cells in ``notebook``, by name."""
    cells = {}
    for cell in json.loads(notebook)["cells"]:
        node = nbformat.from_dict(cell)
        cells[node.metadata.nbgrader.grade_id] = _Own(
            cell["cell_type"],
            _joined(cell["source"]),
            cell.get("id"),
            cell["metadata"],
            is_grade(node),
            is_locked(node),
        )
    return cells
