"""The check of understanding from Python: question files, answers, score, what the page holds."""

import json
import re
from pathlib import Path

import nbformat
import pytest
import yaml

from article10 import Quiz, cli, load, questions
from article10.errors import QuestionError
from article10.prose import one
from article10.widgets.base import VIEW_MIME

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(questions.questions_dir().glob("*.yml"))

CHOICE = {
    "id": "pick",
    "objective": "T1",
    "section": "there",
    "type": "single",
    "text": "Which?",
    "explanation": "Because.",
    "options": [
        {"text": "this", "feedback": "yes", "correct": True},
        {"text": "that", "feedback": "no"},
    ],
}
NUMBER = {
    **{key: CHOICE[key] for key in ("objective", "section", "text", "explanation")},
    "id": "count",
    "type": "number",
    "answer": 40,
    "tolerance": 1,
    "unit": "per cent",
    "feedback": {"low": "Count again.", "high": "Too many."},
    "slips": [{"value": 0.4, "feedback": "That is a share of 1."}],
    "sources": ["kcss-2025"],
}
ORDER = {
    **{key: CHOICE[key] for key in ("objective", "section", "text", "explanation")},
    "id": "sort",
    "type": "order",
    "items": [{"text": text, "feedback": f"not {text}"} for text in ("one", "two", "three")],
}
MATCH = {
    **{key: CHOICE[key] for key in ("objective", "section", "text", "explanation")},
    "id": "pair",
    "type": "match",
    "pairs": [
        {"left": "Paris", "right": "France", "feedback": "on the Seine"},
        {"left": "Prague", "right": "Czechia", "feedback": "on the Vltava"},
    ],
    "extra": ["Austria"],
}
SEVERAL = {
    **CHOICE,
    "id": "several",
    "type": "multiple",
    "options": [
        {"text": "a", "feedback": "fa", "correct": True},
        {"text": "b", "feedback": "fb", "correct": True},
        {"text": "c", "feedback": "fc"},
    ],
}


@pytest.fixture
def write(tmp_path):
    """Write a file of these questions; the path."""

    def write_(*asked, **changes):
        content = {"title": "A test", "objectives": {"T1": "Test"}, "questions": list(asked)}
        path = tmp_path / "own.yml"
        path.write_text(yaml.safe_dump({**content, **changes}, allow_unicode=True), "utf-8")
        return path

    return write_


def answer(quiz, id_, *answers):
    """Give these answers, one after the other, as the page would store them."""
    question = next(q for q in quiz.data["questions"] if q["id"] == id_)
    entry = {
        "version": question["version"],
        "first": answers[0],
        "last": answers[-1],
        "tries": len(answers),
    }
    quiz.answers = {**quiz.answers, id_: entry}


def keys(quiz, id_, *texts):
    question = next(q for q in quiz.data["questions"] if q["id"] == id_)
    known = {option["text"]: option["key"] for option in question["options"]}
    return [known[text] for text in texts]


def said(quiz, id_, given):
    """What the page says to an answer."""
    question = next(q for q in quiz.data["questions"] if q["id"] == id_)
    from article10.widgets import engine

    return engine.call("quiz.js", "feedback", question, given)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_chapters_questions_meet_its_objectives_and_sections(path):
    """Text, objectives and questions say the same, whoever edits one of them."""
    found = questions.load_questions(path.stem)
    chapter = nbformat.read(ROOT / "book" / f"{path.stem}.ipynb", as_version=4)
    text = "\n".join(cell.source for cell in chapter.cells)
    stated = dict(re.findall(r"^- \*\*([A-Z]+\d+)\*\* (.+?) \(\{ref\}", text, re.MULTILINE))
    assert found["objectives"] == stated
    for question in found["questions"]:
        assert f"({question['section']})=" in text, question["id"]
    assert f'Quiz("{path.stem}")' in text


def test_every_type_is_used_in_the_first_chapter():
    asked = questions.load_questions("public-opinion")["questions"]
    assert {question["type"] for question in asked} == set(questions.TYPES)


def test_the_combined_margin_agrees_with_the_package():
    from article10 import survey

    asked = questions.load_questions("public-opinion")["questions"]
    question = next(q for q in asked if q["id"] == "margin-of-a-difference")
    margin = survey.difference(46, 1000, 49, 1000)[1]
    assert question["answer"] == pytest.approx(margin, abs=0.01)


def test_the_order_of_the_bases_is_that_of_the_data():
    votes = load("polls")
    votes = votes[(votes["country"] == "North Macedonia") & (votes["kind"] == "referendum")]
    turnout = one(votes, answer="turnout")["percent"]
    ballots = one(votes, answer_note="yes, share of all ballots")["percent"]
    decided = one(votes, answer_note="yes, share of yes plus no")["percent"]
    assert ballots * turnout / 100 < turnout < ballots < decided
    assert ballots * turnout / 100 == pytest.approx(100 / 3, abs=1)


