"""Any bytes on any descriptor: capped by the reader, readable, and never taken for a result."""

import json

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.attacks.conftest import Attack, shown

KEPT_BYTES = 64 * 1024

FLOODS = {
    "lines": "while True: print('x' * 10000)",
    "lines of errors": "import sys\nwhile True: sys.stderr.write('x' * 10000)",
    "one endless line": "import sys\nwhile True: sys.stdout.write('x' * 1000)",
    "empty lines": "while True: print('\\n' * 9999)",
    "past Python": "import os\nwhile True: os.write(1, b'x' * 65536)",
    "past Python, to errors": "import os\nwhile True: os.write(2, b'x' * 65536)",
    "by a copy of the descriptor": (
        "import os\ncopy = os.dup(1)\nos.close(1)\nwhile True: os.write(copy, b'x' * 65536)"
    ),
    "by the C library": (
        "import ctypes\nlibc = ctypes.CDLL(None)\nwhile True: libc.puts(b'x' * 10000)"
    ),
    "of zero bytes": "import os\nwhile True: os.write(1, bytes(65536))",
    "of half characters": "import os\nwhile True: os.write(1, b'\\xc3' * 65536)",
    "of warnings": (
        "import warnings\nwarnings.simplefilter('always')\nwhile True: warnings.warn('x' * 9999)"
    ),
    "by a thread": (
        "import threading\ndef work():\n    while True: print('x' * 10000)\n"
        "threading.Thread(target=work).start()"
    ),
    "in one call": "print('x' * 50 * 2**20)",
}


@pytest.mark.parametrize("code", FLOODS.values(), ids=FLOODS.keys())
async def test_a_flood_is_stopped(attack: Attack, code: str) -> None:
    result = await attack(code, wall_seconds=8)

    assert result.outcome is Outcome.OUTPUT, shown(result)
    assert len(result.stdout.encode()) + len(result.stderr.encode()) <= 8 * KEPT_BYTES
    assert result.dropped_bytes > 2**20
    assert result.error is not None
    assert "MiB" in result.error.message


async def test_output_in_packets_is_taken_whole(attack: Attack) -> None:
    result = await attack(
        "import fcntl, os\nfcntl.fcntl(1, fcntl.F_SETFL, os.O_DIRECT | os.O_WRONLY)\n"
        "for i in range(5): os.write(1, b'%d\\n' % i)"
    )

    assert (result.outcome, result.stdout) == (Outcome.OK, "0\n1\n2\n3\n4\n"), shown(result)


ODD_BYTES = {
    "every byte": "bytes(range(256))",
    "no text": "b'\\xff\\xfe\\xfd' * 100",
    "zero bytes": "bytes(100)",
    "half a character at the cap": "b'x' * 65535 + '\\u20ac'.encode() * 10",
    "a lone half of a pair": "b'\\xed\\xa0\\x80'",
    "escape codes": "b'\\x1b[2J\\x1b]0;title\\x07\\x1b[31m'",
    "text turned round": "'\\u202eabc\\u2066'.encode()",
    "carriage returns": "b'good\\rbad\\r\\n'",
    "backspaces": "b'good\\b\\b\\b\\bevil'",
    "forms of overlong encoding": "b'\\xc0\\xaf\\xe0\\x80\\xaf'",
    "a character beyond the last": "b'\\xf4\\x90\\x80\\x80'",
    "marks piled up": "'a'.encode() + '\\u0300'.encode() * 5000",
    "no characters at all": "'\\u200b\\u2060\\ufeff'.encode() * 1000",
}


@pytest.mark.parametrize("odd", ODD_BYTES.values(), ids=ODD_BYTES.keys())
@pytest.mark.parametrize("descriptor", [1, 2])
async def test_odd_bytes_arrive_as_text(attack: Attack, odd: str, descriptor: int) -> None:
    result = await attack(f"import os\nwritten = os.write({descriptor}, {odd})")

    seen = result.stdout if descriptor == 1 else result.stderr
    assert result.outcome is Outcome.OK, shown(result)
    assert seen
    seen.encode("utf-8")
    json.loads(result.model_dump_json())


