"""What an instructor could answer: a question about tensors or about the course."""

import pytest

from knowledge.search.refusals import is_of_the_course, only_doubts


@pytest.mark.parametrize(
    "asked",
    [
        "how do I submit homework 3?",
        "when is the midterm",
        "what is lora fine tuning",
        "does torch.compile help here",
        "kv cache?",
        "what does this FooError want",
        "why do i get nan",
        "how do I flatten",
        "what is a hyperparameter",
        "when is the retake",
        "where is the zoom link",
        "reshaping two batches",
    ],
)
def test_what_is_of_the_course_is_known_by_its_words(asked: str) -> None:
    assert is_of_the_course(asked)


@pytest.mark.parametrize(
    "asked",
    [
        *("are you sure?", "the weather tomorrow?", "hmm no", "gradient", "and then what", "?"),
        *("do you have a cat", "what is the meaning of life", "i love summer"),
        *("where is the office party", "write me a limerick about cats", "what do you mean"),
    ],
)
def test_fragments_and_talk_are_not_of_the_course(asked: str) -> None:
    assert not is_of_the_course(asked)


def test_doubts_about_an_answer_ask_nothing_new() -> None:
    assert all(map(only_doubts, ("are you sure?", "is that really true", "why not")))
    assert not any(map(only_doubts, ("and wombats?", "is that so on the GPU?", "")))
