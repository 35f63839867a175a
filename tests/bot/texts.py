"""Strategies: texts with emoji and marks, and entities that cover whole characters of them."""

from hypothesis import strategies as st
from telegram import MessageEntity

from bot.sending.splitting import is_boundary
from bot.sending.styled import Styled, units

PIECES = st.sampled_from(
    [
        "a",
        "word ",
        "line\n",
        "paragraph\n\n",
        "é",
        "e\u0301",
        "\U0001f600",
        "\U0001f44d\U0001f3fd",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\U0001f1e9\U0001f1ea",
        "한",
        "\u1112\u1161\u11ab",
        "\u05d0",
        " ",
        "\r\n",
    ]
)
TEXTS = st.lists(PIECES, max_size=80).map("".join)


@st.composite
def styled_texts(draw) -> Styled:
    text = draw(TEXTS)
    kinds = st.sampled_from(["bold", "italic", "code", "pre"])
    places = [place for place in range(len(text) + 1) if is_boundary(text, place)]
    entities = []
    start = 0
    while start < len(places) - 1 and len(entities) < 12:
        first = draw(st.integers(start, len(places) - 2))
        last = draw(st.integers(first + 1, len(places) - 1))
        begin, end = places[first], places[last]
        offset, length = units(text[:begin]), units(text[begin:end])
        entities.append(MessageEntity(draw(kinds), offset, length))
        start = last
    return Styled(text, tuple(entities))
