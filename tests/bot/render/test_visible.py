import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.render.output import on_one_line, visible

ANYTHING = st.text(st.characters(exclude_categories=()))
BIDI_CONTROLS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(ANYTHING)
def test_nothing_that_hides_or_reorders_text_is_left(text) -> None:
    shown = visible(text)

    shown.encode("utf-8")
    controls = {each for each in shown if unicodedata.category(each) == "Cc"}
    assert controls <= {"\t", "\n"}
    assert not BIDI_CONTROLS & set(shown)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=50))
def test_plain_text_stays_as_it_is(text) -> None:
    assert visible(text) == text


def test_controls_are_shown_as_symbols() -> None:
    shown = visible("\x1b[31mred\x1b[0m \x00 \x7f \u202eevil a\r\nb\rc \ud800")

    assert shown == "␛[31mred␛[0m ␀ ␡ ⟨U+202E⟩evil a\nb␍c \ufffd"


@given(ANYTHING)
def test_one_line_is_one_line(text) -> None:
    assert len(on_one_line(text).splitlines()) <= 1
