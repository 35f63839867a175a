"""What is kept that may tell of a person, read from the table beside the code. Pure."""

from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter


class Forgetting(StrEnum):
    """What `/forget` does with it."""

    DELETE = "delete"
    NAMELESS = "nameless"
    KEEP = "keep"


class Part(BaseModel):
    """Some columns of tables, and in plain words what they hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    what: str
    forget: Forgetting
    columns: dict[str, tuple[str, ...]]


_PARTS = TypeAdapter(tuple[Part, ...])


@cache
def kept() -> tuple[Part, ...]:
    """Read all parts, in the order in which they are told."""
    text = files("progress.privacy").joinpath("kept.yaml").read_text("utf-8")
    return _PARTS.validate_python(yaml.safe_load(text))
