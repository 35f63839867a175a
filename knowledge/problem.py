"""What is wrong with a content file, and where: for whoever writes it."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend; `line` counts from 1 in the file named by `path`."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Refused:
    """Content that was not taken in, because of at least one problem."""

    problems: tuple[Problem, ...]

    @classmethod
    def at(cls, path: str, line: int, message: str) -> Self:
        """Refuse it because of this one."""
        return cls((Problem(path, line, message),))
