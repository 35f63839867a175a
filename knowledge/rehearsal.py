"""Examples run in one session, wherever code is run, and what each of them showed."""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from knowledge import session
from knowledge.pycon import Example
from knowledge.session import Shown


class Printed(Protocol):
    """What became of a program, of which only what it printed is read here."""

    @property
    def stdout(self) -> str: ...


Result = TypeVar("Result", bound=Printed)


async def rehearse(
    examples: Sequence[Example], execute: Callable[[str], Awaitable[Result]]
) -> tuple[Mapping[int, Shown], Result]:
    """Run all of them in order; one that is missing by its place was not reached."""
    # No example can know it, and so none can print a report of its own.
    marker = f"{secrets.token_hex(16)} "
    result = await execute(session.program(examples, marker))
    return session.reported(result.stdout, marker), result
