"""The hint under a failing run, and its button, through localgram, with the real sandbox."""

from collections.abc import AsyncIterator

import pytest

from bot import app, service
from sandbox.client import connect
from sandbox.protocol import Runner
from tests.bot.conftest import TOKEN
from tests.fakes.person import buttons
from tutor.tutor import Tutor

CODE = "a = torch.ones(3, 4)\nb = torch.ones(3)\na + b"
SHOWN = "With this line, it runs:\n\na + b.unsqueeze(1)  # b.unsqueeze(1): (3, 1)"


@pytest.fixture
async def runner(sandbox_url) -> AsyncIterator[Runner]:
    async with connect(sandbox_url) as client:
        yield client


@pytest.fixture(autouse=True)
def _hints_may_take_long(monkeypatch) -> None:
    """A busy machine would leave them out."""
    monkeypatch.setattr("tutor.tutor.HINT_SECONDS", 30)


@pytest.fixture
def restarted(curation, shelf, runner, store, telegram) -> app.Bot:
    afresh = Tutor(shelf, runner, store)
    return app.build(afresh, curation, store, token=TOKEN, api_url=telegram.url, quiet_seconds=0.1)


@pytest.mark.usefixtures("bot")
async def test_a_hint_stands_first_and_the_repair_behind_a_button(lena) -> None:
    failed = await lena.reply(await lena.say(f"/run {CODE}"))

    assert "one-step changes make this run" in failed["text"]
    assert "a (3, 4) and b (3,) do not fit." in failed["text"]
    assert "[:, None]" not in failed["text"]
    assert "b.unsqueeze" not in failed["text"]
    assert buttons(failed)["🔧 Show me"] == "1f00"
    await lena.press(failed, "🔧 Show me")
    shown = await lena.reply(failed)
    assert shown["text"].split() == SHOWN.split()


@pytest.mark.usefixtures("bot")
async def test_where_no_button_can_read_the_code_again_the_remedy_is_told(lena) -> None:
    code = await lena.say(CODE)
    await lena.reply(code)
    failed = await lena.reply(await lena.say("/run", reply_to=code["message_id"]))

    assert "one-step" not in failed["text"]
    assert "write a + b[:, None]." in failed["text"]
    assert "🔧 Show me" not in buttons(failed)


@pytest.mark.usefixtures("bot")
async def test_where_no_repair_is_found_in_time_the_remedy_is_told(monkeypatch, lena) -> None:
    monkeypatch.setattr("tutor.tutor.HINT_SECONDS", 0)

    failed = await lena.reply(await lena.say(f"/run {CODE}"))

    assert "one-step" not in failed["text"]
    assert "write a + b[:, None]." in failed["text"]
    assert "🔧 Show me" not in buttons(failed)


@pytest.mark.usefixtures("bot")
async def test_of_an_error_of_python_alone_nothing_is_tried(lena) -> None:
    failed = await lena.reply(await lena.say("/run [1][3]"))

    assert "one-step" not in failed["text"]
    assert "🔧 Show me" not in buttons(failed)


async def test_the_button_shows_the_line_after_a_restart(built, restarted, lena) -> None:
    async with service.running(built):
        failed = await lena.reply(await lena.say(f"/run {CODE}"))

    async with service.running(restarted):
        await lena.press(failed, "🔧 Show me")
        shown = await lena.reply(failed)

    assert shown["text"].split() == SHOWN.split()
