"""The page that a student gets back: what each answer earned, what it lacks, what to do next.

One file without scripts that needs nothing from elsewhere; figures are pictures
in it. It is made from the graded notebook and the gradebook alone, so that
nbgrader's own ``generate_feedback`` makes the same page. Hidden tests and
rubrics stay out of it.
"""

import base64
import json
import re
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import mistune
import nh3
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape
from nbconvert.exporters import Exporter
from nbconvert.filters import strip_ansi

from .. import checks
from ..checks.charts import column
from ..errors import Article10Error, UnknownUnitError
from ..theme import css_variables
from ..widgets import engine
from . import graded
from .gradebook import Book, Standing

_TEMPLATES = Path(__file__).parent / "templates"
_WIDTH = 78
_LONGEST = 20_000
_FIGURE = "application/vnd.plotly.v1+json"


@dataclass
class Question:
    """What the page says about one question."""

    key: str
    title: str
    score: float | None = None
    """None where a person still has to read."""
    maximum: float = 0
    by_person: bool = False
    said: str = ""
    hint: str = ""
    work: list[Markup] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[str]:
        """What the check says, without the ends of its lines of 78 characters."""
        found, before = [], ""
        for line in self.said.splitlines():
            text = line.strip()
            if before and len(before) + 1 + len(text.partition(" ")[0]) > _WIDTH:
                found[-1] += f" {text}"
            elif text:
                found.append(text)
            before = line if text else ""
        return found

    @property
    def state(self) -> str:
        """In a word or two."""
        if self.score is None:
            return "still to be read by a person"
        if self.score >= self.maximum:
            return "all points"
        return "some points" if self.score > 0 else "no points yet"


def page(notebook: dict, unit: str, standing: Standing) -> str:
    """The feedback on a graded ``notebook`` (nbformat 4, plain data) as HTML."""
    questions, before = _questions(notebook, unit, standing)
    return (
        environment()
        .get_template("feedback.html")
        .render(
            title=title(unit),
            standing=standing,
            questions=questions,
            before=before,
            grading=graded.found(notebook),
            style=style(),
        )
    )


@cache
def version() -> str:
    """Changes with what a page looks like."""
    own = (p.read_bytes() for p in (Path(__file__), _TEMPLATES / "feedback.html"))
    return sha256(b"".join(own) + style().encode()).hexdigest()[:16]


class FeedbackExporter(Exporter):
    """The same page for `nbgrader generate_feedback` and formgrader's button."""

    file_extension = ".html"

    def from_notebook_node(self, nb, resources=None, **_):
        about = resources["nbgrader"]
        unit, student = about["assignment"], about["student"]
        with Book(about["db_url"]) as book:
            (found,) = book.standings(unit, student)
        return page(nb, unit, found), {**resources, "output_extension": self.file_extension}


def title(unit: str) -> str:
    """The chapter that a unit belongs to; its own name where an instructor wrote it."""
    try:
        return checks.unit(unit).chapter
    except UnknownUnitError:
        return unit


@cache
def environment() -> Environment:
    env = Environment(
        loader=PackageLoader("article10.grading"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["said"] = said
    env.filters["points"] = lambda value: f"{value:g}"
    return env


def said(text: str) -> Markup:
    """A sentence of a check, with its `code` and *stress* set as such."""
    html = re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(text)))
    parts = re.split(r"(<code>.*?</code>)", html)
    parts[::2] = [re.sub(r"(?<!\w)\*(\w[^*\n]*)\*(?!\w)", r"<em>\1</em>", p) for p in parts[::2]]
    return Markup("".join(parts))


@cache
def style() -> Markup:
    """The module's look, light and dark, for a page on its own."""
    kit = files("article10.widgets").joinpath("kit/widget.css").read_text(encoding="utf-8")
    own = (_TEMPLATES / "page.css").read_text(encoding="utf-8")
    return Markup(css_variables() + kit + own)


def _questions(notebook: dict, unit: str, standing: Standing):
    questions, before = {}, []
    work = before
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        key = about.get("grade_id", "")
        source = "".join(cell["source"])
        heading = re.match(r"## Question (\d+: .+)", source)
        if heading and about.get("locked"):
            key = key.removesuffix("-task")
            questions[key] = Question(key, heading[1].strip())
            work = questions[key].work
        if about.get("solution") or not about.get("locked"):
            work.extend(_shown(cell, source))
        question = questions.setdefault(key, Question(key, key)) if about.get("grade") else None
        if question:
            _judge(question, cell, unit, standing)
        comment = standing.comments.get(key)
        if comment and about.get("solution"):
            home = questions.get(key.removesuffix("-answer"))
            if home:
                home.comments.append(comment)
    return list(questions.values()), before


