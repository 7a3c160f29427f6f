"""The one text that a widget's modules become, as V8 runs it."""

import json
from importlib.resources import files

import pytest
from py_mini_racer import MiniRacer

from article10.widgets import modules

WIDGETS = sorted(
    item.name for item in files("article10.widgets").iterdir() if item.name.endswith(".js")
)


def run(monkeypatch, sources, path, expression):
    monkeypatch.setattr(modules, "_source", sources.__getitem__)
    modules.expression.cache_clear()
    try:
        code = f"const module = {modules.expression(path)}; JSON.stringify({expression})"
        return json.loads(MiniRacer().eval(code))
    finally:
        modules.expression.cache_clear()


def test_shared_modules_are_evaluated_once_and_names_do_not_collide(monkeypatch):
    sources = {
        "w.js": 'import { f } from "./kit/a.js";\nimport { g as h } from "./kit/b.js";\n'
        "const n = 1;\nexport const sum = () => f() + h() + n;\nexport default { render: 5 };\n",
        "kit/a.js": 'import { count } from "./c.js";\nconst n = 10;\n'
        "export function f() {\n  return n + count();\n}\n",
        "kit/b.js": 'import { count } from "./c.js";\nconst n = 100;\n'
        "export function g() {\n  return n + count();\n}\n",
        "kit/c.js": "let calls = 0;\nexport const count = () => (calls += 1);\n",
    }
    assert run(monkeypatch, sources, "w.js", "module.sum()") == (10 + 1) + (100 + 2) + 1
    assert run(monkeypatch, sources, "w.js", "module.default") == {"render": 5}


def test_an_import_that_only_a_bundler_could_serve_is_refused(monkeypatch):
    sources = {"w.js": 'import * as d3 from "d3";\nexport default {};\n'}
    with pytest.raises(ValueError, match=r"w\.js: only"):
        run(monkeypatch, sources, "w.js", "1")


@pytest.mark.parametrize("name", WIDGETS)
def test_every_widget_keeps_the_contract(name):
    names = "Object.keys(m).concat(Object.keys(m.default))"
    code = f"const m = {modules.expression(name)}; JSON.stringify({names})"
    found = set(json.loads(MiniRacer().eval(code)))
    assert {"default", "render"} <= found
    # What the page shows without JavaScript.
    assert {"picture", "table"} <= found or "fallback" in found


@pytest.mark.parametrize("name", WIDGETS)
def test_no_widget_reaches_beyond_itself(name):
    """No kernel, no CDN, no request and no store of its own: state goes through the model."""
    text = modules.expression(name)
    for word in ("fetch(", "XMLHttpRequest", "localStorage", "import(", "IPython", "location."):
        assert word not in text, word
    addresses = [part for part in text.split('"') if part.startswith("http")]
    assert addresses == ["http://www.w3.org/2000/svg"] * len(addresses)
