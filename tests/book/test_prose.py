"""What a reader may hold a chapter to: sourced figures, short paragraphs, objectives met."""

import re

import pytest
import yaml

from article10 import load

from .chapters import BOOK, CONTENT, ROLE, ROOT, blocks, cells, markdown, names

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# Digits that are no evidence: years and dates, numbers in names, the book's own counting.
NO_EVIDENCE = re.compile(
    rf"\b\d{{1,2}}(?:(?: and | to |\u2013)\d{{1,2}})? (?:{MONTHS})\b"
    r"|\b(?:1[89]|20)\d\d(?:/\d\d)?s?\b"
    r"|\b(?:Articles?|[Rr]esolutions?|[Pp]aragraphs?|[Cc]hapters?|[Pp]hases?|[Rr]ecommendations?"
    r"|[Tt]akeaways?|Ch\.|[Oo]bjectives?|[Qq]uestions?|[Pp]oints?|[Ss]teps?|[Ww]eeks?|[Ss]essions?|G|Pillars?)"
    r"[ \u00a0-]\d+(?:(?:, | and | to |\u2013)\d+)*"
    r"|\b\d+ minutes\b|\b[A-Z]{2,4}\d+\b|\b24/7\b|\b112\b"
)
# The first chapter explains the module and has no exercises of its own.
GUIDE = names()[0]
# What a chart shows, in one line; its sources are in the chart's own panel.
CAPTION = re.compile(r"\*[^*].*[^*]\*")


def figures(text: str) -> list[str]:
    """Numbers in ``text`` that a reader would take for evidence."""
    typed = ROLE.sub(" ", text)
    return re.findall(
        r"\d[\d.,]*", NO_EVIDENCE.sub(" ", re.sub(r"\]\([^)]*\)|<[^>]+>", " ", typed))
    )


@pytest.mark.parametrize("name", names())
def test_a_figure_that_is_typed_has_its_source_beside_it(name):
    unsourced = [
        (figures(block.text), block.text)
        for block in blocks(name)
        if block.kind != "heading"
        and figures(block.text)
        and "{cite" not in block.text
        and not CAPTION.fullmatch(block.text)
    ]
    assert not unsourced


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("KFOR has 4,622 troops.", ["4,622"]),
        ("Support is {glue:text}`x:.0f` per cent.", []),
        ("On 24 March 1999, resolution 1244 and Article 10.", []),
        ("Some 90 per cent in 2024.", ["90"]),
    ],
)
def test_figures_are_told_from_dates(sentence, found):
    assert [figure.rstrip(".") for figure in figures(sentence)] == found


@pytest.mark.parametrize("name", names())
def test_no_paragraph_is_a_wall(name):
    long = [block.text for block in blocks(name) if len(block.plain.split()) > 120]
    assert not long


@pytest.mark.parametrize("name", CONTENT)
def test_a_chapter_has_all_its_parts_in_order(name):
    text = markdown(name)
    parts = [
        f"({name})=",
        ":class: ad-objectives",
        "**Time:**",
        ":class: ad-question",
        ":class: ad-summary",
        "## Check your understanding",
        *(["## Exercises", f'href="practice/{name}.html"'] if name != GUIDE else []),
        "## Further reading",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert any(f'Quiz("{name}")' in cell.source for cell in cells(name) if cell.kind == "code")


@pytest.mark.parametrize("name", CONTENT)
def test_every_objective_is_met_by_a_section_and_asked_by_a_question(name):
    text = markdown(name)
    quiz = yaml.safe_load((BOOK / "questions" / f"{name}.yml").read_text(encoding="utf-8"))
    stated = re.findall(
        r"^- \*\*([A-Z]{2}\d)\*\* (.+?) \(((?:\{ref\}`[\w-]+`(?:, )?)+)\)\.$", text, re.M
    )
    assert {label: objective for label, objective, _ in stated} == quiz["objectives"]
    labels = set(re.findall(r"^\(([\w-]+)\)=$", text, re.MULTILINE))
    for label, _, sections in stated:
        assert set(re.findall(r"`([\w-]+)`", sections)) <= labels, label
    assert {question["objective"] for question in quiz["questions"]} == set(quiz["objectives"])
    assert {question["section"] for question in quiz["questions"]} <= labels


@pytest.mark.parametrize("name", CONTENT)
def test_a_figure_is_introduced_captioned_and_discussed(name):
    shown = [cell for cell in cells(name) if "remove-cell" not in cell.tags]
    for at, cell in enumerate(shown):
        if not cell.widget or "Quiz(" in cell.source:
            continue
        before, after = shown[at - 1], shown[at + 1]
        assert before.kind == "markdown", cell.source
        assert not before.source.rstrip().endswith("*"), cell.source
        caption, _, discussion = after.source.partition("\n\n")
        assert after.kind == "markdown", cell.source
        assert CAPTION.fullmatch(caption), cell.source
        assert discussion, caption
        assert not discussion.startswith(("(", "#")), caption


@pytest.mark.parametrize("name", CONTENT)
def test_terms_are_linked_where_they_are_first_used(name):
    glossary = load("glossary")
    written = {}
    for row in glossary.itertuples():
        forms = [row.term, row.acronym, row.expansion]
        written[row.term] = [form for form in forms if isinstance(form, str) and form]
    text = [block for block in blocks(name) if block.kind in ("paragraph", "item", "row")]
    # The objectives come before the text and have links of their own.
    text = [block for block in text if not re.match(r"\*\*[A-Z]{2}\d\*\*", block.text)]
    linked = {}
    for at, block in enumerate(text):
        for role, target in ROLE.findall(block.text):
            if role == "term":
                words, _, named = target.partition("<")
                linked.setdefault(
                    (named.rstrip(">") or words).strip(), (at, block.text.find(target))
                )
    assert len(linked) >= (2 if name == GUIDE else 5), sorted(linked)
    names_of = {form.lower(): term for term, forms in written.items() for form in forms}
    for target, (at, place) in linked.items():
        term = names_of[target.lower()]
        for form in written[term]:
            # Acronyms are told from words by their capitals; names of several words are not.
            flags = re.IGNORECASE if " " in form else 0
            pattern = re.compile(rf"(?<![\w`<]){re.escape(form)}(?![\w`>])", flags)
            earlier = [block.text for block in text[:at]] + [text[at].text[: max(place - 8, 0)]]
            unlinked = [
                one for one in earlier if pattern.search(re.sub(r"\{cite\}`[^`]*`", "", one))
            ]
            assert not unlinked, f"{form} is used before its link: {unlinked[0]}"


def test_the_bibliography_holds_only_what_is_used():
    entries = re.findall(r"^@\w+\{([^,]+),", (BOOK / "references.bib").read_text("utf-8"), re.M)
    users = [
        path
        for folder, kinds in {
            BOOK: (".ipynb", ".md", ".yml"),
            ROOT / "data": (".csv",),
            ROOT / "solutions": (".ipynb",),
            ROOT / "src" / "article10" / "checks": (".py",),
        }.items()
        for path in folder.rglob("*")
        if path.suffix in kinds
    ]
    words = set(re.findall(r"[\w-]+", "\n".join(path.read_text("utf-8") for path in users)))
    assert len(entries) > 400
    assert [entry for entry in entries if entry not in words] == []
