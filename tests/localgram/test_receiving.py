import asyncio
import socket
from collections.abc import AsyncIterator

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Message, MessageEntity, Update
from telegram.error import BadRequest, Conflict, InvalidToken
from telegram.ext import Application, CommandHandler, ContextTypes, MessageHandler, filters

from localgram.app import LocalServer
from localgram.feed import Wire
from localgram.state import CLASS, INSTRUCTOR, LEARNER
from tests.localgram.conftest import TOKEN


async def say(people: httpx.AsyncClient, text: str, **order: object) -> Wire:
    response = await people.post("/api/say", json={"user": LEARNER, "text": text, **order})
    message: Wire = response.raise_for_status().json()
    return message


async def test_get_updates_confirms_and_limits(bot: Bot, people: httpx.AsyncClient) -> None:
    for text in "abc":
        await say(people, text)

    first = await bot.get_updates(limit=2)
    rest = await bot.get_updates(offset=first[-1].update_id + 1)

    texts = [u.message.text for u in (*first, *rest) if u.message]
    assert texts == ["a", "b", "c"]
    assert await bot.get_updates(offset=rest[-1].update_id + 1) == ()


async def test_a_long_poll_answers_when_something_is_said(
    bot: Bot, people: httpx.AsyncClient
) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    await say(people, "hi")

    [update] = await asyncio.wait_for(polling, 10)
    assert update.effective_user is not None
    assert update.effective_user.first_name == "Lena"


async def test_two_pollers_are_in_conflict(bot: Bot, people: httpx.AsyncClient) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)

    second = await people.get(f"/bot{TOKEN}/getUpdates")

    assert second.json() == {"ok": True, "result": []}
    with pytest.raises(Conflict, match="make sure that only one bot instance is running"):
        await first


async def test_an_application_answers_messages_commands_edits_and_reactions(
    server: LocalServer, people: httpx.AsyncClient
) -> None:
    async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        assert message is not None
        await message.reply_text(f"{'edited' if update.edited_message else 'said'} {message.text}")

    async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(f"started {context.args}")

    app = _application(server)
    app.add_handler(CommandHandler("start", start))
    app.add_handler(MessageHandler(filters.TEXT, echo))
    async with app:
        assert app.updater is not None
        await app.start()
        await app.updater.start_polling()
        answers = []
        for send in (
            say(people, "hi"),
            say(people, "/start now"),
            _edit_last(people, server, "better"),
        ):
            before = server.state.history.of(LEARNER)
            await send
            answers += await _answers(people, before[-1]["message_id"] if before else 0)
        await app.updater.stop()
        await app.stop()

    assert answers == ["said hi", "started ['now']", "edited better"]


def _application(server: LocalServer) -> Application:  # type: ignore[type-arg]
    builder = Application.builder().token(TOKEN).base_url(server.bot_api_url)
    return builder.base_file_url(server.file_url).build()


async def _edit_last(people: httpx.AsyncClient, server: LocalServer, text: str) -> None:
    mine = [m for m in server.state.history.of(LEARNER) if m["from"]["id"] == LEARNER]
    order = {"chat": LEARNER, "message_id": mine[-1]["message_id"], "text": text}
    (await people.post("/api/edit", json=order)).raise_for_status()


async def _answers(people: httpx.AsyncClient, after: int) -> list[str]:
    response = await people.get(f"/api/chat/{LEARNER}", params={"after": after, "wait": 10})
    return [m["text"] for m in response.json()["messages"] if m["from"]["is_bot"]]


async def test_a_group_message_names_its_author_and_group(
    bot: Bot, people: httpx.AsyncClient
) -> None:
    await say(people, "@local_bot hi", chat=CLASS, user=INSTRUCTOR)

    [update] = await bot.get_updates()
    message = update.message
    assert message is not None
    assert message.chat.type == "supergroup"
    assert message.from_user is not None
    assert message.from_user.first_name == "Ines"
    assert message.entities == (MessageEntity("mention", 0, 10),)


