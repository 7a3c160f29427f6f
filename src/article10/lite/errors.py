"""The error of this package."""

from article10.errors import Article10Error


class LiteError(Article10Error):
    """The in-browser kernel cannot be built. The message says why and what to do, in one line."""