def _judge(question: Question, cell: dict, unit: str, standing: Standing) -> None:
    mark = standing.marks.get(question.key)
    if mark is None:
        return
    question.maximum = mark.maximum
    question.by_person = mark.manual is not None
    if mark.auto is not None or mark.manual is not None:
        question.score = mark.score
    found = graded.found(cell)
    if found["status"] != "read by a person":
        question.said = found["message"] or _check_output(cell)
    reached = found["status"] != "not reached"
    if reached and question.score is not None and question.score < question.maximum:
        question.hint = _hint(unit, question.key, question.said)


def _check_output(cell: dict) -> str:
    """What a check cell shows, for a notebook that nbgrader itself graded."""
    said = []
    for output in cell.get("outputs", []):
        if output["output_type"] == "error":
            said.append(output["evalue"])
        elif output["output_type"] == "display_data":
            said.append("".join(output["data"].get("text/plain", "")))
    return strip_ansi("\n".join(said))


def _hint(unit: str, key: str, said: str) -> str:
    """The first hint on the first answer that is not right."""
    try:
        question = checks.unit(unit)[key]
    except (UnknownUnitError, KeyError):
        return ""
    right = re.search(r"Right so far: ([^.]*)", said)
    names = set(re.findall(r"`(\w+)`", right[1])) if right else set()
    wrong = [part for part in question.parts if part.name not in names]
    return wrong[0].hints[0] if wrong and wrong[0].hints else ""


def _shown(cell: dict, source: str) -> list[Markup]:
    """What a student wrote in a cell, and what came out."""
    if cell["cell_type"] == "markdown":
        return [_markdown(source)] if source.strip() else []
    if cell["cell_type"] != "code":
        return []
    shown = [_pre(source, "code")] if source.strip() else []
    return shown + [html for output in cell.get("outputs", []) if (html := _output(output))]


def _output(output: dict) -> Markup | None:
    if output["output_type"] == "stream":
        return _pre("".join(output["text"]), "out")
    if output["output_type"] == "error":
        return _pre(f"{output['ename']}: {output['evalue']}", "out")
    data = output.get("data", {})
    for mime, show in _SHOWN.items():
        if mime in data:
            try:
                return show(data[mime])
            except (Article10Error, ValueError, TypeError, KeyError, AttributeError):
                continue  # shown in its next best form
    return None


def _figure(content: dict) -> Markup:
    """A plotly figure as a picture, and its numbers as a table."""
    if len(json.dumps(content)) > 20 * _LONGEST:
        raise ValueError("too large a figure for a page")
    plain = {"data": _unpacked(content["data"]), "layout": content.get("layout") or {}}
    view = {"figure": plain, "references": {}}
    try:
        picture = engine.call("figure.js", "picture", {}, view, 680)
        table = nh3.clean(engine.call("figure.js", "table", {}, view), attributes={})
    except Exception as error:  # whatever V8 raises for a figure that nobody foresaw
        raise ValueError(str(error)) from None
    return Markup(
        f'<figure class="ad">{picture}<details><summary>The numbers in it</summary>'
        f'<div class="ad-scroll" tabindex="0" role="region" aria-label="Numbers of the figure">'
        f"{table}</div></details></figure>"
    )


def _unpacked(value):
    if isinstance(value, dict):
        if value.keys() >= {"dtype", "bdata"}:
            return column(value)
        return {key: _unpacked(item) for key, item in value.items()}
    return [_unpacked(item) for item in value] if isinstance(value, list) else value


def _html(content) -> Markup:
    text = "".join(content)
    if len(text) > 10 * _LONGEST:
        raise ValueError("too long for a page")
    tags = {"table", "thead", "tbody", "tr", "th", "td", "p", "b", "strong", "em", "i", "ul", "ol",
            "li", "code", "pre", "br"}  # fmt: skip
    clean = nh3.clean(text, tags=tags, attributes={}, clean_content_tags={"script", "style"})
    if not clean.strip():
        raise ValueError("nothing that a page can show")
    return Markup(
        f'<div class="ad-scroll" tabindex="0" role="region" aria-label="Output">{clean}</div>'
    )


def _image(mime: str):
    def show(content) -> Markup:
        text = "".join(content)
        data = text if mime != "image/svg+xml" else base64.b64encode(text.encode()).decode()
        if len(data) > 100 * _LONGEST or not re.fullmatch(r"[A-Za-z0-9+/=\s]+", data):
            raise ValueError("no image for a page")
        return Markup(f'<img alt="Output of the code above" src="data:{mime};base64,{data}">')

    return show


def _markdown(source: str) -> Markup:
    return Markup(nh3.clean(_reader()(source[:_LONGEST])))


@cache
def _reader():
    return mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])


def _pre(text, kind: str) -> Markup:
    text = strip_ansi("".join(text))
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}\n[cut here]"
    return Markup('<pre class="{}" tabindex="0">{}</pre>').format(kind, text)


_SHOWN = {
    _FIGURE: _figure,
    "image/png": _image("image/png"),
    "image/jpeg": _image("image/jpeg"),
    "image/svg+xml": _image("image/svg+xml"),
    "text/html": _html,
    "text/markdown": lambda content: _markdown("".join(content)),
    "text/plain": lambda content: _pre(content, "out"),
}
