from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.lexical import STOP, Lexicon, terms

WORDS = st.sampled_from(["view", "stride", "axis", "mask", "index", "shape", "batch"])
DOCUMENTS = st.lists(st.lists(WORDS, min_size=1).map(Counter), min_size=1, max_size=8)


def test_words_without_news_are_left_out() -> None:
    assert terms(["what", "is", "a", "tensor", "stride", "in", "pytorch"], ()) == ("stride",)


def test_forms_of_a_word_count_as_one_and_symbols_as_themselves() -> None:
    assert terms(["strides"], ["none_index"]) == terms(["stride"], ["none_index"])
    assert terms([], ["none_index"]) == ("<none_index>",)


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    lexicon = Lexicon.of([Counter(["view", name]) for name in ("shape", "stride", "axis")])

    scores = lexicon.scores(["view", "stride"])

    assert scores.argmax() == 1
    assert lexicon.rarity("stride") > lexicon.rarity("view")
    assert lexicon.rarity("unheard") >= lexicon.rarity("stride")


@given(DOCUMENTS, st.lists(WORDS | st.just("unheard"), max_size=6))
def test_coverage_is_a_share_and_scores_are_never_negative(
    documents: list[Counter[str]], query: list[str]
) -> None:
    lexicon = Lexicon.of(documents)
    scores, coverage = lexicon.scores(query), lexicon.coverage(query)

    assert len(scores) == len(coverage) == len(documents)
    assert (scores >= 0).all()
    assert ((coverage >= 0) & (coverage <= 1 + 1e-5)).all()


@given(DOCUMENTS)
def test_a_document_covers_itself(documents: list[Counter[str]]) -> None:
    coverage = Lexicon.of(documents).coverage([*documents[0]])

    assert np.isclose(coverage[0], 1, atol=1e-4)


def test_nothing_that_names_an_operation_is_a_stop_word() -> None:
    assert not STOP & {"view", "stack", "cat", "gather", "at", "sum", "axis", "dim"} - {"at"}
