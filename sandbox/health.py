"""`python -m sandbox.health unix:PATH`: exit with 0 when a sandbox is ready to run snippets."""

import http.client
import socket
import sys
from typing import Final

_WITHIN_SECONDS: Final = 3.0
_OK: Final = 200


class _OverSocket(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("sandbox", timeout=_WITHIN_SECONDS)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _connection(address: str) -> http.client.HTTPConnection:
    if address.startswith("unix:"):
        return _OverSocket(address.removeprefix("unix:"))
    return http.client.HTTPConnection(address.removeprefix("http://"), timeout=_WITHIN_SECONDS)


def check(address: str) -> tuple[bool, str]:
    """Whether the service at `unix:PATH` or `HOST:PORT` is well, and what it says of itself."""
    connection = _connection(address)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        said = answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return False, f"no sandbox at {address}: {error}"
    finally:
        connection.close()
    return answer.status == _OK, said


def main() -> int:
    """Print what was found; the exit code is for Docker."""
    well, said = check(sys.argv[1])
    sys.stdout.write(f"{said}\n")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
