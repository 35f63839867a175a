"""Sentences that name the shapes that go into an operation, and the one that comes out. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.examples.sessions import Shown
from knowledge.importing.claim import Claim
from knowledge.importing.sentence import Sentence

Shape = tuple[int, ...]

_SHAPE = re.compile(
    r"(?<![\w.])\(\s*\d{1,6}(?:\s*,\s*\d{1,6})*\s*,?\s*\)"
    r"|(?<![\w.,(])\d{1,6}(?:\s*[x×]\s*\d{1,6})+\b"
)
_HEDGED = re.compile(
    r"\b(?:not|cannot|can't|fails?|errors?|raises?|never|unless|without|instead|rather)\b|n't\b",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\b(?:get|gets|gives?|becomes?|results?|resulting|yields?|makes?|returns?|produces?|will be"
    r"|will have|turns? into|to)\b|->|→|=",
    re.IGNORECASE,
)
_ORDINALS = {"zeroth": 0, "first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
_AXIS_WORD = r"(?:dim(?:ension)?|axis|position|index)"
_AXIS = re.compile(
    rf"\b{_AXIS_WORD}\s*=?\s*(?P<plain>-?\d)\b"
    rf"|\b(?P<counted>\d)(?P<ending>th|st|nd|rd) {_AXIS_WORD}"
    rf"|\b(?P<before>\d) {_AXIS_WORD}|\b(?P<word>{'|'.join(_ORDINALS)}) {_AXIS_WORD}"
    r"|\b(?:un)?squeeze\((?P<call>-?\d)\)",
    re.IGNORECASE,
)
_MOST_AXES = 5


@dataclass(frozen=True, slots=True)
class _Operation:
    """An operation by the words for it; `code` holds `{a}`, `{b}` and perhaps `{axis}`."""

    words: re.Pattern[str]
    operands: int
    code: str

    @property
    def has_axis(self) -> bool:
        return "{axis}" in self.code


def _named(words: str, operands: int, code: str) -> _Operation:
    return _Operation(re.compile(words, re.IGNORECASE), operands, code)


_OPERATIONS = (
    _named(r"\bconcatenat\w*|\bcat\b", 2, "torch.cat([{a}, {b}], dim={axis})"),
    _named(r"\bstack(?:ed|ing|s)?\b", 2, "torch.stack([{a}, {b}], dim={axis})"),
    _named(
        r"\bunsqueez\w*|\b(?:add|insert)(?:s|ed|ing)?\b[^.;]{0,24}\b(?:dimension|axis)\b",
        1,
        "{a}.unsqueeze({axis})",
    ),
    _named(r"\bsqueez\w*", 1, "{a}.squeeze({axis})"),
    _named(r"\btranspos\w*", 1, "{a}.T"),
    _named(r"\bmatmul\b|\bmatrix (?:product|multiplication)\b", 2, "{a} @ {b}"),
    _named(r"\bbroadcast\w*", 2, "{a} + {b}"),
)


def shape_claims(said: Sequence[Sentence]) -> Iterator[Claim]:
    """Find sentences with one operation, all its operands and one result, said without a doubt."""
    for sentence in said:
        if _HEDGED.search(sentence.text):
            continue
        shapes = [(found.span(), _shape(found)) for found in _SHAPE.finditer(sentence.text)]
        operation = next((one for one in _OPERATIONS if one.words.search(sentence.text)), None)
        if operation is None or len(shapes) != operation.operands + 1:
            continue
        (_, before), (last, _) = shapes[-2][0], shapes[-1][0]
        axis = _axis(sentence.text) if operation.has_axis else None
        if _GIVES.search(sentence.text[before:last]) and (
            axis is not None or not operation.has_axis
        ):
            yield _claim(sentence, operation, [shape for _, shape in shapes], axis)


def _shape(found: re.Match[str]) -> Shape:
    return tuple(int(length) for length in re.findall(r"\d+", found[0]))


def _axis(text: str) -> int | None:
    """Read which axis is meant; "first" is axis 0, and so is "0th"."""
    found = _AXIS.search(text)
    if found is None:
        return None
    if found["word"]:
        return _ORDINALS[found["word"].lower()]
    if found["counted"]:
        return int(found["counted"]) - (found["ending"].lower() != "th" or found["counted"] > "3")
    return int(found["plain"] or found["before"] or found["call"])


def _claim(
    sentence: Sentence, operation: _Operation, shapes: Sequence[Shape], axis: int | None
) -> Claim:
    """Run what is said, and the same along every other axis: the right one may be named."""
    *operands, stated = shapes
    axes: list[int | None] = [axis]
    if operation.has_axis:
        most = min(max(map(len, operands)) + 1, _MOST_AXES)
        axes += [other for other in range(most) if other != axis]
    said = _code(operation, operands, axis, "zeros({})")
    codes = [_code(operation, operands, each, "torch.empty(({},), device='meta')") for each in axes]

    def refute(shown: Sequence[Shown]) -> str | None:
        came = [None if one.raised else _shape_of(one.printed) for one in shown]
        error = (shown[0].raised or "").strip()
        if came[0] == stated or (came[0] is None and not error):
            return None
        got = f"gives {_written(came[0])}" if came[0] else f"fails: {error}"
        pairs = zip(axes, came, strict=True)
        right = next((each for each, shape in pairs if shape == stated), None)
        hint = "" if right is None else f"; {_written(stated)} comes out along axis {right}"
        return f"counted from 0, {said} {got}{hint}"

    sources = tuple(f"tuple(({code}).shape)" for code in codes)
    return Claim(sentence.line, sentence.text, sources, refute)


def _code(operation: _Operation, operands: Sequence[Shape], axis: int | None, made: str) -> str:
    tensors = [made.format(", ".join(map(str, shape))) for shape in operands]
    return operation.code.format(a=tensors[0], b=tensors[-1], axis=axis)


def _shape_of(printed: str) -> Shape | None:
    lengths = re.findall(r"\d+", printed)
    return tuple(map(int, lengths)) if printed.startswith("(") else None


def _written(shape: Shape | None) -> str:
    return str(shape).replace(",)", ")")
