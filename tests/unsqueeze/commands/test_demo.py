"""A demo's people are in no class, and what keeps it from starting is told by its own name."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from localgram.state import INSTRUCTOR
from progress.people import Role
from unsqueeze.commands import serve
from unsqueeze.commands.serve import chat_page
from unsqueeze.current import open_stores
from unsqueeze.faults import SetupFault
from unsqueeze.settings import Settings

TOKEN = "1:token"


async def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(SetupFault, match=f"port {port} of 127.0.0.1 cannot be used") as refused:
            async with chat_page(port, "127.0.0.1", TOKEN):
                pass

    assert "--port 0" in str(refused.value)


async def test_what_fails_later_is_not_called_a_port() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left") as failed:
        async with chat_page(0, "127.0.0.1", TOKEN):
            raise full

    assert failed.value is full


def test_a_signal_while_it_starts_leaves_nothing(tmp_path: Path) -> None:
    """The first thing that is there is the sandbox's folder; the first build comes later."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = os.environ | {"TMPDIR": str(temporary), "UNSQUEEZE_DATA_DIR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "unsqueeze", "demo", "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
    )
    while not list(temporary.glob("unsqueeze-*")):
        assert process.poll() is None
        time.sleep(0.01)

    process.send_signal(signal.SIGTERM)
    # So long only where it is not ended at all.
    _, said = process.communicate(timeout=60)

    assert process.returncode == 0
    assert "Traceback" not in said
    assert list(temporary.iterdir()) == []


async def is_instructor(settings: Settings) -> bool:
    """Whether the demo's instructor would be one in the bot of these settings."""
    async with open_stores(settings) as stores:
        return await stores.progress.role(INSTRUCTOR) is Role.INSTRUCTOR


async def enrolled(settings: Settings) -> None:
    async with open_stores(settings) as stores:
        await serve._enrol(stores.progress, settings)


async def test_a_demo_makes_nobody_an_instructor_of_the_bot_beside_it(tmp_path: Path) -> None:
    """On Telegram its number is a stranger's, and `make demo` is where everybody begins."""
    settings = Settings(data_dir=tmp_path)

    await enrolled(settings.of_demo())

    assert await is_instructor(settings.of_demo())
    assert not await is_instructor(settings)


async def test_nor_of_a_database_that_was_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may be a class's, whether a token is set here or not."""
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite:///{tmp_path}/class.sqlite")

    await enrolled(settings.of_demo())

    assert settings.of_demo().progress_url == settings.progress_url
    assert not await is_instructor(settings)
    assert "unsqueeze invite" in capsys.readouterr().out


def test_where_an_earlier_demo_s_people_are_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(data_dir=tmp_path).of_demo()
    serve._tell_where_others_are(settings)
    (tmp_path / "unsqueeze.sqlite").touch()
    first = capsys.readouterr().err
    serve._tell_where_others_are(settings)
    (tmp_path / "demo.sqlite").touch()
    second = capsys.readouterr().err

    serve._tell_where_others_are(settings)

    assert first == capsys.readouterr().err == ""
    assert f"of earlier demos, stay in {tmp_path}/unsqueeze.sqlite" in second
    assert f"its people in {tmp_path}/demo.sqlite" in second


def test_everyday_lines_of_a_demo_are_logged_where_they_are_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("UNSQUEEZE_LOG_LEVEL", raising=False)
    unset = Settings().of_demo()
    monkeypatch.setenv("UNSQUEEZE_LOG_LEVEL", "info")

    assert unset.log_level == "warning"
    assert Settings().of_demo().log_level == "info"
