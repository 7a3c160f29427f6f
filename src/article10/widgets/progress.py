"""The progress page: what a reader has done in this browser, across chapters."""

from article10.lite.settings import STORAGE
from article10.questions import chapters, load_questions
from article10.widgets.base import View


class Progress(View):
    """What this browser keeps of the reader's work: to read, to save as a file, to bring back.

    On the published site it lists, by page, what widgets keep (see ``View.keep``) in the words
    of their own ``summary``, and whether the exercises of a page of that name were started. It
    exports all that widgets keep as one file and imports such a file. The notebooks of the
    exercises stay where they are: their own pages save and delete them. In JupyterLab it says
    that progress belongs to the published pages.

    It has no parameters: the chapters are those with questions (``article10.questions``), each
    on the page of that name.
    """

    module = "progress.js"
    label = "Your progress"
    address = ()
    store = True

    def __init__(self, **traits):
        listed = [{"page": name, "title": load_questions(name)["title"]} for name in chapters()]
        super().__init__(data={"chapters": listed, "notebooks": STORAGE}, **traits)

    def fallback(self) -> str:
        """What a page says without JavaScript."""
        return self.ask("fallback")
