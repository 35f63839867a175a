import asyncio
import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st

from localgram import app
from localgram.app import LocalServer, running
from localgram.history import first_message_id
from localgram.state import INSTRUCTOR, LEARNER
from localgram.updates import UpdateQueue, Webhook
from tests.ipv6 import needs_ipv6

PAGE = Path(app.__file__).parent / "page"


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2033, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.timedeltas(timedelta(seconds=1), timedelta(days=300)),
)
def test_a_later_start_counts_messages_from_higher_up(start: datetime, pause: timedelta) -> None:
    """A bot that remembers a message must not meet its number again."""
    assert 0 < first_message_id(start) < first_message_id(start + pause) < 2**31


async def test_a_later_start_counts_updates_from_higher_up() -> None:
    numbers = []
    for seconds in (0, 1):
        moment = datetime(2030, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        async with running(clock=lambda moment=moment: moment) as server:  # type: ignore[misc]
            numbers.append(server.state.updates.add("message", {}))

    assert numbers == [1893456000000, 1893456001000]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
async def test_a_foreign_host_is_refused(people: httpx.AsyncClient, host: str) -> None:
    """Else a page elsewhere could reach this machine through its own name (DNS rebinding)."""
    assert (await people.get("/api/state", headers={"Host": host})).status_code == 421


async def test_another_origin_cannot_post(server: LocalServer, people: httpx.AsyncClient) -> None:
    order = {"user": LEARNER, "text": "hi"}
    for origin, status in (
        ("https://evil.example", 403),
        ("null", 403),
        ("http://127.0.0.1:1", 403),
        (server.url, 200),
    ):
        response = await people.post("/api/say", json=order, headers={"Origin": origin})
        assert response.status_code == status


@pytest.mark.parametrize("path", ["/api/state", "/bot1:x/getUpdates", "/chat.js"])
async def test_another_site_can_link_to_the_page_and_no_more(
    people: httpx.AsyncClient, path: str
) -> None:
    """An image whose address calls a method of the bot would need no more than a GET."""
    for site in ("cross-site", "same-site"):
        headers = {"Sec-Fetch-Site": site}
        assert (await people.get(path, headers=headers)).status_code == 403
        assert (await people.get("/", headers=headers)).status_code == 200


async def test_everything_is_served_with_a_strict_policy(people: httpx.AsyncClient) -> None:
    for path in ("/", "/chat.js", "/api/state", "/missing"):
        headers = (await people.get(path)).headers
        assert headers["Content-Security-Policy"].startswith(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
        )
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_needs_nothing_but_itself() -> None:
    html = (PAGE / "index.html").read_text()
    scripts = "".join(file.read_text() for file in PAGE.glob("*.js"))

    assert "style=" not in html
    assert "onclick" not in html
    assert "innerHTML" not in scripts
    assert "insertAdjacentHTML" not in scripts


async def test_what_was_uploaded_is_never_shown_as_a_page(people: httpx.AsyncClient) -> None:
    hostile = {"file": ("x.html", b"<script>alert(1)</script>", "text/html")}
    sent = await people.post("/api/upload", data={"user": "1001"}, files=hostile)

    served = await people.get(f"/api/file/{sent.json()['document']['file_id']}")

    assert served.headers["Content-Type"] == "application/octet-stream"
    assert served.headers["Content-Disposition"] == "attachment"


@pytest.mark.parametrize(
    ("path", "order", "words"),
    [
        ("say", {"user": LEARNER}, "text: Field required"),
        ("say", {"user": LEARNER, "text": "x", "typo": 1}, "typo: Extra inputs"),
        ("say", {"user": LEARNER, "chat": 404, "text": "x"}, "chat not found"),
        ("say", {"user": -5, "text": "x"}, "a user's id is positive"),
        ("say", {"user": LEARNER, "text": "x", "reply_to": 1}, "message to be replied not found"),
        ("edit", {"chat": LEARNER, "message_id": 1, "text": "x"}, "message to edit not found"),
        ("delete", {"chat": LEARNER, "message_id": 1}, "message to delete not found"),
        ("say", [], "expected a JSON object"),
        ("upload", {}, "expected a file"),
    ],
)
async def test_a_wrong_order_is_explained(
    people: httpx.AsyncClient, path: str, order: object, words: str
) -> None:
    response = await people.post(f"/api/{path}", json=order)

    assert response.is_client_error
    assert words in response.json()["error"]


async def test_people_cannot_edit_what_the_bot_said(
    people: httpx.AsyncClient, server: LocalServer
) -> None:
    state = server.state
    sent = state.post(state.people.chat(LEARNER), state.bot, {"text": "mine"})

    order = {"chat": LEARNER, "message_id": sent["message_id"], "text": "yours"}
    response = await people.post("/api/edit", json=order)

    assert "message can't be edited" in response.json()["error"]


async def test_a_new_name_shows_from_the_next_message_on(people: httpx.AsyncClient) -> None:
    await people.post("/api/rename", json={"user": 5, "first_name": "\u202eOdd"})

    said = await people.post("/api/say", json={"user": 5, "text": "hi"})

    assert said.json()["from"]["first_name"] == "\u202eOdd"
    assert said.json()["chat"]["first_name"] == "\u202eOdd"


async def test_a_deleted_message_is_gone(people: httpx.AsyncClient, server: LocalServer) -> None:
    said = (await people.post("/api/say", json={"user": LEARNER, "text": "hi"})).json()

    await people.post("/api/delete", json={"chat": LEARNER, "message_id": said["message_id"]})

    assert server.state.history.of(LEARNER) == []


async def test_events_are_those_of_one_chat(people: httpx.AsyncClient) -> None:
    seen = []
    async with people.stream("GET", "/api/events", params={"chat": INSTRUCTOR}) as stream:
        lines = stream.aiter_lines()
        await anext(lines)
        await people.post("/api/say", json={"user": LEARNER, "text": "for Lena"})
        await people.post("/api/say", json={"user": INSTRUCTOR, "text": "for Ines"})
        async for line in lines:
            if line.startswith("data: "):
                seen.append(json.loads(line.removeprefix("data: ")))
                break

    assert [event["message"]["text"] for event in seen] == ["for Ines"]


async def test_the_chat_waits_for_the_bots_next_word(
    people: httpx.AsyncClient, server: LocalServer
) -> None:
    state = server.state
    waiting = asyncio.create_task(people.get(f"/api/chat/{LEARNER}", params={"wait": 20}))
    await asyncio.sleep(0.1)
    state.post(state.people.chat(LEARNER), state.bot, {"text": "there you are"})

    messages = (await waiting).json()["messages"]
    assert [message["text"] for message in messages] == ["there you are"]


async def test_stopping_lets_go_of_everyone_who_waits() -> None:
    async with httpx.AsyncClient(timeout=20) as client:
        async with running() as server:
            waiting = [
                asyncio.create_task(client.get(f"{server.bot_api_url}1:x/getUpdates?timeout=50")),
                asyncio.create_task(client.get(f"{server.url}/api/events")),
            ]
            await asyncio.sleep(0.2)
        poll, events = await asyncio.wait_for(asyncio.gather(*waiting), 10)

    assert (poll.status_code, events.status_code) == (502, 200)


async def test_a_server_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than wait for ever for the moment at which it listens."""

    async def fail(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(uvicorn.Server, "startup", fail)

    async with asyncio.timeout(10):
        with pytest.raises(OSError, match="no room"):
            async with running():
                raise AssertionError


@needs_ipv6
@pytest.mark.parametrize("host", ["::1", "::"])
async def test_it_listens_on_ipv6_too(host: str) -> None:
    async with running(host=host) as server, httpx.AsyncClient() as client:
        page = await client.get(server.page_url)

    assert server.url.startswith("http://[::1]:")
    assert page.status_code == 200


@needs_ipv6
async def test_a_host_may_stand_in_brackets() -> None:
    async with running(host="[::1]") as server, httpx.AsyncClient() as client:
        assert (await client.get(server.page_url)).status_code == 200


@needs_ipv6
@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="IPv4 needs a socket of its own")
async def test_all_addresses_are_those_of_ipv4_too() -> None:
    async with running(host="::") as server, httpx.AsyncClient() as client:
        page = await client.get(server.page_url.replace("[::1]", "127.0.0.1"))

    assert page.status_code == 200


async def test_stopping_a_webhook_can_be_cancelled() -> None:
    """Else whoever cancels it is told that it was done, and goes on waiting."""
    webhook = Webhook(UpdateQueue(1))
    let_go = asyncio.Event()

    async def deliver() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await let_go.wait()

    webhook._delivery = asyncio.create_task(deliver())
    await asyncio.sleep(0)
    stopping = asyncio.create_task(webhook.stop())
    await asyncio.sleep(0)

    stopping.cancel()
    let_go.set()

    with pytest.raises(asyncio.CancelledError):
        await stopping
