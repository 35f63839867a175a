"""What the people's side may ask for, as JSON objects."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from localgram.faults import ANY_METHOD
from localgram.wire import Wire, without_nones


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
