"""Pages that retire while somebody has their buttons before them."""

import asyncio
from dataclasses import replace

import pytest

from tests.bot.test_asking import VAGUE
from tests.fakes.person import buttons
from tutor.library import Shelf

pytestmark = pytest.mark.usefixtures("bot")

DRAWN = "What is the difference between view and reshape?"


def retire(shelf: Shelf) -> None:
    """Retire every page."""
    shelf.library = replace(shelf.library, entries={})


@pytest.mark.parametrize("said", ["1", "the second one", "why?"])
async def test_where_all_suggestions_have_retired_none_is_to_be_pressed(lena, shelf, said) -> None:
    await lena.reply(await lena.say(VAGUE))
    retire(shelf)

    told = await lena.reply(await lena.say(said))

    assert "Which of these" not in told["text"]


@pytest.mark.parametrize("caption", ["▶ Run", "✏ Draw"])
async def test_what_says_that_it_is_under_way_brings_something(
    lena, shelf, telegram, caption
) -> None:
    """Though the page retires while the press is being answered."""
    answer = await lena.reply(await lena.say(DRAWN))
    answered = telegram.state.clicks["now"] = asyncio.get_running_loop().create_future()
    answered.add_done_callback(lambda _: retire(shelf))
    who = {"id": lena.user, "is_bot": False, "first_name": "Lena"}
    query = {"id": "now", "from": who, "chat_instance": "1", "message": answer}

    await lena.update(callback_query=query | {"data": buttons(answer)[caption]})

    assert "ing …" in (await answered)["text"]
    assert await lena.reply(answer)
