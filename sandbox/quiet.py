"""uvicorn as this service needs it: no wake-up while nothing happens, nothing told of ourselves."""

import asyncio
from types import FrameType
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette


class QuietServer(uvicorn.Server):
    """Sleeps until a signal. uvicorn's own loop looks ten times a second whether one came."""

    @classmethod
    def of(cls, app: Starlette, **address: Any) -> Self:
        config = uvicorn.Config(
            app,
            **address,
            access_log=False,
            log_config=None,
            date_header=False,
            server_header=False,
            timeout_keep_alive=300,
            timeout_graceful_shutdown=1,
        )
        return cls(config)

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._told = asyncio.Event()
        while not self.should_exit:
            await self._told.wait()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if hasattr(self, "_loop"):
            self._loop.call_soon_threadsafe(self._told.set)
