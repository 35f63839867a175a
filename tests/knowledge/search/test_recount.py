from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.pages.entry import Entry
from knowledge.search.statistics import recounted, statistics
from tests.fakes.library import entry

VOCABULARY = "view reshape copy stride memory sum mean axis how why does what torch.cat x[:, None]"
WORDS = st.lists(st.sampled_from(VOCABULARY.split()), min_size=3, max_size=5).map(" ".join)
ENTRIES = st.lists(
    st.builds(
        lambda slug, question, short: entry(
            slug, f"Please say: {question}", short=short, aliases=(question,) * 8
        ),
        st.sampled_from(["one", "two", "three", "four"]),
        WORDS,
        st.lists(WORDS, min_size=1, max_size=3).map("\n\n".join),
    ),
    max_size=4,
    unique_by=lambda each: each.slug,
)


class Lengths:
    """Encodes a text as two numbers, and counts how many it was given."""

    encoder_id = "lengths"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text), text.count("e")] for text in texts], np.float32).reshape(-1, 2)

    def is_word(self, text: str) -> bool:
        return False


@settings(deadline=None, max_examples=60)
@given(ENTRIES, ENTRIES)
def test_a_recount_is_a_count_of_all(before: list[Entry], after: list[Entry]) -> None:
    encoder = Lengths()
    after = [*after, *(each for each in before if each.slug not in {a.slug for a in after})]

    found = recounted(before, statistics(before, encoder), after, encoder)

    assert found == statistics(after, encoder)


def test_nothing_is_encoded_again() -> None:
    encoder, one, two = Lengths(), entry("one", "What is one?"), entry("two", "What is two?")
    before = statistics([one], encoder)
    encoder.asked.clear()

    recounted([one], before, [two, one], encoder)

    assert encoder.asked == []


def test_statistics_of_another_form_are_counted_anew() -> None:
    encoder, one, two = Lengths(), entry("one", "What is one?"), entry("two", "What is two?")

    found = recounted([one], {"sentences": []}, [one, two], encoder)

    assert found == statistics([one, two], encoder)
