"""From a widget's ES module and the ``kit`` it imports to one self-contained text.

JupyterLab gives a widget one ES module with no address of its own, so nothing
relative can be imported there; a page opened from a disk may load scripts but
no modules; Python's embedded engine knows neither. All three get the same
source, put together here: each module becomes a function that returns its
exports, called once, in order of need.
"""

import re
from functools import cache
from importlib.resources import files

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w/.-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function |const |class )", re.MULTILINE)
_NAME = re.compile(r"^export (?:async )?(?:function|const|class) (\w+)", re.MULTILINE)
_DEFAULT = re.compile(r"^export default ", re.MULTILINE)


def _source(path: str) -> str:
    return (files("article10.widgets") / path).read_text(encoding="utf-8")


def _collect(path: str, found: dict) -> None:
    """Add ``path`` and all it imports to ``found``, those it needs first."""
    if path in found:
        return
    text = _source(path)
    folder = path.rpartition("/")[0]

    def binding(match):
        target = f"{folder}/{match[2]}" if folder else match[2]
        _collect(target, found)
        names = " ".join(match[1].split()).replace(" as ", ": ")
        return f'const {{ {names} }} = modules["{target}"];\n'

    body = _IMPORT.sub(binding, text)
    if re.search(r"^(import|export \{|export \*)", body, re.MULTILINE):
        raise ValueError(
            f'{path}: only `import {{ names }} from "./file.js"` and named exports work'
        )
    names = _NAME.findall(body)
    if _DEFAULT.search(body):
        body = _DEFAULT.sub("const standard = ", body)
        names.append("default: standard")
    body = _EXPORT.sub("", body)
    found[path] = f'modules["{path}"] = (() => {{\n{body}return {{ {", ".join(names)} }};\n}})();\n'


@cache
def expression(path: str) -> str:
    """A JavaScript expression whose value is the exports of the module at ``path``."""
    found: dict[str, str] = {}
    _collect(path, found)
    body = "".join(found.values())
    return f'(() => {{\nconst modules = {{}};\n{body}return modules["{path}"];\n}})()'


@cache
def es_module(path: str) -> str:
    """The module as anywidget wants it: one ES module with a default export."""
    return f"const exported = {expression(path)};\nexport default exported.default;\n"


def css() -> str:
    """The widgets' style sheet, with the theme's variables."""
    from article10.theme import css_variables

    return css_variables() + _source("kit/widget.css")
