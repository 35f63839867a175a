from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.sending.styled import Styled, bold, clean, code, joined, plain, portion, styled, units
from tests.bot.texts import TEXTS

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=30)


@given(ANYTHING)
def test_cleaned_text_can_always_be_sent(text) -> None:
    cleaned = clean(text)

    cleaned.encode("utf-8")
    assert clean(cleaned) == cleaned
    assert units(cleaned) == len(cleaned.encode("utf-16-le")) // 2


def test_a_pair_of_surrogates_becomes_one_character() -> None:
    assert clean("\ud83d\ude00 \ud83d") == "\U0001f600 \ufffd"


@given(TEXTS, TEXTS, TEXTS)
def test_joining_moves_entities_along(first, second, third) -> None:
    whole = joined([plain(first), bold(second), plain(third), code(third)], "\U0001f600")

    for entity in whole.entities:
        wanted = second if entity.type == "bold" else third
        assert portion(whole.text, entity.offset, entity.length) == wanted


@given(TEXTS, st.integers(0, 30))
def test_cutting_keeps_both_sides(text, index) -> None:
    index = min(index, len(text))

    head, tail = bold(text).cut(index)

    assert head.text + tail.text == text
    assert sum(each.length for each in (*head.entities, *tail.entities)) == units(text)


def test_nothing_has_no_entity() -> None:
    assert bold("") == Styled()
    assert joined([Styled(), bold(""), plain("")]) == Styled()


def test_text_may_be_of_several_kinds() -> None:
    assert styled("ab", "bold", "italic").entities == (
        MessageEntity("bold", 0, 2),
        MessageEntity("italic", 0, 2),
    )


def test_a_portion_that_cuts_a_pair_is_no_error() -> None:
    assert portion("\U0001f600x", 1, 2) == "\ufffdx"
    assert portion("ab", 1, 900) == "b"
