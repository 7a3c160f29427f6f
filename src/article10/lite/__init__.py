"""The exercises in the browser: JupyterLite, its Python packages and the practice pages.

``article10 lite SITE_DIR`` adds to a built site

- ``lite/``: the JupyterLite notebook application, Pyodide, the wheels and the exercises;
- ``practice/<unit>.html``: a page of the module around each exercise.

Everything comes from the site itself. Only numpy and pandas for WebAssembly are left on
Pyodide's own distribution server when the machine that builds the site cannot reach it.
"""
