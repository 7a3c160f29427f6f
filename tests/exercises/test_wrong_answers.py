"""Every check passes the reference answers and fails each wrong answer for its own reason."""

from pathlib import Path

import pytest
import yaml

from article10.checks import CheckFailed

from .conftest import UNITS, hidden_tests, solution

KEPT = {
    unit: yaml.safe_load(
        Path(__file__).with_name("wrong_answers").joinpath(f"{unit}.yml").read_text("utf-8")
    )
    for unit in UNITS
}
CASES = [
    pytest.param(unit, key, case, id=f"{unit}-{key}-{case['name']}")
    for unit, questions in KEPT.items()
    for key, cases in questions.items()
    for case in cases
]


def answered(started, unit, key, case=None):
    """The variables of the notebook after the reference answer to ``key``, then ``case``."""
    space = dict(started[unit])
    if not (case and case.get("alone")):
        exec(solution(unit).cells[f"{key}-answer"].source, space)
    if case:
        exec(case["answer"], space)
    exec(f"check = checks.start({unit!r})", space)
    return space


@pytest.mark.parametrize("unit", UNITS)
def test_reference_answers_pass_visible_and_hidden_checks(started, unit, capsys):
    notebook = solution(unit)
    for key in notebook.checks():
        exec(notebook.cells[key].source, answered(started, unit, key))
        assert f"Question {key[1:]} is right." in capsys.readouterr().out.replace("\n  ", " ")


@pytest.mark.parametrize(("unit", "key", "case"), CASES)
def test_wrong_answer_fails_for_its_own_reason(started, unit, key, case, capsys):
    space = answered(started, unit, key, case)
    if case.get("hidden"):
        exec(f"check({key!r})", space)
        with pytest.raises(AssertionError):
            exec(hidden_tests(solution(unit), key), space)
        return
    with pytest.raises(CheckFailed) as failed:
        exec(f"check({key!r})", space)
    said = " ".join(str(failed.value).split())
    assert said.startswith(f"✗ Question {key[1:]}: not yet.")
    assert case["says"] in said
    assert "Read again: “" in said


@pytest.mark.parametrize("unit", UNITS)
def test_every_question_keeps_at_least_four_wrong_answers(unit):
    for key in solution(unit).checks():
        cases = KEPT[unit][key]
        assert len(cases) >= 4, key
        assert any(case.get("alone") and not case["answer"] for case in cases), f"{key}: empty"
        assert any("typed in" in case["name"] for case in cases), f"{key}: hard-coded"


@pytest.mark.parametrize("unit", UNITS)
def test_hints_come_one_by_one_from_the_second_failure_on(started, unit):
    for key in solution(unit).checks():
        space = answered(started, unit, key, {"alone": True, "answer": ""})
        texts = []
        for _ in range(6):
            with pytest.raises(CheckFailed) as failed:
                exec(f"check({key!r})", space)
            texts.append(str(failed.value))
        counts = [text.count("\n  Hint ") for text in texts]
        assert counts[:2] == [0, 1], key
        assert counts == sorted(counts), key
        assert f"Hint {counts[-1]} of {counts[-1]}:" in texts[-1], f"{key}: not all hints came"


@pytest.mark.parametrize("unit", UNITS)
def test_no_hint_and_no_message_gives_a_reference_answer_away(started, unit):
    for key in solution(unit).checks():
        space = answered(started, unit, key)
        parts = space["check"]._unit[key].parts
        numbers = [space[p.name] for p in parts if isinstance(space[p.name], float)]
        said = " ".join(hint for part in parts for hint in part.hints)
        assert not any(f"{number:.1f}" in said for number in numbers), key


ODD = {
    "None": None,
    "nothing in a list": [],
    "nothing in a dictionary": {},
    "nothing in text": "",
    "a number": 3,
    "not a number": float("nan"),
    "a truth value": True,
    "an object": object(),
    "a type": dict,
    "a function of nothing": lambda: 1,
    "a function that gives its arguments back": lambda *arguments: arguments,
    "a function that gives nothing back": lambda *arguments: None,
    "a function that gives text back": lambda *arguments: "text",
    "nested lists": [[1], [2, [3]]],
}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("odd", ODD)
def test_an_odd_answer_gets_a_sentence(started, unit, odd):
    for key in solution(unit).checks():
        space = answered(started, unit, key)
        judged = space["check"]._unit
        for part in judged[key].parts:
            verdict = judged.judge(key, {**space, part.name: ODD[odd]})
            assert verdict.wrong == part
            assert verdict.problem.endswith((".", "?"))
