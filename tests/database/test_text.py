"""Text from strangers must never stop a write."""

import json

from hypothesis import given
from hypothesis import strategies as st

from database.text import clean, clean_facts

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@given(ANY_TEXT)
def test_clean_text_encodes_and_holds_no_nul(text: str) -> None:
    cleaned = clean(text)

    assert "\x00" not in cleaned
    assert len(cleaned) == len(text)
    cleaned.encode("utf-8")


@given(st.text())
def test_text_without_nul_is_left_alone(text: str) -> None:
    assert clean(text) == text.replace("\x00", "\N{REPLACEMENT CHARACTER}")


@given(st.dictionaries(ANY_TEXT, ANY_TEXT | st.floats() | st.integers() | st.booleans()))
def test_clean_facts_are_strict_json(facts: dict[str, object]) -> None:
    written = json.dumps(clean_facts(facts), allow_nan=False, ensure_ascii=False)

    written.encode("utf-8")
