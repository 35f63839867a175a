"""`unsqueeze sandbox`: the sandbox service."""

import os
from pathlib import Path

from sandbox.service import serve
from unsqueeze import logs
from unsqueeze.faults import SetupFault
from unsqueeze.settings import read_settings

# The kernel's own limit.
SOCKET_PATH_BYTES = 107


def sandbox(listen: str, *, spares: int, at_once: int | None) -> int:
    """Serve until told to stop."""
    logs.configure(read_settings())
    if listen.startswith("unix:"):
        _require_room(Path(listen.removeprefix("unix:")))
    serve(listen, spares=spares, at_once=at_once)
    return 0


def _require_room(path: Path) -> None:
    """Told before anything is started: an old socket is replaced, nothing else is."""
    if len(os.fsencode(path)) > SOCKET_PATH_BYTES:
        raise SetupFault(
            f"--listen: expected a path of up to {SOCKET_PATH_BYTES} bytes, got {path}"
        )
    if not path.parent.is_dir():
        raise SetupFault(f"--listen: expected a folder that is there, got {path.parent}")
    if path.exists() and not path.is_socket():
        raise SetupFault(f"--listen: expected a new file or a socket, got {path}")
