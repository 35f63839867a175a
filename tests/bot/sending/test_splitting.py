import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.sending.splitting import LIMIT, MOST_ENTITIES, fits, is_boundary, split
from bot.sending.styled import Styled, bold, joined, plain, portion, pre, units
from tests.bot.texts import styled_texts


def covered(whole: Styled, kind: str) -> str:
    return "".join(
        portion(whole.text, each.offset, each.length)
        for each in whole.entities
        if each.type == kind
    )


@given(styled_texts(), st.integers(24, 60), st.integers(1, 5))
def test_chunks_are_the_text_again_within_limits(whole, limit, most) -> None:
    chunks = split(whole, limit=limit, most_entities=most)

    assert "".join(chunk.text for chunk in chunks) == whole.text
    for chunk in chunks:
        assert 0 < units(chunk.text) <= limit
        assert len(chunk.entities) <= most
        for entity in chunk.entities:
            assert 0 <= entity.offset < entity.offset + entity.length <= units(chunk.text)


@given(styled_texts(), st.integers(24, 60))
def test_every_entity_covers_the_same_text_as_before(whole, limit) -> None:
    chunks = split(whole, limit=limit)

    for kind in ("bold", "italic", "code", "pre"):
        assert "".join(covered(chunk, kind) for chunk in chunks) == covered(whole, kind)


@given(styled_texts(), st.integers(24, 60))
def test_no_character_a_reader_sees_is_cut(whole, limit) -> None:
    place = 0
    for chunk in split(whole, limit=limit)[:-1]:
        place += len(chunk.text)
        assert is_boundary(whole.text, place)


@given(styled_texts(), st.integers(24, 60))
def test_a_code_block_that_fits_is_never_cut(whole, limit) -> None:
    blocks = [each for each in whole.entities if each.type == "pre" and each.length <= limit]

    kept = [each for chunk in split(whole, limit=limit) for each in chunk.entities]

    lengths = sorted(each.length for each in kept if each.type == "pre" and each.length <= limit)
    for block in blocks:
        assert block.length in lengths


def test_a_paragraph_moves_whole() -> None:
    first, second = split(plain("a" * 30 + "\n\n" + "b" * 25), limit=50)

    assert first.text == "a" * 30 + "\n\n"
    assert second.text == "b" * 25


def test_a_block_that_fits_moves_whole() -> None:
    chunks = split(joined([plain("x" * 30 + "\n"), pre("y" * 45)]), limit=50)

    assert [chunk.text[0] for chunk in chunks] == ["x", "y"]
    assert chunks[1].entities == (MessageEntity("pre", 0, 45),)


def test_a_block_over_the_limit_is_cut_at_the_end_of_a_line() -> None:
    lines = "\n".join(f"line {number:04}" for number in range(1000))

    chunks = split(pre(lines, "python"))

    assert len(chunks) == 3
    assert all(chunk.text.endswith("\n") for chunk in chunks[:-1])
    assert all(
        chunk.entities == (MessageEntity("pre", 0, units(chunk.text), language="python"),)
        for chunk in chunks
    )


def test_an_emoji_across_the_limit_goes_to_the_next_message() -> None:
    first, second = split(plain("a" * (LIMIT - 1) + "\U0001f600"))

    assert (len(first.text), second.text) == (LIMIT - 1, "\U0001f600")


def test_more_than_a_hundred_entities_need_two_messages() -> None:
    whole = joined((bold(str(number)) for number in range(150)), " ")

    chunks = split(whole)

    assert not fits(whole)
    assert [len(chunk.entities) for chunk in chunks] == [MOST_ENTITIES, 50]


@pytest.mark.parametrize("text", ["", "short"])
def test_what_fits_is_one_chunk_at_most(text) -> None:
    assert [chunk.text for chunk in split(plain(text))] == ([text] if text else [])


def test_a_megabyte_is_split_in_reasonable_time() -> None:
    whole = plain("\U0001f600 word\n" * 150_000)

    chunks = split(whole)

    assert all(fits(chunk) for chunk in chunks)
