"""The files behind live pages: host, widgets, style sheet and plotly, served by the site itself."""

import shutil
from importlib.resources import files
from pathlib import Path

from article10.sphinx import node
from article10.sphinx.views import script, widget_key, widget_names
from article10.theme import css_variables
from article10.widgets import modules

PLOTLY_BUNDLE = "plotly.js-basic-dist-min/plotly-basic.min.js"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"


def prepare(app):
    """Make the files and hand them to Sphinx, which copies them and stamps their addresses."""
    if app.builder.format != "html":
        return
    static = Path(app.doctreedir) / "article10-static"
    shutil.rmtree(static, ignore_errors=True)
    out = static / "article10"
    (out / "widgets").mkdir(parents=True)
    (out / "theme.css").write_text(css_variables(), encoding="utf-8")
    (out / "widget.css").write_text(modules.css(), encoding="utf-8")
    for name in ("host.js", "store.js", "glossary.js"):
        text = (files("article10.sphinx") / "site" / name).read_text(encoding="utf-8")
        (out / name).write_text(text, encoding="utf-8")
    for name in widget_names():
        key = widget_key(name)
        text = script(key, modules.expression(f"{name}.js"))
        (out / f"{key}.js").write_text(text, encoding="utf-8")
    node.run(app, "minify.cjs", out)
    shutil.copyfile(node.package_file(app, PLOTLY_BUNDLE), out / "plotly.js")
    app.config.html_static_path.append(str(static))


def add_to_page(app, pagename, templatename, context, doctree):
    """Give a page with views the host script and the widgets' style sheet; others get neither."""
    # MyST-NB embeds all the widgets' kernel state, about 100 KB a widget, for a manager that the
    # site does not load.
    scripts = context["script_files"]
    scripts[:] = [
        item for item in scripts if getattr(item, "attributes", {}).get("type") != WIDGET_STATE
    ]
    body = context.get("body", "")
    # MyST-NB names every "Show code" alike, which hides from voice control the words that are seen;
    # docutils gives references a role that ARIA has withdrawn.
    body = body.replace(' aria-label="Toggle hidden content"', "")
    body = body.replace(' role="doc-biblioentry"', ' role="listitem"')
    context["body"] = body
    # Some services want the whole address of the social card, which a publisher may give.
    context["site_address"] = app.config.html_baseurl
    if 'class="article10-view"' in body:
        app.add_css_file("article10/widget.css")
        app.add_js_file("article10/store.js", loading_method="defer")
        app.add_js_file("article10/host.js", loading_method="defer")
    if 'class="ad-glossary' in body:
        app.add_js_file("article10/glossary.js", loading_method="defer")


def name_toggles(app, pagename, templatename, context, doctree):
    """Name the buttons that unfold the contents; the theme leaves them to an icon alone."""
    make = context.get("generate_toctree_html")
    if make:
        context["generate_toctree_html"] = lambda *args, **options: str(
            make(*args, **options)
        ).replace("<summary>", '<summary aria-label="Pages of this section">')
