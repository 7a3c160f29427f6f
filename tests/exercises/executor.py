"""Executes a notebook in this process, in place of nbgrader's Execute and its kernel.

A kernel that imports pandas and plotly takes seconds to start; here they are
loaded already. IPython runs the cells all the same and makes their outputs.
"""

import os
import warnings
from unittest.mock import patch

from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor


class InThisProcess(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        InteractiveShell.clear_instance()
        shell = InteractiveShell.instance()
        try:
            with (
                patch.dict(os.environ, PLOTLY_RENDERER="plotly_mimetype"),
                warnings.catch_warnings(),
            ):
                warnings.simplefilter("ignore")
                for cell in nb.cells:
                    if cell.cell_type == "code":
                        cell.outputs = _run(shell, cell.source)
        finally:
            InteractiveShell.clear_instance()
        return nb, resources


def _run(shell, source):
    results = []
    # The shell puts its own hook, which prints, before that of capture_output.
    shell.display_trap.hook = CapturingDisplayHook(shell, results)
    with patch.object(shell, "_showtraceback"), capture_output() as shown:
        done = shell.run_cell(source)
    outputs = [
        new_output("stream", name=name, text=text)
        for name, text in (("stdout", shown.stdout), ("stderr", shown.stderr))
        if text
    ]
    for kind, found in (("display_data", shown._outputs), ("execute_result", results)):
        for output in found:
            data = {mime: str(text) for mime, text in output["data"].items() if "text" in mime}
            outputs.append(new_output(kind, data=data))
    if error := done.error_before_exec or done.error_in_exec:
        name, text = type(error).__name__, str(error)
        render = getattr(error, "_render_traceback_", lambda: [f"{name}: {text}"])
        outputs.append(new_output("error", ename=name, evalue=text, traceback=render()))
    return outputs
