"""What was posted, read with suspicion: its size, its pace, its encoding, its JSON, its fields."""

import asyncio
import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NoReturn

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import ClientDisconnect, Request

from sandbox.protocol import LEARNER_HEADER, RunRequest

BODY_BYTES: Final = 1024 * 1024
BODY_WITHIN_SECONDS: Final = 10.0
LEARNER_CHARACTERS: Final = 64
# As nginx has it in its logs; nobody is there to read it.
CLIENT_LEFT: Final = 499
_SHOWN_CHARACTERS: Final = 200
_SHOWN_FAULTS: Final = 5
# A name or a list takes a hundred times as long to read as a character of code that is too long,
# and meanwhile nobody else is served. What is small is read soon enough whatever it holds.
_SMALL_BYTES: Final = 32 * 1024
_MOST_PARTS: Final = 1000
# Names, texts, lists. A text that does not end goes on to the end of all: a search that fails would
# begin anew at the next quotation mark.
_PARTS: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[,:\[{]', re.DOTALL)


class Problem(BaseModel):
    """Why a request was not answered with a result."""

    model_config = ConfigDict(extra="forbid")

    error: str = Field(description="One sentence: what was expected, and what came.")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status and its sentence; `ends` the connection where more would be sent."""

    status: int
    message: str
    ends: bool = False


@dataclass(frozen=True, slots=True)
class AskedRun:
    """A snippet, and whose line it waits in."""

    request: RunRequest
    learner: str


def _sane(value: object) -> str:
    """Short, and free of half characters, which could not be sent."""
    text = str(value)
    cut = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
    return cut.encode("utf-8", "backslashreplace").decode()


def _said(error: ValidationError) -> str:
    """Each fault as: where, what was expected, what came."""
    faults = error.errors(include_url=False, include_context=False)
    said = [
        f"{_sane('.'.join(map(str, fault['loc'])) or 'body')}: {fault['msg']}, "
        f"got {_sane(repr(fault['input']))}"
        for fault in faults[:_SHOWN_FAULTS]
    ]
    more = len(faults) - len(said)
    return "; ".join(said) + (f"; and {more} more" if more else "")


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two programs may read a name that comes twice in two ways."""
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a name comes twice in one object")
    return fields


def _number(text: str) -> int | float:
    """JSON has one kind of number: 2.0 is a 2."""
    value = float(text)
    return int(value) if value.is_integer() else value


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _is_intricate(body: bytes) -> bool:
    """Whether it holds many times the names and lists of any request."""
    found = _PARTS.finditer(body) if len(body) > _SMALL_BYTES else iter(())
    return next(islice(found, _MOST_PARTS, None), None) is not None


def parsed(body: bytes) -> RunRequest | Refusal:
    """The request in a body, or what is wrong with it."""
    if _is_intricate(body):
        return Refusal(400, "expected a JSON object in UTF-8, of a few fields, got very many parts")
    try:
        # json, not pydantic's parser: half a character must arrive, to be answered in words.
        fields = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_distinct,
            parse_constant=_no_number,
            parse_float=_number,
        )
    except (ValueError, RecursionError) as error:
        return Refusal(400, f"expected a JSON object in UTF-8, got something else: {_sane(error)}")
    try:
        return RunRequest.model_validate(fields, strict=True)
    except ValidationError as error:
        return Refusal(422, _said(error))


def _is_json(media_type: str) -> bool:
    """None at all is taken for JSON too, as it is sent by hand."""
    kind = media_type.partition(";")[0].strip().lower()
    return kind in {"", "application/json"} or kind.endswith("+json")


def _too_long(came: str) -> Refusal:
    return Refusal(413, f"expected a body of at most {BODY_BYTES} bytes, got {came}", ends=True)


def _refused_by_its_head(request: Request) -> Refusal | None:
    """What can be said before a byte of the body was read."""
    if not _is_json(kind := request.headers.get("Content-Type", "")):
        return Refusal(415, f"expected application/json, got {_sane(kind)}", ends=True)
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > BODY_BYTES:
        return _too_long(_sane(length))
    if len(request.headers.get(LEARNER_HEADER, "")) > LEARNER_CHARACTERS:
        return Refusal(400, f"expected at most {LEARNER_CHARACTERS} characters in {LEARNER_HEADER}")
    return None


async def _body(request: Request) -> bytes | Refusal:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_BYTES:
            return _too_long("more")
    return bytes(body)


async def read(request: Request) -> AskedRun | Refusal:
    """Read no more, and wait no longer, than a snippet could need."""
    if (refusal := _refused_by_its_head(request)) is not None:
        return refusal
    try:
        async with asyncio.timeout(BODY_WITHIN_SECONDS):
            body = await _body(request)
    except TimeoutError:
        return Refusal(408, f"expected the body within {BODY_WITHIN_SECONDS:g} s", ends=True)
    except ClientDisconnect:
        return Refusal(CLIENT_LEFT, "the client went away")
    if isinstance(body, Refusal):
        return body
    found = parsed(body)
    if isinstance(found, Refusal):
        return found
    return AskedRun(found, request.headers.get(LEARNER_HEADER, ""))
