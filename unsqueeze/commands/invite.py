"""`unsqueeze invite`: a code that makes one learner an instructor."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from progress.learner import Role
from unsqueeze.faults import SetupFault
from unsqueeze.settings import Settings, read_settings
from unsqueeze.stores import open_stores


def invite(role: str, expires: timedelta) -> int:
    """Print a new code: it is kept only as a hash, so this is the one time it can be read."""
    try:
        wanted = Role(role)
    except ValueError:
        known = " or ".join(Role)
        raise SetupFault(f"--role: expected {known}, got {role!r}") from None
    print(asyncio.run(_create(read_settings(), wanted, expires)))
    print("send /join and this code to the bot; it works once", file=sys.stderr)
    return 0


async def _create(settings: Settings, role: Role, expires: timedelta) -> str:
    now = datetime.now(UTC)
    async with open_stores(settings) as stores:
        return await stores.progress.create_invite(role, now + expires, now)
