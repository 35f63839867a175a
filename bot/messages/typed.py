"""What somebody typed, as Markdown: apps turn the marks they know into entities; this undoes it.

Whatever the app left as it was typed, such as lists and links, is Markdown already.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from telegram import MessageEntity
from telegram.constants import MessageEntityType as Type

from bot.sending.styled import portion, units

# Links into the bot: `https://t.me/BOT?start=e-SLUG` opens an entry, `x-NAME` an exercise,
# `c-CODE` asks whether to join a class.

_ENTRY: Final = "e-"


def bot_link(username: str) -> str:
    return f"https://t.me/{username}"


def entry_link(username: str, slug: str) -> str:
    """The address that opens an entry; at most 50 of the 64 characters that Telegram takes."""
    return f"{bot_link(username)}?start={_ENTRY}{slug}"


def linked_entry(payload: str) -> str | None:
    """The slug in what /start was given; None where it is no link to an entry."""
    return payload.removeprefix(_ENTRY) if payload.startswith(_ENTRY) else None


_EXERCISE: Final = "x-"


def practice_link(username: str, name: str = "") -> str:
    """The address that opens an exercise, one of a topic, or with neither what fits."""
    return f"{bot_link(username)}?start={_EXERCISE}{name}"


def linked_exercise(payload: str) -> str | None:
    """The name in what /start was given, maybe empty; None where it is no link to practice."""
    return payload.removeprefix(_EXERCISE) if payload.startswith(_EXERCISE) else None


_CLASS: Final = "c-"


def class_link(username: str, code: str) -> str:
    """The address that asks whether to join a class."""
    return f"{bot_link(username)}?start={_CLASS}{code}"


def linked_class(payload: str) -> str:
    """The code in what /start was given by a link to a class."""
    return payload.removeprefix(_CLASS)


Marks = tuple[str, str]

_BACKTICKS = re.compile("`+")
# Two line breaks are a paragraph's end, more of them mean nothing.
_BEFORE_FENCE = re.compile(r"\n{3,}(?=```)")
_AFTER_FENCE = re.compile(r"(```\n)\n{2,}")


def markdown_in(text: str, entities: Sequence[MessageEntity]) -> str:
    """The Markdown that renders as the message looks."""
    opening: dict[int, list[str]] = defaultdict(list)
    closing: dict[int, list[str]] = defaultdict(list)
    for entity in sorted(entities, key=lambda each: (each.offset, -each.length)):
        start, end = _inner(text, entity)
        marks = _MARKS.get(entity.type)
        if marks is not None and start < end:
            before, after = marks(entity, portion(text, start, end - start))
            opening[start].append(before)
            closing[end].insert(0, after)
    whole = "".join(_woven(text, opening, closing)).strip("\n")
    return _AFTER_FENCE.sub(r"\1\n", _BEFORE_FENCE.sub("\n\n", whole))


def _woven(
    text: str, opening: Mapping[int, list[str]], closing: Mapping[int, list[str]]
) -> Iterator[str]:
    last = units(text)
    places = sorted({0, last, *opening, *closing})
    for place, following in zip(places, [*places[1:], last], strict=True):
        yield from closing.get(place, ())
        yield from opening.get(place, ())
        yield portion(text, place, following - place)


def _inner(text: str, entity: MessageEntity) -> tuple[int, int]:
    """Where an entity's marks go: not beside its spaces, where Markdown ignores them."""
    start = entity.offset
    if entity.type in {Type.PRE, Type.CODE}:
        return start, start + entity.length
    covered = portion(text, start, entity.length)
    return start + units(covered) - units(covered.lstrip()), start + units(covered.rstrip())


def _fence(entity: MessageEntity, covered: str) -> Marks:
    ticks = "`" * max(3, _longest_run(covered) + 1)
    # A line that the block shares with words is no line for a fence.
    ending = "" if covered.endswith("\n") else "\n"
    return f"\n{ticks}{entity.language or ''}\n", f"{ending}{ticks}\n"


def _code(_entity: MessageEntity, covered: str) -> Marks:
    run = _longest_run(covered)
    ticks = "`" * (run + 1)
    pad = " " if run else ""
    return f"{ticks}{pad}", f"{pad}{ticks}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(text)), default=0)


_MARKS: Mapping[str, Callable[[MessageEntity, str], Marks]] = {
    Type.PRE: _fence,
    Type.CODE: _code,
    Type.BOLD: lambda _entity, _covered: ("**", "**"),
    Type.ITALIC: lambda _entity, _covered: ("*", "*"),
    Type.STRIKETHROUGH: lambda _entity, _covered: ("~~", "~~"),
    Type.TEXT_LINK: lambda entity, _covered: ("[", f"]({entity.url})"),
}
