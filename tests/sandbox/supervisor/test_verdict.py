"""Judging a run: what was seen counts, what was claimed is only read."""

import base64
import json
import signal
import struct
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.limits import (
    AXES,
    EXPRESSION_CHARACTERS,
    FLOOD_BYTES,
    FRAME_BYTES,
    IMAGE_BYTES,
    IMAGES,
    KIB,
    MESSAGE_CHARACTERS,
    MIB,
    NAME_CHARACTERS,
    OPERANDS,
    PREVIEW_CHARACTERS,
    TENSORS,
    TRACED,
    VALUE_CHARACTERS,
)
from sandbox.linux.process import Headroom
from sandbox.protocol import CODE_BYTES, Outcome
from sandbox.supervisor.claim import claim_in
from sandbox.supervisor.ending import Cause, Ending, Output
from sandbox.supervisor.verdict import judged

NONCE = "n" * 32


def framed(nonce: str = NONCE, **fields: Any) -> bytes:
    plain = {"outcome": "ok", "value": "3", "error": None, "tensors": [], "images": []}
    return frame(json.dumps({**plain, **fields}).encode(), nonce)


def frame(body: bytes, nonce: str = NONCE) -> bytes:
    said = nonce.encode() + body
    return struct.pack("!I", len(said)) + said


def ending(**fields: Any) -> Ending:
    nothing = Output(b"", 0)
    seen = {
        "status": 0,
        "cause": None,
        "said": framed(),
        "nonce": NONCE,
        "stdout": nothing,
        "stderr": nothing,
        "wall_seconds": 5.0,
        "cpu_limit_seconds": 4.0,
        "seconds": 0.1,
        "cpu_seconds": 0.1,
        "peak_bytes": 1,
        "seed": 0,
        "isolation": "jail",
    }
    return Ending(**{**seen, **fields})


def test_a_normal_end_with_its_nonce_is_believed() -> None:
    result = judged(ending())

    assert (result.outcome, result.value, result.error) == (Outcome.OK, "3", None)


KILLED = -signal.SIGKILL
# What was seen of runs that had no more to take; the least of them.
FULL_PEAK = 240 * MIB
FULL = Headroom(left_bytes=256 * KIB, is_computing=True)
ASLEEP = FULL._replace(is_computing=False)
# As of one that multiplies large matrices again and again: all but full, and slow.
NEARLY = FULL._replace(left_bytes=3 * MIB)
ABORTED = b"Fatal Python error: f: Cannot recover from MemoryErrors while normalizing\n"
BAD_ALLOC = b"x\nterminate called after throwing an instance of 'std::bad_alloc'\n"
TLS = b"cannot allocate memory for thread-local data: ABORT\n"
GOMP = b"libgomp: Thread creation failed: Resource temporarily unavailable\n"


def printed(words: bytes) -> Output:
    return Output(words, len(words))


