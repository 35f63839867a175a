from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot

from localgram.app import LocalServer, running

TOKEN = "123456:local-token"


@pytest.fixture
async def server() -> AsyncIterator[LocalServer]:
    async with running(token=TOKEN) as server:
        yield server


@pytest.fixture
async def bot(server: LocalServer) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=server.bot_api_url, base_file_url=server.file_url) as bot:
        yield bot


@pytest.fixture
async def people(server: LocalServer) -> AsyncIterator[httpx.AsyncClient]:
    """The people's side of the server."""
    async with httpx.AsyncClient(base_url=server.url, timeout=20) as client:
        yield client
