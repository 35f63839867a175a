"""`python -m localgram`: a Bot API server for a bot that runs elsewhere on this machine."""

import argparse
import asyncio
import sys
from contextlib import suppress

from localgram.app import running


def main() -> None:
    parser = argparse.ArgumentParser(prog="localgram", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", help="the only token accepted; any, if not given")
    options = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(options.port, options.token))


async def _serve(port: int, token: str | None) -> None:
    async with running(port, token=token) as server:
        sys.stdout.write(f"Chat page {server.page_url}, Bot API {server.bot_api_url}<token>/\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
