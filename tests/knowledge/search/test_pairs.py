import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.lexical import Hashes, PairLexicon, joined, pairs

WORDS = st.lists(st.sampled_from(["list", "to", "tensor", "of", "the", "view"]), max_size=8)
DOCUMENTS = st.lists(st.lists(WORDS.map(pairs), max_size=4).map(joined), min_size=1, max_size=6)


def test_order_counts() -> None:
    there, back = pairs(["list", "to", "tensor"]), pairs(["tensor", "to", "list"])

    assert len(there) == len(back) == 2
    assert not set(there.tolist()) & set(back.tolist())


def test_idle_words_part_nothing_and_forms_of_a_word_are_one() -> None:
    assert pairs(["lists", "of", "the", "tensors"]).tolist() == pairs(["list", "tensor"]).tolist()


def test_one_word_is_no_pair() -> None:
    assert not len(pairs(["view"]))
    assert not len(joined([]))


def test_whose_words_come_in_the_same_order_scores() -> None:
    lexicon = PairLexicon.of([pairs(["list", "to", "tensor"]), pairs(["tensor", "to", "list"])])

    assert lexicon.scores(pairs(["list", "to", "tensor"])).argmax() == 0
    assert lexicon.scores(pairs(["tensor", "to", "list"])).argmax() == 1


def test_a_pair_that_few_have_weighs_more() -> None:
    common, rare = pairs(["view", "to", "list"]), pairs(["tensor", "view"])
    lexicon = PairLexicon.of([common, common, joined([common, rare])])

    assert lexicon.scores(rare).max() > lexicon.scores(common).max()


@given(DOCUMENTS, WORDS.map(pairs))
def test_only_documents_that_hold_a_pair_score(documents: list[Hashes], query: Hashes) -> None:
    scores = PairLexicon.of(documents).scores(query)

    holding = [bool(np.isin(query, document).any()) for document in documents]
    assert ((scores > 0) == holding).all()
