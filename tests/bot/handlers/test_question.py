"""When the bot speaks: always to one person, in a group only when it is sure."""

from datetime import UTC, datetime

import pytest
from telegram import Chat, Message
from telegram.constants import ChatType

from bot.handlers.sent_code import is_worth_saying
from knowledge.search.retrieval import Reason
from tutor.conversation.ask import Answered, Suggestions, Unknown
from tutor.library import Library

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def message(kind: ChatType) -> Message:
    return Message(message_id=1, date=NOON, chat=Chat(id=1, type=kind))


@pytest.mark.parametrize("kind", [ChatType.GROUP, ChatType.SUPERGROUP])
def test_in_a_group_only_a_sure_answer_is_said(library: Library, kind: ChatType) -> None:
    entry = library.entries["unsqueeze"]

    assert is_worth_saying(Answered(entry, ()), message(kind))
    assert not is_worth_saying(Suggestions((entry,)), message(kind))
    assert not is_worth_saying(Unknown(Reason.NOTHING_CLOSE, ()), message(kind))


def test_one_person_is_always_answered(library: Library) -> None:
    entry = library.entries["unsqueeze"]
    outcomes = (
        Answered(entry, ()),
        Suggestions((entry,)),
        Unknown(Reason.NOTHING_CLOSE, ()),
    )

    assert all(is_worth_saying(found, message(ChatType.PRIVATE)) for found in outcomes)
