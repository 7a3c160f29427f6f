"""The theme's style sheets without the rules that no page uses.

The theme brings all of Bootstrap and more; PurgeCSS keeps what the built pages
and their scripts mention, which is less than half of the bytes.
"""

from article10.sphinx import node


def purge(app, exception):
    """Rewrite the style sheets of the built site in place."""
    if not exception and app.builder.format == "html":
        node.run(app, "purge.cjs", app.outdir)
