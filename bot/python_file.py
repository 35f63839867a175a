"""A Python file that somebody sends: its text, or why it can't be read."""

from dataclasses import dataclass

from telegram import Document

from bot.render import words
from sandbox.protocol import CODE_BYTES


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The file is none that we run; `complaint` says why, in a sentence."""

    complaint: str


async def read(document: Document) -> str | Unreadable:
    """Fetch a file and read it as UTF-8; none is fetched that says it is too large."""
    if (document.file_size or 0) > CODE_BYTES:
        return Unreadable(words.FILE_TOO_LARGE)
    file = await document.get_file()
    content = bytes(await file.download_as_bytearray())
    if len(content) > CODE_BYTES:
        return Unreadable(words.FILE_TOO_LARGE)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return Unreadable(words.FILE_NOT_TEXT)
