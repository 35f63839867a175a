"""One request of the bot, whichever way its parameters were encoded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from localgram.feed import Wire, bad_request
from localgram.history import Upload
from localgram.shapes import INT64, shaped
from localgram.text import Text, accepted, accepted_caption

_ATTACHED = "attach://"
_LARGEST_FIELD = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Call:
    """Forms carry JSON in strings and JSON carries values: both read the same here."""

    method: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.fields.get(name) not in (None, "") or name in self.files

    def text(self, name: str) -> str:
        """A string, empty where it is missing; Refused for an object or a list."""
        value = self.fields.get(name)
        if isinstance(value, list | dict):
            raise bad_request(f'parameter "{name}" must be a string')
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number of 64 bits, the default where it is missing; Refused for anything else."""
        value = self.fields.get(name) or default
        try:
            number = value if isinstance(value, int) else int(float(value))
        except (TypeError, ValueError, OverflowError):
            raise bad_request(f'parameter "{name}" must be a number') from None
        if number not in INT64:
            raise bad_request(f'parameter "{name}" must be a number of 64 bits')
        return number

    def flag(self, name: str) -> bool:
        return str(self.fields.get(name)).lower() in ("true", "1")

    def value(self, name: str) -> Any:
        """An object or a list of the shape that goes by this name."""
        value = self.fields.get(name)
        if isinstance(value, str):
            value = _parsed(value, f"{name} JSON object") if value else None
        return None if value is None else shaped(name, value)

    def items(self, name: str) -> list[Wire]:
        value = self.value(name) or []
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name}: expected an Array")
        return value

    def chat_id(self, name: str = "chat_id") -> int:
        """A chat's id, which need not be one that exists; Refused where it is none or missing."""
        if not self.has(name):
            raise bad_request(f"{name} is empty")
        try:
            return int(self.fields[name])
        except (TypeError, ValueError, OverflowError):
            raise bad_request("chat not found") from None

    def message_text(self) -> Text:
        self._check_parse_mode()
        return accepted(self.text("text"), self.items("entities"))

    def caption(self) -> Text:
        self._check_parse_mode()
        return accepted_caption(self.text("caption"), self.items("caption_entities"))

    def attached(self, name: str) -> Upload | str:
        """A file sent along, or the id of one that the server has."""
        return self.resolved(name, self.fields.get(name))

    def resolved(self, name: str, reference: object) -> Upload | str:
        """A file of this request, which `attach://` names, or else the id of a stored one."""
        if isinstance(reference, str) and reference.startswith(_ATTACHED):
            name, reference = reference.removeprefix(_ATTACHED), None
        if isinstance(reference, str) and reference:
            return reference
        try:
            return self.files[name]
        except KeyError:
            raise bad_request(f"there is no {name} in the request") from None

    def _check_parse_mode(self) -> None:
        if self.has("parse_mode"):
            raise bad_request("localgram knows no parse_mode; send the text with its entities")


async def read_call(request: Request, method: str) -> Call:
    query = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        return Call(method, {**query, **await _json_object(request)})
    try:
        async with request.form(max_part_size=_LARGEST_FIELD) as form:
            texts = {name: value for name, value in form.items() if isinstance(value, str)}
            files = {n: await read_upload(v) for n, v in form.items() if isinstance(v, UploadFile)}
    except HTTPException as refused:
        raise bad_request(f"can't parse request: {refused.detail}") from None
    return Call(method, {**query, **texts}, files)


async def read_upload(file: UploadFile) -> Upload:
    return Upload(file.filename or "file", await file.read(), file.content_type)


async def _json_object(request: Request) -> Wire:
    fields = _parsed(await request.body() or b"{}", "request body as JSON")
    if not isinstance(fields, dict):
        raise bad_request("can't parse request: expected an Object")
    return fields


def _parsed(text: str | bytes, what: str) -> Any:
    """JSON, which may be nested too deeply to be read at all."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise bad_request(f"can't parse {what}") from None
