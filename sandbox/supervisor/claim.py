"""What a spare says it did: untrusted, and refused where no worker would have said it so."""

import base64
import math
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sandbox.limits import (
    AXES,
    CALLED_CHARACTERS,
    EXPRESSION_CHARACTERS,
    IMAGES,
    MESSAGE_CHARACTERS,
    NAME_CHARACTERS,
    OPERANDS,
    PREVIEW_CHARACTERS,
    TENSORS,
    TRACED,
    VALUE_CHARACTERS,
)
from sandbox.protocol import CODE_BYTES, Image, Operand, RunError, TensorSummary, Traced
from sandbox.supervisor.pipes import HEADER, is_png, png_size

_TOO_LARGE: Final = 2**63
# Less is parsed so soon that nobody else waits for it.
_SMALL_BYTES: Final = 32 * 1024
# Each costs time and memory to parse, many times that of a character of a text.
_STRUCTURE: Final = (b",", b":", b"[", b"{")
# A tensor has fifty more than its sizes and those it shares with, a part of a line thirty.
_MOST_STRUCTURE: Final = 1000 + (
    TENSORS * (2 * AXES + 2 * TENSORS + 50) + (TRACED + OPERANDS) * (AXES + 30)
)
# With what is around it; the longest is a float.
_NUMBER_CHARACTERS: Final = 32


def _is_of_its_size(image: Image) -> bool:
    try:
        png = base64.b64decode(image.data, validate=True)
    except ValueError:
        return False
    return is_png(png) and png_size(png) == (image.width, image.height)


def _is_plain(tensor: TensorSummary) -> bool:
    """Such as a worker makes: small, of one mind with itself, with numbers any reader can hold."""
    whole = (*tensor.shape, *tensor.stride, tensor.storage_offset, tensor.nbytes)
    return (
        all(_is_name(name) for name in (tensor.name, *tensor.shares_with, *tensor.stats))
        and max(map(len, (tensor.shares_with, tensor.stats))) <= TENSORS
        and max(map(len, (tensor.preview, tensor.dtype))) <= PREVIEW_CHARACTERS + 1
        and len(tensor.shape) == len(tensor.stride) <= AXES
        and all(abs(number) < _TOO_LARGE for number in whole)
        and min((*tensor.shape, tensor.storage_offset, tensor.nbytes)) >= 0
        and all(_is_statistic(number) for number in tensor.stats.values())
    )


def _is_statistic(number: float | None) -> bool:
    """Asked whether it is finite, a whole number without end would raise."""
    if isinstance(number, int):
        return abs(number) < 2 * _TOO_LARGE
    return number is None or math.isfinite(number)


def _is_name(text: str) -> bool:
    return text.isidentifier() and len(text) <= NAME_CHARACTERS


def _is_in_code(line: int | None, column: int | None, end_column: int | None) -> bool:
    return (line is None or 0 < line <= CODE_BYTES + 1) and (
        0 <= (column or 0) <= (CODE_BYTES if end_column is None else end_column) <= CODE_BYTES
    )


def _is_short(error: RunError) -> bool:
    return (
        max(len(error.message), len(error.type)) <= MESSAGE_CHARACTERS + 1
        and len(error.inside or "") <= EXPRESSION_CHARACTERS + 1
        and len(error.operands) <= OPERANDS
        and _is_in_code(error.line, error.column, error.end_column)
        and all(map(_is_told, error.operands))
    )


def _is_told(part: Operand | Traced) -> bool:
    """Such as a worker says of a part of a line."""
    shape = part.shape or ()
    return (
        len(part.expression) <= EXPRESSION_CHARACTERS + 1
        and len(part.dtype or "") <= PREVIEW_CHARACTERS + 1
        and len(shape) <= AXES
        and all(0 <= size < _TOO_LARGE for size in shape)
    )


def _is_traced(part: Traced) -> bool:
    return (
        _is_told(part)
        and len(part.device or "") <= PREVIEW_CHARACTERS + 1
        and _is_in_code(part.line, part.column, part.end_column)
    )


class SpareClaim(BaseModel):
    """What a spare says it did. Untrusted: larger or odder than a worker's own is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    outcome: Literal["ok", "error", "memory"]
    value: str | None = Field(max_length=VALUE_CHARACTERS + 1)
    error: RunError | None
    tensors: tuple[TensorSummary, ...] = Field(max_length=TENSORS, fail_fast=True)
    images: tuple[Image, ...] = Field(max_length=IMAGES, fail_fast=True)
    trace: tuple[Traced, ...] = Field(default=(), max_length=TRACED, fail_fast=True)
    called: str | None = Field(default=None, max_length=CALLED_CHARACTERS)

    @model_validator(mode="after")
    def _has_the_shape_of_a_workers_own(self) -> Self:
        error = self.error
        if (self.outcome == "ok") != (error is None):
            raise ValueError("an error comes with outcome error or memory, and only then")
        if error and not _is_short(error):
            raise ValueError("the error is longer than a worker sends")
        if not all(map(_is_traced, self.trace)):
            raise ValueError("a part of a line is not told of as a worker does it")
        if not all(map(_is_plain, self.tensors)):
            raise ValueError("a tensor is not summed up as a worker does it")
        if not all(map(_is_of_its_size, self.images)):
            raise ValueError("an image is no PNG of its size")
        return self


def _is_soon_parsed(body: bytes) -> bool:
    """No more than a worker sends beside its texts; texts are as long as they may be."""
    if len(body) <= _SMALL_BYTES:
        return True
    plain = body.replace(rb"\\", b"").replace(rb"\"", b"")
    if plain.count(b'"') > _MOST_STRUCTURE:
        return False
    between = b"".join(plain.split(b'"')[::2])
    is_brief = len(between) <= _NUMBER_CHARACTERS * _MOST_STRUCTURE
    return is_brief and sum(map(between.count, _STRUCTURE)) <= _MOST_STRUCTURE


def claim_in(said: bytes, nonce: str) -> SpareClaim | None:
    """Exactly one frame, that begins with this run's nonce and goes on in the right shape.

    Parsing takes the supervisor's time from all other runs, so what has no nonce is not parsed.
    """
    start = HEADER.size + len(nonce)
    if len(said) < start or HEADER.unpack_from(said)[0] != len(said) - HEADER.size:
        return None
    if said[HEADER.size : start] != nonce.encode("ascii"):
        return None
    body = said[start:]
    try:
        return SpareClaim.model_validate_json(body) if _is_soon_parsed(body) else None
    except ValidationError:
        return None
