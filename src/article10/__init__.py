"""The Open Door: NATO enlargement and Kosovo.

``article10`` holds the module's data, widgets, figures and exercise checks.
Names are loaded on first use, so that ``import article10.checks`` in the
in-browser kernel needs neither pandas nor plotly.
"""

from importlib import import_module

__version__ = "2026.11.0"

_HOMES = {
    "load": "data",
    "tables": "data",
    "cite": "data",
    "describe": "data",
    "PollExplorer": "widgets.polls",
    "Timeline": "widgets.timeline",
    "ArgumentMap": "widgets.arguments",
    "AccessionPaths": "widgets.paths",
    "KeciPlanner": "widgets.planner",
    "PartnershipTools": "widgets.tools",
    "ConsensusRoom": "widgets.consensus",
    "SourceComparison": "widgets.claims",
    "RecordTable": "widgets.records",
    "Quiz": "widgets.quiz",
    "Progress": "widgets.progress",
}
_MODULES = ("checks", "figures", "survey", "theme")

__all__ = ["__version__", *_HOMES, *_MODULES]


def __getattr__(name):
    if name in _HOMES:
        return getattr(import_module(f".{_HOMES[name]}", __name__), name)
    if name in _MODULES:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module 'article10' has no attribute '{name}'")


def __dir__():
    return sorted(__all__)
