"""The style sheets of the practice pages and of the notebook in them."""

from importlib.resources import files

from article10.theme import css_variables

SOURCE = files("article10.lite") / "page"


def style(name: str) -> str:
    """A style sheet from ``page/``, with the module's colours and fonts before it."""
    return css_variables() + (SOURCE / name).read_text(encoding="utf-8")
