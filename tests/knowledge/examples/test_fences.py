"""A block of Python is one wherever it is sent."""

import pytest

from bot.messages.incoming import blocks_in
from knowledge.examples.markdown import PYTHON
from knowledge.examples.transcript import code_blocks
from sandbox.paste.fences import PYTHON as OF_PASTES


def test_a_paste_and_a_message_call_python_alike() -> None:
    assert OF_PASTES | {""} == PYTHON


@pytest.mark.parametrize("name", sorted(PYTHON))
def test_a_block_of_that_name_is_code_in_chat_and_in_a_draft(name: str) -> None:
    text = f"```{name}\nx = 1\n```\n```text\n1\n```"

    assert blocks_in(text, ()) == ("x = 1",)
    assert len(code_blocks(text)) == 1
