"""What a spare says it did: untrusted, and refused where no worker would have said it so."""

import base64
import binascii
import math
import struct
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sandbox.limits import (
    AXES,
    EXPRESSION_CHARACTERS,
    IMAGE_BYTES,
    IMAGE_PIXELS,
    IMAGES,
    MESSAGE_CHARACTERS,
    NAME_CHARACTERS,
    OPERANDS,
    PREVIEW_CHARACTERS,
    TENSORS,
    TRACED,
    VALUE_CHARACTERS,
)
from sandbox.protocol import CODE_BYTES, Image, RunError, TensorSummary, Traced

_HEADER: Final = struct.Struct("!I")
_PNG: Final = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
_PNG_END: Final = b"IEND\xaeB`\x82"
_TOO_LARGE: Final = 2**63


def _is_png(image: Image) -> bool:
    try:
        png = base64.b64decode(image.data, validate=True)
    except (binascii.Error, ValueError):
        return False
    if not (png.startswith(_PNG) and png.endswith(_PNG_END) and len(png) <= IMAGE_BYTES):
        return False
    size = struct.unpack("!II", png[16:24])
    return size == (image.width, image.height) and 0 < min(size) <= max(size) <= IMAGE_PIXELS


def _is_plain(tensor: TensorSummary) -> bool:
    """Such as a worker makes: small, of one mind with itself, with numbers any reader can hold."""
    stats = [number for number in tensor.stats.values() if number is not None]
    whole = (*tensor.shape, *tensor.stride, tensor.storage_offset, tensor.nbytes)
    return (
        all(_is_name(name) for name in (tensor.name, *tensor.shares_with))
        and max(map(len, (tensor.shares_with, tensor.stats))) <= TENSORS
        and max(map(len, (tensor.preview, tensor.dtype))) <= PREVIEW_CHARACTERS + 1
        and len(tensor.shape) == len(tensor.stride) <= AXES
        and all(abs(number) < _TOO_LARGE for number in whole)
        and all(math.isfinite(number) for number in stats)
    )


def _is_name(text: str) -> bool:
    return text.isidentifier() and len(text) <= NAME_CHARACTERS


def _is_short(error: RunError) -> bool:
    return (
        max(len(error.message), len(error.type)) <= MESSAGE_CHARACTERS + 1
        and len(error.operands) <= OPERANDS
        and (error.line is None or 0 < error.line <= CODE_BYTES + 1)
    )


class Claim(BaseModel):
    """What a spare says it did. Untrusted: larger or odder than a worker's own is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nonce: str
    outcome: Literal["ok", "error", "memory"]
    value: str | None = Field(max_length=VALUE_CHARACTERS + 1)
    error: RunError | None
    tensors: tuple[TensorSummary, ...] = Field(max_length=TENSORS)
    images: tuple[Image, ...] = Field(max_length=IMAGES)
    trace: tuple[Traced, ...] = Field(default=(), max_length=TRACED)

    @model_validator(mode="after")
    def _has_the_shape_of_a_workers_own(self) -> Self:
        error = self.error
        if (self.outcome == "ok") != (error is None):
            raise ValueError("an error comes with outcome error or memory, and only then")
        if error and not _is_short(error):
            raise ValueError("the error is longer than a worker sends")
        quoted = [part.expression for part in self.trace]
        quoted += [operand.expression for operand in error.operands] if error else []
        if any(len(expression) > EXPRESSION_CHARACTERS + 1 for expression in quoted):
            raise ValueError("an expression is longer than a worker quotes")
        if not all(_is_plain(tensor) for tensor in self.tensors):
            raise ValueError("a tensor is not summed up as a worker does it")
        if not all(_is_png(image) for image in self.images):
            raise ValueError("an image is no PNG of its size")
        return self


def claim_in(said: bytes, nonce: str) -> Claim | None:
    """Exactly one frame, of the right shape, with this run's nonce."""
    if len(said) < _HEADER.size or _HEADER.unpack(said[: _HEADER.size])[0] != len(said) - 4:
        return None
    try:
        claim = Claim.model_validate_json(said[_HEADER.size :])
    except ValidationError:
        return None
    return claim if claim.nonce == nonce else None
