from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.verbatim import Verbatim

SENTENCES = st.lists(st.lists(st.sampled_from("abcdefgh")), max_size=5)


@given(SENTENCES)
def test_what_one_entry_is_asked_by_means_it_and_nothing_else_does(
    sentences: list[list[str]],
) -> None:
    verbatim = Verbatim.of(sentences)

    for sentence in "abcdefghi":
        owners = [place for place, group in enumerate(sentences) if sentence in group]
        assert verbatim.owner(sentence) == (owners[0] if len(owners) == 1 else None)


def test_no_words_mean_no_entry() -> None:
    assert Verbatim.of([[""]]).owner("") is None
