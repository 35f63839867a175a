"""Who waits for whom: one learner's updates in order, learners beside each other.

Of quick edits of one message only the last is handled: an edit waits a moment for a newer one.
Of quick presses of one button only the first is: a press does nothing while the same is under way.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, cast
from weakref import WeakValueDictionary

from telegram import Chat, Message, Update
from telegram.error import TelegramError
from telegram.ext import BaseUpdateProcessor

from bot import words
from bot.intake.turns import Turns

# Albums: Telegram tells of each picture in a message of its own, which may each have words.
#
# Of the pictures without words only one is worth a sentence, and none where others have words.

# Parts that come later than that many other albums are taken for albums of their own.
_REMEMBERED = 1000


@dataclass(slots=True)
class _Album:
    """`newest_at` is the loop's time; `declined` the part without words that is told so."""

    newest_at: float = 0.0
    has_words: bool = False
    declined: int | None = None


class Albums:
    """Remembers which albums came in lately, and what parts of them have words."""

    def __init__(self, quiet_seconds: float) -> None:
        self._quiet_seconds = quiet_seconds
        self._albums: dict[tuple[int, str], _Album] = {}

    def note(self, update: Update) -> None:
        """Note a part as it arrives, before it waits for those that came earlier."""
        message = update.message
        key = _key(message) if message else None
        if message is None or key is None:
            return
        album = self._albums.setdefault(key, _Album())
        album.newest_at = asyncio.get_running_loop().time()
        album.has_words |= bool(message.caption)
        if len(self._albums) > _REMEMBERED:
            del self._albums[next(iter(self._albums))]

    async def is_answered(self, message: Message) -> bool:
        """Whether other parts of a message's album speak for it, once no more of them come.

        One that was edited is none of these: it stands where its earlier words were answered.
        """
        key = _key(message) if message.edit_date is None else None
        album = self._albums.get(key) if key else None
        if album is None:
            return False
        await self._quiet(album)
        # The same one may come again, where it could not be answered the first time.
        if album.declined is None:
            album.declined = message.message_id
        return album.has_words or album.declined != message.message_id

    async def _quiet(self, album: _Album) -> None:
        loop = asyncio.get_running_loop()
        while not album.has_words and album.declined is None:
            left = album.newest_at + self._quiet_seconds - loop.time()
            if left <= 0:
                return
            await asyncio.sleep(left)


def _key(message: Message) -> tuple[int, str] | None:
    """The album of a message; a name that is no text may not even be looked up."""
    name = message.media_group_id
    return (message.chat_id, name) if isinstance(name, str) else None


AT_ONCE = 32
QUIET_SECONDS = 0.4

# Where twenty messages a minute are allowed, replies may wait, and hold their slots meanwhile: one
# group has an eighth of the slots at most, all of them together three quarters.
_GROUP_SHARE, _GROUPS_SHARE = 1 / 8, 3 / 4

# Updates that wait for their learner hold no slot, so a flood from one delays no other.
_WAITING = 4096


PressKey = tuple[int, int, int, str | None]


@dataclass(slots=True)
class Edit:
    """An edit that came in; `overtaken` is set by a newer edit of the same message."""

    update_id: int
    message: tuple[int, int]
    ripe_at: float
    overtaken: asyncio.Event = field(default_factory=asyncio.Event)


class LearnersInOrder(BaseUpdateProcessor):
    """A lock per learner, then one of `at_once` slots, then the update's turn."""

    def __init__(
        self,
        turns: Turns,
        finished: Callable[[int], None],
        at_arrival: Callable[[Update], None] = lambda _: None,
        *,
        at_once: int = AT_ONCE,
        quiet_seconds: float = QUIET_SECONDS,
    ) -> None:
        super().__init__(max_concurrent_updates=_WAITING)
        self._turns = turns
        self._finished = finished
        self._at_arrival = at_arrival
        self._quiet_seconds = quiet_seconds
        self._slots = asyncio.Semaphore(at_once)
        self._slots_of_groups = asyncio.Semaphore(_part(at_once, _GROUPS_SHARE))
        self._slots_of_group: WeakValueDictionary[int, asyncio.Semaphore] = WeakValueDictionary()
        self._in_group = _part(at_once, _GROUP_SHARE)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._edits: dict[tuple[int, int], Edit] = {}
        self._presses: set[PressKey] = set()
        self._closing = False

    async def initialize(self) -> None:
        self._closing = False

    async def shutdown(self) -> None:
        self.close()

    def close(self) -> None:
        """Finish what runs and begin nothing more; what waits stays in the inbox."""
        self._closing = True

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update when it is its turn to be."""
        arrived = cast("Update", update)
        self._at_arrival(arrived)
        edit, press = self._noted(arrived), _press(arrived)
        is_again = press in self._presses
        try:
            if is_again:
                await self._drop(arrived)
                return
            if press:
                self._presses.add(press)
            async with self._lock(arrived):
                await self._take(arrived, edit, coroutine)
        finally:
            if press and not is_again:
                self._presses.discard(press)
            # Closing does nothing to one that ran, and keeps one that did not from complaining.
            cast("Coroutine[Any, Any, None]", coroutine).close()
            self._finished(arrived.update_id)
            if edit and self._edits.get(edit.message) is edit:
                del self._edits[edit.message]

    async def _drop(self, update: Update) -> None:
        """Let the spinner of a second press end; the first one brings what it asks for."""
        query = update.callback_query
        if query is None or self._closing:
            return
        with suppress(TelegramError):
            await query.answer(words.UNDER_WAY)
        await self._turns.skip(update)

    async def _take(self, update: Update, edit: Edit | None, work: Awaitable[Any]) -> None:
        if self._closing:
            return
        if edit and not await _stood(edit):
            await self._turns.skip(update)
            return
        async with self._slot(update):
            if not self._closing:
                await self._turns.take(update, work)

    @asynccontextmanager
    async def _slot(self, update: Update) -> AsyncIterator[None]:
        """Wait for a slot; groups leave some to whoever writes alone, and to each other."""
        chat = update.effective_chat
        if chat is None or chat.type == Chat.PRIVATE:
            async with self._slots:
                yield
            return
        of_group = self._slots_of_group.setdefault(chat.id, asyncio.Semaphore(self._in_group))
        async with of_group, self._slots_of_groups, self._slots:
            yield

    def _lock(self, update: Update) -> asyncio.Lock:
        who = update.effective_user or update.effective_chat
        return self._locks.setdefault(who.id if who else 0, asyncio.Lock())

    def _noted(self, update: Update) -> Edit | None:
        message = update.edited_message
        if message is None:
            return None
        key = (message.chat.id, message.message_id)
        ripe_at = asyncio.get_running_loop().time() + self._quiet_seconds
        edit, other = Edit(update.update_id, key, ripe_at), self._edits.get(key)
        # One that was put off may come again while a newer one waits or is handled.
        if other is not None and other.update_id > edit.update_id:
            edit.overtaken.set()
            return edit
        if other is not None:
            other.overtaken.set()
        self._edits[key] = edit
        return edit


def _part(slots: int, share: float) -> int:
    return max(1, int(slots * share))


def _press(update: Update) -> PressKey | None:
    """Who pressed which button under which message; None under one too old to be known."""
    query = update.callback_query
    if query is None or query.message is None:
        return None
    message = query.message
    return (query.from_user.id, message.chat.id, message.message_id, query.data)


async def _stood(edit: Edit) -> bool:
    """Wait until an edit is old enough; False where a newer one came before."""
    try:
        async with asyncio.timeout_at(edit.ripe_at):
            await edit.overtaken.wait()
    except TimeoutError:
        return True
    return False