ENDINGS = [
    ({"status": KILLED, "cause": Cause.WALL}, Outcome.TIMEOUT, "5 s"),
    ({"status": KILLED, "cause": Cause.CPU}, Outcome.TIMEOUT, "4 s of computing"),
    ({"status": KILLED, "cause": Cause.OUTPUT}, Outcome.OUTPUT, "16 MiB"),
    ({"status": KILLED, "cause": Cause.CHANNEL}, Outcome.REJECTED, "result channel"),
    ({"status": KILLED, "cause": Cause.MEMORY}, Outcome.MEMORY, "320 MiB"),
    ({"status": KILLED, "cause": Cause.HEADLESS}, Outcome.KILLED, "main thread"),
    ({"status": KILLED, "cause": Cause.UNWATCHED}, Outcome.KILLED, "no fault of the code"),
    ({"status": KILLED, "cause": Cause.DISK}, Outcome.KILLED, "128 MiB or 4,096 files"),
    ({"status": KILLED, "cause": Cause.UNCOUNTED}, Outcome.KILLED, "could not be counted"),
    ({"status": -signal.SIGBUS}, Outcome.KILLED, "SIGBUS, as where"),
    ({"status": -signal.SIGBUS}, Outcome.KILLED, "or no disk had room"),
    ({"status": KILLED, "oom_killed": True}, Outcome.MEMORY, "memory"),
    ({"status": KILLED}, Outcome.KILLED, "SIGKILL"),
    ({"status": -signal.SIGXCPU, "cpu_seconds": 31.0}, Outcome.TIMEOUT, "computing"),
    ({"status": -signal.SIGXCPU, "cpu_seconds": 0.1}, Outcome.KILLED, "SIGXCPU"),
    ({"status": -signal.SIGSEGV}, Outcome.KILLED, "SIGSEGV"),
    ({"status": KILLED, "cause": Cause.THREADS}, Outcome.KILLED, "64 threads"),
    ({"status": -64}, Outcome.KILLED, "SIGRTMAX"),
    ({"status": 0, "said": b""}, Outcome.KILLED, "exit code 0"),
    ({"status": 3}, Outcome.KILLED, "before the snippet did (exit code 3)"),
    ({"status": 1, "stderr": printed(GOMP)}, Outcome.KILLED, "at most 64 run at once"),
    ({"status": 2, "stderr": printed(GOMP)}, Outcome.KILLED, "exit code 2"),
    ({"status": 1, "stderr": printed(b"x " + GOMP)}, Outcome.KILLED, "exit code 1"),
    ({"status": 1, "stderr": printed(GOMP)}, Outcome.KILLED, "their stacks count as memory"),
    ({"status": 127, "stderr": printed(TLS)}, Outcome.MEMORY, "256 MiB"),
    ({"status": 127}, Outcome.KILLED, "exit code 127"),
    ({"status": 1, "stderr": printed(TLS)}, Outcome.KILLED, "exit code 1"),
    ({"status": 70}, Outcome.KILLED, "before what the snippet did could be told (exit code 70)"),
    ({"said": framed(nonce="")}, Outcome.REJECTED, "not one that the sandbox wrote"),
    ({"said": framed() + b"x"}, Outcome.REJECTED, "not one"),
    ({"said": framed() * 2}, Outcome.REJECTED, "not one"),
    ({"said": framed(outcome="timeout")}, Outcome.REJECTED, "not one"),
    ({"said": framed(outcome="error")}, Outcome.REJECTED, "not one"),
    ({"said": framed(seconds=0)}, Outcome.REJECTED, "not one"),
    ({"said": framed(value="x" * 100_000)}, Outcome.REJECTED, "not one"),
    ({"stdout": Output(b"x", FLOOD_BYTES + 1)}, Outcome.OUTPUT, "printing"),
    ({"status": KILLED, "cause": Cause.CPU, "headroom": FULL}, Outcome.MEMORY, "256 MiB"),
    ({"status": KILLED, "cause": Cause.WALL, "headroom": FULL}, Outcome.MEMORY, "256 MiB"),
    ({"status": 70, "headroom": FULL}, Outcome.MEMORY, "256 MiB"),
    ({"status": KILLED, "cause": Cause.WALL, "headroom": ASLEEP}, Outcome.TIMEOUT, "5 s"),
    ({"status": KILLED, "cause": Cause.DISK, "headroom": FULL}, Outcome.KILLED, "folder"),
    ({"status": 3, "headroom": FULL}, Outcome.KILLED, "exit code 3"),
    *(
        ({**seen, "headroom": headroom, "peak_bytes": FULL_PEAK}, outcome, words)
        for headroom in (NEARLY, None)
        for seen, outcome, words in (
            ({"status": KILLED, "cause": Cause.CPU}, Outcome.TIMEOUT, "4 s of computing"),
            ({"status": KILLED, "cause": Cause.WALL}, Outcome.TIMEOUT, "5 s"),
            ({"status": 70}, Outcome.KILLED, "exit code 70"),
            ({"status": -signal.SIGABRT}, Outcome.KILLED, "SIGABRT"),
            ({"status": -signal.SIGSEGV}, Outcome.KILLED, "SIGSEGV"),
        )
    ),
    *(
        ({"status": -signal.SIGABRT, "peak_bytes": peak, "stderr": printed(words)}, outcome, told)
        for words in (ABORTED, BAD_ALLOC)
        for peak, outcome, told in (
            (FULL_PEAK, Outcome.MEMORY, "256 MiB"),
            (9 * MIB, Outcome.KILLED, "SIGABRT"),
        )
    ),
]


