import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.markdown import markdown
from bot.sending.styled import portion, units


def spans(text: str) -> list[tuple[str, str]]:
    shown = markdown(text)
    return [(each.type, portion(shown.text, each.offset, each.length)) for each in shown.entities]


def test_wrapped_lines_flow_together() -> None:
    assert markdown("one\ntwo\n\nthree").text == "one two\n\nthree"


def test_emphasis_becomes_entities() -> None:
    text = "\U0001f600 **bold** *it* ~~gone~~ `code` [here](https://example.org)"

    assert markdown(text).text == "\U0001f600 bold it gone code here"
    assert spans(text) == [
        ("bold", "bold"),
        ("italic", "it"),
        ("strikethrough", "gone"),
        ("code", "code"),
        ("text_link", "here"),
    ]


def test_a_session_is_coloured_as_python() -> None:
    (entity,) = markdown("```pycon\n>>> x\n1\n```").entities

    assert (entity.type, entity.language, entity.length) == ("pre", "python", 7)
    assert markdown("```\nx\n```").entities[0].language is None


def test_lists_have_bullets_and_numbers() -> None:
    assert markdown("- a\n- b\n  more\n\n3. c\n4. d").text == "• a\n• b more\n\n3. c\n4. d"


def test_headings_are_bold_and_quotes_are_quotes() -> None:
    assert spans("## Title\n\n> said **loud**") == [
        ("bold", "Title"),
        ("blockquote", "said loud"),
        ("bold", "loud"),
    ]


def test_tables_are_aligned() -> None:
    shown = markdown("| a | shape |\n|---|---|\n| xyz | `(2, 3)` |")

    assert shown.text == "a    shape\n───  ──────\nxyz  (2, 3)"
    assert shown.entities[0].type == "pre"


def test_markup_in_html_is_shown_not_obeyed() -> None:
    assert markdown("<b>bold</b> & <script>").text == "<b>bold</b> & <script>"


@pytest.mark.parametrize("text", ["**`x`**", "[`x`](https://e.org)"])
def test_code_lies_in_nothing_else(text) -> None:
    assert spans(text) == [("code", "x")]


def test_hard_breaks_and_rules_stay() -> None:
    assert markdown("a\\\nb\n\n---\n\nc").text == "a\nb\n\n———\n\nc"


@given(st.text())
def test_any_text_renders_with_sound_entities(text) -> None:
    shown = markdown(text)

    assert all(
        0 <= each.offset < each.offset + each.length <= units(shown.text) for each in shown.entities
    )
