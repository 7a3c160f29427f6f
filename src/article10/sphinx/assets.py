"""The files behind live pages: host, widgets, style sheet and plotly, served by the site itself."""

import shutil
from functools import cache
from importlib.resources import files
from pathlib import Path

from sphinx.errors import ExtensionError

from article10.sphinx.views import STATIC, _script
from article10.widgets import modules

PLOTLY_BUNDLE = "plotly.js-basic-dist-min/plotly-basic.min.js"


def add_to_page(app, pagename, templatename, context, doctree):
    """Give a page with views the host script and the widgets' style sheet; others get neither."""
    if 'class="article10-view"' not in context.get("body", ""):
        return
    app.add_css_file("article10/widget.css")
    app.add_js_file("article10/host.js", loading_method="defer")


@cache
def _widgets() -> tuple[str, ...]:
    folder = files("article10.widgets")
    return tuple(sorted(item.name for item in folder.iterdir() if item.name.endswith(".js")))


def write(app, exception):
    """Write the files that pages load on demand."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir) / STATIC
    (out / "widgets").mkdir(parents=True, exist_ok=True)
    (out / "widget.css").write_text(modules.css(), encoding="utf-8")
    host = files("article10.sphinx") / "site/host.js"
    (out / "host.js").write_text(host.read_text(encoding="utf-8"), encoding="utf-8")
    for name in _widgets():
        key = f"widgets/{name.removesuffix('.js')}"
        text = _script(key, modules.expression(name))
        (out / f"{key}.js").write_text(text, encoding="utf-8")
    shutil.copyfile(node_package(app, PLOTLY_BUNDLE), out / "plotly.js")


def node_package(app, path: str) -> Path:
    """A file of an npm package, installed beside the configuration file."""
    for folder in (Path(app.confdir), *Path(app.confdir).parents):
        found = folder / "node_modules" / path
        if found.exists():
            return found
    raise ExtensionError(
        f"{path} is not installed; run `make site`, or `npm install` beside package.json"
    )
