"""An answer's statements that running code can refute, and what came of them. Pure.

Each is a statement about torch or NumPy as they are installed where the sandbox is: that a name is
there, or which shape comes out of an operation.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.examples.sessions import Example, Shown
from knowledge.importing.questionnaire import Finding, FindingKind, Imported, Prose

MOST_CLAIMS = 60
# So many fit into one snippet.
AT_ONCE = 10
_MOST_QUOTED = 100
PRELUDE = (
    "import pydoc",
    "import torch",
    """\
def exists(name):
    whole, _, last = name.rpartition(".")
    return pydoc.locate(name) is not None or hasattr(pydoc.locate(whole), last)""",
)

# A full stop ends a sentence where a new one begins; those inside names and numbers do not.
_END = re.compile(
    r"(?<=[.!?:;])[\"')*`]*\s+(?=[\"'(*`]*[A-Z0-9`])|\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)]|[a-z]\))\s)"
)
_DOTTED = re.compile(r"(?<![\w./@-])(?:torch|np|numpy|nn|F)(?:\.[A-Za-z_]\w*)+")
_ROOTS = {"np": "numpy", "nn": "torch.nn", "F": "torch.nn.functional"}
_NOT_PYTHON = frozenset({"org", "com", "io", "html", "py", "md", "txt", "pt", "pth", "whl"})
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
    rf"\b{_WORD}\s*=?\s*(-?\d)\b|\b(\d) {_WORD}|\b(?:un)?squeeze\((-?\d)\)"
    rf"|\b({'|'.join(_ORDINALS)}) {_WORD}",
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


def claims_of(one: Imported) -> list[Claim]:
    """Find what can be tried; of a very long answer the first ones."""
    said = [each for part in one.parts if isinstance(part, Prose) for each in sentences(part)]
    found = [*_name_claims(said), *filter(None, map(_shape_claim, said))]
    return sorted(found, key=lambda claim: claim.line)[:MOST_CLAIMS]


def batches(claims: Sequence[Claim]) -> Iterator[Sequence[Claim]]:
    """Share them out over runs."""
    return (claims[start : start + AT_ONCE] for start in range(0, len(claims), AT_ONCE))


def claim_examples(claims: Sequence[Claim]) -> list[Example]:
    """Write what is to run: the imports, then every claim's sources."""
    sources = (*PRELUDE, *(source for claim in claims for source in claim.sources))
    return [Example(0, f"{source}\n", "", None) for source in sources]


def claim_findings(claims: Sequence[Claim], shown: Mapping[int, Shown]) -> Iterator[Finding]:
    """Say which statements are refuted; one whose sources did not all run is left alone."""
    place = len(PRELUDE)
    for claim in claims:
        ran = [one for n in range(len(claim.sources)) if (one := shown.get(place + n))]
        place += len(claim.sources)
        truth = claim.refute(ran) if len(ran) == len(claim.sources) else None
        if truth:
            said = claim.said
            quoted = said if len(said) <= _MOST_QUOTED else f"{said[: _MOST_QUOTED - 1]}…"
            yield Finding(FindingKind.CONTRADICTED, claim.line, f"{quoted!r}: {truth}")


def sentences(part: Prose) -> Iterator[Sentence]:
    """Cut a passage; list items are sentences of their own."""
    start = 0
    for end in (*(found.span() for found in _END.finditer(part.text)), (len(part.text),) * 2):
        text = part.text[start : end[0]]
        if text.strip():
            first = start + len(text) - len(text.lstrip())
            yield Sentence(part.at[part.text.count("\n", 0, first)], " ".join(text.split()))
        start = end[1]


def _name_claims(said: Sequence[Sentence]) -> Iterator[Claim]:
    """Find names taken for part of torch or NumPy, once each."""
    seen: set[str] = set()
    for sentence in said:
        for name in (found[0] for found in _DOTTED.finditer(sentence.text)):
            if name not in seen and name.rpartition(".")[2] not in _NOT_PYTHON:
                seen.add(name)
                yield _existence(sentence, name)


def _existence(sentence: Sentence, name: str) -> Claim:
    root, _, rest = name.partition(".")
    whole = f"{_ROOTS.get(root, root)}.{rest}"

    def refute(shown: Sequence[Shown]) -> str | None:
        return f"there is no {whole} here" if shown[0].printed.strip() == "False" else None

    return Claim(sentence.line, name, (f"exists({whole!r})",), refute)


def _shape_claim(sentence: Sentence) -> Claim | None:
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
    *operands, stated = (_shape(one[0]) for one in found)
    most = min(max(map(len, operands)) + 1, _MOST_AXES) if has_axis else 0
    axes = [axis, *(n for n in range(most) if n != axis)]
    written = [_code(code, operands, n, "torch.empty(({},), device='meta')") for n in axes]

    def refute(shown: Sequence[Shown]) -> str | None:
        came = [_shape(one.printed) if one.printed.startswith("(") else None for one in shown]
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
    said = next(filter(None, found.groups())).lower() if found else ""
    return _ORDINALS[said] if said in _ORDINALS else int(said) if said else None


def _code(code: str, operands: Sequence[Shape], axis: int | None, made: str) -> str:
    tensors = [made.format(", ".join(map(str, shape))) for shape in operands]
    return code.format(a=tensors[0], b=tensors[-1], axis=axis)


def _shape(text: str) -> Shape:
    return tuple(map(int, re.findall(r"\d+", text)))


def _written(shape: Shape) -> str:
    return str(shape).replace(",)", ")")
