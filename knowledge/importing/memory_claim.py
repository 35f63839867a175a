"""Sentences that say whether an operation copies, and whether it adds an axis. Pure.

Of each operation two tries are run, on a tensor that lies in order in memory and on one that does
not: some operations copy only the second. What is said without "always" or "never" is refuted
where neither try bears it out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.examples.sessions import Shown
from knowledge.importing.claim import Claim
from knowledge.importing.sentence import Sentence

# How each operation is written in a sentence, and what is tried with a 2-by-3 tensor x.
_OPERATIONS = {
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
_MADE = ("torch.arange(6.).reshape(2, 3)", "torch.arange(6.).reshape(3, 2).t()")
_COPIES = re.compile(
    r"\b(?:cop(?:y|ies|ied)|duplicates?|new memory|new storage|more memory|extra memory|additional"
    r" memory)\b",
    re.IGNORECASE,
)
_SHARES = re.compile(
    r"\b(?:(?:is|are|gives?|returns?|makes?|as) (?:only |just )?(?:an? )?views?\b"
    r"|shares? (?:its |the |their )?(?:same )?(?:memory|storage|data)|same (?:memory|storage))",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"\b(?:adds?|inserts?|creates?) (?:an? )?(?:new |extra |additional )*(?:axis|dimension)\b",
    re.IGNORECASE,
)
_DROPS = re.compile(
    r"\b(?:removes?|drops?|deletes?) (?:an? |the |all )?(?:axis|axes|dimensions?)\b",
    re.IGNORECASE,
)
_KEEPS = re.compile(
    r"\balong an (?:axis|dimension) that (?:is there|exists)|\bexisting (?:axis|dimension)"
)
_NOT = re.compile(r"\b(?:not|no|never|without|neither|nor)\b|n't\b", re.IGNORECASE)
_BREAK = re.compile(r"[,;:()]|\band\b", re.IGNORECASE)
_HEDGED = re.compile(
    r"\b(?:may|might|can|could|if|unless|when|where|sometimes|often|usually|possible|only|whether"
    r"|some|than|but|while|whereas|instead|both|either)\b|\?",
    re.IGNORECASE,
)
_STRICT = re.compile(r"\b(?:always|never)\b", re.IGNORECASE)
_TRY = "(lambda x: (lambda y: ({test}))({code}))({made})"


@dataclass(frozen=True, slots=True)
class _Property:
    """What a sentence may say of an operation, and the test of it: x went in, y came out."""

    words: re.Pattern[str]
    test: str
    true: str
    false: str


_SAME_STORAGE = "y.untyped_storage().data_ptr() == x.untyped_storage().data_ptr()"
_PROPERTIES = (
    _Property(_COPIES, f"not ({_SAME_STORAGE})", "the numbers are copied", "nothing is copied"),
    _Property(_SHARES, _SAME_STORAGE, "the memory is shared", "the memory is not shared"),
    _Property(_ADDS, "y.ndim > x.ndim", "there is one axis more", "there is no axis more"),
    _Property(_DROPS, "y.ndim < x.ndim", "there is one axis less", "there is no axis less"),
    _Property(_KEEPS, "y.ndim == x.ndim", "no axis is new", "there is a new axis"),
)
_PATTERNS = {
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE): code for words, code in _OPERATIONS.items()
}


def memory_claims(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """Find sentences about one operation and one property, said without a condition."""
    for sentence in sentences:
        text = sentence.text
        if _HEDGED.search(text):
            continue
        codes = [(code, at) for words, code in _PATTERNS.items() if (at := words.search(text))]
        properties = [(one, at) for one in _PROPERTIES if (at := one.words.search(text))]
        if len(codes) != 1 or len(properties) != 1:
            continue
        [(code, subject)], [(which, told)] = codes, properties
        if subject.start() < told.start():
            yield _claim(sentence, code, which)


def _claim(sentence: Sentence, code: str, which: _Property) -> Claim:
    is_stated = not _is_negated(sentence.text, which)
    is_strict = bool(_STRICT.search(sentence.text))
    sources = tuple(_TRY.format(test=which.test, code=code, made=made) for made in _MADE)

    def refute(shown: Sequence[Shown]) -> str | None:
        came = [one.printed.strip() == "True" for one in shown if not one.raised]
        against = [value is not is_stated for value in came]
        if not came or not (any(against) if is_strict else all(against)):
            return None
        example = _MADE[0] if against[0] else _MADE[1]
        told = which.false if is_stated else which.true
        return f"with x = {example}, {code}: {told}"

    return Claim(sentence.line, sentence.text, sources, refute)


def _is_negated(text: str, which: _Property) -> bool:
    """Whether a "not" stands between the property and the last comma or "and" before it."""
    found = which.words.search(text)
    before = _BREAK.split(text[: found.start()] if found else "")[-1]
    return len(_NOT.findall(before)) % 2 == 1
