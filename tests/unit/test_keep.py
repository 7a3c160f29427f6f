"""What a widget keeps: how Python hands it to the page, and that nothing else is kept."""

import json
from types import SimpleNamespace

from article10 import PollExplorer, Progress, Quiz, load
from article10.sphinx import views
from article10.widgets.base import VIEW_MIME


def visited(tmp_path, view):
    """The markup of a view on its page."""
    translator = SimpleNamespace(body=[], builder=SimpleNamespace(outdir=str(tmp_path)))
    views.visit_html(translator, views.ViewNode(payload=view))
    return "".join(translator.body)


def payload(widget):
    return widget._repr_mimebundle_()[0][VIEW_MIME]


def settings(tmp_path, view):
    page = visited(tmp_path, view)
    return json.loads(page.split('<script type="application/json">')[1].split("</script>")[0])


def test_kept_traits_reach_the_page_with_their_start(tmp_path):
    found = settings(tmp_path, payload(Quiz("public-opinion")))
    assert found["keep"] == ["answers"]
    assert found["state"]["answers"] == {}
    # Answers belong into the browser's storage, not into a link.
    assert "answers" not in found["address"]
    assert "store" not in found


def test_only_the_progress_page_gets_the_store(tmp_path):
    assert settings(tmp_path, payload(Progress()))["store"] is True
    explorer = payload(PollExplorer(load("polls"), family="support_join"))
    found = settings(tmp_path, explorer)
    assert {"keep", "store"}.isdisjoint(found)


def test_a_figure_keeps_nothing(tmp_path):
    from article10.figures import margin_by_sample_size

    view = views.figure_view(json.loads(margin_by_sample_size().to_json()))
    assert {"keep", "store"}.isdisjoint(settings(tmp_path, view))


def test_kept_traits_are_part_of_the_state_that_python_asks_about():
    quiz = Quiz("public-opinion")
    assert quiz.state == {"answers": {}}
