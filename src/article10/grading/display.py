"""How formgrader shows what a student wrote: as text, of which nothing acts.

Formgrader puts a notebook's Markdown and HTML into a page of the instructor's
own Jupyter server. A script in it could do there whatever the instructor can.
``nbgrader_config.py`` names these two functions as the filters of that page.
"""

import nh3
from nbconvert.filters import markdown2html


def markdown(source: str) -> str:
    """Markdown as HTML without scripts, styles and addresses of pictures."""
    return clean(markdown2html(source))


def clean(html: object) -> str:
    """``html`` without scripts, styles and addresses of pictures."""
    return nh3.clean(str(html), attribute_filter=_kept)


def _kept(tag: str, attribute: str, value: str) -> str | None:
    # A picture from elsewhere would tell its server who opens the page, and when.
    return None if (tag, attribute) == ("img", "src") else value
