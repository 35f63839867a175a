"""Sentences about one operation: which shape comes out, and whether it copies or adds an axis."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from knowledge.examples.sessions import Shown

Known = TypeVar("Known")
Shape = tuple[int, ...]

_SHAPE = re.compile(
    r"(?<![\w.])\(\s*\d{1,6}(?:\s*,\s*\d{1,6})*\s*,?\s*\)"
    r"|(?<![\w.,(])\d{1,6}(?:\s*[x×]\s*\d{1,6})+\b"
)
_NOT_DONE = re.compile(
    r"\b(?:not|cannot|can't|fails?|errors?|raises?|never|unless|without|instead|rather)\b|n't\b",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\b(?:get|gets|gives?|becomes?|results?|resulting|yields?|makes?|returns?|produces?|will be"
    r"|will have|turns? into|to)\b|->|→|=",
    re.IGNORECASE,
)
_ORDINALS = {"zeroth": 0, "first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
_WORD = r"(?:dim(?:ension)?|axis|position|index)"
_AXIS = re.compile(
    rf"\b{_WORD}\s*=?\s*(?P<plain>-?\d)\b|\b(?P<before>\d)(?P<ending>th|st|nd|rd)? {_WORD}"
    rf"|\b(?P<word>{'|'.join(_ORDINALS)}) {_WORD}|\b(?:un)?squeeze\((?P<call>-?\d)\)",
    re.IGNORECASE,
)
_MOST_AXES = 5
# The words for an operation, how many operands it has, and its code.
_SHAPED = (
    (r"\bconcatenat\w*|\bcat\b", 2, "torch.cat([{a}, {b}], dim={axis})"),
    (r"\bstack(?:ed|ing|s)?\b", 2, "torch.stack([{a}, {b}], dim={axis})"),
    (
        r"\bunsqueez\w*|\b(?:add|insert)(?:s|ed|ing)?\b[^.;]{0,24}\b(?:dimension|axis)\b",
        *(1, "{a}.unsqueeze({axis})"),
    ),
    (r"\bsqueez\w*", 1, "{a}.squeeze({axis})"),
    (r"\btranspos\w*", 1, "{a}.T"),
    (r"\bmatmul\b|\bmatrix (?:product|multiplication)\b", 2, "{a} @ {b}"),
    (r"\bbroadcast\w*", 2, "{a} + {b}"),
)

# How an operation is written in a sentence, and what is tried with a 2-by-3 tensor x.
_TRIED = {
    r"unsqueeze\w*": "x.unsqueeze(0)",
    r"squeez\w+": "x[:1].squeeze(0)",
    r"view(?=\(|`|\s+(?:always |never )?(?:makes?|copies|returns?|gives?|does|shares?)\b)": (
        "x.view(*x.shape)"
    ),
    r"reshap\w+": "x.reshape(-1)",
    r"expand(?:_as|ed|ing|s)?": "x[None].expand(4, 2, 3)",
    r"broadcast_to": "torch.broadcast_to(x, (4, 2, 3))",
    r"broadcasting": "torch.broadcast_tensors(x, torch.zeros(4, 2, 3))[0]",
    r"transpos\w+": "x.transpose(0, 1)",
    r"permut\w+": "x.permute(1, 0)",
    r"movedim|moveaxis|swapaxes": "x.movedim(0, 1)",
    r"detach\w*": "x.detach()",
    r"clon(?:e|es|ed|ing)": "x.clone()",
    r"repeat(?:s|ing)?": "x.repeat(2, 1)",
    r"cat|concatenat\w+": "torch.cat([x, x])",
    r"stack\w*": "torch.stack([x, x])",
    r"chunks?": "x.chunk(2)[0]",
    r"split\w*": "x.split(1)[0]",
    r"narrow": "x.narrow(0, 0, 1)",
    r"slic(?:e|es|ing)": "x[0:1]",
    r"boolean mask(?:s|ing)?|mask index\w*": "x[x > -1]",
    r"(?:fancy|advanced) indexing": "x[[0, 1]]",
    r"from_numpy": "torch.from_numpy(x.numpy())",
    r"index_select": "x.index_select(0, torch.tensor([0]))",
}
# Some operations copy only a tensor that does not lie in order in memory.
_MADE = ("torch.arange(6.).reshape(2, 3)", "torch.arange(6.).reshape(3, 2).t()")
_SAME = "y.untyped_storage().data_ptr() == x.untyped_storage().data_ptr()"
# What a sentence may say of an operation, its test (x went in, y came out), and both truths.
_PROPERTIES = {
    r"cop(?:y|ies|ied)|duplicates?|(?:new|more|extra|additional) (?:memory|storage)": (
        *(f"not ({_SAME})", "the numbers are copied", "nothing is copied"),
    ),
    r"(?:is|are|gives?|returns?|makes?|as) (?:only |just )?(?:an? )?views?"
    r"|shares? (?:its |the |their )?(?:same )?(?:memory|storage|data)|same (?:memory|storage)": (
        *(_SAME, "the memory is shared", "the memory is not shared"),
    ),
    r"(?:adds?|inserts?|creates?) (?:an? )?(?:new |extra |additional )*(?:axis|dimension)": (
        *("y.ndim > x.ndim", "there is one axis more", "there is no axis more"),
    ),
    r"(?:removes?|drops?|deletes?) (?:an? |the |all )?(?:axis|axes|dimensions?)": (
        *("y.ndim < x.ndim", "there is one axis less", "there is no axis less"),
    ),
    r"along an (?:axis|dimension) that (?:is there|exists)|existing (?:axis|dimension)": (
        *("y.ndim == x.ndim", "no axis is new", "there is a new axis"),
    ),
}
_NOT = re.compile(r"\b(?:not|no|never|without|neither|nor)\b|n't\b", re.IGNORECASE)
_BREAK = re.compile(r"[,;:()]|\band\b", re.IGNORECASE)
_HEDGED = re.compile(
    r"\b(?:may|might|can|could|if|unless|when|where|sometimes|often|usually|possible|only|whether"
    r"|some|than|but|while|whereas|instead|both|either)\b|\?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence on one line; `line` is where it begins."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What an answer says on a line; `refute` gets what each source showed, in their order.

    It gives the sentence that says what is true instead, or None where the claim stands.
    """

    line: int
    said: str
    sources: tuple[str, ...]
    refute: Callable[[Sequence[Shown]], str | None]


