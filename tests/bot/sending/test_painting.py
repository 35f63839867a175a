"""The painter's process: started when needed, replaced when it fails, gone when idle."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sending.pictures import NotPainted, Painted, Painter
from tests.fakes.person import until
from tutor.picture.scene.marks import Scene, Theme, Words

SCENE = Scene(40, (Words(10, 20, "hello"),), "hello")


@pytest.fixture
async def painter() -> AsyncIterator[Painter]:
    made = Painter()
    yield made
    await made.close()


async def test_pictures_come_from_one_process(painter) -> None:
    assert painter.pid is None

    first = await painter.paint(SCENE)
    pid = painter.pid
    dark, again = await asyncio.gather(painter.paint(SCENE, Theme.DARK), painter.paint(SCENE))

    assert isinstance(first, Painted)
    assert first.png.startswith(b"\x89PNG")
    assert again == first
    assert dark != first
    assert painter.pid == pid


async def test_a_painter_that_died_is_replaced(painter) -> None:
    await painter.paint(SCENE)
    assert painter.pid is not None
    os.kill(painter.pid, signal.SIGKILL)

    pictures = [await painter.paint(SCENE) for _ in range(2)]

    # The death may be noticed before the order is written, or after.
    assert isinstance(pictures[1], Painted)


async def test_a_painter_that_hangs_is_given_up_and_replaced(painter) -> None:
    await painter.paint(SCENE)
    assert painter.pid is not None
    os.kill(painter.pid, signal.SIGSTOP)
    painter._patience_seconds = 0.2

    assert await painter.paint(SCENE) == NotPainted()

    painter._patience_seconds = 30
    assert isinstance(await painter.paint(SCENE), Painted)


async def test_what_cannot_be_painted_is_an_outcome() -> None:
    painter = Painter(module="tutor.picture.scene.marks")

    assert await painter.paint(SCENE) == NotPainted()
    await painter.close()


async def test_an_idle_painter_leaves_and_comes_back() -> None:
    painter = Painter(idle_seconds=0.05)
    await painter.paint(SCENE)

    async def gone():
        return True if painter.pid is None else None

    await until(gone)
    assert isinstance(await painter.paint(SCENE), Painted)
    await painter.close()
    assert painter.pid is None


async def test_the_painter_is_told_no_secrets(painter, monkeypatch) -> None:
    monkeypatch.setenv("UNSQUEEZE_TELEGRAM_TOKEN", "secret")
    await painter.paint(SCENE)

    assert b"secret" not in Path(f"/proc/{painter.pid}/environ").read_bytes()


_ABANDON = """
import asyncio, os, signal
from bot.sending.pictures import Painter
from tutor.picture.scene.marks import Scene

async def main():
    painter = Painter()
    await painter.paint(Scene(40, (), ""))
    print(painter.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_the_painter_dies_with_the_bot() -> None:
    script = [sys.executable, "-c", _ABANDON]
    done = await asyncio.to_thread(
        subprocess.run, script, stdout=subprocess.PIPE, text=True, check=False
    )
    folder = Path(f"/proc/{int(done.stdout)}")

    async def gone():
        # It may stay in the table for a while as a zombie, whose command line is empty.
        here = folder.exists() and (folder / "cmdline").read_bytes()
        return None if here else True

    await until(gone)


async def test_a_picture_that_nobody_waits_for_any_more_goes_to_nobody_else(painter) -> None:
    """As when the bot gives an update up between order and picture."""
    other = Scene(40, (Words(10, 20, "other"),), "other")
    wanted = await painter.paint(other)
    assert painter.pid is not None
    os.kill(painter.pid, signal.SIGSTOP)
    given_up = asyncio.create_task(painter.paint(SCENE))
    await asyncio.sleep(0)  # By now the order is in the pipe.
    os.kill(painter.pid, signal.SIGCONT)

    given_up.cancel()

    assert await painter.paint(other) == wanted
