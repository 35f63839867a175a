"""`unsqueeze events`: the log, a line an event, for other programs."""

import asyncio
import json
from datetime import datetime

from progress.events import Event
from unsqueeze.progress import open_stores
from unsqueeze.settings import Settings, read_settings


def events(since: datetime | None, *, jsonl: bool) -> int:
    """Print every event since then."""
    asyncio.run(_print(read_settings(), since, jsonl=jsonl))
    return 0


async def _print(settings: Settings, since: datetime | None, *, jsonl: bool) -> None:
    async with open_stores(settings) as stores:
        async for event in stores.progress.events(since):
            print(_as_json(event) if jsonl else _as_line(event))


def _as_json(event: Event) -> str:
    return json.dumps(
        {
            "id": event.id,
            "update_id": event.update_id,
            "telegram_user_id": event.telegram_user_id,
            "kind": event.kind,
            "slug": event.slug,
            "at": event.at.isoformat(),
        }
    )


def _as_line(event: Event) -> str:
    at = event.at.strftime("%Y-%m-%d %H:%M:%S")
    return f"{at}  {event.telegram_user_id:>12}  {event.kind:<10} {event.slug or ''}"
