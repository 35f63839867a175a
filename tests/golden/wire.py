"""The tutor as it runs: a demo is started, somebody chats with it, and its records are read.

The one place to mend where the demo's command, localgram's HTTP side or the tables change.
"""

import asyncio
import json
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.e2e.running import demo
from tests.fakes.person import Person

CLASS = -1000000001001
_PATIENCE_SECONDS = 90.0
_HANDLED = """
    select update_id, state from inbox where update_id > ? and ? in (
        json_extract(raw, '$.message.from.id'),
        json_extract(raw, '$.edited_message.from.id'),
        json_extract(raw, '$.callback_query.from.id'))"""

Wire = dict[str, Any]
Meet = Callable[[int, int | None], Awaitable[Person]]


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo: its address, and what it has on record."""

    url: str
    records: sqlite3.Connection

    @asynccontextmanager
    async def people(self) -> AsyncIterator[Meet]:
        """Give who makes a person of a user and a chat; without a chat it is a private one."""
        async with httpx.AsyncClient(base_url=self.url, timeout=60, trust_env=False) as client:

            async def meet(user: int, chat: int | None) -> Person:
                # Until then localgram knows neither the user nor the chat.
                await client.post("/api/rename", json={"user": user, "first_name": "Lena"})
                return Person(client, user, chat)

            yield meet

    def newest_update(self) -> int:
        return int(self._rows("select coalesce(max(update_id), 0) from inbox")[0][0])

    async def handled(self, user: int, after: int) -> tuple[int, str]:
        """The number of what this user did after an update, and how that was done with."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            found = self._rows(_HANDLED, after, user)
            if found and all(state != "pending" for _, state in found):
                return found[-1]
            await asyncio.sleep(0.01)
        return after + 1, "pending"

    def events(self, update_id: int) -> list[tuple[str, str | None, Wire]]:
        """What is on record of an update: kind, page and details."""
        asked = "select kind, slug, detail from events where update_id = ? order by id"
        rows = self._rows(asked, update_id)
        return [(kind, slug, json.loads(detail)) for kind, slug, detail in rows]

    def _rows(self, sql: str, *values: object) -> list[Any]:
        return self.records.execute(sql, values).fetchall()


@contextmanager
def running(data: Path, sandbox: str) -> Iterator[Demo]:
    path = f"file:{data / 'demo.sqlite'}?mode=ro"
    with (
        demo(data, UNSQUEEZE_SANDBOX_URL=sandbox) as url,
        closing(sqlite3.connect(path, uri=True)) as records,
    ):
        yield Demo(url, records)
