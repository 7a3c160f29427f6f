"""What every widget shares: its module, its view for the static page, its data."""

import json
from html import escape
from typing import ClassVar

import anywidget
import pandas as pd
import traitlets

from article10.data import cite
from article10.errors import FrameError, UnknownSourceError
from article10.widgets import engine, modules

VIEW_MIME = "application/vnd.article10.view+json"


def columns_of(frame: pd.DataFrame) -> list[dict]:
    """A frame as JSON columns: ``{name, values}``, or ``{name, levels, codes}`` for repeated text.

    Dates become ISO text; missing values become null (code -1).
    """
    columns = []
    for name, series in frame.items():
        if pd.api.types.is_datetime64_any_dtype(series):
            values = [None if pd.isna(v) else v.strftime("%Y-%m-%d") for v in series]
            columns.append({"name": name, "values": values})
        elif pd.api.types.is_bool_dtype(series) or pd.api.types.is_numeric_dtype(series):
            columns.append({"name": name, "values": json.loads(series.to_json(orient="values"))})
        else:
            codes, levels = pd.factorize(series.astype("object"), sort=False)
            columns.append(
                {"name": name, "levels": [str(v) for v in levels], "codes": codes.tolist()}
            )
    return columns


def references(source_ids) -> dict[str, str]:
    """HTML references of source ids (``"a"`` or ``"a;b"``); an unknown id stays as it is."""
    ids = sorted({part for cell in source_ids for part in str(cell).split(";") if part})
    return {id_: _reference(id_) for id_ in ids}


def _reference(source_id: str) -> str:
    try:
        return cite(source_id, html=True)
    except UnknownSourceError:
        # An instructor's own table may name sources that are not in references.bib.
        return escape(source_id)


def need_columns(frame, needed: tuple[str, ...], widget: str, optional: dict) -> pd.DataFrame:
    """``frame`` with every column the widget reads, absent optional ones filled in.

    Raises :class:`FrameError` when ``frame`` is no DataFrame or lacks a needed column.
    """
    if not isinstance(frame, pd.DataFrame):
        raise FrameError(f"{widget} needs a DataFrame, not {type(frame).__name__}")
    missing = [name for name in needed if name not in frame.columns]
    if missing:
        raise FrameError(
            f"{widget} needs the columns {', '.join(needed)}; missing: {', '.join(missing)}"
        )
    filled = frame.reset_index(drop=True)
    absent = {name: value for name, value in optional.items() if name not in filled.columns}
    return filled.assign(**absent)


class View(anywidget.AnyWidget):
    """A widget that also lives on a static page.

    A subclass names its ES module and the traits a reader may change; it gets
    the widget for JupyterLab and the in-browser kernel, and the view that the
    book's extension turns into a live element with no kernel behind it.
    """

    module: ClassVar[str]
    """File name of the ES module in this package, such as ``polls.js``."""
    label: ClassVar[str]
    """What a reader calls the widget."""
    address: ClassVar[tuple[str, ...]]
    """Traits that make up the view and are kept in the page's address."""
    keep: ClassVar[tuple[str, ...]] = ()
    """Traits that hold a reader's own work, such as answers, and start empty.

    The published page keeps them in the reader's browser and restores them before it draws;
    the widget itself touches no storage. ``model.get("keeping")`` is true where that works,
    false where the browser refuses, undefined in JupyterLab, where the kernel holds the
    state and nothing is stored. The module may export ``summary(state, data)``: a short
    phrase of text, such as ``"3 of 12 claims judged"``, that the progress page shows.
    """
    store: ClassVar[bool] = False
    """Whether the published page hands the view all that it keeps: ``model.get("store")``.

    For the progress page alone; ``sphinx/site/store.js`` says what the store can do.
    """
    fallback_widths: ClassVar[tuple[int, int]] = (720, 340)

    data = traitlets.Dict().tag(sync=True)
    tab = traitlets.Unicode("chart").tag(sync=True)

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        # anywidget derives a class of its own from each widget, with these two as traits.
        if "module" in vars(cls):
            cls._esm = modules.es_module(cls.module)
            cls._css = modules.css()

    @property
    def state(self) -> dict:
        """The view: every trait in :attr:`address` and :attr:`keep`, as JSON can carry it."""
        names = dict.fromkeys((*self.address, *self.keep))
        return json.loads(json.dumps({name: getattr(self, name) for name in names}))

    def ask(self, function: str, *args):
        """What the widget's own JavaScript answers for the present state."""
        return engine.call(self.module, function, self.state, self.data, *args)

    def fallback(self) -> str:
        """What a page shows before and without JavaScript: the picture and its table."""
        broad, narrow = (self.ask("picture", width) for width in self.fallback_widths)
        return (
            f'<div class="ad ad-fallback"><div class="ad-broad">{broad}</div>'
            f'<div class="ad-narrow">{narrow}</div>'
            f'<details><summary>Table</summary><div class="ad-scroll" tabindex="0" role="region" '
            f'aria-label="{self.label}: table">{self.ask("table")}</div></details></div>'
        )

    def __repr__(self) -> str:
        # Stored outputs are compared, so no memory address.
        chosen = ", ".join(f"{name}={value!r}" for name, value in self.state.items())
        return f"{type(self).__name__}({chosen})"

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        data = {"text/plain": repr(self), **{k: v for k, v in data.items() if k != "text/plain"}}
        data[VIEW_MIME] = {
            "module": self.module.removesuffix(".js"),
            "label": self.label,
            "state": {**self.state, "tab": self.tab},
            "address": [*self.address, "tab"],
            **({"keep": [*self.keep]} if self.keep else {}),
            **({"store": True} if self.store else {}),
            # One line of text, so that a notebook that stores it stays readable.
            "data": json.dumps(
                self.data, sort_keys=True, ensure_ascii=False, separators=(",", ":")
            ),
            "fallback": self.fallback(),
        }
        return data, metadata
