"""The check of understanding: a chapter's questions, answered on the page or in a notebook."""

from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import traitlets

from article10.questions import load_questions
from article10.widgets import engine
from article10.widgets.base import View, references

KEYS = "abcdefghijklmnopqrstuvwxyz"


class Score(NamedTuple):
    """One point a question: ``points`` by the last answers, ``first_try`` by the first ones."""

    points: int
    out_of: int
    first_try: int


def _keyed(texts: list[str]) -> dict[str, str]:
    return dict(zip(texts, KEYS, strict=False))


def _mixed(texts: list[str], salt: str) -> list[str]:
    """The texts in an order that is the same in every run and not the one given."""
    mixed = sorted(texts, key=lambda text: sha256(f"{salt}/{text}".encode()).hexdigest())
    return mixed if mixed != texts else [*mixed[1:], mixed[0]]


def _options(question: dict, salt: str) -> tuple[dict, list[str]]:
    keys = _keyed([option["text"] for option in question["options"]])
    shown = [
        {"key": keys[o["text"]], "text": o["text"], "feedback": o["feedback"]}
        for o in question["options"]
    ]
    return {"options": shown}, [keys[o["text"]] for o in question["options"] if o["correct"]]


def _items(question: dict, salt: str) -> tuple[dict, list[str]]:
    feedback = {item["text"]: item["feedback"] for item in question["items"]}
    keys = _keyed(_mixed(list(feedback), salt))
    shown = [{"key": key, "text": text, "feedback": feedback[text]} for text, key in keys.items()]
    return {"options": shown}, [f"{i}{keys[text]}" for i, text in enumerate(feedback, 1)]


def _pairs(question: dict, salt: str) -> tuple[dict, list[str]]:
    pairs = question["pairs"]
    rights = sorted({*question["extra"], *(pair["right"] for pair in pairs)}, key=str.casefold)
    keys = _keyed(rights)
    shown = {
        "lefts": [{"text": pair["left"], "feedback": pair["feedback"]} for pair in pairs],
        "options": [{"key": key, "text": text} for text, key in keys.items()],
    }
    return shown, [f"{i}{keys[pair['right']]}" for i, pair in enumerate(pairs, 1)]


def _number(question: dict, salt: str) -> tuple[dict, list[str]]:
    names = ("answer", "tolerance", "unit", "feedback", "slips")
    return {name: question[name] for name in names}, []


_SHOWN = {
    "single": _options,
    "multiple": _options,
    "order": _items,
    "match": _pairs,
    "number": _number,
}


def _for_the_page(question: dict, chapter: str) -> dict:
    """A question without its answer, but for the digests that recognise it."""
    salt = f"{chapter}/{question['id']}"
    shown, claims = _SHOWN[question["type"]](question, salt)
    right = engine.call("quiz.js", "digests", salt, claims)
    # An answer belongs to the question as it was asked, not to what its file says later.
    version = sha256(repr(question).encode()).hexdigest()[:8]
    common = ("id", "objective", "section", "type", "text", "explanation", "sources")
    return {
        **{name: question[name] for name in common},
        **shown,
        "salt": salt,
        "right": sorted(right),
        "version": version,
    }


class Quiz(View):
    """A check of understanding: questions with feedback on every answer, tried as often as needed.

    It is practice, not grading. For choices, orders and pairs the page holds salted digests of
    the right answers instead of the answers: enough that nobody reads them by accident, not
    enough to stop anyone who tries all answers. Feedback, the reasoning and the answer of a
    numeric question are in the page as they are.

    Parameters
    ----------
    questions : the name of a chapter with questions, such as ``"public-opinion"``, or the path
        of a ``.yml`` file of one's own (CONTRIBUTING.md explains its fields).

    Raises
    ------
    QuestionError : there is no such file, or it breaks a rule; file, question, field and rule.
    """

    module = "quiz.js"
    label = "Check of understanding"
    address = ()
    keep = ("answers",)

    answers = traitlets.Dict().tag(sync=True)
    """By question: ``version`` of the question, ``first`` and ``last`` answer, ``tries``.

    An answer is a list of keys: of the chosen options, of the items in their order, of what is
    chosen for each left side; or of one number as it was typed. ``{}`` clears all.
    """

    def __init__(self, questions: str | Path, **traits):
        found = load_questions(questions)
        asked = [_for_the_page(question, found["chapter"]) for question in found["questions"]]
        super().__init__(
            data={
                "title": found["title"],
                "objectives": found["objectives"],
                "questions": asked,
                "references": references(id_ for q in asked for id_ in q["sources"]),
            },
            **traits,
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.data['title']}: {self.ask('summary')})"

    @property
    def results(self) -> pd.DataFrame:
        """One row a question: ``question``, ``objective``, ``type``, ``tries``,
        ``first_right``, ``last_right`` (missing where it is not answered).
        """
        frame = pd.DataFrame(self.ask("results"))
        right = ["first_right", "last_right"]
        return frame.astype(dict.fromkeys(right, "boolean"))

    @property
    def score(self) -> Score:
        """Points by the last answers, out of how many, and points by the first answers."""
        results = self.results
        return Score(
            int(results["last_right"].sum()), len(results), int(results["first_right"].sum())
        )

    def fallback(self) -> str:
        """The questions as a list, each with its reasoning to open."""
        return self.ask("fallback")
