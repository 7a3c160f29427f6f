"""Every check passes the reference answers and fails each wrong answer for its own reason."""

import pytest

from article10 import checks

from .conftest import UNITS, outcome, solution, variables, wrong_answers

#: Seeds tried; those that draw the same parameters are tried once.
SEEDS = 24


KEPT = {unit: wrong_answers(unit) for unit in UNITS}
CASES = [
    pytest.param(unit, key, case, id=f"{unit}-{key}-{case['name']}")
    for unit, questions in KEPT.items()
    for key, cases in questions.items()
    for case in cases
]


def answered(unit, key, case=None, variant=0):
    """The variables of the notebook after the reference answer to ``key``, then ``case``."""
    space = dict(variables(unit, variant))
    if not (case and case.get("alone")):
        exec(solution(unit).cells[f"{key}-answer"].source, space)
    if case:
        exec(case["answer"], space)
    space["check"] = checks.start(unit, variant)
    return space


@pytest.mark.parametrize("unit", UNITS)
def test_reference_answers_pass_visible_and_hidden_checks(unit, capsys):
    notebook = solution(unit)
    for key in notebook.checks():
        points, said = outcome(answered(unit, key), notebook.cells[key].source, capsys)
        assert points is None, said
        assert f"Question {key[1:]} is right." in said


def varying(unit):
    """The questions on which a variant's parameters can bear."""
    code = {
        key: [c.source for k, c in solution(unit).cells.items() if k.split("-")[0] == key]
        for key in solution(unit).checks()
    }
    shared = [text for key, text in solution(unit).code(answers=False) if key[:2] not in code]
    if any("given" in text for text in shared):
        return list(code)
    return [
        key
        for key, texts in code.items()
        if any("given" in text for text in texts)
        or any(part.varies for part in checks.unit(unit)[key].parts)
    ]


@pytest.mark.parametrize("unit", [u for u in UNITS if checks.unit(u).varies])
def test_reference_answers_pass_in_every_variant(unit, capsys):
    notebook = solution(unit)
    seeds = {str(checks.unit(unit).given(seed)): seed for seed in range(SEEDS, 0, -1)}
    assert len(seeds) > 1
    assert varying(unit)
    for seed in seeds.values():
        for key in varying(unit):
            space = answered(unit, key, variant=seed)
            points, said = outcome(space, notebook.cells[key].source, capsys)
            assert points is None, f"variant {seed}, {key}: {said}"


@pytest.mark.parametrize(("unit", "key", "case"), CASES)
def test_wrong_answer_fails_for_its_own_reason(unit, key, case, capsys):
    space = answered(unit, key, case)
    if case.get("hidden"):
        visible, said = outcome(space, f"check({key!r})", capsys)
        assert visible is None, said
    code = solution(unit).cells[key].source if case.get("hidden") else f"check({key!r})"
    points, said = outcome(space, code, capsys)
    assert points is not None
    assert said.startswith(f"✗ Question {key[1:]}: not yet.")
    assert case.get("says", "fails further tests") in said
    assert "Read again: “" in said
    if "points" in case:
        assert points == pytest.approx(case["points"])


@pytest.mark.parametrize("unit", UNITS)
def test_every_question_keeps_at_least_four_wrong_answers(unit):
    assert set(KEPT[unit]) == set(solution(unit).checks())
    for key in solution(unit).checks():
        cases = KEPT[unit][key]
        assert len(cases) >= 4, key
        assert any(case.get("alone") and not case["answer"] for case in cases), f"{key}: empty"
        assert any("typed in" in case["name"] for case in cases), f"{key}: hard-coded"


@pytest.mark.parametrize("unit", UNITS)
def test_hints_come_one_by_one_from_the_second_failure_on(unit, capsys):
    for key in solution(unit).checks():
        space = answered(unit, key, {"alone": True, "answer": ""})
        texts = [outcome(space, f"check({key!r})", capsys).said for _ in range(6)]
        counts = [text.count(" Hint ") for text in texts]
        assert counts[:2] == [0, 1], key
        assert counts == sorted(counts), key
        assert f"Hint {counts[-1]} of {counts[-1]}:" in texts[-1], f"{key}: not all hints came"


@pytest.mark.parametrize("unit", UNITS)
def test_no_hint_gives_a_reference_answer_away(unit):
    for key in solution(unit).checks():
        space = answered(unit, key)
        parts = checks.unit(unit)[key].parts
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
def test_an_odd_answer_gets_a_sentence(unit, odd):
    for key in solution(unit).checks():
        question = checks.unit(unit)[key]
        answers = {**variables(unit), **{part.name: ODD[odd] for part in question.parts}}
        verdict = checks.unit(unit).judge(key, answers)
        assert len(verdict.wrong) == len(question.parts)
        for wrong in verdict.wrong:
            assert wrong.problem.endswith((".", "?"))
            assert "could not read" not in wrong.problem, wrong.problem
            assert wrong.credit == 0
