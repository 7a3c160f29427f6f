"""The questions of a check of understanding: one YAML file a chapter, read and checked here.

``book/questions/<chapter>.yml`` says what is asked; CONTRIBUTING.md explains its fields. A
number in a text or an answer is looked up in a table (``values``), so that it follows the data,
or is a constant with its source.
"""

import re
from difflib import get_close_matches
from pathlib import Path

from article10.data import data_dir, load, source_ids
from article10.errors import Article10Error, QuestionError
from article10.prose import one

# What a question of each type holds besides COMMON and OPTIONAL.
TYPES = {
    "single": ("options",),
    "multiple": ("options",),
    "order": ("items",),
    "match": ("pairs",),
    "number": ("answer", "tolerance", "unit", "feedback"),
}
COMMON = ("id", "objective", "section", "type", "text", "explanation")
OPTIONAL = {"match": ("extra",), "number": ("slips",)}
FILE = ("title", "objectives", "questions")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VALUE = re.compile(r"\{(\w+)(?::([^{}]+))?\}")


def questions_dir(folder: Path | None = None) -> Path:
    """Where the question files are: in ``folder``, the installed package or ``book/``."""
    if folder is not None:
        return Path(folder) / "questions"
    installed = data_dir() / "questions"
    return installed if installed.is_dir() else data_dir().parent / "book" / "questions"


def chapters(folder: Path | None = None) -> tuple[str, ...]:
    """The chapters that have questions, in the order of the book where its contents are at hand."""
    found = questions_dir(folder)
    contents = found.parent / "_toc.yml"
    listed = contents.read_text(encoding="utf-8") if contents.is_file() else ""
    order = {name: place for place, name in enumerate(re.findall(r"- file: (\S+)", listed))}
    names = (path.stem for path in found.glob("*.yml"))
    return tuple(sorted(names, key=lambda name: (order.get(name, len(order)), name)))


def load_questions(source: str | Path) -> dict:
    """The questions of a chapter, or of a file of one's own, checked and with numbers filled in.

    Parameters
    ----------
    source : a name out of :func:`chapters`, or the path of a ``.yml`` file.

    Returns
    -------
    ``chapter`` (the file's name), ``title``, ``objectives`` (id to text) and ``questions``
    (a list of dicts as in the file).

    Raises
    ------
    QuestionError naming file, question, field and rule.
    """
    found, problems = _read(_path(source))
    if problems:
        raise problems[0]
    return found


def check(folder: Path | None = None) -> dict[str, int | list[QuestionError]]:
    """For each question file its number of questions, or everything that is wrong with it."""
    results: dict[str, int | list[QuestionError]] = {}
    for path in sorted(questions_dir(folder).glob("*.yml")):
        found, problems = _read(path, folder)
        results[f"questions/{path.stem}"] = problems or len(found["questions"])
    return results


def _path(source: str | Path) -> Path:
    path = Path(source)
    if path.suffix not in (".yml", ".yaml"):
        path = questions_dir() / f"{source}.yml"
    if not path.is_file():
        near = get_close_matches(path.stem, chapters(), 3, 0.4) or chapters()
        raise QuestionError(path.name, rule=f"no such file; there is {', '.join(near) or 'none'}")
    return path


def _read(path: Path, folder: Path | None = None) -> tuple[dict, list[QuestionError]]:
    try:
        import yaml
    except ImportError:
        raise QuestionError(
            path.name,
            rule="reading questions needs PyYAML, which the kernel in the browser does not have",
        ) from None
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return {}, [QuestionError(path.name, rule=f"not YAML in UTF-8: {_line(error)}")]
    reader = _Reader(path.name, folder)
    found = reader.file(content)
    return {"chapter": path.stem, **found}, reader.problems


def _line(value: object) -> str:
    return " ".join(str(value).split())


