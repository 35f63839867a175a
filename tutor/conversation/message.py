"""What a front end hands over: a message as a value, whatever chat it stands in. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge.examples.markdown import PYTHON


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code as it was marked or fenced; `language` is empty where none was named."""

    language: str
    code: str


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of a message's place in a chat.

    `quoted` is the text of our answer that the message replies to, `error` the line that names
    the error in that answer, `ran` whether that answer told of a run. `sent` is when the message
    first came, if it has been edited since; `alone` whether nobody else reads or writes there.
    """

    quoted: str = ""
    error: str = ""
    ran: bool = False
    sent: datetime | None = None
    alone: bool = True


NOTHING_SAID = Before()


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody has said.

    `text` is all of it without the mention of us, `beside` what stands beside its blocks. `file` is
    the text of a Python file that came with it. `was_run` where the code of the message was run
    before the message was edited, `attempted` the exercise that it was an attempt at then.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    beside: str = ""
    file: str | None = None
    before: Before = NOTHING_SAID
    was_run: bool = False
    attempted: str | None = None

    @property
    def code(self) -> str:
        """Its Python blocks together; empty where they hold nothing."""
        whole = "\n".join(runnable(self.blocks))
        return whole if whole.strip() else ""


def runnable(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The code of the blocks that may be Python.

    Where some are, those that are called otherwise are output or commands beside it.
    """
    python = [block for block in blocks if block.language.lower() in PYTHON]
    return tuple(block.code.strip("\n") for block in python or blocks)
