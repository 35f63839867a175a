from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, Message, MessageEntity, User

from bot.messages.incoming import (
    after_command,
    code_in,
    code_of,
    is_addressed,
    question_in,
    words_beside,
)
from tutor.conversation.code_or_words import unprompted

BOT = User(7, "Tutor", is_bot=True, username="tutor_bot")
LENA = User(1, "Lena", is_bot=False)


def message(text: str, *entities: MessageEntity, group: bool = False, **fields) -> Message:
    chat = Chat(-5, "supergroup") if group else Chat(1, "private")
    when = datetime(2026, 1, 1, tzinfo=UTC)
    return Message(1, when, chat, from_user=LENA, text=text, entities=entities, **fields)


def addressed(said: Message) -> bool:
    return is_addressed(said, bot_id=7, username="Tutor_Bot")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("```python\nx = 1\n```", "x = 1"),
        ("```\nx = 1\n```", "x = 1"),
        ("```x = 1```", "x = 1"),
        ("```python\nx = 1", "x = 1"),
        ("```#mine\nx = 1\n```\n```\ny\n```", "#mine\nx = 1\ny"),
        ("why?\n```py\nx = 1\n```\nand\n```\ny\n```", "x = 1\ny"),
        ("```py \n    x\n```", "    x"),
        ("``` python\nx = 1\n```", "x = 1"),
        ("``` \n\nx = 1\n```", "x = 1"),
        ("```python\nx = 1\n```\nOutput:\n```text\n1\n```", "x = 1"),
        ("```bash\nls\n```\n```\nx = 1\n```", "x = 1"),
        ("```numpy\nx = 1\n```", "x = 1"),
        ("what is `x`?", None),
        ("``` ```", None),
        ("", None),
    ],
)
def test_typed_fences_hold_code(text, code) -> None:
    assert code_in(text, []) == code


def test_blocks_are_found_by_utf16_offsets() -> None:
    text = "\U0001f600 see: x = 1 and y = 2"

    found = code_in(text, [MessageEntity("pre", 8, 5), MessageEntity("pre", 18, 5)])

    assert found == "x = 1\ny = 2"


def test_a_block_called_otherwise_is_no_code_beside_python() -> None:
    text = "x = 1 gives 1"
    blocks = [
        MessageEntity("pre", 0, 5, language="Python"),
        MessageEntity("pre", 12, 1, language="text"),
    ]

    assert code_in(text, blocks) == "x = 1"
    assert code_in(text, blocks[1:]) == "1"


@pytest.mark.parametrize("named", ["python ", " Python", " py "])
def test_a_language_beside_a_space_is_none_of_the_code(named: str) -> None:
    code = f"{named}\nx = 1"

    assert code_in(code, [MessageEntity("pre", 0, len(code))]) == "x = 1"


@given(st.text(st.characters(exclude_categories=())), st.integers(0, 99), st.integers(0, 99))
def test_odd_entities_are_no_error(text, offset, length) -> None:
    code = code_in(text, [MessageEntity("pre", offset, length)])

    assert code is None or code.encode()


def test_prompts_and_printed_lines_are_left_out() -> None:
    assert unprompted(">>> x = 1\n>>> for i in x:\n...     i\n1\n") == "x = 1\nfor i in x:\n    i\n"
    assert unprompted("x = 1\n>>> y") == "x = 1\n>>> y"
    assert unprompted(">>>  x\n>>>bad") == ">>>  x\n>>>bad"


def test_what_follows_a_command_keeps_its_lines() -> None:
    command = MessageEntity("bot_command", 0, 4)

    assert after_command(message("/run for i in x:\n    i", command)) == "for i in x:\n    i"
    assert after_command(message("/run\n    x\n", command)) == "    x"
    assert after_command(message("/run", command)) == ""
    assert after_command(message("no command")) == "no command"


def test_beside_a_block_a_division_is_no_command() -> None:
    """Telegram takes `/b` for a command wherever a word could begin with it."""
    division = "why does a /b give zero? x = 1"
    marks = [MessageEntity("bot_command", 11, 2), MessageEntity("pre", 25, 5)]
    command = [MessageEntity("bot_command", 0, 4), MessageEntity("pre", 5, 5)]

    assert words_beside(message(division, *marks)) == "why does a /b give zero?"
    assert words_beside(message("/run x = 1 why?", *command)) == "why?"


def test_a_caption_counts_as_text() -> None:
    said = message("", caption="```\nx\n```")

    assert code_of(said) == "x"


def test_a_question_loses_the_mention() -> None:
    assert question_in("@Tutor_bot why @tutor_botany?", "tutor_bot") == "why @tutor_botany?"


def test_in_private_everything_is_for_us() -> None:
    assert addressed(message("hello"))


def test_in_a_group_only_mentions_and_replies_are() -> None:
    mention = MessageEntity("mention", 0, 10)
    by_name = MessageEntity("text_mention", 0, 5, user=BOT)
    other = MessageEntity("text_mention", 0, 5, user=LENA)
    ours = Message(2, datetime(2026, 1, 1, tzinfo=UTC), Chat(-5, "supergroup"), from_user=BOT)

    assert addressed(message("@tutor_bot hi", mention, group=True))
    assert addressed(message("Tutor hi", by_name, group=True))
    assert addressed(message("hi", group=True, reply_to_message=ours))
    assert not addressed(message("hi @tutor_bot without an entity", group=True))
    assert not addressed(message("@tutor_bo! hi", mention, group=True))
    assert not addressed(message("Lena, hi", other, group=True))
    assert not addressed(message("hi", group=True, reply_to_message=message("x", group=True)))
