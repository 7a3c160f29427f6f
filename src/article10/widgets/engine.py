"""Calls into a widget's own JavaScript from Python.

What a widget draws and selects is written once, in its ES module. Python asks
that code for the picture in the book's fallback and for the rows on screen:
through V8 (``mini-racer``) in CPython, through the browser in Pyodide.
"""

import atexit
import json
import sys
from functools import cache

from article10.widgets.modules import expression

_CALL = "(module, name, args) => JSON.stringify(module[name](...JSON.parse(args)))"


@cache
def _function(path: str):
    if sys.platform == "emscripten":
        from pyodide.code import run_js

        call = run_js(f"((module) => {_CALL.replace('(module, ', '(')})({expression(path)})")
        return lambda name, args: call(name, args)

    from py_mini_racer import MiniRacer

    racer = MiniRacer()
    # Left open, V8's threads can keep a finished program from ending.
    atexit.register(racer.close)
    racer.eval(f"const module = {expression(path)}; const call = {_CALL};")
    return lambda name, args: racer.eval(f"call(module, {json.dumps(name)}, {json.dumps(args)})")


def call(path: str, name: str, *args):
    """The result of the exported function ``name`` of the module at ``path``.

    Arguments and result are what JSON can carry.
    """
    return json.loads(_function(path)(name, json.dumps(args)))
