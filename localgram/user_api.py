"""The people's side over HTTP: JSON for the page, for tests and for other programs."""

import json
import math
from collections.abc import AsyncIterator, Callable, Mapping
from inspect import isawaitable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from localgram import actions
from localgram.call import read_upload
from localgram.faults import ANY_METHOD, Fault
from localgram.feed import Json, Refused, Wire, bad_request, without_nones
from localgram.history import image_size
from localgram.state import CLASS, INSTRUCTOR, LEARNER, State

# What the people's side may ask for, as JSON objects.


class Order(BaseModel):
    """Unknown fields are refused: a misspelt one would be a test that tests nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class InChat(Order):
    chat: int


class Personal(Order):
    """Who acts, and where; one of the two is enough in a private chat."""

    chat: int
    user: int

    @model_validator(mode="before")
    @classmethod
    def _private(cls, fields: Any) -> Any:
        if isinstance(fields, dict):
            other = {"chat": fields.get("user"), "user": fields.get("chat")}
            return {**without_nones(other), **fields}
        return fields


class Say(Personal):
    text: str
    entities: list[Wire] | None = None
    reply_to: int | None = None


class Edit(InChat):
    message_id: int
    text: str
    entities: list[Wire] | None = None


class Delete(InChat):
    message_id: int


class Click(Personal):
    message_id: int
    data: str
    wait_seconds: float = Field(default=15.0, ge=0, le=60)


class React(Personal):
    message_id: int
    emoji: str | None = None


class Vote(Personal):
    message_id: int
    options: list[int]


class Block(Order):
    user: int
    blocked: bool = True


class Rename(Order):
    user: int
    first_name: str
    last_name: str | None = None
    username: str | None = None


class Faulty(Order):
    """A fault in a method, or in the updates to come."""

    method: str = ANY_METHOD
    status: int | None = Field(default=None, ge=400, le=599)
    retry_after: int | None = None
    description: str | None = None
    delay: float = Field(default=0.0, ge=0)
    lost: bool = False
    after: int = Field(default=0, ge=0)
    times: int = Field(default=1, ge=1)
    update: Literal["malformed", "duplicate"] | None = None


_LONGEST_WAIT_SECONDS = 60.0

Act = Callable[..., Any]


def routes(state: State) -> list[Route]:
    """One line an address; `endpoint` turns refusals into JSON."""

    def endpoint(answer: Callable[[State, Request], Any]) -> Callable[[Request], Any]:
        async def handle(request: Request) -> Response:
            try:
                answered = await answer(state, request)
            except Refused as refusal:
                return Json({"error": refusal.description}, status_code=refusal.code)
            except ValidationError as error:
                return Json({"error": _reasons(error)}, status_code=422)
            return answered if isinstance(answered, Response) else Json(answered)

        return handle

    posts = {
        "say": _ordered(Say, actions.say),
        "edit": _ordered(Edit, actions.edit),
        "delete": _ordered(Delete, actions.delete),
        "click": _ordered(Click, actions.click),
        "react": _ordered(React, actions.react),
        "vote": _ordered(Vote, actions.vote),
        "block": _ordered(Block, actions.block),
        "rename": _ordered(Rename, _rename),
        "faults": _ordered(Faulty, _fault),
        "update": _raw_update,
        "upload": _uploaded,
    }
    gets = {
        "chat/{chat:int}": _chat,
        "chat/-{group:int}": _chat,
        "events": _events,
        "file/{file_id}": _file,
        "profile": _profile,
        "state": _summary,
    }
    return [
        *(Route(f"/api/{path}", endpoint(act), methods=["POST"]) for path, act in posts.items()),
        *(Route(f"/api/{path}", endpoint(look), methods=["GET"]) for path, look in gets.items()),
        Route("/api/faults", endpoint(_mend), methods=["DELETE"]),
    ]


def _ordered(model: type[Order], act: Act) -> Callable[[State, Request], Any]:
    async def answer(state: State, request: Request) -> Any:
        answered = act(state, **dict(model.model_validate(await _json(request))))
        return await answered if isawaitable(answered) else answered

    return answer


async def _uploaded(state: State, request: Request) -> Wire:
    async with request.form() as form:
        file = form.get("file")
        if file is None or isinstance(file, str):
            raise bad_request("expected a file in the field 'file'")
        texts = {name: value for name, value in form.items() if isinstance(value, str)}
        who = Personal.model_validate(
            {name: texts[name] for name in ("chat", "user") if name in texts}
        )
        return actions.upload(
            state,
            chat=who.chat,
            user=who.user,
            file=await read_upload(file),
            caption=texts.get("caption", ""),
            as_photo=texts.get("as") == "photo",
            reply_to=int(_number(texts, "reply_to")) or None,
        )


async def _raw_update(state: State, request: Request) -> Wire:
    """Any update at all, valid or not; it gets an id unless it brings one."""
    update = await _json(request)
    if not isinstance(update.get("update_id", 0), int):
        raise bad_request("expected a number in the field 'update_id'")
    return {"update_id": state.updates.add_raw(update)}


async def _chat(state: State, request: Request) -> Wire:
    """The messages after one, waiting for the bot's next if asked to."""
    number, after = request.path_params, int(_number(request.query_params, "after"))
    chat = number["chat"] if "chat" in number else -number["group"]
    seconds = min(_number(request.query_params, "wait"), _LONGEST_WAIT_SECONDS)
    return {"messages": await actions.messages(state, chat=chat, after=after, wait_seconds=seconds)}