CLOSED = {
    "its output": "import os\nos.close(1)",
    "its output, by the stream": "import sys\nsys.stdout.close()",
    "its output, by detaching": "import sys\nsys.stdout.detach()",
    "its output, by None": "import sys\nsys.stdout = sys.stderr = sys.__stdout__ = None",
    "its errors": "import os\nos.close(2)",
    "its output made a file": "import os\nos.dup2(os.open('x', 66), 1)",
    "its output made its errors": "import os\nos.dup2(2, 1)",
    "its output made to not wait": (
        "import os\nos.set_blocking(1, False)\nos.set_blocking(2, False)"
    ),
}


@pytest.mark.parametrize("code", CLOSED.values(), ids=CLOSED.keys())
async def test_without_a_stream_the_value_still_arrives(attack: Attack, code: str) -> None:
    result = await attack(f"{code}\n1 + 1")

    assert (result.outcome, result.value) == (Outcome.OK, "2"), shown(result)


async def test_its_own_output_cannot_be_taken_back(attack: Attack) -> None:
    """It may read its own end of the pipe where the kernel lets it; nothing of others is there."""
    result = await attack(
        "import os\nprint('said')\ntry:\n"
        "    file = os.open('/dev/fd/1', os.O_RDONLY | os.O_NONBLOCK)\n"
        "    os.read(file, 100)\nexcept OSError: pass\n1"
    )

    assert result.value == "1", shown(result)
    assert result.stdout in {"said\n", ""}


async def test_what_was_printed_before_a_kill_is_not_lost(attack: Attack) -> None:
    result = await attack("print('before')\nwhile True: pass")

    assert (result.outcome, result.stdout) == (Outcome.TIMEOUT, "before\n"), shown(result)


async def test_a_huge_value_is_cut(attack: Attack) -> None:
    result = await attack("'x' * 10**6")

    assert result.value is not None
    assert 1000 < len(result.value) <= 8 * 1024 + 1


async def test_a_huge_message_is_cut(attack: Attack) -> None:
    result = await attack("raise ValueError('x' * 10**6)")

    assert result.error is not None
    assert len(result.error.message) <= 4 * 1024 + 1
    assert len(result.stderr) <= KEPT_BYTES


@pytest.mark.parametrize(
    "code", ["raise ValueError('x' * 17 * 2**20)", "{}[tuple(range(3_000_000))]"]
)
async def test_an_error_with_much_to_say_is_no_flood(attack: Attack, code: str) -> None:
    result = await attack(code, wall_seconds=5)

    assert result.outcome is Outcome.ERROR, shown(result)
    assert result.error is not None
    assert (result.error.type, result.error.line) in {("ValueError", 1), ("KeyError", 1)}
    assert result.dropped_bytes > 0


async def test_thousands_of_tensors_are_not_all_told(attack: Attack) -> None:
    result = await attack("for n in range(5000): globals()[f't{n}'] = torch.ones(1)")

    assert result.outcome is Outcome.OK
    assert 1 <= len(result.tensors) <= 64


async def test_what_is_too_long_to_tell_is_left_out(attack: Attack) -> None:
    """Each name is told with 63 others, of characters that JSON writes in twelve: near 5 MiB."""
    result = await attack(
        "x = torch.ones(1)\nfor n in range(64): globals()[chr(0x20000 + n) * 100] = x\ndel x\n"
        "for _ in range(4):\n    plt.figure(figsize=(5, 5))\n    plt.axis('off')\n"
        "    plt.imshow(np.random.rand(700, 700, 3))\n'done'",
        wall_seconds=8,
    )

    assert (result.outcome, result.value) == (Outcome.OK, "'done'"), shown(result)
    assert (len(result.tensors), len(result.images)) == (0, 4)
    assert "tensors were left out" in result.stderr


async def test_pictures_without_end_are_not_all_told(attack: Attack) -> None:
    result = await attack(
        "import warnings\nwarnings.simplefilter('ignore')\n"
        "for n in range(30): plt.figure(figsize=(1, 1))",
        wall_seconds=5,
    )

    assert result.outcome is Outcome.OK, shown(result)
    assert len(result.images) <= 4


async def test_a_picture_too_large_is_left_out(attack: Attack) -> None:
    result = await attack(
        "plt.figure(figsize=(500, 500)).add_subplot().imshow(np.random.rand(3000, 3000))",
        wall_seconds=8,
    )

    assert result.outcome in {Outcome.OK, Outcome.MEMORY, Outcome.TIMEOUT}, shown(result)
    assert all(len(image.data) <= 1.4 * 2**20 for image in result.images)