@pytest.mark.parametrize(("seen", "outcome", "words"), ENDINGS)
def test_each_end_has_its_outcome_and_words(
    seen: dict[str, Any], outcome: Outcome, words: str
) -> None:
    result = judged(ending(**seen))

    assert (result.outcome, result.value) == (outcome, None)
    assert result.error is not None
    assert words in result.error.message


def test_a_run_that_finished_before_the_kill_arrived_is_believed() -> None:
    assert judged(ending(cause=Cause.WALL)).outcome is Outcome.OK


def test_an_image_that_is_none_is_refused() -> None:
    image = {"mime": "image/png", "data": "aGVsbG8=", "width": 1, "height": 1}

    assert claim_in(framed(images=[image]), NONCE) is None


PART = {
    "line": 1,
    "column": 0,
    "end_column": 1,
    "expression": "x",
    "shape": [2, 3],
    "dtype": "float32",
    "device": "cpu",
    "broke": False,
}


def test_a_trace_is_believed_where_a_worker_could_have_sent_it() -> None:
    (part,) = judged(ending(said=framed(trace=[PART]))).trace

    assert (part.expression, part.shape, part.broke) == ("x", (2, 3), False)


@pytest.mark.parametrize(
    "trace",
    [[PART] * (TRACED + 1), [PART | {"expression": "x" * 500}], [PART | {"more": 1}], [{}], PART],
)
def test_a_trace_that_no_worker_sends_is_refused(trace: Any) -> None:
    assert judged(ending(said=framed(trace=trace))).outcome is Outcome.REJECTED


ODD_PARTS = [
    {"shape": [1] * (AXES + 1)},
    {"shape": [-1]},
    {"shape": [2**63]},
    {"dtype": "x" * 500},
    {"expression": "x" * 500},
]
ODD_PLACES = [
    {"line": 0},
    {"line": CODE_BYTES + 2},
    {"column": -5},
    {"column": 2},
    {"end_column": CODE_BYTES + 1},
]
ERROR = {"type": "E", "message": "m", "line": 1, "column": 0, "end_column": 1, "operands": []}
OPERAND = {"expression": "x", "shape": [2, 3], "dtype": "float32"}


def test_an_error_is_believed_where_a_worker_could_have_sent_it() -> None:
    said = framed(outcome="error", value=None, error=ERROR | {"operands": [OPERAND]})

    assert judged(ending(said=said)).outcome is Outcome.ERROR


@pytest.mark.parametrize("odd", [*ODD_PARTS, *ODD_PLACES, {"device": "x" * 500}])
def test_a_part_of_a_line_that_no_worker_tells_of_is_refused(odd: dict[str, Any]) -> None:
    assert judged(ending(said=framed(trace=[PART | odd]))).outcome is Outcome.REJECTED


def test_what_is_told_of_an_inner_layer_alone_is_sent_on() -> None:
    """A reader of an earlier release refuses fields that it does not know."""
    inside = {"inside": "net[2]: Linear(in_features=10, out_features=2, bias=True)"}
    plain, told = (framed(outcome="error", value=None, error=ERROR | e) for e in ({}, inside))

    assert b"inside" not in judged(ending(said=plain)).model_dump_json().encode()
    assert judged(ending(said=told)).model_dump(mode="json")["error"] == ERROR | inside


TOO_LONG = {"inside": "x" * (EXPRESSION_CHARACTERS + 2)}


@pytest.mark.parametrize(
    "odd", [*ODD_PLACES, TOO_LONG, *({"operands": [OPERAND | p]} for p in ODD_PARTS)]
)
def test_an_error_that_no_worker_tells_of_is_refused(odd: dict[str, Any]) -> None:
    said = framed(outcome="error", value=None, error=ERROR | odd)

    assert judged(ending(said=said)).outcome is Outcome.REJECTED


