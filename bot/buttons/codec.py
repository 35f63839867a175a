"""Callback data, both ways: a version, a letter for what a button says, and what it says it about.

A codec is a table of letters. What a button says is a frozen dataclass, and its fields are written
by their types: numbers, names, booleans, choices, and flags, which are a dataclass of booleans.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

P = TypeVar("P")

# What a database's column can hold; a forged button may say anything.
_LARGEST = 2**63 - 1
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stale:
    """A button of another release, or one that was forged."""


@dataclass(frozen=True, slots=True)
class Meaning(Generic[P]):
    """What a letter stands for; `told` are fields that the letter says already."""

    press: type[P]
    told: Mapping[str, Any] = field(default_factory=dict)

    def has(self, press: P) -> bool:
        """Whether the letter stands for this press."""
        is_told = (getattr(press, name) == value for name, value in self.told.items())
        return type(press) is self.press and all(is_told)

    @property
    def types(self) -> Mapping[str, Any]:
        """The fields that the letter does not say, with their types, in order."""
        of_press: Any = self.press
        return {each.name: each.type for each in fields(of_press) if each.name not in self.told}


class Codec(Generic[P]):
    """Packs what buttons say; data that it would not have packed unpacks to `Stale`.

    The texts of fields stand one after the other, with dots between them; a codec may lay them out
    otherwise.
    """

    def __init__(self, version: str, meanings: Mapping[str, type[P] | Meaning[P]]) -> None:
        self.version = version
        self.meanings: Mapping[str, Meaning[P]] = {
            letter: meaning if isinstance(meaning, Meaning) else Meaning(meaning)
            for letter, meaning in meanings.items()
        }

    def pack(self, press: P) -> str:
        """Callback data for a button."""
        letter, meaning = next(each for each in self.meanings.items() if each[1].has(press))
        texts = {name: _written(getattr(press, name)) for name in meaning.types}
        return f"{self.version}{letter}{self.join(texts)}"

    def unpack(self, data: str | None) -> P | Stale:
        """What a pressed button says; any text at all may come."""
        head, rest = (data or "")[:2], (data or "")[2:]
        meaning = self.meanings.get(head[1:])
        press = self._read(meaning, rest) if meaning else Stale()
        # Packing again must give the same bytes: that refuses numbers written in another way.
        return press if not isinstance(press, Stale) and self.pack(press) == data else Stale()

    def join(self, texts: Mapping[str, str]) -> str:
        return ".".join(texts.values())

    def split(self, names: Sequence[str], text: str) -> Sequence[str] | None:
        """The texts in the order of the names; None where they can't be told apart."""
        texts = text.split(".") if names else []
        return texts if len(texts) == len(names) else None

    def _read(self, meaning: Meaning[P], text: str) -> P | Stale:
        texts = self.split(tuple(meaning.types), text)
        if texts is None:
            return Stale()
        make: Callable[..., P] = meaning.press
        try:
            read = (_read(of, said) for of, said in zip(meaning.types.values(), texts, strict=True))
            return make(**dict(zip(meaning.types, read, strict=True)), **meaning.told)
        except ValueError:
            return Stale()


def _written(value: Any) -> str:
    if is_dataclass(value):
        return str(sum(getattr(value, each.name) << bit for bit, each in enumerate(fields(value))))
    return str(int(value)) if isinstance(value, bool) else str(value)


def _read(of: Any, text: str) -> Any:
    """The value that a text stands for; other texts raise `ValueError`, or pack differently."""
    if of is str:
        return _name(text)
    if issubclass(of, StrEnum):
        return of(text)
    number = _number(text)
    return _flags(of, number) if is_dataclass(of) else of(number)


def _flags(of: Any, number: int) -> Any:
    return of(*(bool(number >> bit & 1) for bit, _ in enumerate(fields(of))))


def _number(text: str) -> int:
    number = int(text)
    if not 0 <= number <= _LARGEST:
        raise ValueError(text)
    return number


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError(text)
    return text
