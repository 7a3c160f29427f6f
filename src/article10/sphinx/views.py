"""From a stored output to a live element: the MyST-NB renderers and their node."""

import base64
import hashlib
import json
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path

from docutils import nodes

from article10.widgets import engine, modules
from article10.widgets.base import VIEW_MIME, references

PLOTLY_MIME = "application/vnd.plotly.v1+json"
STATIC = "_static/article10"


class ViewNode(nodes.General, nodes.Element):
    """A view: ``payload`` holds module, state, data and fallback."""


class ViewRenderer:
    """Widgets: what ``View._repr_mimebundle_`` wrote."""

    mime_priority_overrides = (("*", VIEW_MIME, 1),)

    @staticmethod
    def handle_mime(renderer, data, inline):
        if inline or data.mime_type != VIEW_MIME:
            return None
        return [_placed(renderer, data.content)]


class PlotlyRenderer:
    """Plotly figures: a view of module ``figure``, with a picture drawn at build time."""

    mime_priority_overrides = (("*", PLOTLY_MIME, 2),)

    @staticmethod
    def handle_mime(renderer, data, inline):
        if inline or data.mime_type != PLOTLY_MIME:
            return None
        return [_placed(renderer, figure_view(data.content))]


def _placed(renderer, view: dict) -> nodes.Node:
    """The view's node, or its still picture in a book that does not list this extension.

    MyST-NB finds the renderers in every book that is built where this package is installed.
    """
    env = renderer.renderer.sphinx_env
    if env is not None and "article10.sphinx" in env.app.extensions:
        return ViewNode(payload=view)
    return nodes.raw("", view["fallback"], format="html")


def figure_view(figure: dict) -> dict:
    """The view of a plotly figure given as its JSON.

    ``layout.meta`` may carry ``alt`` (what the figure shows, for those
    who do not see it) and ``sources`` (a list of source ids).
    """
    figure = {"data": _plain(figure["data"]), "layout": _plain(figure["layout"])}
    meta = figure["layout"].get("meta") or {}
    data = {
        "figure": figure,
        "references": references(meta.get("sources", [])),
    }
    broad, narrow, table = (
        engine.call("figure.js", name, {}, data, *args)
        for name, args in (("picture", [720]), ("picture", [340]), ("table", []))
    )
    return {
        "module": "figure",
        "label": "Figure",
        "state": {"tab": "chart"},
        "address": [],
        "data": json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")),
        "fallback": (
            f'<div class="ad ad-fallback"><div class="ad-broad">{broad}</div>'
            f'<div class="ad-narrow">{narrow}</div><details><summary>Table</summary>'
            '<div class="ad-scroll" tabindex="0" role="region" aria-label="Figure: table">'
            f"{table}</div></details></div>"
        ),
    }


def _plain(value):
    """Plotly's packed arrays as lists."""
    if isinstance(value, dict):
        if value.keys() >= {"dtype", "bdata"}:
            import numpy as np

            return np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"]).tolist()
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def script(key: str, value: str) -> str:
    """A classic script that hands ``value`` to the host; it loads from a disk, too."""
    return f"article10.provide({json.dumps(key)}, {value});\n"


@cache
def widget_names() -> tuple[str, ...]:
    """The widgets' ES modules, without the ending."""
    found = files("article10.widgets").iterdir()
    return tuple(sorted(f.name.removesuffix(".js") for f in found if f.name.endswith(".js")))


@cache
def widget_key(name: str) -> str:
    """Where the host finds a widget; new with every change, so that no cache serves an old one."""
    return f"widgets/{name}-{_digest(modules.expression(f'{name}.js'))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _write_data(folder: Path, module: str, text: str) -> str:
    """Write the data once for all views that share them; return their key."""
    key = f"data/{module}-{_digest(text)}"
    path = folder / f"{key}.js"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script(key, text), encoding="utf-8")
    return key


def visit_html(translator, node):
    view = node["payload"]
    key = _write_data(Path(translator.builder.outdir) / STATIC, view["module"], view["data"])
    state = {name: view[name] for name in ("state", "address", "keep", "store") if name in view}
    text = json.dumps(state, sort_keys=True, ensure_ascii=False).replace("</", "<\\/")
    translator.body.append(
        f'<div class="article10-view" data-module="{escape(view["module"])}" '
        f'data-script="{widget_key(view["module"])}" data-data="{key}">'
        f'{view["fallback"]}<script type="application/json">{text}</script></div>\n'
    )


def visit_other(translator, node):
    raise nodes.SkipNode


def depart_html(translator, node):
    pass