def test_score_counts_first_and_last_answers(write):
    quiz = Quiz(write(CHOICE, NUMBER, ORDER))
    assert quiz.score == (0, 3, 0)
    answer(quiz, "pick", keys(quiz, "pick", "that"), keys(quiz, "pick", "this"))
    answer(quiz, "count", ["39.2 %"])
    answer(quiz, "sort", keys(quiz, "sort", "two", "one", "three"))
    assert quiz.score == (2, 3, 1)
    results = quiz.results.set_index("question")
    assert results["tries"].to_dict() == {"pick": 2, "count": 1, "sort": 1}
    assert results["first_right"].to_dict() == {"pick": False, "count": True, "sort": False}
    assert "3 of 3 questions answered, 2 right (1 at the first try)" in repr(quiz)
    quiz.answers = {}
    assert quiz.score == (0, 3, 0)
    assert quiz.results["last_right"].isna().all()


def test_every_type_recognises_right_and_wrong(write):
    quiz = Quiz(write(CHOICE, SEVERAL, ORDER, MATCH, NUMBER))
    right = {
        "pick": keys(quiz, "pick", "this"),
        "several": keys(quiz, "several", "b", "a"),
        "sort": keys(quiz, "sort", "one", "two", "three"),
        "pair": keys(quiz, "pair", "France", "Czechia"),
        "count": ["41"],
    }
    for id_, given in right.items():
        assert said(quiz, id_, given)["right"], id_
    missing = said(quiz, "several", keys(quiz, "several", "a"))
    assert (missing["right"], missing["hint"].endswith("something is missing.")) == (False, True)
    extra = said(quiz, "several", keys(quiz, "several", "a", "b", "c"))
    assert "1 choice does not belong" in extra["hint"]
    assert [line["right"] for line in extra["lines"]] == [True, True, False]
    order = said(quiz, "sort", keys(quiz, "sort", "one", "three", "two"))
    assert order["hint"].startswith("1 of 3")
    assert [line["text"] for line in order["lines"]] == ["not three", "not two"]
    pairs = said(quiz, "pair", keys(quiz, "pair", "France", "Austria"))
    assert [line["text"] for line in pairs["lines"]] == ["on the Vltava"]


@pytest.mark.parametrize(
    ("typed", "reply"),
    [
        ("30", "Too low. Count again."),
        ("\u22125", "Too low. Count again."),
        ("1,000", "Too high. Too many."),
        ("41.5", "Too high. Too many."),
        ("0,4", "That is a share of 1."),
        ("0.405", "That is a share of 1."),
        ("0.5", "Too low. Count again."),
        ("± 40,9 %", ""),
        ("39", ""),
    ],
)
def test_numbers_are_read_as_people_write_them(write, typed, reply):
    assert said(Quiz(write(NUMBER)), "count", [typed])["hint"] == reply


def test_nonsense_in_the_answers_counts_for_nothing(write):
    quiz = Quiz(write(CHOICE, NUMBER, ORDER, MATCH, SEVERAL))
    for nonsense in (
        {"nobody": {}},
        {"pick": 5, "count": None, "sort": [], "pair": "x"},
        {"__proto__": {"first": ["a"]}},
    ):
        quiz.answers = nonsense
        assert quiz.score == (0, 5, 0)
    for id_, given in {
        "pick": ["z"],
        "count": ["many"],
        "sort": ["a", "a", "b"],
        "pair": ["a"],
        "several": [],
    }.items():
        answer(quiz, id_, given)
        answer(quiz, id_, [7])
    assert quiz.results["tries"].sum() == 0


def test_an_answer_to_another_version_of_a_question_is_set_aside(write):
    old = Quiz(write(CHOICE))
    answer(old, "pick", keys(old, "pick", "this"))
    new = Quiz(write({**CHOICE, "text": "Which one?"}), answers=old.answers)
    assert new.score.points == 0
    assert new.ask("settle")["notices"] == [
        "1 question has changed since you answered: please answer again."
    ]


def test_the_page_is_not_told_which_answers_are_right(write):
    quiz = Quiz(write(CHOICE, SEVERAL, ORDER, MATCH))
    held = quiz.data["questions"]
    assert "correct" not in json.dumps(held)
    for question in held[:2]:
        assert {tuple(option) for option in question["options"]} == {("key", "text", "feedback")}
    assert [option["text"] for option in held[2]["options"]] != ["one", "two", "three"]
    rights = [option["text"] for option in held[3]["options"]]
    assert rights == sorted(rights)
    # The same option is right in two questions: its digest gives neither away.
    assert not set(held[0]["right"]) & set(held[1]["right"])


def test_the_view_is_the_same_in_every_run():
    def view():
        data, _ = Quiz("public-opinion")._repr_mimebundle_()
        return json.dumps(data[VIEW_MIME], sort_keys=True)

    assert view() == view()


def test_text_of_a_file_cannot_become_markup(write):
    evil = "<img src=x onerror=alert(1)>"
    page = Quiz(
        write(
            {**CHOICE, "text": evil, "explanation": evil},
            {**MATCH, "pairs": [{**MATCH["pairs"][0], "left": evil}, MATCH["pairs"][1]]},
            objectives={"T1": evil},
        )
    ).fallback()
    assert "<img" not in page
    assert page.count("&lt;img") == 5


