"""How people write where a service is found."""

import re
from typing import Final
from urllib.parse import urlsplit

import typer

LAST_PORT: Final = 65_535


def is_host(text: str) -> bool:
    """Whether it could be looked up; whether it is found is the network's to say."""
    try:
        text.encode("idna")
    except UnicodeError:
        return False
    return True


def is_web_address(text: str) -> bool:
    """Whether a client could ask there: a scheme, a host and, where one is named, a port."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    return text.startswith(("http://", "https://")) and bool(host) and is_host(host)


def is_sandbox(text: str) -> bool:
    """Whether a sandbox could be there."""
    if text.startswith("unix:"):
        return text != "unix:"
    # What is not ASCII would have no place in the head of a request.
    return text == "embedded" or (text.isascii() and is_web_address(text))


def is_database(text: str) -> bool:
    """Whether a database could be there; its driver may be named, and is not ours to choose."""
    scheme, slashes, rest = text.partition("://")
    # A password may hold anything, so the address begins after the last @.
    place = re.split(r"[/?]", rest.rpartition("@")[2], maxsplit=1)[0]
    _, colon, port = place.rpartition("]")[2].rpartition(":")
    kind = scheme.partition("+")[0]
    # A file is on no host: what stood between the slashes would be lost, and SQLAlchemy raises.
    is_known = rest.startswith("/") if kind == "sqlite" else kind == "postgresql"
    return bool(slashes) and is_known and (not colon or is_port(port))


def parse_sandbox(text: str) -> str:
    """`--sandbox`; in a script, what is not set arrives as nothing."""
    if text and not is_sandbox(text):
        raise typer.BadParameter(f"expected embedded, unix:PATH or http://HOST:PORT, got {text!r}")
    return text


def is_port(text: str) -> bool:
    return re.fullmatch(r"[0-9]{1,5}", text) is not None and int(text) <= LAST_PORT


def parse_host(text: str) -> str:
    """`--host`: a name or an address."""
    if not is_host(text):
        raise typer.BadParameter(f"expected a name or an address, got {text!r}")
    return text


def parse_listen(text: str) -> str:
    """`--listen`: where a service may be told to be."""
    if not (text.removeprefix("unix:") if text.startswith("unix:") else _is_place(text)):
        raise typer.BadParameter(f"expected unix:PATH or HOST:PORT, got {text!r}")
    return text


def _is_place(text: str) -> bool:
    host, colon, port = text.rpartition(":")
    return bool(colon) and is_host(host) and is_port(port)
