"""From stored outputs to the page's markup."""

import base64
import json
import struct
from types import SimpleNamespace

import plotly.graph_objects as go
import pytest
from py_mini_racer import JSEvalException

from article10.figures import margin_by_sample_size
from article10.sphinx import views


def visited(tmp_path, view):
    translator = SimpleNamespace(body=[], builder=SimpleNamespace(outdir=str(tmp_path)))
    views.visit_html(translator, views.ViewNode(payload=view))
    return "".join(translator.body)


def a_view(**changes):
    view = {
        "module": "polls",
        "state": {"tab": "chart", "family": "</script><script>alert(1)"},
        "address": ["tab"],
        "data": '{"rows":[]}',
        "fallback": "<p>picture</p>",
    }
    return view | changes


def test_views_of_the_same_data_share_one_file(tmp_path):
    first, second = visited(tmp_path, a_view()), visited(tmp_path, a_view(state={"tab": "table"}))
    files = list((tmp_path / views.STATIC / "data").iterdir())
    assert len(files) == 1
    key = f'data-data="data/{files[0].stem}"'
    assert key in first
    assert key in second
    assert files[0].read_text().startswith(f'article10.provide("data/{files[0].stem}", ')


def test_state_cannot_close_its_script(tmp_path):
    page = visited(tmp_path, a_view())
    assert page.count("</script>") == 1
    state = json.loads(page.split('<script type="application/json">')[1].split("</script>")[0])
    assert state["state"]["family"] == "</script><script>alert(1)"


def test_a_figure_gets_a_picture_and_a_table():
    view = views.figure_view(json.loads(margin_by_sample_size().to_json()))
    assert view["fallback"].count("<svg") == 2
    assert "Line chart of the margin of error" in view["fallback"]
    assert view["fallback"].count("<tr>") == 1 + 2 * 16


def test_packed_arrays_are_unpacked():
    packed = {"dtype": "f8", "bdata": base64.b64encode(struct.pack("<2d", 1.5, 2.5)).decode()}
    view = views.figure_view(
        {"data": [{"type": "bar", "x": ["a", "b"], "y": packed}], "layout": {}}
    )
    assert json.loads(view["data"])["figure"]["data"][0]["y"] == [1.5, 2.5]


def test_a_trace_without_a_picture_says_so():
    figure = json.loads(go.Figure(go.Pie(values=[1, 2])).to_json())
    with pytest.raises(JSEvalException, match="no picture of a “pie” trace"):
        views.figure_view(figure)


def test_a_book_without_the_extension_shows_the_still_picture(tmp_path):
    def placed(*extensions):
        app = SimpleNamespace(extensions=dict.fromkeys(extensions))
        core = SimpleNamespace(sphinx_env=SimpleNamespace(app=app))
        data = SimpleNamespace(mime_type=views.VIEW_MIME, content=a_view())
        return views.ViewRenderer.handle_mime(SimpleNamespace(renderer=core), data, False)

    assert isinstance(placed("article10.sphinx")[0], views.ViewNode)
    assert placed()[0].astext() == "<p>picture</p>"