def test_the_fallback_gives_each_question_its_reasoning():
    quiz = Quiz("public-opinion")
    page = quiz.fallback()
    assert page.count("<details>") == len(quiz.data["questions"])
    assert "ad-fallback" in page


def broken(**changes):
    return {key: value for key, value in {**CHOICE, **changes}.items() if value is not None}


@pytest.mark.parametrize(
    ("asked", "field", "rule"),
    [
        (broken(text=None), "text", "required"),
        (broken(points=2), "points", "no such field"),
        (broken(type="essay"), "type", "single, multiple, order, match, number"),
        (broken(objective="T9"), "objective", "'T9' is not among the objectives"),
        (broken(text=5), "text", "needs a text"),
        (broken(id="Not Good"), "id", "small letters"),
        (broken(sources=["kcss-1999"]), "sources", "no source 'kcss-1999'"),
        (broken(text="{share} per cent"), "text", "{share} is not among the question's values"),
        (broken(options=[CHOICE["options"][0]]), "options", "at least 2"),
        (broken(options=[CHOICE["options"][1]] * 2), "options", "exactly one option is correct"),
        (broken(options=[{"text": "x"}, CHOICE["options"][0]]), "options[1].feedback", "required"),
        (
            broken(options=[{**CHOICE["options"][0], "correct": "yes"}, CHOICE["options"][1]]),
            "options[1].correct",
            "true or false",
        ),
        (
            broken(values={"v": {"table": "pols", "where": {"country": "Kosovo"}}}),
            "values.v",
            "did you mean polls",
        ),
        (
            broken(values={"v": {"table": "polls", "where": {"country": "Kosovo"}}}),
            "values.v",
            "rows fit",
        ),
        (
            broken(values={"v": {"table": "polls", "where": {"land": "Kosovo"}}}),
            "values.v",
            "no column 'land'",
        ),
        ({**NUMBER, "sources": []}, "sources", "a constant needs the source"),
        ({**NUMBER, "tolerance": 0}, "tolerance", "above 0"),
        ({**NUMBER, "answer": "many"}, "answer", "neither a number"),
        (
            {**NUMBER, "slips": [{"value": 40.5, "feedback": "x"}]},
            "slips[1].value",
            "taken for the right answer",
        ),
        ({**ORDER, "items": ORDER["items"][:2]}, "items", "at least 3"),
        ({**ORDER, "items": [ORDER["items"][0]] * 3}, "items", "twice the same"),
        ({**MATCH, "extra": ["France"]}, "extra", "twice the same: 'France'"),
    ],
)
def test_a_bad_file_names_file_question_field_and_rule(write, asked, field, rule):
    with pytest.raises(QuestionError) as refused:
        Quiz(write(asked))
    error = refused.value
    assert (error.file, error.question, error.field) == ("own.yml", asked["id"], field)
    assert rule in error.rule
    assert str(error) == f"own.yml, question {asked['id']}, field {field}: {error.rule}"


def test_whole_files_are_checked(write, tmp_path):
    def rule(path):
        with pytest.raises(QuestionError) as refused:
            questions.load_questions(path)
        return str(refused.value)

    assert "no question asks about T2" in rule(write(CHOICE, objectives={"T1": "a", "T2": "b"}))
    assert "twice the same: 'pick'" in rule(write(CHOICE, CHOICE))
    assert "field title" in rule(write(CHOICE, title=""))
    bad = tmp_path / "bad.yml"
    bad.write_text("title: [", "utf-8")
    assert "bad.yml: not YAML" in rule(bad)
    bad.write_text("- a list", "utf-8")
    assert "bad.yml: needs the fields title" in rule(bad)
    assert "there is public-opinion" in rule("public-opinions")


def test_a_value_follows_the_table(write):
    where = {"country": "Kosovo", "source_id": "infoks-iri-2023", "question_family": "vote_join"}
    found = questions.load_questions(
        write(
            {
                **NUMBER,
                "sources": None,
                "text": "It was {vote:.1f}. What was it?",
                "values": {"vote": {"table": "polls", "where": where}},
                "answer": "vote",
            }
        )
    )
    percent = one(load("polls"), **where)["percent"]
    assert found["questions"][0]["answer"] == percent
    assert found["questions"][0]["text"] == f"It was {percent:.1f}. What was it?"


def test_without_pyyaml_one_line_says_so(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "yaml", None)
    with pytest.raises(QuestionError, match=r"needs PyYAML, which the kernel in the browser"):
        Quiz("public-opinion")


def test_validate_reports_every_problem_of_the_questions(tmp_path, capsys, write):
    assert cli.main(["validate"]) == 0
    assert re.search(r"^questions/public-opinion: 9 questions, ok$", capsys.readouterr().out, re.M)
    folder = tmp_path / "questions"
    folder.mkdir()
    write(broken(text=None, explanation=None)).rename(folder / "own.yml")
    wrong = questions.check(tmp_path)["questions/own"]
    assert [error.field for error in wrong] == ["text", "explanation"]
