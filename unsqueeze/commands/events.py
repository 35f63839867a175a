"""`unsqueeze events`: the log, a line an event: for operators, and by `--jsonl` for programs."""

import asyncio
import json
from datetime import datetime

from progress.events import Event, Kind
from unsqueeze.settings import Settings, read_settings
from unsqueeze.stores import open_stores
from unsqueeze.terminal import harmless


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
    told = " ".join(filter(None, (event.slug, _ending(event))))
    return f"{at}  {event.telegram_user_id:>12}  {event.kind:<10} {told}"


def _ending(event: Event) -> str:
    """How a run ended, on one line whatever a snippet has named its exception."""
    if event.kind is not Kind.RAN:
        return ""
    facts = (str(event.detail.get(name) or "") for name in ("outcome", "error"))
    return harmless(" ".join(" ".join(facts).split()))
