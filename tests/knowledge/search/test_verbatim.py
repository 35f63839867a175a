import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.verbatim import Verbatim, digests

SENTENCES = st.lists(st.lists(st.sampled_from("abcdefgh")), max_size=5)


def known(sentences: list[list[str]]) -> Verbatim:
    """By what each entry is asked."""
    return Verbatim.of([digests(group) for group in sentences])


@given(SENTENCES)
def test_what_one_entry_is_asked_by_means_it_and_nothing_else_does(
    sentences: list[list[str]],
) -> None:
    verbatim = known(sentences)

    for sentence in "abcdefghi":
        owners = [place for place, group in enumerate(sentences) if sentence in group]
        assert verbatim.owner(sentence) == (owners[0] if len(owners) == 1 else None)


def test_no_words_mean_no_entry() -> None:
    assert known([[""]]).owner("") is None


@pytest.mark.parametrize(
    "said", ["what is a tensor?", "what is a tensor ?!", "what is a tensor..."]
)
def test_marks_that_end_a_sentence_say_nothing(said: str) -> None:
    told, marked = known([["what is a tensor"], []]), known([["x"], [said]])

    assert told.owner(said) == 0
    assert marked.owner("what is a tensor") == 1


def test_both_ways_to_write_one_sentence_are_still_of_one_entry() -> None:
    assert known([["why", "why?"]]).owner("why!") == 0
    assert known([["why"], ["why?"]]).owner("why") is None


def test_dots_that_stand_in_code_are_no_marks() -> None:
    assert known([["x[..., 0]"], ["x[, 0]"]]).owner("x[..., 0]?") == 0


def test_marks_alone_mean_no_entry() -> None:
    assert known([["?"]]).owner("?") is None
