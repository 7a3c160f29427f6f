"""How JupyterLite is set up for a student's notebook."""

from article10.lite.packages import KERNEL, MODULE

#: The name of the students' work in the browser's storage. A new name hides it from them.
STORAGE = "article10-exercises"

#: A student's notebook needs none of these, and some lead to pages that the site has not.
DISABLED = [
    "@jupyter-notebook/application-extension:pages",
    "@jupyter-notebook/notebook-extension:checkpoints",
    "@jupyter-notebook/notebook-extension:kernel-logo",
    "@jupyter-notebook/notebook-extension:kernel-status",
    "@jupyter-notebook/notebook-extension:open-tree-tab",
    "@jupyter-notebook/notebook-extension:tab-icon",
    "@jupyter-notebook/notebook-extension:trusted",
    "@jupyterlab/apputils-extension:licenses-plugin",
    "@jupyterlab/help-extension:jupyter-forum",
    "@jupyterlab/help-extension:licenses-commands",
    "@jupyterlab/help-extension:resources",
    "@jupyterlite/application-extension:about",
    "@jupyterlite/application-extension:clear-browser-data",
    # It would let the kernel see the student's files, which no exercise needs, at the price
    # of a slower start and of failing in private windows.
    "@jupyterlite/application-extension:service-worker-manager",
    "@jupyterlite/application-extension:share-file",
]

RUNTIME = {
    "jupyter-lite-schema-version": 0,
    "jupyter-config-data": {
        "appName": "The Open Door",
        "appUrl": "./notebooks",
        "contentsStorageName": STORAGE,
        "disabledExtensions": DISABLED,
        # The practice page reads the state of the notebook and saves it.
        "exposeAppInBrowser": True,
        "faviconUrl": "./notebooks/favicon.ico",
        "litePluginSettings": {
            "@jupyterlite/pyodide-kernel-extension:kernel": {
                "disablePyPIFallback": True,
                "loadPyodideOptions": {
                    "packages": [*KERNEL, MODULE],
                    # Plotly does not know this kernel and would add 5 MB of HTML to a figure.
                    "env": {"PLOTLY_RENDERER": "plotly_mimetype"},
                },
            }
        },
    },
}

SETTINGS = {
    "@jupyter-notebook/application-extension:top": {"visible": "no"},
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 5},
    # All cells are in the page at once: for screen readers, for finding, and they are few.
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/mainmenu-extension:plugin": {
        "menus": [
            {"id": f"jp-mainmenu-{name}", "disabled": True} for name in ("file", "view", "settings")
        ]
    },
}
