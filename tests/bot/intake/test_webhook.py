"""The port that a webhook listens on takes only so much from whoever has no secret."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.intake import webhook

HEAD = b"POST /hook HTTP/1.1\r\nHost: x\r\n"


@pytest.fixture
async def port(unused_port: int) -> AsyncIterator[int]:
    async def receive(_: list) -> bool:
        return True

    endpoint = webhook.app(receive, path="/hook", secret="open")
    async with webhook.listening(endpoint, host="127.0.0.1", port=unused_port):
        yield unused_port


async def answer_to(port: int, *pieces: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
    answer = await asyncio.wait_for(reader.read(), 15)
    writer.close()
    return answer


async def test_a_head_without_end_is_cut_off(port: int) -> None:
    many = b"".join(b"X-%d: 1\r\n" % number for number in range(10_000))

    answer = await answer_to(port, HEAD, many[:70_000])

    assert answer.startswith(b"HTTP/1.1 400 ")


async def test_a_head_that_does_not_come_to_its_end_is_not_waited_for(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.service.listening._HEAD_WITHIN_SECONDS", 0.2)

    answer = await answer_to(port, HEAD)

    assert answer.startswith(b"HTTP/1.1 400 ")


async def test_a_push_in_pieces_is_taken(port: int) -> None:
    secret = webhook.SECRET_HEADER.encode() + b": open\r\n"
    rest = b"Connection: close\r\nContent-Length: 2\r\n\r\n"

    answer = await answer_to(port, HEAD, secret, rest, b"{", b"}")

    assert answer.startswith(b"HTTP/1.1 200 ")
