"""`unsqueeze sandbox`: the sandbox service."""

from sandbox.service import serve
from unsqueeze import logs
from unsqueeze.settings import read_settings


def sandbox(listen: str) -> int:
    """Serve until told to stop."""
    logs.configure(read_settings())
    serve(listen)
    return 0
