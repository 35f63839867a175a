"""Nothing that is posted meets a fault of ours, and every answer is as the document says."""

import json
import socket
from collections.abc import Iterator

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from sandbox.protocol import RunRequest, RunResult, answer_without_running
from sandbox.service import openapi
from sandbox.service.intake import Refusal, parsed
from tests.sandbox.conftest import serving

_LONGEST_SECONDS = 30
FUZZED = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Half characters, controls, directions, astral and combining ones: all that text can be.
NASTY = st.text(st.characters(exclude_categories=[]), max_size=200)
PIECES = (
    *("x = ", "print(", ")", "(", "[", "'", '"""', "\\", "\n", "\t", "  ", "0", "1e999"),
    *("torch.ones(", "2", ",", "@", ":", "lambda", "f'{", "}'", "\f", "\ufeff", "é", "raise "),
    *("del ", "ValueError", "exit()", "'\\ud800'", "print('\\x1b[31m\\u202e\\0')"),
    "# -*- coding: utf-7 -*-\n",
)
CODE = NASTY | st.lists(st.sampled_from(PIECES), max_size=20).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | NASTY,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NASTY, inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "code": CODE | VALUES,
        "seed": st.integers(0, 2**63 - 1) | VALUES,
        "wall_seconds": st.floats(0.05, 1) | VALUES,
        "want": st.dictionaries(
            st.sampled_from(["value", "tensors", "images", "trace", "more"]), st.booleans() | VALUES
        )
        | VALUES,
        "other": VALUES,
    },
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with serving(address=f"127.0.0.1:{port}"):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def http(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


API = schemathesis.openapi.from_dict(json.loads(openapi.document()))


def _cases(path: str, method: str) -> st.SearchStrategy[schemathesis.Case]:
    """Requests that keep the document's schema, and such as break it."""
    operation = API[path][method]
    return st.one_of(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)


def _conforms(case: schemathesis.Case, address: str) -> None:
    wall = case.body.get("wall_seconds") if isinstance(case.body, dict) else None
    if isinstance(wall, float) and 1.0 < wall <= _LONGEST_SECONDS:
        # A loop may have been generated, and need not be waited for.
        case.body["wall_seconds"] = 1.0
    case.call_and_validate(base_url=address)


@given(case=_cases("/v1/run", "POST"))
@settings(FUZZED, max_examples=200)
def test_every_run_is_answered_as_the_document_says(case: schemathesis.Case, address: str) -> None:
    _conforms(case, address)


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/openapi.json"])
@given(data=st.data())
@settings(FUZZED, max_examples=10)
def test_every_page_is_as_the_document_says(path: str, data: st.DataObject, address: str) -> None:
    _conforms(data.draw(_cases(path, "GET")), address)


def _answered(response: httpx.Response) -> None:
    """A result or a sentence, never a fault."""
    if response.status_code == 200:
        RunResult.model_validate_json(response.content)
    else:
        assert 400 <= response.status_code < 500
        assert response.json()["error"]


@given(FIELDS)
@FUZZED
def test_any_json_is_answered(http: httpx.Client, fields: dict) -> None:
    _answered(http.post("/v1/run", content=json.dumps(fields).encode()))


@given(code=CODE, trace=st.booleans())
@FUZZED
def test_any_code_is_answered(http: httpx.Client, code: str, *, trace: bool) -> None:
    asked = {"code": code, "wall_seconds": 1, "want": {"trace": trace}}

    response = http.post("/v1/run", content=json.dumps(asked).encode())

    assert response.status_code == 200
    _answered(response)


@given(st.binary(max_size=300))
@FUZZED
def test_any_bytes_are_answered(http: httpx.Client, body: bytes) -> None:
    _answered(http.post("/v1/run", content=body))


@given(FIELDS, st.data())
@FUZZED
def test_json_that_was_damaged_is_answered(
    http: httpx.Client, fields: dict, data: st.DataObject
) -> None:
    body = bytearray(json.dumps({"code": "1", **fields}).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))

    _answered(http.post("/v1/run", content=bytes(body)))


@given(
    st.sampled_from(["GET", "POST", "PUT", "HEAD", "OPTIONS", "PATCH", "DELETE", "BREW"]),
    st.lists(
        st.sampled_from(["v1", "run", "healthz", "..", "%2e%2e", "%00", "é", "%ff"]), max_size=4
    ),
)
@FUZZED
def test_any_path_and_method_is_answered(http: httpx.Client, method: str, parts: list[str]) -> None:
    response = http.request(method, "/" + "/".join(parts))

    assert response.status_code < 500


@given(FIELDS)
def test_what_is_read_is_a_request_or_a_sentence(fields: dict) -> None:
    match parsed(json.dumps(fields).encode()):
        case RunRequest() as request:
            assert request.code == fields["code"]
            assert (answer := answer_without_running(request)) is None or answer.model_dump_json()
        case Refusal() as refusal:
            assert refusal.status in {400, 422}
            assert refusal.message.encode()
            assert len(refusal.message) < 3000
