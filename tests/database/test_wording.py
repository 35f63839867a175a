"""Wordings that a reader would not tell apart are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database.text import folded, unclosed


@pytest.mark.parametrize("text", [" What  IS\ta view", "\uff37hat is\u200b a view\n"])
def test_case_width_and_spacing_tell_nothing_apart(text: str) -> None:
    assert folded(text) == "what is a view"


@pytest.mark.parametrize("text", ["why?", "why ?!", "why…", "why..."])
def test_closing_punctuation_tells_nothing_apart(text: str) -> None:
    assert unclosed(text) == "why"


@given(st.text(st.characters(max_codepoint=127)))
def test_the_short_way_is_no_other_way(text: str) -> None:
    """A wide letter beside it makes the text take the long one."""
    assert folded(f"{text} \uff58") == f"{folded(text)} x".strip()