def shape_claim(sentence: Sentence) -> Claim | None:
    """Take one operation, all its operands and one result, said without a doubt.

    What is said is run, and the same along every other axis: the right one may be named.
    """
    text = sentence.text
    found = [*_SHAPE.finditer(text)]
    operation = next((one for one in _SHAPED if re.search(one[0], text, re.IGNORECASE)), None)
    if operation is None or len(found) != operation[1] + 1 or _NOT_DONE.search(text):
        return None
    code, axis = operation[2], _axis(text)
    has_axis = "{axis}" in code
    is_told = _GIVES.search(text[found[-2].end() : found[-1].start()])
    if not is_told or (has_axis and axis is None):
        return None
    *operands, stated = map(_shape, found)
    most = min(max(map(len, operands)) + 1, _MOST_AXES) if has_axis else 0
    axes = [axis, *(n for n in range(most) if n != axis)]
    written = [_code(code, operands, n, "torch.empty(({},), device='meta')") for n in axes]

    def refute(shown: Sequence[Shown]) -> str | None:
        came = [None if one.raised else _shape_of(one.printed) for one in shown]
        error = (shown[0].raised or "").strip()
        if came[0] == stated or (came[0] is None and not error):
            return None
        got = f"gives {_written(came[0])}" if came[0] else f"fails: {error}"
        right = [n for n, shape in zip(axes, came, strict=True) if shape == stated]
        hint = f"; {_written(stated)} comes out along axis {right[0]}" if right else ""
        return f"counted from 0, {_code(code, operands, axis, 'zeros({})')} {got}{hint}"

    return Claim(sentence.line, text, tuple(f"tuple(({each}).shape)" for each in written), refute)


def _axis(text: str) -> int | None:
    found = _AXIS.search(text)
    if not found:
        return None
    if word := found["word"]:
        return _ORDINALS[word.lower()]
    axis = int(found["plain"] or found["before"] or found["call"])
    # "The 1st axis" is axis 0; "the 0th" and "the 2th" count from 0 already.
    is_counted = found["ending"] and (found["ending"].lower() != "th" or axis > 3)
    return axis - 1 if is_counted else axis


def _code(code: str, operands: Sequence[Shape], axis: int | None, made: str) -> str:
    tensors = [made.format(", ".join(map(str, shape))) for shape in operands]
    return code.format(a=tensors[0], b=tensors[-1], axis=axis)


def _shape(found: re.Match[str]) -> Shape:
    return tuple(map(int, re.findall(r"\d+", found[0])))


def _shape_of(printed: str) -> Shape | None:
    return tuple(map(int, re.findall(r"\d+", printed))) if printed.startswith("(") else None


def _written(shape: Shape | None) -> str:
    return str(shape).replace(",)", ")")


def memory_claim(sentence: Sentence) -> Claim | None:
    """Take a sentence about one operation and one property, said without a condition.

    Without "always" or "never" it is refuted where neither try bears it out.
    """
    text = sentence.text
    codes = [*_found(_TRIED, text)]
    told = [*_found(_PROPERTIES, text)]
    if len(codes) != 1 or len(told) != 1 or codes[0][0] >= told[0][0] or _HEDGED.search(text):
        return None
    [(_, code)], [(place, (test, true, false))] = codes, told
    # A "not" counts that stands between it and the last comma or "and" before it.
    is_stated = len(_NOT.findall(_BREAK.split(text[:place])[-1])) % 2 == 0
    is_strict = re.search(r"\b(?:always|never)\b", text, re.IGNORECASE)
    sources = tuple(f"(lambda x: (lambda y: ({test}))({code}))({made})" for made in _MADE)

    def refute(shown: Sequence[Shown]) -> str | None:
        against = [(one.printed.strip() == "True") != is_stated for one in shown if not one.raised]
        if not against or not (any(against) if is_strict else all(against)):
            return None
        made = _MADE[0] if against[0] else _MADE[1]
        return f"with x = {made}, {code}: {false if is_stated else true}"

    return Claim(sentence.line, text, sources, refute)


def _found(known: Mapping[str, Known], text: str) -> Iterator[tuple[int, Known]]:
    """Give what is known of the words in a text, and where they stand."""
    for words, one in known.items():
        if found := re.search(rf"\b(?:{words})\b", text, re.IGNORECASE):
            yield found.start(), one
