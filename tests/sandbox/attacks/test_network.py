"""Nothing is reached: no family, no direction, no name, no neighbour."""

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.attacks.conftest import Attack, shown

FAMILIES = {
    "internet": "AF_INET",
    "internet 6": "AF_INET6",
    "unix": "AF_UNIX",
    "packet": "AF_PACKET",
    "netlink": "AF_NETLINK",
    "virtual machine": "AF_VSOCK",
    "kernel cryptography": "AF_ALG",
    "bluetooth": "31",
    "can": "AF_CAN",
    "express": "44",
    "reliable": "AF_RDS",
    "inter process": "AF_TIPC",
    "key": "15",
}
KINDS = {"stream": "SOCK_STREAM", "datagram": "SOCK_DGRAM", "raw": "SOCK_RAW"}


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
async def test_no_socket_of_a_family(attack: Attack, family: str) -> None:
    name = family if family.isdigit() else f"socket.{family}"
    result = await attack(
        f"import socket\nfor kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW,"
        f" socket.SOCK_SEQPACKET):\n    try: socket.socket({name}, kind)\n"
        "    except PermissionError: print('no')"
    )

    assert result.stdout == "no\n" * 4, shown(result)


ATTEMPTS = {
    "a pair of another family": "import socket\nsocket.socketpair(socket.AF_INET)",
    "a look-up": "import socket\nsocket.getaddrinfo('example.org', 80)",
    "a look-up of an address": "import socket\nsocket.gethostbyaddr('127.0.0.1')",
    "a connection": "import socket\nsocket.create_connection(('127.0.0.1', 80), 1)",
    "a listener": "import socket\nsocket.create_server(('127.0.0.1', 0))",
    "a web server": "import http.server\nhttp.server.HTTPServer(('127.0.0.1', 0), None)",
    "a download": "import urllib.request\nurllib.request.urlopen('http://127.0.0.1')",
    "a mail": "import smtplib\nsmtplib.SMTP('127.0.0.1')",
    "a file server": "import ftplib\nftplib.FTP('127.0.0.1')",
    "an event loop's client": (
        "import asyncio\nasyncio.run(asyncio.open_connection('127.0.0.1', 80))"
    ),
    "an event loop's server": (
        "import asyncio\n"
        "async def main(): await asyncio.start_unix_server(lambda *_: None, 'listening')\n"
        "asyncio.run(main())"
    ),
    "a process group": (
        "import torch.distributed as d\n"
        "d.init_process_group('gloo', init_method='tcp://127.0.0.1:1234', rank=0, world_size=1)"
    ),
    "a store of tensors": "import torch.distributed as d\nd.TCPStore('127.0.0.1', 0, 1, True)",
    "weights": "torch.hub.load_state_dict_from_url('http://127.0.0.1/x.pt')",
    "a log server": "import logging.handlers as h\nh.SysLogHandler().emit(None)",
    "a pair's end bound to a name": (
        "import socket\na, b = socket.socketpair()\nsocket.socket.bind(a, 'listening')"
    ),
    "a pair's end bound to an abstract name": (
        "import socket\na, b = socket.socketpair()\nsocket.socket.bind(a, b'\\0attack')"
    ),
    "a pair's end that listens": ("import socket\na, b = socket.socketpair()\na.listen()"),
    "a pair's end connected elsewhere": (
        "import socket\na, b = socket.socketpair(type=socket.SOCK_DGRAM)\n"
        "a.connect('/run/systemd/journal/socket')"
    ),
    "a pair's end that sends elsewhere": (
        "import socket\na, b = socket.socketpair(type=socket.SOCK_DGRAM)\n"
        "a.sendto(b'x', '/run/systemd/journal/socket')"
    ),
    "descriptors in a message": (
        "import socket\na, b = socket.socketpair()\nsocket.send_fds(a, [b'x'], [1])"
    ),
    "the channel's other end, accepted": (
        "import os, socket\nsocket.socket(socket.AF_UNIX, fileno=os.dup(3)).accept()"
    ),
    "the channel connected elsewhere": (
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "address = b'\\x01\\x00/run/attack\\x00'\n"
        "if libc.connect(3, address, len(address)):\n"
        "    raise OSError(ctypes.get_errno(), 'no')"
    ),
    "a device of a network": "open('/dev/net/tun', 'r+b')",
}


@pytest.mark.parametrize("code", ATTEMPTS.values(), ids=ATTEMPTS.keys())
async def test_it_is_not_reached(attack: Attack, code: str) -> None:
    result = await attack(code)

    assert result.outcome is Outcome.ERROR, shown(result)
    assert result.error is not None
    assert result.error.type in {
        "PermissionError",
        "OSError",
        "URLError",
        "ValueError",
        "FileNotFoundError",
        "DistNetworkError",
    }, shown(result)


async def test_a_pair_of_its_own_still_works(attack: Attack) -> None:
    """An event loop wakes itself through one."""
    result = await attack(
        "import asyncio\nasync def main(): return await asyncio.to_thread(lambda: 5)\n"
        "asyncio.run(main())"
    )

    assert result.value == "5", shown(result)
