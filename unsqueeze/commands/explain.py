"""`unsqueeze explain`: what an error means, line by line for other programs."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from sandbox.client import connect
from sandbox.protocol import Runner
from tutor.repair.explained import explained
from unsqueeze.commands.ask import NoRow, rows
from unsqueeze.faults import SetupFault, standard_input
from unsqueeze.settings import read_settings
from unsqueeze.terminal import harmless, tell

_Open = Callable[[], Any]


def explain_lines(sandbox_url: str | None, *, jsonl: bool) -> int:
    """Explain the error of each line of stdin; 2 where one of them could not be read."""
    if not jsonl:
        raise SetupFault('give --jsonl, and lines like {"id": …, "message": "…"} on stdin')
    return asyncio.run(_explain_lines(sandbox_url))


async def _explain_lines(sandbox_url: str | None) -> int:
    settings = read_settings()
    code = 0
    async with _sandbox(sandbox_url or settings.sandbox_url) as opened:
        for row in rows(standard_input(), "message"):
            if isinstance(row, NoRow):
                tell(f"unsqueeze: {harmless(str(row))}", "error", log_format=settings.log_format)
                code = 2
                continue
            snippet = row.get("snippet")
            runner = await opened() if isinstance(snippet, str) and snippet.strip() else None
            found = await explained(row["message"], snippet if runner else None, runner)
            told = {"rule": found.rule, "explanation": found.words, "repair": found.repair}
            print(json.dumps({"id": row["id"]} | told), flush=True)
    return code


@asynccontextmanager
async def _sandbox(url: str) -> AsyncIterator[_Open]:
    """A sandbox that is begun when the first snippet needs it: messages alone need none."""
    # A log of its own says once more what this command ends with, if there is no sandbox.
    logging.getLogger("sandbox.client").addHandler(logging.NullHandler())
    begun: list[Runner] = []
    async with AsyncExitStack() as stack:

        async def opened() -> Runner:
            if not begun:
                begun.append(await stack.enter_async_context(connect(url, spares=2)))
            return begun[0]

        yield opened
