"""JSON: lists of objects, and one object a line."""

import json

import pytest

from tests.knowledge.importing.reading import of, refused, told

CARDS = [{"question": "Why?", "answer": "So."}, {"question": "How?", "answer": "Thus."}]


@pytest.mark.parametrize("name", ["a.json", "a.txt"])
@pytest.mark.parametrize(
    "text",
    [
        json.dumps(CARDS),
        json.dumps({"title": "Quiz", "questions": CARDS}, indent=2),
        json.dumps([{"Front": one["question"], "Back": one["answer"]} for one in CARDS]),
        json.dumps([{"frage": one["question"], "antwort": one["answer"]} for one in CARDS]),
        "\n".join(json.dumps(one) for one in CARDS),
    ],
)
def test_lists_of_objects_are_read_by_the_usual_names(name: str, text: str) -> None:
    found = of(name, text)

    assert [(one.question, one.answer) for one in found.questions] == [
        ("Why?", "So."),
        ("How?", "Thus."),
    ]


def test_a_line_is_an_object_by_its_name() -> None:
    found = of("a.jsonl", '{"q": "Why?", "a": "So."}\n\n{"q": "How?", "a": "Thus."}\n')

    assert [(one.line, one.question) for one in found.questions] == [(1, "Why?"), (3, "How?")]


def test_an_object_knows_its_line() -> None:
    text = '{"note": "[ {",\n "items": [\n  {"q": "Why?", "a": "So."},\n  {"a": "b", "q": "How?"}]}'

    found = of("a.json", text)

    assert [(one.line, one.question) for one in found.questions] == [(3, "Why?"), (4, "How?")]


def test_what_is_not_read_is_named_once() -> None:
    text = json.dumps({"title": "Quiz", "cards": [{**one, "tags": ["a"]} for one in CARDS]})

    assert [note.message for note in of("a.json", text).notes] == [
        "left out, 'title'",
        "left out, the values of 'tags'",
    ]


def test_code_has_a_name_of_its_own_and_an_answer_may_be_a_list_of_lines() -> None:
    text = json.dumps([{"question": "Why?", "answer": ["So:", "and so."], "code": "x = 1"}])

    [one] = of("a.json", text).questions

    assert told(one) == [("prose", "So:\nand so."), ("code", "x = 1", "")]


@pytest.mark.parametrize(
    "given",
    [
        {"options": ["view", "clone"], "answer": "clone"},
        {"options": ["view", "clone"], "answer": "B"},
        {"choices": {"a": "view", "b": "clone"}, "answer": "b"},
        {"options": [{"text": "view"}, {"text": "clone", "correct": True}]},
    ],
)
def test_the_right_option_is_the_answer_and_what_explains_it_joins_it(
    given: dict[str, object],
) -> None:
    text = json.dumps([{"question": "Which copies?", **given, "explanation": "It is new."}])

    found = of("a.json", text)

    assert found.questions[0].answer == "clone\n\nIt is new."
    assert [note.message for note in found.notes] == [
        "left out, the options that are not right: 'view'"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[\n{"q": "Why?",\n}]', "3: this is not JSON: "),
        ("[1, 2]", "1: expected a list of objects such as"),
        ('[["Why?", "So."]]', "1: expected a list of objects such as"),
        ('[{"q": "Why?", "a": "So."},\n{"q": "How?"}]', "2: expected a value named 'answer'"),
        ('[{"q": "Why?", "a": null}]', "1: expected words as 'a', got nothing"),
        ('[{"q": "Why?", "a": " "}]', "1: the question 'Why?' has no answer"),
        ('[{"q": "Why?", "a": "b", "answer": "c"}]', "1: expected one answer in this object"),
        (
            '[{"q": "Why?", "options": ["a", "b"], "a": 1}]',
            "1: expected the answer to 'Why?' to be",
        ),
        (f'[{{"q": "Why?", "a": {"1" * 5000}}}]', "1: this is not JSON that can be read"),
    ],
)
def test_one_object_that_cannot_be_read_refuses_all(text: str, problem: str) -> None:
    assert refused("a.json", text)[0].startswith(f"a.json:{problem}")


def test_a_line_that_is_no_object_refuses_all() -> None:
    [found] = refused("a.jsonl", '{"q": "Why?", "a": "So."}\n{"q": \n')

    assert found.startswith("a.jsonl:2: expected one object on this line")
