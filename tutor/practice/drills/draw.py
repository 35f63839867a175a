"""Chance that is the same wherever a seed is."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

SEEDS = 2**32


class Draw:
    """Draws from what it is made of; two that are made of the same draw the same."""

    def __init__(self, *made_of: str | int) -> None:
        self._made_of = ".".join(map(str, made_of))
        self._drawn = 0

    def below(self, end: int) -> int:
        self._drawn += 1
        digest = blake2b(f"{self._made_of}.{self._drawn}".encode(), digest_size=8).digest()
        return int.from_bytes(digest) % end

    def pick(self, among: Sequence[T]) -> T:
        return among[self.below(len(among))]

    def some(self, number: int, among: Sequence[T]) -> list[T]:
        """Different ones, in an order that is drawn too."""
        left = list(among)
        return [left.pop(self.below(len(left))) for _ in range(number)]
