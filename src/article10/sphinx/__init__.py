"""The book's Sphinx extension: live views without a server, and a lean theme."""

from pathlib import Path

from article10 import __version__
from article10.sphinx import (
    assets,
    citation,
    datapages,
    glossary,
    icons,
    plan,
    styles,
    tables,
    views,
)

HERE = Path(__file__).parent


def _lean_templates(app):
    """Put our templates before the theme's, whose own load icons and search on every page."""
    if app.builder.format == "html":
        bridge = app.builder.templates
        bridge.loaders.insert(0, type(bridge.loaders[0])(str(HERE / "templates")))
        # So that "!layout.html" means the theme's and not ours again.
        bridge.templatepathlen += 1


def setup(app):
    """Register the view node, the files of the site and the icons."""
    app.add_node(
        views.ViewNode,
        html=(views.visit_html, views.depart_html),
        latex=(views.visit_other, views.depart_html),
        text=(views.visit_other, views.depart_html),
    )
    app.add_directive("glossary-table", glossary.GlossaryTable)
    app.add_directive("citation", citation.Citation)
    app.add_directive("data-table", datapages.DataTable)
    app.add_directive("data-tables", datapages.DataTables)
    app.add_directive("module-plan", plan.ModulePlan)
    app.add_directive("graded-by-hand", plan.GradedByHand)
    tables.setup(app)
    app.connect("builder-inited", _lean_templates)
    app.connect("builder-inited", assets.prepare)
    app.connect("html-page-context", assets.add_to_page)
    # After the theme, which adds what is changed here.
    app.connect("html-page-context", assets.name_toggles, priority=900)
    app.connect("build-finished", icons.write)
    app.connect("build-finished", styles.purge)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
