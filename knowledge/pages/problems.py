"""YAML that remembers lines: a value, and where in the file each part of it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import yaml

Place = tuple[int | str, ...]
# In C, ten times as quick; not in every build of PyYAML.
_Quick = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HINTS = {"mapping values are not allowed here": "; text with ': ' in it needs quotes"}


@dataclass(frozen=True, slots=True)
class Located:
    """What a YAML text holds; `lines` counts from 1, by place as pydantic names it."""

    value: Any
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """Find the line of a place, or of the nearest place around it that the file has."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The text is not YAML that can be taken at its word."""

    line: int
    message: str


def parse(text: str, *, first_line: int) -> Located | Unreadable:
    """Read one document; a key given twice is refused, where YAML would keep the last one."""
    found = _parsed(_Quick, text, first_line)
    # The slow one says better what is wrong.
    return found if isinstance(found, Located) else _parsed(yaml.SafeLoader, text, first_line)


def _parsed(kind: Callable[[str], Any], text: str, first_line: int) -> Located | Unreadable:
    try:
        loader = kind(text)
        node = loader.get_single_node()
        lines: dict[Place, int] = {(): first_line}
        if node is None:
            return Located(None, lines)
        fault = _locate(node, (), first_line, lines)
        return fault or Located(loader.construct_document(node), lines)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        hint = _HINTS.get(str(error.problem), "")
        return Unreadable(first_line + line, f"YAML: {error.problem}{hint}")
    except (yaml.YAMLError, ValueError) as error:
        return Unreadable(first_line, f"YAML: {error}")


def _locate(
    node: yaml.Node, place: Place, first_line: int, lines: dict[Place, int]
) -> Unreadable | None:
    """Fill in the line of every place below a node; stop at the first fault."""
    start = node.start_mark.index
    for key, mark, child in _children(node):
        below = (*place, key)
        line = first_line + mark.line
        if below in lines:
            return Unreadable(line, f"the field {key!r} is given twice")
        if child.start_mark.index <= start:
            # Only a reference points backwards; one to a node around it would never end.
            return Unreadable(first_line, "YAML references are not allowed")
        lines[below] = line
        fault = _locate(child, below, first_line, lines)
        if fault:
            return fault
    return None


def _children(node: yaml.Node) -> list[tuple[int | str, yaml.Mark, yaml.Node]]:
    match node:
        case yaml.MappingNode():
            return [(str(key.value), key.start_mark, child) for key, child in node.value]
        case yaml.SequenceNode():
            return [(place, child.start_mark, child) for place, child in enumerate(node.value)]
        case _:
            return []


# What is wrong with a content file, and where: for whoever writes it.


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
