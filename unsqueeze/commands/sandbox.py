"""`unsqueeze sandbox`: the sandbox service."""

from sandbox.service import serve
from unsqueeze import logs
from unsqueeze.settings import read_settings


def sandbox(listen: str, *, spares: int, at_once: int | None) -> int:
    """Serve until told to stop."""
    logs.configure(read_settings())
    serve(listen, spares=spares, at_once=at_once)
    return 0
