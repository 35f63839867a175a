"""Code that is answered without being run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.protocol import CODE_BYTES, Outcome, RunRequest, answer_without_running


def test_ordinary_code_is_let_through() -> None:
    assert answer_without_running(RunRequest(code="x = 1")) is None
    assert answer_without_running(RunRequest(code="é" * (CODE_BYTES // 2))) is None


def test_code_over_the_limit_is_rejected_with_the_limit() -> None:
    answer = answer_without_running(RunRequest(code="é" * (CODE_BYTES // 2) + "x"))

    assert answer is not None
    assert answer.outcome is Outcome.REJECTED
    assert answer.error is not None
    assert answer.error.message == "code may have 16 KiB (16384 bytes), this has 16385"


def test_half_a_character_is_rejected_at_its_place() -> None:
    answer = answer_without_running(RunRequest(code="x = 1\ny = '\ud83d'"))

    assert answer is not None
    assert answer.outcome is Outcome.REJECTED
    assert answer.error is not None
    assert (answer.error.line, answer.error.column) == (2, 5)


def test_a_null_byte_is_a_syntax_error_at_its_place() -> None:
    answer = answer_without_running(RunRequest(code="x = 1\ny\0"))

    assert answer is not None
    assert answer.outcome is Outcome.ERROR
    assert answer.error is not None
    assert (answer.error.type, answer.error.line, answer.error.column) == ("SyntaxError", 2, 1)


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=50))
def test_an_answer_can_always_be_sent(code: str) -> None:
    answer = answer_without_running(RunRequest(code=code))

    assert answer is None or answer.model_dump_json()


@pytest.mark.parametrize("seed", [None, 3])
def test_an_answer_has_the_seed_that_a_run_would_have(seed: int | None) -> None:
    answer = answer_without_running(RunRequest(code="\0", seed=seed))

    assert answer is not None
    assert answer.seed == (seed or 0)
