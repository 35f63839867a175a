"""`unsqueeze explain --jsonl`: what an error means, line by line for other programs."""

import json
import subprocess
import sys
from collections.abc import Iterator

SIZES = "The size of tensor a (4) must match the size of tensor b (3) at non-singleton dimension 1"
CODE = "import torch\na = torch.ones(3, 4)\nb = torch.ones(3)\na + b"


def explain(*arguments: str, sent: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "unsqueeze", "explain", *arguments]
    return subprocess.run(command, input=sent, capture_output=True, check=False)


def lines(*rows: object) -> bytes:
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def test_a_message_is_explained_and_code_that_raises_it_mended(sandbox_url) -> None:
    sent = lines(
        {"id": "alone", "message": f"RuntimeError: {SIZES}"},
        {"id": "with", "message": f"RuntimeError: {SIZES}", "snippet": CODE},
        {"id": "other", "message": f"RuntimeError: {SIZES}", "snippet": "print(1)"},
        {"id": "plain", "message": "KeyError: 'labels'", "snippet": "{}['labels']"},
    )

    done = explain("--jsonl", "--sandbox", sandbox_url, sent=sent)

    alone, mended, other, plain = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, done.stderr) == (0, b"")
    assert alone.keys() == {"id", "rule", "explanation", "repair"}
    assert [each["id"] for each in (alone, mended, other, plain)] == [
        "alone",
        "with",
        "other",
        "plain",
    ]
    assert alone["rule"] == mended["rule"] == other["rule"] == "broadcast_size_mismatch"
    assert alone["explanation"].startswith("Shapes are lined up from the right")
    assert "write a + b[:, None]." in mended["explanation"]
    assert mended["repair"] == CODE.replace("a + b", "a + b.unsqueeze(1)")
    assert alone["repair"] is other["repair"] is None
    assert plain == {"id": "plain", "rule": None, "explanation": None, "repair": None}


def test_a_line_that_is_none_stops_no_other() -> None:
    """No line of these needs a sandbox, so none is begun."""
    row = {"id": "x", "message": "Torch not compiled with CUDA enabled"}
    junk = b'{"id": \n[1]\n\xff\xfe\n{"id": "y"}\n{"id": "z", "message": 3}\n'

    done = explain("--jsonl", sent=junk + lines(row | {"snippet": None}, row | {"snippet": 3}))

    assert [json.loads(each)["rule"] for each in done.stdout.splitlines()] == [
        "cuda_unavailable"
    ] * 2
    assert done.returncode == 2
    assert [b": line %d: " % number in said for number, said in told(done.stderr)] == [True] * 5


def told(stderr: bytes) -> Iterator[tuple[int, bytes]]:
    return enumerate(stderr.splitlines(), start=1)


def test_what_to_send_is_said_where_nothing_says_so() -> None:
    done = explain(sent=b"")

    assert done.returncode == 2
    assert b"--jsonl" in done.stderr
