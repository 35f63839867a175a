"""The house stays small: its limits stand in `tool.unsqueeze.house`; `make size` prints them."""

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import httpx

from bot import app, service
from localgram.app import running
from progress.stores.progress_store import ProgressStore
from scripts import size
from tests.fakes.person import Person
from tests.inbox import pending
from unsqueeze.settings import Settings
from unsqueeze.wiring import opened

OURS = tuple(f"{size.ROOT / each}/" for each in size.house()["packages"] if each != "localgram")
TOKEN = "1234567:a-token-that-must-not-be-seen"
# The first makes ready what is made once. Of the others the fewest count: now and then something
# else that the bot does falls into the same moment.
MESSAGES = {
    "question": ["what is a leaf tensor?", "what does gather do?", "what is einsum?"],
    "runs": [
        f"```\ntorch.arange(6).view({shape}).sum(0)\n```" for shape in ("6, 1", "3, 2", "2, 3")
    ],
    "raises": [f"```\na = torch.ones({shape})\na @ a\n```" for shape in ("2, 3", "3, 4", "4, 5")],
}


def test_nothing_is_larger_than_it_may_be() -> None:
    assert [*size.beyond()] == []


def test_a_message_enters_few_files(prepared: Callable[[], Path], monkeypatch) -> None:
    """Whoever follows a message through the code has to open these."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")

    entered = asyncio.run(_entered(prepared()))

    most = size.house()["entered"]
    counts = {kind: len(files) for kind, files in entered.items()}
    over = {kind: sorted(entered[kind]) for kind in most if counts[kind] > most[kind]}
    assert not over, f"{counts} of at most {most}"


async def _entered(data: Path) -> dict[str, set[str]]:
    async with (
        opened(Settings(data_dir=data)) as parts,
        running(token=TOKEN) as local,
        httpx.AsyncClient(base_url=local.url, timeout=30, trust_env=False) as client,
    ):
        built = app.build(parts.tutor, parts.curation, parts.store, token=TOKEN, api_url=local.url)
        async with service.running(built):
            lena = Person(client, 1001)
            return {kind: await _fewest(lena, it, parts.store) for kind, it in MESSAGES.items()}


async def _fewest(lena: Person, texts: list[str], store: ProgressStore) -> set[str]:
    entered = []
    for text in texts:
        with _watched() as files:
            await lena.reply(await lena.say(text))
            while await pending(store):
                await asyncio.sleep(0.01)
        entered.append({each for each in files if each.startswith(OURS)})
    return min(entered[1:], key=len)


@contextmanager
def _watched() -> Iterator[set[str]]:
    """The files of the functions that are called meanwhile, whichever thread calls them."""
    files: set[str] = set()

    def look(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_name != "<module>":
            files.add(frame.f_code.co_filename)

    threading.setprofile(look)
    sys.setprofile(look)
    yield files
    sys.setprofile(None)
    threading.setprofile(None)
