"""Cards as Quizlet and Anki export them."""

import pytest

from tests.knowledge.importing.reading import of, refused

CARDS = "What is a view?\tA tensor.\nWhy copy?\tTo be safe.\n"


@pytest.mark.parametrize("name", ["a.tsv", "a.csv", "a.txt"])
def test_rows_without_names_are_cards_where_they_ask(name: str) -> None:
    found = of(name, CARDS)

    assert [(one.line, one.question, one.answer) for one in found.questions] == [
        (1, "What is a view?", "A tensor."),
        (2, "Why copy?", "To be safe."),
    ]


def test_what_stands_above_the_cards_of_anki_is_obeyed() -> None:
    text = "#separator:tab\n#html:true\n#tags column:3\nWhat is <b>a</b> &lt; b?\tIt<br>is.\tx y\n"

    found = of("a.txt", text)

    assert [(one.line, one.question, one.answer) for one in found.questions] == [
        (4, "What is **a** < b?", "It\nis.")
    ]
    assert [note.message for note in found.notes] == ["left out, the column of the tags"]


def test_a_card_that_does_not_ask_is_named() -> None:
    [note] = of("a.tsv", f"{CARDS}stride\tA step.\n").notes

    assert str(note) == "a.tsv:3: taken for a question, though it does not ask: 'stride'"


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.tsv", "stride\tA step.\nview\tA tensor.\n", "1: expected a first row that names"),
        ("a.tsv", f"{CARDS}Why?\tSo.\tx\n", "3: expected a question and an answer in this row"),
        ("a.tsv", f"{CARDS}Why?\t\n", "3: the question 'Why?' has no answer"),
        ("a.txt", "#separator:tab\nstride\tA step.\n", "2: expected a card that asks"),
        ("a.txt", "#separator:tab\n", "1: expected cards below the head of the file, got none"),
        (
            "a.txt",
            '#separator:tab\n#html:true\nWhat?\tThis.\nWhy?\t"<img src=""a"">"\n',
            "4: expected words on this card, got a picture",
        ),
    ],
)
def test_a_card_that_cannot_be_read_refuses_all(name: str, text: str, problem: str) -> None:
    assert refused(name, text)[0].startswith(f"{name}:{problem}")


def test_a_text_with_names_of_columns_between_tabs_is_a_table() -> None:
    [one] = of("a.txt", "Nr\tQuestion\tAnswer\n1\tstride\tA step.\n").questions

    assert (one.line, one.question, one.answer) == (2, "stride", "A step.")


def test_a_column_whose_number_is_none_is_passed_over() -> None:
    [one] = of("a.txt", "#separator:tab\n#tags column:²\nWhat is a view?\tA tensor.\n").questions

    assert one.answer == "A tensor."