async def _profile(state: State, _request: Request) -> Wire:
    identities = {"learner": LEARNER, "instructor": INSTRUCTOR}
    return {
        "name": state.profile.text("name") or state.bot["first_name"],
        "username": state.bot["username"],
        "bot": state.bot["id"],
        "description": state.profile.text("description"),
        "short_description": state.profile.text("short_description"),
        "menus": {name: state.profile.menu(user) for name, user in identities.items()},
        "identities": identities,
        "class": CLASS,
    }


async def _summary(state: State, _request: Request) -> Wire:
    return state.summary()


async def _events(state: State, request: Request) -> Response:
    stream = _stream(state, int(_number(request.query_params, "chat")) or None)
    return StreamingResponse(stream, media_type="text/event-stream")


async def _stream(state: State, chat: int | None) -> AsyncIterator[str]:
    async for event in state.feed.read(chat):
        yield f"data: {json.dumps(event)}\n\n" if event else ": still here\n\n"


async def _file(state: State, request: Request) -> Response:
    """Only real images are shown; whatever else was sent is never more than a download."""
    stored = state.files.find(request.path_params["file_id"])
    if image_size(stored.upload.content) and stored.mime in ("image/png", "image/jpeg"):
        return Response(stored.upload.content, media_type=stored.mime)
    return Response(
        stored.upload.content,
        media_type="application/octet-stream",
        headers={"Content-Disposition": "attachment"},
    )


async def _mend(state: State, _request: Request) -> Wire:
    state.faults.clear()
    return {}


def _rename(state: State, *, user: int, **names: str | None) -> Wire:
    return state.people.rename(user, **{name: text for name, text in names.items() if text})


def _fault(state: State, *, update: str | None, **fault: Any) -> Wire:
    match update:
        case "malformed":
            # Libraries fail on a chat that does not say its type.
            message = {"message_id": 1, "date": state.now(), "chat": {"id": LEARNER}}
            numbers = [state.updates.add_raw({"message": message}) for _ in range(fault["times"])]
            return {"update_ids": numbers}
        case "duplicate":
            state.updates.duplicates_due += fault["times"]
        case _:
            state.faults.add(Fault(**fault))
    return {}


def _number(fields: Mapping[str, str], name: str) -> float:
    """A number that a query or a form may give; 0 where it does not."""
    try:
        number = float(fields.get(name) or 0)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise bad_request(f"expected a number in the field {name!r}")
    return number


async def _json(request: Request) -> Wire:
    try:
        fields = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise bad_request("expected a JSON object") from None
    if not isinstance(fields, dict):
        raise bad_request("expected a JSON object")
    return fields


def _reasons(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
