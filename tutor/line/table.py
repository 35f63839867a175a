"""What the parts of a line held, told in rows under that line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sandbox.protocol import RunError, Traced
from tutor.line.clash import einsum_letters, inner_layer, shape_text, what_broke
from tutor.line.labels import label, outermost, respelt, short
from tutor.line.rows import BROKE, Row, aligned, listed, stretches

_LONGEST_VALUE: Final = 30
_USUAL_DTYPE: Final = "float32"
_OF_DTYPES: Final = re.compile(
    r"dtype|scalar type|\b(long|int|integer|float|double|half|bool|byte)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Operand:
    """A part of what broke, where it is to be shown, and how the text of the whole has it."""

    column: int
    part: Traced
    text: str


def failing(trace: Sequence[Traced], error: RunError, code: str) -> str:
    """The line that failed, its operands, and where it broke; empty where nothing is known."""
    lines = _lines(code)
    broken = next((part for part in trace if part.broke and _is_on(part, lines)), None)
    if broken is None:
        return ""
    line = lines[broken.line - 1]
    operands = _operands(trace, broken, line)
    rows = [
        *_operand_rows(operands, broken, error),
        _broken_row(broken, operands, error),
        *_inner_rows(broken, error),
    ]
    shown = stretches(line, broken.column, broken.end_column) if _stands_in(broken, line) else ()
    tried = (aligned(each, rows) for each in shown)
    return next((block for block in tried if block), listed(_plain(broken.expression), rows))


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
    """A part's row; for `x.t()` it says only `.t()`, where `x` has a row of its own."""
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
    """Text in which columns stay and every character is seen: none hides or reorders others."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else " " if each == "\t" else "·" for each in text)


def _is_on(part: Traced, lines: list[str]) -> bool:
    """Whether a part's place is in the code; the snippet's own process says it, and may lie."""
    if not 1 <= part.line <= len(lines):
        return False
    return 0 <= part.column <= part.end_column <= len(lines[part.line - 1])


def _stands_in(part: Traced, line: str) -> bool:
    """Whether a part is wholly on this line, as a weight or an item is with its name."""
    rest = _plain(part.expression).removeprefix(line[part.column : part.end_column])
    return not rest or _is_weight(part) or _is_of_box(part)


def _is_weight(part: Traced) -> bool:
    """Whether a part is a layer's weight or bias, which the code itself does not mention."""
    return re.fullmatch(r"\.\w+", _unwritten(part)) is not None


def _is_of_box(part: Traced) -> bool:
    """Whether a part is an item of a list or a tuple, of which the code writes only the name."""
    return re.fullmatch(r"(\[\d+\])+", _unwritten(part)) is not None


def _unwritten(part: Traced) -> str:
    return part.expression[part.end_column - part.column :]


def _operands(trace: Sequence[Traced], broken: Traced, line: str) -> list[_Operand]:
    """What the broken part was made of; for an assignment's target, also what was to go there."""
    is_on_line = _stands_in(broken, line)
    near = [part for part in trace if _is_near(part, broken, on_line=is_on_line)]
    # What goes on below its line is told as Python writes it, whose spaces are its own.
    spelt = [(part.expression if is_on_line else respelt(part.expression), part) for part in near]

    def known(column: int, text: str) -> Traced | None:
        alike = [part for said, part in spelt if said == text]
        if is_on_line:
            return next((part for part in alike if part.column == column), None)
        return alike[0] if len({part.shape for part in alike}) == 1 else None

    found = [_Operand(*each) for each in outermost(broken.expression, broken.column, known)]
    put = re.match(r"\s*=\s*", line[broken.end_column :])
    if put and is_on_line:
        start = broken.end_column + put.end()
        # In a tuple, so that it may be found whole.
        found += (_Operand(*each) for each in outermost(f"({line[start:]}\n,)", start - 1, known))
    told = [operand.part for operand in found]
    for part in near:
        is_named = is_on_line or respelt(part.expression) not in broken.expression
        if is_named and part not in told and (_is_of_box(part) or _is_weight(part)):
            found.append(_Operand(part.column, part, part.expression))
    found.sort(key=lambda operand: (_is_weight(operand.part), is_on_line and operand.column))
    return found


def _is_near(part: Traced, broken: Traced, *, on_line: bool) -> bool:
    """Whether a part is of the broken statement: on its line, or below where it goes on."""
    if part.shape is None or part.broke:
        return False
    return part.line == broken.line or (not on_line and part.line > broken.line)


def _operand_rows(operands: list[_Operand], broken: Traced, error: RunError) -> list[Row]:
    """A row for each operand, with its dtype where the error's message is about dtypes."""
    letters = einsum_letters(broken.expression)
    rows = []
    for operand in operands:
        part = operand.part
        usual = None if _OF_DTYPES.search(error.message) else part.dtype
        value = (
            f"{letters.get(operand.column - broken.column, '')} {_value(part, usual=usual)}".strip()
        )
        rows.append(Row(operand.column, _plain(short(operand.text)), value))
    return rows


def _broken_row(broken: Traced, operands: list[_Operand], error: RunError) -> Row:
    given = {(each.column - broken.column, each.text): each.part.shape or () for each in operands}
    words = _plain(what_broke(broken, given, error.message))
    whole = words.startswith(_plain(short(broken.expression)))
    offset = 0 if whole else label(broken.expression, after=False).offset
    return Row(broken.column + offset, f"{BROKE} {words}")


def _inner_rows(broken: Traced, error: RunError) -> Iterator[Row]:
    """The layer that broke inside a call of several, which has no weight of its own to show."""
    if found := inner_layer(error.inside):
        yield Row(broken.column, _plain(found))


def _value(part: Traced, *, usual: str | None = _USUAL_DTYPE) -> str:
    """A value's shape, and its dtype and device where they are not the usual ones."""
    if part.shape is None:
        return ""
    dtype = part.dtype if part.dtype != usual else ""
    device = part.device if part.device != "cpu" else ""
    text = " ".join(_plain(fact) for fact in (shape_text(part.shape), dtype, device) if fact)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"
