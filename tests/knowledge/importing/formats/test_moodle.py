"""Moodle's XML, as its question bank exports it."""

import pytest

from tests.knowledge.importing.reading import of, refused, told


def quiz(*questions: str) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "\n".join(questions) + "\n</quiz>\n"


def question(kind: str, text: str, rest: str) -> str:
    return (
        f'<question type="{kind}"><name><text>n</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>'
        f"{rest}</question>"
    )


def general(said: str) -> str:
    return f"<generalfeedback format='html'><text><![CDATA[{said}]]></text></generalfeedback>"


RIGHT = (
    '<answer fraction="100" format="html"><text>&lt;p&gt;It adds an axis.&lt;/p&gt;</text></answer>'
)
WRONG = '<answer fraction="0"><text>It copies.</text></answer>'
HALF = '<answer fraction="50"><text>{}</text><feedback><text>Half.</text></feedback></answer>'
TRUE = '<answer fraction="100"><text>true</text><feedback><text>Yes.</text></feedback></answer>'
NUMBER = '<answer fraction="100"><text>2</text><tolerance>0.1</tolerance></answer>'
PAIRS = (
    '<subquestion format="html"><text>cat</text><answer><text>joins</text></answer></subquestion>'
    '<subquestion format="html"><text></text><answer><text>zips</text></answer></subquestion>'
)


def test_the_right_answer_and_the_general_feedback_are_read() -> None:
    text = quiz(
        '<question type="category"><category><text>top/torch</text></category></question>',
        question(
            "multichoice",
            "<p>What does <code>x</code> do?</p>",
            general("<p>Print it.</p>") + WRONG + RIGHT,
        ),
    )

    found = of("a.xml", text)

    assert [(one.line, one.question, one.answer) for one in found.questions] == [
        (4, "What does `x` do?", "It adds an axis.\n\nPrint it.")
    ]
    assert [str(note) for note in found.notes] == [
        "a.xml:3: left out, it asks nothing: 'top/torch'",
        "a.xml:4: left out, the options that are not right: 'It copies.'",
    ]


@pytest.mark.parametrize(
    ("kind", "asked", "rest", "answer"),
    [
        ("shortanswer", "Which?", RIGHT, "It adds an axis."),
        ("multichoice", "Which?", HALF.format("a") + HALF.format("b"), "- a (Half.)\n- b (Half.)"),
        ("truefalse", "Is it?", TRUE, "True\n\nYes."),
        ("numerical", "How many?", NUMBER, "2 (± 0.1)"),
        ("essay", "Why?", general("Print it."), "Print it."),
        ("matching", "Which?", PAIRS, "- cat → joins"),
    ],
)
def test_each_kind_with_words_is_read(kind: str, asked: str, rest: str, answer: str) -> None:
    [one] = of("a.xml", quiz(question(kind, asked, rest))).questions

    assert (one.question, one.answer) == (asked, answer)


def test_a_statement_is_asked_for_its_truth() -> None:
    [one] = of("a.xml", quiz(question("truefalse", "It copies.", TRUE))).questions

    assert one.question == "True or false: It copies."


def test_html_becomes_the_markdown_that_says_the_same() -> None:
    said = (
        '<h2>Axes</h2><p>Two&nbsp;<a href="https://a.org">ways</a> in my_var:</p>'
        "<ol><li>one<ul><li>2*3*4</li></ul></li><li>two</li></ol><pre>x = 1\ny = 2</pre>"
    )

    [one] = of("a.xml", quiz(question("essay", "<b>How</b> so?", general(said)))).questions

    assert one.question == "How so?"
    assert told(one) == [
        (
            "prose",
            "## Axes\n\nTwo [ways](https://a.org) in my_var:\n\n1. one\n   - 2*3*4\n2. two",
        ),
        ("code", "x = 1\ny = 2", ""),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (quiz(question("cloze", "a", "")), "3: expected a question with an answer in words, got"),
        (quiz(question("essay", "<img src='a'>", "")), "3: expected words, got a picture"),
        (quiz(question("essay", "<b>" * 3000, "")), "3: expected words, got HTML that is nested"),
        (quiz(question("multichoice", "Which?", WRONG)), "3: none of the options of 'Which?' is"),
        (quiz(question("essay", "Why?", "")), "3: the question 'Why?' has no answer"),
        (quiz(question("essay", "", general("So."))), "3: this question has no words"),
        (quiz(), "1: expected questions in Moodle's <quiz>, got none"),
        ("<quiz><question></quiz>", "1: this is not well-formed XML"),
        ("<html></html>", "1: expected questions in Moodle's <quiz>, got html"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><quiz></quiz>', "1: expected Moodle's XML, got a document"),
    ],
)
def test_what_has_no_words_to_take_is_refused(text: str, problem: str) -> None:
    assert refused("a.xml", text)[0].startswith(f"a.xml:{problem}")


def test_one_question_that_cannot_be_read_refuses_all() -> None:
    text = quiz(question("essay", "Why?", general("So.")), question("essay", "How?", ""))

    assert refused("a.xml", text) == ["a.xml:4: the question 'How?' has no answer"]


def test_no_mark_that_html_does_not_know_stops_reading() -> None:
    text = quiz(question("essay", "Why <![if !x]>and &lt;![foo[ how?", general("So.")))

    assert of("a.xml", text).questions[0].question == "Why and <![foo[ how?"
