"""/web: a link for whoever teaches, and the end of every session."""

from datetime import UTC, datetime

import pytest

from bot import app, service
from tests.bot.conftest import TOKEN
from tests.bot.instructing import enrol, told

PAGE = "https://class.example.org"


@pytest.fixture
def built(tutor, curation, store, telegram) -> app.Bot:
    return app.build(
        tutor, curation, store, token=TOKEN, api_url=telegram.url, quiet_seconds=0.1, web_url=PAGE
    )


@pytest.mark.usefixtures("bot")
async def test_a_teacher_gets_a_link_and_ends_what_it_began(store, lena, ines, in_class) -> None:
    await enrol(store, ines)
    said = (await told(ines, "/web"))["text"]
    [link] = [line for line in said.splitlines() if line.startswith(f"{PAGE}/enter?t=")]
    now = datetime.now(UTC)
    session = await store.web.enter(link.partition("?t=")[2], now)

    assert await store.web.who(session, now) == ines.user
    assert "signed out" in (await told(ines, "/web out"))["text"]
    assert await store.web.who(session, now) is None
    assert "for instructors" in (await told(lena, "/web"))["text"]
    assert "private chat" in (await told(in_class, "/web"))["text"]


async def test_a_bot_without_a_page_says_so(tutor, curation, store, telegram, ines) -> None:
    await enrol(store, ines)
    bot = app.build(tutor, curation, store, token=TOKEN, api_url=telegram.url, quiet_seconds=0.1)
    async with service.running(bot):
        assert "no web page here" in (await told(ines, "/web"))["text"]
