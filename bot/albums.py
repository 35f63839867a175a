"""Albums: Telegram tells of each picture in a message of its own, which may each have words.

Of the pictures without words only one is worth a sentence, and none where others have words.
"""

import asyncio
from dataclasses import dataclass

from telegram import Message, Update

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