async def test_an_upload_reaches_the_bot(bot: Bot, people: httpx.AsyncClient) -> None:
    await people.post(
        "/api/upload",
        data={"user": str(LEARNER), "caption": "`see`"},
        files={"file": ("code.py", b"print(1)")},
    )

    [update] = await bot.get_updates()
    message = update.message
    assert message is not None
    assert message.document is not None
    assert message.caption == "see"
    file = await bot.get_file(message.document)
    assert bytes(await file.download_as_bytearray()) == b"print(1)"


async def test_reactions_reach_a_bot_that_asked(bot: Bot, people: httpx.AsyncClient) -> None:
    sent = await bot.send_message(LEARNER, "x")
    await bot.get_updates(allowed_updates=["message_reaction"])

    for emoji in ("👍", None):
        await people.post(
            "/api/react", json={"user": LEARNER, "message_id": sent.id, "emoji": emoji}
        )

    first, second = await bot.get_updates()
    assert first.message_reaction is not None
    assert second.message_reaction is not None
    assert first.message_reaction.new_reaction == second.message_reaction.old_reaction
    assert second.message_reaction.new_reaction == ()


async def test_a_lone_surrogate_and_a_megabyte_get_through(
    bot: Bot, people: httpx.AsyncClient
) -> None:
    await people.post(
        "/api/say",
        content=b'{"user": 1001, "text": "\\ud83d", "entities": []}',
    )
    await say(people, "x" * 2**20)

    odd, long = await bot.get_updates()
    assert odd.message is not None
    assert odd.message.text == "\ud83d"
    assert long.message is not None
    assert long.message.text is not None
    assert len(long.message.text) == 2**20


async def test_a_wrong_token_is_refused(server: LocalServer) -> None:
    async with httpx.AsyncClient() as client:
        wrong = await client.get(f"{server.bot_api_url}1:wrong/getMe")
        malformed = await client.get(f"{server.bot_api_url}nonsense/getMe")
        download = await client.get(f"{server.file_url}1:wrong/documents/file_1")

    assert wrong.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert (malformed.status_code, download.status_code) == (404, 401)
    with pytest.raises(InvalidToken):
        async with Bot("1:wrong", base_url=server.bot_api_url):
            raise AssertionError


class Receiver:
    """A bot's own server, which refuses its first updates."""

    def __init__(self, refusals: int) -> None:
        self.got: list[tuple[str | None, Wire]] = []
        self.refusals = refusals
        self.arrived = asyncio.Event()
        self.url = ""

    async def receive(self, request: Request) -> Response:
        if self.refusals:
            self.refusals -= 1
            return Response(status_code=500)
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.got.append((secret, await request.json()))
        self.arrived.set()
        return Response()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver(refusals=2)
    app = Starlette(routes=[Route("/hook", receiver.receive, methods=["POST"])])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        receiver.url = f"http://127.0.0.1:{listener.getsockname()[1]}/hook"
        config = uvicorn.Config(app, log_level="warning", lifespan="off", ws="none")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield receiver
        server.should_exit = True
        await serving


async def test_a_webhook_gets_each_update_once_with_the_secret(
    bot: Bot, people: httpx.AsyncClient, receiver: Receiver
) -> None:
    """Even when the bot's server fails at first."""
    await bot.set_webhook(receiver.url, secret_token="hush")
    await say(people, "hi")
    await asyncio.wait_for(receiver.arrived.wait(), 10)

    [(secret, update)] = receiver.got
    assert secret == "hush"
    assert update["message"]["text"] == "hi"
    info = await bot.get_webhook_info()
    assert info.url == receiver.url
    assert info.last_error_message == "Wrong response from the webhook: 500"


async def test_polling_and_a_webhook_exclude_each_other(bot: Bot, receiver: Receiver) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    await bot.set_webhook(receiver.url)

    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await polling
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()

    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_a_webhook_nobody_serves_keeps_its_updates(
    bot: Bot, people: httpx.AsyncClient
) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    await say(people, "hi")
    async with asyncio.timeout(10):
        while (await bot.get_webhook_info()).last_error_message is None:
            await asyncio.sleep(0.02)

    await bot.set_webhook("")
    [update] = await bot.get_updates()
    assert isinstance(update.message, Message)
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_a_webhooks_address_and_secret_are_checked(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)An HTTPS URL must be provided"):
        await bot.set_webhook("ftp://127.0.0.1/")
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook("http://127.0.0.1/", secret_token="not allowed")
