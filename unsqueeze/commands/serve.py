"""`unsqueeze serve`: one command for a container, whether a token was given or not."""

from unsqueeze.commands.bot import bot
from unsqueeze.commands.demo import demo
from unsqueeze.settings import read_settings


def serve(port: int, *, host: str) -> int:
    """Serve until told to stop."""
    return bot() if read_settings().telegram_token else demo(port, host=host)
