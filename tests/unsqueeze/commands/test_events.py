"""The log in the terminal: beside what programs read of it, it tells how a run ended."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from progress.events import Kind, Turn
from tests.progress.examples import ADA, NOON
from unsqueeze.current import open_stores
from unsqueeze.settings import Settings

START = f"2026-03-01 12:00:00  {ADA.telegram_user_id:>12}"


async def _filled(folder: Path, *turns: Turn) -> None:
    async with open_stores(Settings(data_dir=folder)) as stores:
        for turn in turns:
            await stores.progress.commit(turn)


def _recorded(update_id: int, kind: Kind, *, slug: str | None = None, **detail: str | None) -> Turn:
    made = Turn(ADA, NOON, update_id)
    made.record(kind, slug=slug, **detail)
    return made


def _events(folder: Path, *arguments: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "unsqueeze", "events", *arguments],
        capture_output=True,
        env=os.environ | {"UNSQUEEZE_DATA_DIR": str(folder)},
        check=True,
    )
    return done.stdout.decode().splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    turns = [
        _recorded(1, Kind.RAN, outcome="killed", error="DiskLimit"),
        _recorded(2, Kind.RAN, slug="view-or-reshape", outcome="ok", error=None),
        _recorded(3, Kind.ABSTAINED, reason="nothing_close", error="ValueError"),
        _recorded(4, Kind.RAN, outcome="error", error="Mine\n\x1b[31m of 2"),
    ]
    asyncio.run(_filled(tmp_path, *turns))
    return tmp_path


def test_a_run_is_shown_with_how_it_ended(folder: Path) -> None:
    """An operator looks here for what became of one learner's snippet."""
    assert [line.rstrip() for line in _events(folder)] == [
        f"{START}  ran        killed DiskLimit",
        f"{START}  ran        view-or-reshape ok",
        f"{START}  abstained",
        # A snippet names its exceptions as it likes.
        f"{START}  ran        error Mine ␛[31m of 2",
    ]


def test_programs_read_what_they_always_did(folder: Path) -> None:
    keys = ["id", "update_id", "telegram_user_id", "kind", "slug", "at"]

    assert [list(json.loads(line)) for line in _events(folder, "--jsonl")] == [keys] * 4
