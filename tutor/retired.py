"""Retired: what becomes of a button whose page learners get no more."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Retired:
    """The page has retired since the button was made."""
