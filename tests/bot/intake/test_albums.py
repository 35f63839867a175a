"""Which parts of an album are passed over."""

from datetime import UTC, datetime

from telegram import Chat, Message, Update

from bot.intake.ordering import Albums

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def part(number: int) -> Message:
    chat = Chat(1001, Chat.PRIVATE)
    return Message(number, NOON, chat, media_group_id="album")


async def test_the_part_that_is_declined_is_so_when_it_comes_again() -> None:
    """Its answer may have been lost, and no other part has one."""
    albums = Albums(quiet_seconds=0)
    for number in (1, 2):
        albums.note(Update(number, message=part(number)))

    first = [await albums.is_answered(part(number)) for number in (1, 2)]
    albums.note(Update(1, message=part(1)))
    again = [await albums.is_answered(part(number)) for number in (1, 2)]

    assert first == again == [False, True]
