"""One plain sentence where the in-browser kernel could not get pandas."""

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder

#: Too large to be in every site; the browser fetches them when a cell imports them.
FETCHED = ("numpy", "pandas")


class MissingPackageError(ModuleNotFoundError):
    """A package that the browser did not get. A notebook shows its ``advice`` alone."""

    def __init__(self, name: str):
        self.advice = (
            f"{name} could not be fetched: the network did not let this page reach the server "
            "that has it. Questions that say “no data needed” still work here. For the others, "
            "reload the page on another network, or download the notebook and open it in "
            "JupyterLab."
        )
        super().__init__(self.advice, name=name)

    def _render_traceback_(self) -> list[str]:
        return [self.advice]


class _Explains(MetaPathFinder):
    def find_spec(self, fullname, path=None, target=None):
        if fullname in FETCHED:
            raise MissingPackageError(fullname)
        return None


def explain_missing() -> None:
    """Let a failing import of one of FETCHED say what to do, in the in-browser kernel only."""
    if sys.platform != "emscripten" or any(isinstance(f, _Explains) for f in sys.meta_path):
        return
    # Behind the finder of installed packages, before Pyodide's own, which speaks of micropip.
    places = [i for i, finder in enumerate(sys.meta_path) if finder is PathFinder]
    sys.meta_path.insert(places[0] + 1 if places else len(sys.meta_path), _Explains())
