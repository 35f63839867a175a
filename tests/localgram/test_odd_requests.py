"""Requests that no library would send: refused in Telegram's way, and never a fault of ours."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localgram.app import create_app
from localgram.methods.table import BY_HAND
from localgram.shapes import SHAPES
from localgram.state import CLASS, LEARNER
from tests.localgram.conftest import TOKEN

# These wait, for updates or for the web: what they wait for is tested elsewhere.
WAITING = {"getUpdates"}
METHODS = sorted({*BY_HAND, "pinChatMessage", "sendDice", "nothing", "SENDMESSAGE"} - WAITING)
NAMES = sorted(
    {
        *SHAPES,
        *("chat_id", "from_chat_id", "text", "caption", "message_id", "reply_to_message_id"),
        *("photo", "document", "question", "type", "explanation", "correct_option_id"),
        *("callback_query_id", "action", "url", "secret_token", "user_id", "file_id"),
        *("language_code", "description", "name", "parse_mode", "is_anonymous", "limit"),
    }
)
INNER = st.sampled_from(
    [
        *("type", "offset", "length", "url", "user", "id", "first_name", "is_bot", "language"),
        *("inline_keyboard", "text", "callback_data", "copy_text", "web_app", "login_url", "pay"),
        *("message_id", "chat_id", "media", "caption", "caption_entities", "emoji", "command"),
        *("callback_game", "switch_inline_query_chosen_chat", "style", "keyboard"),
    ]
)
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([2**63, -(2**63) - 1, 10**400, LEARNER, CLASS, 0, -1]),
    st.floats(),
    st.text(st.characters(exclude_categories=()), max_size=8),
    st.sampled_from(
        ["photo", "document", "bold", "text_link", "text_mention", "typing", "[", "{}"]
    ),
)
ANYTHING = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(INNER, inner, max_size=5),
    max_leaves=12,
)
FIELDS = st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=8)
SENSIBLE = st.fixed_dictionaries(
    {},
    optional={
        "chat_id": st.sampled_from([LEARNER, CLASS, str(LEARNER)]),
        "text": st.just("hi"),
        "message_id": st.just("the first"),
    },
)

PICTURE = {"type": "photo", "media": "x"}

JSON = {"Content-Type": "application/json"}


def client() -> httpx.AsyncClient:
    """Against the application itself: what it raises reaches the test."""
    transport = httpx.ASGITransport(create_app(token=TOKEN))
    return httpx.AsyncClient(transport=transport, base_url="http://localhost")


async def written(fields: dict[str, Any], http: httpx.AsyncClient) -> dict[str, Any]:
    """The fields, where "the first" message is one that the bot has sent."""
    if fields.get("message_id") != "the first":
        return fields
    chat = fields.get("chat_id") if fields.get("chat_id") in (LEARNER, CLASS) else LEARNER
    sent = await http.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": chat, "text": "first"})
    return {**fields, "message_id": sent.json()["result"]["message_id"]}


def check(answer: httpx.Response) -> None:
    told = answer.json()
    if told["ok"]:
        assert answer.status_code == 200
        return
    assert told["error_code"] == answer.status_code
    assert answer.status_code in (400, 403, 404, 409, 501)
    if answer.status_code == 400:
        assert told["description"].startswith("Bad Request: ")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(METHODS), FIELDS, SENSIBLE)
async def test_any_json_is_answered_or_refused(
    method: str, odd: dict[str, Any], sensible: dict[str, Any]
) -> None:
    async with client() as http:
        sent = json.dumps(await written({**odd, **sensible}, http))

        check(await http.post(f"/bot{TOKEN}/{method}", content=sent, headers=JSON))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(METHODS), FIELDS, SENSIBLE)
async def test_any_form_is_answered_or_refused(
    method: str, odd: dict[str, Any], sensible: dict[str, Any]
) -> None:
    """In a form, JSON travels as strings."""
    async with client() as http:
        written_fields = await written({**odd, **sensible}, http)
        fields = {name: json.dumps(value) for name, value in written_fields.items()}

        check(await http.post(f"/bot{TOKEN}/{method}", data=fields))


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(
        [
            "application/json",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "",
        ]
    ),
    st.binary(max_size=60)
    | st.sampled_from(
        [b"--x\r\n", b"--x\r\n\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\n"]
    ),
)
async def test_any_body_is_answered_or_refused(kind: str, body: bytes) -> None:
    async with client() as http:
        headers = {"Content-Type": kind} if kind else {}

        check(await http.post(f"/bot{TOKEN}/sendMessage", content=body, headers=headers))


@pytest.mark.parametrize(
    ("method", "fields", "words"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": {"a": 1}, "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": 1e999, "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": LEARNER, "text": ["x"]}, '"text" must be a string'),
        ("sendMessage", {"chat_id": LEARNER, "text": "x", "entities": [7]}, "entities: field 0"),
        ("deleteMessage", {"chat_id": LEARNER, "message_id": 10**30}, "number of 64 bits"),
        ("deleteMessage", {"chat_id": LEARNER, "message_id": {}}, "message to delete not found"),
        ("deleteMessage", {"chat_id": LEARNER, "message_id": [1]}, "must be a number"),
        (
            "sendMessage",
            {"chat_id": LEARNER, "text": "x", "reply_markup": {"inline_keyboard": "x"}},
            "reply_markup: field inline_keyboard: expected an Array",
        ),
        *(
            (
                "sendMessage",
                {
                    "chat_id": LEARNER,
                    "text": "x",
                    "reply_markup": {"inline_keyboard": [[{"text": "x", action: None}]]},
                },
                "Text buttons are unallowed",
            )
            for action in ("callback_data", "url", "copy_text")
        ),
        (
            "editMessageMedia",
            {"chat_id": LEARNER, "message_id": "the first", "media": [PICTURE]},
            "can't parse media: expected an Object",
        ),
        ("setMyCommands", {"commands": [{"command": "a"}]}, "commands: field 0.description"),
        ("setWebhook", {"url": "http://x:port"}, "bad webhook: Failed to parse the URL"),
    ],
)
async def test_a_refusal_says_what_is_wrong(method: str, fields: Any, words: str) -> None:
    async with client() as http:
        content = json.dumps(await written(fields, http))
        answer = await http.post(f"/bot{TOKEN}/{method}", content=content, headers=JSON)

    assert answer.status_code == 400
    assert answer.json()["ok"] is False
    assert words in answer.json()["description"]


async def test_json_too_deep_to_be_read_is_refused() -> None:
    async with client() as http:
        for content in ("[" * 100_000, json.dumps({"reply_markup": "[" * 100_000})):
            answer = await http.post(f"/bot{TOKEN}/sendMessage", content=content, headers=JSON)

            assert answer.status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        f"/api/chat/{LEARNER}?after=x",
        f"/api/chat/{LEARNER}?after=inf",
        f"/api/chat/{LEARNER}?wait=nan",
        "/api/events?chat=x",
    ],
)
async def test_the_people_s_side_refuses_what_is_no_number(address: str) -> None:
    async with client() as http:
        assert (await http.get(address)).status_code == 400


async def test_an_update_s_id_is_a_number() -> None:
    async with client() as http:
        assert (await http.post("/api/update", json={"update_id": "x"})).status_code == 400
