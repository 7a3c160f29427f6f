"""The module's colours and fonts, shared by Python, the widgets and the site.

``theme.json`` is their one home: :func:`css_variables` hands them to the
widgets and the site, :func:`template` to plotly.
"""

import json
from functools import cache
from importlib.resources import files

SCALE = tuple(f"c{i}" for i in range(8))


@cache
def tokens() -> dict:
    """The content of ``theme.json``: ``sans``, ``serif``, and colours ``light`` and ``dark``."""
    return json.loads((files("article10") / "theme.json").read_text(encoding="utf-8"))


def css_variables() -> str:
    """CSS that defines ``--ad-*`` for light and dark, in the site and in JupyterLab.

    The site marks its theme on ``<html data-theme>``, JupyterLab on
    ``<body data-jp-theme-light>``; where neither speaks (a page without
    JavaScript), the reader's system decides.
    """

    def rules(mode):
        return "".join(f"--ad-{name}:{value};" for name, value in tokens()[mode].items())

    fonts = "".join(f"--ad-{name}:{tokens()[name]};" for name in ("sans", "serif"))
    return (
        f":root{{{fonts}{rules('light')}}}\n"
        "@media (prefers-color-scheme: dark){"
        f":root:not([data-theme]):has(body:not([data-jp-theme-light])){{{rules('dark')}}}}}\n"
        f':root[data-theme="dark"],body[data-jp-theme-light="false"]{{{rules("dark")}}}\n'
    )


def template():
    """The plotly template of the module (light; the site swaps the colours for dark).

    Returns a ``plotly.graph_objects.layout.Template``.
    """
    import plotly.graph_objects as go

    light = tokens()["light"]
    axis = {
        "gridcolor": light["grid"],
        "linecolor": light["muted"],
        "zeroline": False,
        "ticks": "outside",
        "tickcolor": light["muted"],
        "tickfont": {"color": light["muted"], "size": 12},
        "title": {"font": {"color": light["muted"], "size": 13}},
        "automargin": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": tokens()["sans"], "color": light["ink"], "size": 14},
            "title": {"x": 0, "xanchor": "left", "font": {"size": 17}, "automargin": True},
            "paper_bgcolor": light["paper"],
            "plot_bgcolor": light["paper"],
            "colorway": [light[name] for name in SCALE],
            "xaxis": axis,
            "yaxis": axis,
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
            "margin": {"l": 48, "r": 16, "t": 72, "b": 48},
            "hoverlabel": {"font": {"family": tokens()["sans"]}},
        }
    )