def commas(count: int) -> str:
    return "," * (count + 1)


def tensor(**fields: Any) -> dict[str, Any]:
    plain = {
        "name": "x",
        "shape": [1] * AXES,
        "dtype": "float32",
        "stride": [1] * AXES,
        "storage_offset": 0,
        "contiguous": True,
        "requires_grad": False,
        "nbytes": 4,
        "shares_with": ["x" * NAME_CHARACTERS] * (TENSORS - 1),
        "preview": commas(PREVIEW_CHARACTERS),
        "stats": {"min": 1, "max": 2**64 - 1, "mean": 1e300, "std": None, "nan": 0},
    }
    return {**plain, **fields}


@pytest.mark.parametrize("stats", [{"min": 10**400}, {"x" * 500: 1}])
def test_statistics_that_no_worker_makes_are_refused(stats: dict[str, Any]) -> None:
    assert judged(ending(said=framed(tensors=[tensor(stats=stats)]))).outcome is Outcome.REJECTED


@pytest.mark.parametrize(
    "size", [{"shape": [-5] * AXES}, {"nbytes": -1}, {"storage_offset": -1}, {"shape": [1]}]
)
def test_sizes_that_no_tensor_has_are_refused(size: dict[str, Any]) -> None:
    assert judged(ending(said=framed(tensors=[tensor()]))).outcome is Outcome.OK
    assert judged(ending(said=framed(tensors=[tensor(**size)]))).outcome is Outcome.REJECTED


def test_the_largest_that_a_worker_can_send_is_believed() -> None:
    """Each text as long as may be, and of nothing but what costs to parse where it is no text."""
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack("!II", 1, 1)
    png += bytes(IMAGE_BYTES - len(png) - 8) + b"IEND\xaeB`\x82"
    image = {"mime": "image/png", "data": base64.b64encode(png).decode(), "width": 1, "height": 1}
    expression, dtype = commas(EXPRESSION_CHARACTERS), commas(PREVIEW_CHARACTERS)
    told = {"expression": expression, "shape": [1] * AXES, "dtype": dtype}
    words = dict.fromkeys(("type", "message"), commas(MESSAGE_CHARACTERS))
    said = framed(
        outcome="error",
        value=commas(VALUE_CHARACTERS),
        error=ERROR | words | {"operands": [told] * OPERANDS, "inside": expression},
        tensors=[tensor()] * TENSORS,
        images=[image] * IMAGES,
        trace=[PART | told] * TRACED,
    )

    assert len(said) < FRAME_BYTES
    assert claim_in(said, NONCE) is not None


@pytest.mark.parametrize("nonce", ["", "0" * len(NONCE), NONCE])
@pytest.mark.parametrize("part", [b"[]", b"{}", b"0"])
def test_what_would_take_long_to_parse_is_not_parsed(part: bytes, nonce: str) -> None:
    """All other runs would wait for it; its objects show whether it was."""
    body = b"[" + (part + b",") * (FRAME_BYTES // (len(part) + 1) - 100) + b"0]"
    said = frame(body, nonce)

    tracemalloc.start()
    claim, (_, peak_bytes) = claim_in(said, NONCE), tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert claim is None
    assert peak_bytes < 2 * FRAME_BYTES


def test_a_character_cut_in_two_is_left_out() -> None:
    assert Output("aé".encode()[:2], 3).text == "a"
    assert Output(b"a\xff", 2).text == "a\N{REPLACEMENT CHARACTER}"


@given(st.binary(max_size=200))
def test_garbage_is_never_a_claim(said: bytes) -> None:
    assert claim_in(said, NONCE) is None
    assert claim_in(struct.pack("!I", len(said)) + said, NONCE) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=10,
    )
)
def test_odd_fields_are_never_a_claim(odd: object) -> None:
    result = judged(ending(said=framed(tensors=[odd])))

    assert result.outcome is Outcome.REJECTED
