import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from localgram.feed import Refused, Wire
from localgram.text import Text, accepted, accepted_caption, units


def bold(offset: int, length: int) -> Wire:
    return {"type": "bold", "offset": offset, "length": length}


@given(st.text())
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(
    ("text", "entities", "words"),
    [
        ("", [], "message text is empty"),
        (" \n\t", [], "message text is empty"),
        ("x" * 4097, [], "message is too long"),
        ("😀" * 2049, [], "message is too long"),
        ("hello", [bold(0, 6)], "entity beginning at UTF-16 offset 0 ends after the end"),
        ("hello", [bold(9, 1)], "entity begins after the end of the text at UTF-16 offset 9"),
        ("😀x", [bold(1, 1)], "entity begins in a middle of a UTF-16 symbol"),
        ("x😀", [bold(0, 2)], "ends in a middle of a UTF-16 symbol"),
        ("x", [bold(-1, 1)], "incorrect offset"),
        ("x", [{"type": "loud", "offset": 0, "length": 1}], "Unsupported type specified"),
    ],
)
def test_telegram_refuses(text: str, entities: list[Wire], words: str) -> None:
    with pytest.raises(Refused, match=words):
        accepted(text, entities)


def test_what_is_just_short_enough_is_accepted() -> None:
    assert accepted("😀" * 2048 + "  ", []) == Text("😀" * 2048)


def test_a_caption_may_be_empty_but_is_shorter() -> None:
    assert accepted_caption("", []) == Text("")
    with pytest.raises(Refused, match="message caption is too long"):
        accepted_caption("x" * 1025, [])


def test_white_space_at_the_ends_is_cut_and_entities_move_along() -> None:
    assert accepted("\n hi there \n", [bold(2, 10)]) == Text("hi there", (bold(0, 8),))


def test_code_keeps_its_first_indentation() -> None:
    """White space in front of an entity that begins there is part of it."""
    pre = {"type": "pre", "offset": 0, "length": 5}

    assert accepted("  x=1", [pre]) == Text("  x=1", (pre,))


def test_only_a_hundred_entities_are_kept() -> None:
    kept = accepted("x" * 300, [bold(i, 1) for i in range(150)])

    assert len(kept.entities) == 100


@st.composite
def texts_with_entities(draw: st.DrawFn) -> tuple[str, list[Wire]]:
    text = draw(st.text(alphabet="a 😀\nё", min_size=1, max_size=20))
    ends = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(ends, ends).map(sorted), max_size=4))
    return text, [bold(units(text[:a]), units(text[a:b])) for a, b in spans]


@given(texts_with_entities())
def test_accepted_entities_lie_within_the_text(case: tuple[str, list[Wire]]) -> None:
    assume(case[0].strip())
    kept = accepted(*case)

    assert accepted(kept.text, kept.entities) == kept
    assert all(
        0 <= e["offset"] < e["offset"] + e["length"] <= units(kept.text) for e in kept.entities
    )
