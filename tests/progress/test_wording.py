import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.unanswered import WORDING_CHARACTERS, counted_as


@pytest.mark.parametrize(
    "text",
    [
        "What is a view?",
        "what is a view",
        "  WHAT\tis\n a   view ?! ",
        "\uff57hat is a view…",
        "what is a view\u200b.",
    ],
)
def test_spellings_of_one_question_are_one(text: str) -> None:
    assert counted_as(text) == "what is a view"


def test_different_questions_stay_different() -> None:
    assert counted_as("what is x.T?") != counted_as("what is x.mT?")


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_a_normal_form_is_its_own(text: str) -> None:
    once = counted_as(text)

    assert counted_as(once) == once
    assert len(once) <= WORDING_CHARACTERS
    assert once == once.strip()


@given(st.text())
def test_case_does_not_matter_for_ascii(text: str) -> None:
    plain = text.encode("ascii", "ignore").decode()

    assert counted_as(plain.upper()) == counted_as(plain.lower())
