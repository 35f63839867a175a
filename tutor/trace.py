"""What the parts of a line held, told in rows under that line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sandbox.protocol import RunError, Traced
from tutor.clash import einsum_letters, shape_text, what_broke
from tutor.label import label, outermost, short
from tutor.rows import BROKE, Row, aligned, listed, stretches

_LONGEST_VALUE: Final = 30
_USUAL_DTYPE: Final = "float32"
_OF_DTYPES: Final = re.compile(
    r"dtype|scalar type|\b(long|int|integer|float|double|half|bool|byte)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Operand:
    """A part of what broke, and where it is to be shown."""

    column: int
    part: Traced


def failing(trace: Sequence[Traced], error: RunError, code: str) -> str:
    """The line that failed, its operands, and where it broke; empty where nothing is known."""
    lines = _lines(code)
    broken = next((part for part in trace if part.broke and _is_on(part, lines)), None)
    if broken is None:
        return ""
    line = lines[broken.line - 1]
    operands = _operands(trace, broken, line)
    rows = [*_operand_rows(operands, broken, error), _broken_row(broken, operands, error)]
    block = None
    if _stands_in(broken, line):
        tried = (aligned(shown, rows) for shown in stretches(line, *_extent(broken)))
        block = next((block for block in tried if block), None)
    return block or listed(_plain(broken.expression), rows)


def every_line(trace: Sequence[Traced], code: str) -> str:
    """Each line of which something is known, with what all its parts held."""
    lines = _lines(code)
    numbers = sorted({part.line for part in trace if _is_on(part, lines)})
    return "\n".join(
        _one_line(number, lines[number - 1], [part for part in trace if part.line == number])
        for number in numbers
    )


def _one_line(number: int, line: str, parts: list[Traced]) -> str:
    prefix = f"{number} "
    whole, _ = stretches(line, 0, 0)
    block = None
    if all(_stands_in(part, line) for part in parts):
        block = aligned(whole, [_row_among(part, parts) for part in _once(parts)], prefix)
    plain = [Row(0, _marked(part, short(part.expression)), _value(part)) for part in _once(parts)]
    return block or listed(prefix + line.strip(), plain)


def _row_among(part: Traced, parts: list[Traced]) -> Row:
    """Of `x.t()` only the `.t()`, where `x` has a row of its own."""
    starts = any(
        other.column == part.column and other.end_column < part.end_column for other in parts
    )
    found = label(part.expression, after=starts)
    return Row(part.column + found.offset, _marked(part, found.text), _value(part))


def _marked(part: Traced, text: str) -> str:
    return f"{BROKE} {_plain(text)}" if part.broke else _plain(text)


def _once(parts: list[Traced]) -> list[Traced]:
    """A name that stands on a line twice needs only one row."""
    seen: dict[object, Traced] = {}
    for part in parts:
        seen.setdefault((part.expression, part.shape, part.broke), part)
    return list(seen.values())


def _lines(code: str) -> list[str]:
    return [_plain(line) for line in code.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _plain(text: str) -> str:
    """One character for each, so that columns hold, and none that hides or reorders others."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else " " if each == "\t" else "·" for each in text)


def _is_on(part: Traced, lines: list[str]) -> bool:
    """A trace is what the snippet's own process says: it may name places that are not there."""
    if not 1 <= part.line <= len(lines):
        return False
    return 0 <= part.column <= part.end_column <= len(lines[part.line - 1])


def _extent(part: Traced) -> tuple[int, int]:
    return part.column, part.end_column


def _stands_in(part: Traced, line: str) -> bool:
    """Whether all of it is on this line; a layer's weight goes with the layer."""
    rest = _plain(part.expression).removeprefix(line[part.column : part.end_column])
    return not rest or _is_weight(part, line)


def _is_weight(part: Traced, line: str) -> bool:
    rest = part.expression.removeprefix(line[part.column : part.end_column])
    return re.fullmatch(r"\.\w+", rest) is not None


def _operands(trace: Sequence[Traced], broken: Traced, line: str) -> list[Operand]:
    """What the broken part was made of; of a target also what was to be put there."""
    known = {part.expression: part for part in trace if _is_near(part, broken, line)}
    found = [*outermost(broken.expression, known)]
    put = re.match(r"\s*=\s*", line[broken.end_column :])
    if put and _stands_in(broken, line):
        found += _put_there(line, broken, broken.end_column + put.end(), known)
    inside = [Operand(broken.column + column, known[text]) for column, text in sorted(found)]
    weights = (part for part in known.values() if _is_weight(part, line))
    return [*inside, *(Operand(part.column, part) for part in weights)]


def _is_near(part: Traced, broken: Traced, line: str) -> bool:
    """Of the same statement: on the same line, or below where that goes on."""
    if part.shape is None or part.broke:
        return False
    goes_on = not _stands_in(broken, line)
    return part.line == broken.line or (goes_on and part.line > broken.line)


def _put_there(
    line: str, broken: Traced, start: int, known: Mapping[str, Traced]
) -> Iterator[tuple[int, str]]:
    """What stands to the right of a target; put in a tuple, so that it may be found whole."""
    moved = start - broken.column - 1
    return ((moved + column, text) for column, text in outermost(f"({line[start:]}\n,)", known))


def _operand_rows(operands: list[Operand], broken: Traced, error: RunError) -> list[Row]:
    """The dtype is told where the message is about it."""
    letters = einsum_letters(broken.expression) or {}
    rows = []
    for operand in operands:
        part = operand.part
        usual = None if _OF_DTYPES.search(error.message) else part.dtype
        value = f"{letters.get(part.expression, '')} {_value(part, usual=usual)}".strip()
        rows.append(Row(operand.column, _plain(short(part.expression)), value))
    return rows


def _broken_row(broken: Traced, operands: list[Operand], error: RunError) -> Row:
    shapes = {operand.part.expression: operand.part.shape or () for operand in operands}
    words = _plain(what_broke(broken, shapes, error.message))
    whole = words.startswith(_plain(short(broken.expression)))
    offset = 0 if whole else label(broken.expression, after=False).offset
    return Row(broken.column + offset, f"{BROKE} {words}")


def _value(part: Traced, *, usual: str | None = _USUAL_DTYPE) -> str:
    """Shape, and what is not as usual."""
    if part.shape is None:
        return ""
    dtype = part.dtype if part.dtype != usual else ""
    device = part.device if part.device != "cpu" else ""
    text = " ".join(_plain(fact) for fact in (shape_text(part.shape), dtype, device) if fact)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"
