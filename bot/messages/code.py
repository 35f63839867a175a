"""What a command is to work on: the code in its own message, or in the message it replies to.

One rule for /run, /draw, /time and /trace. A message's code is its blocks; without any, the Python
file it brings; without one, its words, a command aside. In a message of ours, it is only what we
show as code: neither what some code has printed nor our own words are anybody's code.
"""

from dataclasses import dataclass, replace

from telegram import Document, Message
from telegram.constants import MessageEntityType as Type

from bot import words
from bot.messages.incoming import (
    after_command,
    begins_with_command,
    blocks_in,
    code_of,
    is_ours,
    named_blocks,
    python_file_of,
    question_in,
    text_of,
    words_beside,
)
from bot.sending.response import Response
from bot.sending.styled import Styled, clean, plain
from sandbox.protocol import CODE_BYTES
from tutor.conversation.code_or_words import (
    is_name,
    is_only_words,
    other_language,
    unfenced,
    unprompted,
)

# A Python file that somebody sends: its text, or why it can't be read.


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The file is none that we run; `complaint` says why, in a sentence."""

    complaint: str


async def read(document: Document) -> str | Unreadable:
    """Fetch a file and read it as UTF-8."""
    content = await fetched(document, CODE_BYTES)
    if content is None:
        return Unreadable(words.FILE_TOO_LARGE)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return Unreadable(words.FILE_NOT_TEXT)


async def fetched(document: Document, most_bytes: int) -> bytes | None:
    """What is in a file; None where that is too much, and none is fetched that says so."""
    if (document.file_size or 0) > most_bytes:
        return None
    file = await document.get_file()
    content = bytes(await file.download_as_bytearray())
    return content if len(content) <= most_bytes else None


# What we print has no language of its own; what we show as code has.
_LANGUAGES = frozenset({"python", "pycon"})


@dataclass(frozen=True, slots=True)
class Commanded:
    """Code for a command, block by block; none where there is none to be had.

    `words` are what the command's own message says beside its code. `complaint` is why what should
    have been the code can't be read, or is none that we run. `is_own` says that the code is the
    message's own, and no other's that it replies to.
    """

    blocks: tuple[str, ...] = ()
    words: str = ""
    complaint: str = ""
    is_own: bool = True

    @property
    def code(self) -> str:
        """All blocks together; empty where they hold nothing to run."""
        whole = "\n".join(self.blocks).strip("\n")
        return whole if whole.strip() else ""

    def instead(self, how: Styled) -> Response:
        """What is said where there is no code: what is wrong with the file, else how it is done."""
        return Response(plain(self.complaint) if self.complaint else how)


async def commanded(message: Message) -> Commanded:
    """The code for the command in a message: its own, else that of the message it replies to."""
    here = await _code_in(message)
    replied_to = message.reply_to_message
    # "/run this" means the message that it replies to.
    is_this = is_name(here.code) and code_of(message) is None
    if (here.code and not is_this) or here.complaint or replied_to is None:
        return here
    is_shown = is_ours(replied_to, replied_to.get_bot().id)
    there = _shown_code(replied_to) if is_shown else await _code_in(replied_to)
    if here.code and not (there.code or there.complaint):
        return here
    return replace(there, words=here.words, is_own=False)


async def run_before(message: Message, username: str) -> str | None:
    """The code of a message that was run, or offered to be; None where there is none any more.

    Mere words were run only where we took them for code as a whole.
    """
    if code_of(message) or python_file_of(message) or begins_with_command(message):
        return (await _code_in(message)).code or None
    found = unfenced(clean(question_in(text_of(message)[0], username)))
    return found.code if found else None


async def _code_in(message: Message) -> Commanded:
    blocks = blocks_in(*text_of(message))
    if language := other_language(named_blocks(*text_of(message))):
        return Commanded(complaint=words.ONLY_PYTHON.format(language))
    if any(block.strip() for block in blocks):
        return Commanded(tuple(map(clean, blocks)), words_beside(message))
    said = after_command(message)
    if begins_with_command(message) and python_file_of(message) is None and is_only_words(said):
        return Commanded(words=said)
    # Under a file of another kind, words are as likely to be the code.
    document = message.document if not said.strip() else python_file_of(message)
    return Commanded((said,)) if document is None else await _in_file(message, document)


async def _in_file(message: Message, document: Document) -> Commanded:
    match await read(document):
        case str(text):
            return Commanded((clean(text),), words_beside(message))
        case Unreadable(complaint):
            return Commanded(complaint=complaint)


def _shown_code(message: Message) -> Commanded:
    """The code in a message of ours, without what it printed."""
    text, entities = text_of(message)
    shown = [each for each in entities if each.type == Type.PRE and each.language in _LANGUAGES]
    if not shown:
        return Commanded()
    return Commanded(tuple(clean(unprompted(block)) for block in blocks_in(text, shown)))
