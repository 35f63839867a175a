import pytest

from bot.sending.splitting import clipped, is_boundary, last_boundary

WHOLE = [
    "e\u0301",
    "\U0001f44d\U0001f3fd",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U0001f1e9\U0001f1ea",
    "\u2764\ufe0f",
    "1\ufe0f\u20e3",
    "\u1112\u1161\u11ab",
    "\ud55c\u11ab",
    "\r\n",
    "\u0928\u093f",
]


@pytest.mark.parametrize("character", WHOLE)
def test_what_looks_like_one_character_is_never_cut(character) -> None:
    text = f"a{character}b"

    places = [place for place in range(len(text) + 1) if is_boundary(text, place)]

    assert places == [0, 1, len(text) - 1, len(text)]


def test_flags_are_cut_between_pairs_only() -> None:
    flags = "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7"

    assert [place for place in range(5) if is_boundary(flags, place)] == [0, 2, 4]


def test_a_mark_after_a_line_end_stands_alone() -> None:
    assert is_boundary("\n\u0301", 1)


def test_where_nothing_may_be_cut_the_limit_wins() -> None:
    assert last_boundary("\u0301" * 10, 4) == 4


def test_clipping_keeps_characters_whole() -> None:
    assert clipped("short", 5) == "short"
    assert clipped("ab\U0001f44d\U0001f3fd and more", 5) == "ab\U0001f44d\U0001f3fd…"
    assert clipped("abc\U0001f44d\U0001f3fd", 5) == "abc\U0001f44d\U0001f3fd"
    assert clipped("abc\U0001f44d\U0001f3fdx", 5) == "abc…"
