"""Typed Markdown: what apps make entities of is Markdown again, and renders as it looked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity as Entity

from bot.messages.typed import markdown_in
from bot.render.markdown import markdown
from bot.sending.styled import units
from localgram.actions import compose

WORDS = st.text("abc 😀é", min_size=1, max_size=8).map(str.strip).filter(bool)


def entity(kind: str, text: str, part: str, **fields) -> Entity:
    return Entity(kind, units(text[: text.index(part)]), units(part), **fields)


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("bold", {}, "see **this** now"),
        ("italic", {}, "see *this* now"),
        ("strikethrough", {}, "see ~~this~~ now"),
        ("code", {}, "see `this` now"),
        ("text_link", {"url": "https://pytorch.org"}, "see [this](https://pytorch.org) now"),
        ("pre", {"language": "python"}, "see \n```python\nthis\n```\n now"),
        ("mention", {}, "see this now"),
    ],
)
def test_each_mark_is_written_as_markdown(kind, fields, expected) -> None:
    text = "see this now"

    assert markdown_in(text, [entity(kind, text, "this", **fields)]) == expected


def test_marks_inside_marks_close_in_order() -> None:
    text = "a bold and slanted word"
    entities = [entity("italic", text, "slanted"), entity("bold", text, "bold and slanted")]

    assert markdown_in(text, entities) == "a **bold and *slanted*** word"


def test_spaces_at_a_mark_s_edges_stay_outside() -> None:
    assert markdown_in("so bold here", [Entity("bold", 2, 6)]) == "so **bold** here"


def test_backticks_inside_code_need_more_of_them_around() -> None:
    text = "type `x` so"
    block = "```\nx\n```"

    assert markdown_in(text, [entity("code", text, "`x`")]) == "type `` `x` `` so"
    assert markdown_in(block, [entity("pre", block, block)]) == f"````\n{block}\n````"


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, min_size=1, max_size=3))
def test_code_survives_the_way_through_an_app(words, lines) -> None:
    code = "\n".join(lines)
    typed = compose(f"{' '.join(words)}\n```python\n{code}\n```\nand `{words[0]}`")
    entities = [Entity.de_json(dict(each), None) for each in typed.entities]

    shown = markdown(markdown_in(typed.text, entities))

    kinds = {each.type for each in shown.entities}
    assert kinds == {"pre", "code"}
    assert code in shown.text


def test_what_an_app_leaves_alone_is_markdown_already() -> None:
    text = "Two ways:\n\n- **one**\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |"

    assert markdown_in(text, []) == text
