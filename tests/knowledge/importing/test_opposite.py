import pytest

from knowledge.importing.imported import Prose
from knowledge.importing.opposite import are_opposite, gist
from knowledge.importing.sentence import Sentence, sentences


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("backward changes the weights.", "No weight changes during `backward()`."),
        ("Unsqueeze copies the storage.", "Unsqueeze does not copy the storage."),
        ("The bias is added to every row of it.", "The bias is added to every column."),
        ("The gradient grows with the depth.", "With the depth, the gradient shrinks."),
        ("Broadcasting adds missing axes left.", "Broadcasting adds missing axes right."),
    ],
)  # fmt: skip
def test_a_not_or_a_word_s_opposite_turns_a_claim_round(one: str, other: str) -> None:
    assert are_opposite(gist(one), gist(other))
    assert are_opposite(gist(other), gist(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Unsqueeze copies the storage.", "Unsqueeze copies the storage."),
        ("Unsqueeze gives no copy of the storage.", "Unsqueeze gives a view of the storage."),
        ("Unsqueeze copies the storage.", "Expand does not copy the storage."),
        ("The first axis is the batch.", "The last axis holds the features of each sample."),
        ("It is not so.", "It is so."),
    ],
)  # fmt: skip
def test_what_agrees_or_speaks_of_something_else_is_no_opposite(one: str, other: str) -> None:
    assert not are_opposite(gist(one), gist(other))


def test_sentences_know_their_lines() -> None:
    part = Prose(10, "One is 3.5 long. Two\ngoes on, e.g. here.\n\n- Three\n- Four: five.\nSix")

    assert list(sentences(part)) == [
        Sentence(10, "One is 3.5 long."),
        Sentence(10, "Two goes on, e.g. here."),
        Sentence(13, "- Three"),
        Sentence(14, "- Four: five."),
        Sentence(15, "Six"),
    ]
