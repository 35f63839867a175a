"""What crosses the wire: JSON objects, refusals in Telegram's words, and the answer's encoding."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from starlette.responses import Response

Wire = dict[str, Any]
Clock = Callable[[], datetime]


class Refused(Exception):
    """A request that Telegram would refuse; only the author of the calling program can mend it."""

    def __init__(self, code: int, description: str, parameters: Wire | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def to_dict(self) -> Wire:
        refusal: Wire = {"ok": False, "error_code": self.code, "description": self.description}
        return refusal | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str) -> Refused:
    return Refused(400, f"Bad Request: {reason}")


class Json(Response):
    """JSON in pure ASCII: a lone surrogate, which UTF-8 cannot hold, still gets through."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        return json.dumps(content, separators=(",", ":")).encode("ascii")


def without_nones(fields: Mapping[str, object]) -> Wire:
    return {name: value for name, value in fields.items() if value is not None}
