"""What an answer's form gives away."""

import pytest

from knowledge.importing.answers import parts
from knowledge.importing.findings.form import form_findings
from knowledge.importing.questionnaire import FindingKind, Imported, numbered
from knowledge.pages.curriculum import Curriculum, read, shipped
from tests.knowledge.importing import reading
from tests.knowledge.importing.reading import answered


def found(answer: str, question: str = "What is it?") -> list[tuple[FindingKind, int]]:
    return [(each.kind, each.line) for each in form_findings(answered(answer, question))]


def test_a_report_is_no_answer() -> None:
    [finding] = form_findings(reading.read("traps.txt").questions[4])

    assert str(finding) == (
        "line 52: no answer: this reads like somebody's question or report, "
        "not like an answer: 'I tried ... I thought'"
    )


def test_one_turn_of_speech_is_no_report() -> None:
    assert found("I thought of rows first. It gives columns.") == []


@pytest.mark.parametrize(
    ("question", "is_enough"),
    [
        ("Why is it so?", False),
        ("Which axis goes?", False),
        ("Does it copy?", False),
        ("How do I add an axis?", True),
        ("Implement a product.", True),
        ("Write a loop.", True),
    ],
)
def test_code_alone_answers_only_who_asks_for_code(question: str, *, is_enough: bool) -> None:
    assert found("x = 1", question) == ([] if is_enough else [(FindingKind.NO_ANSWER, 3)])


def test_an_answer_that_ends_in_a_colon_is_cut_off() -> None:
    assert found("It is so.\n\nHere is how:") == [(FindingKind.CUT_OFF, 5)]
    assert found("Here is how:\n\nx = 1") == []


def test_numbers_of_footnotes_are_found() -> None:
    assert found("It is in torch.einsum.6 All of them.") == [(FindingKind.FORM, 3)]
    assert found("It is version 2.6 All of them.") == []


@pytest.mark.parametrize(
    ("text", "is_closed"),
    [
        ("so `x is one", False),
        ("so `x` is one, don't say it isn't -> no", True),
    ],
)
def test_a_quote_that_is_never_closed_is_found(text: str, *, is_closed: bool) -> None:
    assert found(text) == ([] if is_closed else [(FindingKind.FORM, 3)])


def test_a_question_too_long_for_an_entry_is_found() -> None:
    assert found("So.", f"What {'is ' * 70}it?") == [(FindingKind.FORM, 1)]


@pytest.mark.parametrize("question", ["5", "Views"])
def test_a_question_too_short_for_an_entry_is_found(question: str) -> None:
    one = Imported(1, question, "So it is.", parts(numbered("So it is.")))

    [finding] = form_findings(one)

    assert finding.message == f"the question has {len(question)} characters, expected 8 to 200"


@pytest.mark.parametrize(
    "answer", ["-", "?", "…", "TODO", "to do!", "tbd", "n/a", "Answer to come"]
)
def test_a_stand_in_is_no_answer(answer: str) -> None:
    one = Imported(1, "What is it?", answer, parts(numbered(answer)))

    assert [each.kind for each in form_findings(one)] == [FindingKind.NO_ANSWER]
    assert [str(each) for each in form_findings(one)] == [
        f"line 1: no answer: {answer!r} is no answer yet"
    ]


@pytest.mark.parametrize("answer", ["42", "None", "Yes.", "float32", "-1", "x + y"])
def test_a_short_answer_is_one(answer: str) -> None:
    one = Imported(1, "How do I get it?", answer, parts(numbered(answer)))

    assert list(form_findings(one)) == []


def test_curated_answers_have_nothing_to_find() -> None:
    content = read(shipped())
    assert isinstance(content, Curriculum)

    for entry in (page.entry for page in content.pages):
        text = "\n\n".join(part for part in (entry.short, entry.more, entry.pitfall) if part)
        one = Imported(1, entry.question, text, parts(numbered(text)))
        assert [str(finding) for finding in form_findings(one)] == [], entry.slug


@pytest.mark.parametrize(
    ("answer", "tag"),
    [
        ("One.<br>Two.", "<br>"),
        ('One.\n<p class="x">Two</p>', '<p class="x">'),
        ("`<b>` is one, </B> another.", "</B>"),
        ("One <img src='a.png' /> is a picture.", "<img src='a.png' />"),
    ],
)
def test_html_is_told_as_learners_would_see_it(answer: str, tag: str) -> None:
    """A spreadsheet from a course's pages has it, and a draft keeps it to the letter."""
    one = answered(answer)

    [finding] = form_findings(one)

    assert finding.message == f"learners would see {tag!r}, as HTML is not read"
    assert finding.line == 3 + answer[: answer.index(tag)].count("\n")


def test_html_in_a_question_is_told_too() -> None:
    [finding] = form_findings(answered("One.", "What is <code>x</code>?"))

    assert str(finding) == "line 1: form: learners would see '<code>', as HTML is not read"


@pytest.mark.parametrize(
    "answer",
    ["Where a<b and c>d.", "`<br>`", "```html\n<br>\n```", "A `list` <of names>.", "<class 'int'>"],
)
def test_what_is_no_html_or_shown_as_code_is_not_told(answer: str) -> None:
    assert list(form_findings(answered(answer))) == []


def test_words_behind_word_s_line_breaks_know_their_line() -> None:
    one = answered("One.\x0bIt is twice.1 Three is <br>.\u2028A `quote.\nThe end is here:")

    assert [finding.line for finding in form_findings(one)] == [3, 3, 3, 4]