class _Reader:
    """Reads one file and notes every rule that it breaks."""

    def __init__(self, name: str, folder: Path | None):
        self.name, self.folder = name, folder
        self.question: str | None = None
        self.values: dict[str, float] = {}
        self.problems: list[QuestionError] = []

    def wrong(self, field: str | None, rule: str) -> None:
        self.problems.append(QuestionError(self.name, self.question, field, rule))

    def fields(self, part: object, where: str, needed: tuple, optional: tuple = ()) -> dict:
        """``part`` as a dict that has the needed fields and no unknown ones; else what it has."""
        if not isinstance(part, dict):
            self.wrong(where.rstrip(".") or None, f"needs the fields {', '.join(needed)}")
            return {}
        for name in needed:
            if part.get(name) in (None, "", [], {}):
                self.wrong(where + name, "a value is required here")
        for name in part:
            if name not in needed and name not in optional:
                self.wrong(f"{where}{name}", "no such field")
        return part

    def text(self, value: object, field: str) -> str:
        """A text in one line, its ``{name:format}`` replaced by values."""
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(field, f"needs a text, not {value!r}; put it in quotation marks")
            return ""

        def number(match):
            name, form = match[1], match[2] or "g"
            if name not in self.values:
                self.wrong(field, f"{{{name}}} is not among the question's values")
                return ""
            try:
                return format(self.values[name], form)
            except ValueError:
                self.wrong(field, f"{form!r} is no format of a number")
                return ""

        return _VALUE.sub(number, _line(value))

    def listed(self, value: object, field: str, least: int) -> list:
        if not isinstance(value, list) or len(value) < least:
            if value not in (None, []):
                self.wrong(field, f"needs a list of at least {least}")
            return []
        return value

    def distinct(self, texts: list[str], field: str) -> None:
        twice = sorted({text for text in texts if text and texts.count(text) > 1})
        if twice:
            self.wrong(field, f"twice the same: {twice[0]!r}")

    def number(self, value: object, field: str) -> float:
        """A number, or the value of that name."""
        if isinstance(value, str) and value in self.values:
            return self.values[value]
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
        if value is not None:
            self.wrong(field, f"{value!r} is neither a number nor one of the question's values")
        return 0

    def file(self, content: object) -> dict:
        content = self.fields(content, "", FILE)
        objectives = content.get("objectives") or {}
        if not isinstance(objectives, dict):
            self.wrong("objectives", "needs one text for each objective, such as PO1: ...")
            objectives = {}
        objectives = {
            str(key): self.text(value, f"objectives.{key}") for key, value in objectives.items()
        }
        asked = [
            self.one(part, number, objectives)
            for number, part in enumerate(self.listed(content.get("questions"), "questions", 1), 1)
        ]
        self.question = None
        self.distinct([question["id"] for question in asked], "questions")
        for key in objectives:
            if not any(question["objective"] == key for question in asked):
                self.wrong("objectives", f"no question asks about {key}")
        return {
            "title": self.text(content.get("title"), "title"),
            "objectives": objectives,
            "questions": asked,
        }

    def one(self, part: object, number: int, objectives: dict) -> dict:
        named = part.get("id") if isinstance(part, dict) else None
        self.question = str(named or number)
        kind = part.get("type") if isinstance(part, dict) else None
        if kind is not None and kind not in TYPES:
            self.wrong("type", f"{kind!r} is not one of {', '.join(TYPES)}")
            kind = None
        own = TYPES.get(kind, tuple({name for names in TYPES.values() for name in names}))
        optional = (*OPTIONAL.get(kind, ()), "values", "sources", *(own if kind is None else ()))
        part = self.fields(part, "", (*COMMON, *(own if kind else ())), optional)
        if named is not None and not _ID.fullmatch(str(named)):
            self.wrong("id", "needs small letters, digits and hyphens")
        if part.get("objective") and str(part["objective"]) not in objectives:
            self.wrong("objective", f"{part['objective']!r} is not among the objectives")
        self.values = self.looked_up(part.get("values"))
        sources = self.sources(part)
        found = {
            "id": self.question,
            "objective": str(part.get("objective", "")),
            "section": str(part.get("section", "")),
            "type": kind,
            "text": self.text(part.get("text"), "text"),
            "explanation": self.text(part.get("explanation"), "explanation"),
            "sources": sources,
        }
        if kind:
            found |= getattr(self, f"_{kind}")(part)
        return found

    def looked_up(self, values: object) -> dict[str, float]:
        """The question's values, each the number in one cell of a table."""
        if values is None:
            return {}
        if not isinstance(values, dict):
            self.wrong("values", "needs names, each with table and where")
            return {}
        return {name: self.cell(name, value) for name, value in values.items()}

    def cell(self, name: str, value: object) -> float:
        field = f"values.{name}"
        value = self.fields(value, f"{field}.", ("table", "where"), ("column",))
        where, column = value.get("where"), value.get("column", "percent")
        if not value.get("table") or not isinstance(where, dict):
            return 0
        try:
            found = one(load(value["table"], self.folder), **{k: str(v) for k, v in where.items()})
            return float(found[column])
        except KeyError as error:
            self.wrong(field, f"the table {value['table']} has no column {error.args[0]!r}")
        except (Article10Error, LookupError) as error:
            self.wrong(field, _line(error))
        except (TypeError, ValueError):
            self.wrong(field, f"the cell in column {column!r} is not a number")
        return 0

    def sources(self, part: dict) -> list[str]:
        listed = part.get("sources") or []
        if not isinstance(listed, list):
            self.wrong("sources", "needs a list of source ids")
            return []
        known = source_ids(self.folder)
        for source in listed:
            if source not in known:
                self.wrong("sources", f"references.bib has no source {source!r}")
        return [str(source) for source in listed]

    def _single(self, part: dict) -> dict:
        return self._choice(part, lambda right: right == 1, "exactly one option is correct")

    def _multiple(self, part: dict) -> dict:
        return self._choice(part, lambda right: right >= 1, "at least one option is correct")

    def _choice(self, part: dict, fits, rule: str) -> dict:
        options = []
        for i, option in enumerate(self.listed(part.get("options"), "options", 2), 1):
            where = f"options[{i}]."
            option = self.fields(option, where, ("text", "feedback"), ("correct",))
            if not isinstance(option.get("correct", False), bool):
                self.wrong(f"{where}correct", "is either true or false")
            options.append(
                {
                    "text": self.text(option.get("text"), f"{where}text"),
                    "feedback": self.text(option.get("feedback"), f"{where}feedback"),
                    "correct": option.get("correct") is True,
                }
            )
        if options and not fits(sum(option["correct"] for option in options)):
            self.wrong("options", rule)
        self.distinct([option["text"] for option in options], "options")
        return {"options": options}

    def _order(self, part: dict) -> dict:
        items = []
        for i, item in enumerate(self.listed(part.get("items"), "items", 3), 1):
            where = f"items[{i}]."
            item = self.fields(item, where, ("text", "feedback"))
            items.append({k: self.text(item.get(k), where + k) for k in ("text", "feedback")})
        self.distinct([item["text"] for item in items], "items")
        return {"items": items}

    def _match(self, part: dict) -> dict:
        pairs = []
        for i, pair in enumerate(self.listed(part.get("pairs"), "pairs", 2), 1):
            where = f"pairs[{i}]."
            pair = self.fields(pair, where, ("left", "right", "feedback"))
            names = ("left", "right", "feedback")
            pairs.append({k: self.text(pair.get(k), where + k) for k in names})
        self.distinct([pair["left"] for pair in pairs], "pairs")
        extra = [self.text(e, "extra") for e in self.listed(part.get("extra"), "extra", 1)]
        self.distinct(sorted({pair["right"] for pair in pairs}) + extra, "extra")
        return {"pairs": pairs, "extra": extra}

    def _number(self, part: dict) -> dict:
        answer = part.get("answer")
        if isinstance(answer, (int, float)) and not part.get("sources"):
            self.wrong("sources", "a constant needs the source that it comes from")
        tolerance = part.get("tolerance")
        if not isinstance(tolerance, (int, float)) or tolerance <= 0:
            self.wrong("tolerance", "needs a number above 0")
            tolerance = 1
        feedback = self.fields(part.get("feedback"), "feedback.", ("low", "high"))
        slips = []
        for i, slip in enumerate(self.listed(part.get("slips"), "slips", 1), 1):
            where = f"slips[{i}]."
            slip = self.fields(slip, where, ("value", "feedback"))
            slips.append(
                {
                    "value": self.number(slip.get("value"), f"{where}value"),
                    "feedback": self.text(slip.get("feedback"), f"{where}feedback"),
                }
            )
        answer = self.number(answer, "answer")
        for i, slip in enumerate(slips, 1):
            if abs(slip["value"] - answer) <= tolerance:
                self.wrong(f"slips[{i}].value", "would be taken for the right answer")
        return {
            "answer": answer,
            "tolerance": tolerance,
            "unit": self.text(part.get("unit"), "unit"),
            "feedback": {k: self.text(feedback.get(k), f"feedback.{k}") for k in ("low", "high")},
            "slips": slips,
        }
