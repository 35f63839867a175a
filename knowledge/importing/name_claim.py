"""Names that an answer takes for part of torch or NumPy, and what it says they are. Pure."""

import re
from collections.abc import Iterator, Sequence

from knowledge.examples.sessions import Shown
from knowledge.importing.claim import Claim
from knowledge.importing.sentence import Sentence

_DOTTED = re.compile(r"(?<![\w./@-])(?:torch|np|numpy|nn|F)(?:\.[A-Za-z_]\w*)+")
_ROOTS = {"np": "numpy", "nn": "torch.nn", "F": "torch.nn.functional"}
_NOT_PYTHON = frozenset({"org", "com", "io", "html", "py", "md", "txt", "pt", "pth", "whl"})
_ATTRIBUTES = (
    re.compile(r"\battribute `?\.?(\w+)`?", re.IGNORECASE),
    re.compile(r"`?\.?\b(\w+)`? attribute\b", re.IGNORECASE),
)
_METHOD = re.compile(
    r"\b(?:method|function) (?:`\.?(\w+)(?:\(\))?`|\.?(\w+)\(\))"
    r"|(?:`\.?(\w+)(?:\(\))?`|\.(\w+)\(\)) (?:method|function)\b",
    re.IGNORECASE,
)
_TENSOR = re.compile(r"\btensors?\b", re.IGNORECASE)
_MEMBER = "(lambda one: (one is not None, callable(one)))(getattr(torch.Tensor, {name!r}, None))"


def name_claims(said: Sequence[Sentence]) -> Iterator[Claim]:
    """Find them; a name counts once, where it stands first."""
    seen: set[str] = set()
    for sentence in said:
        for name in (found[0] for found in _DOTTED.finditer(sentence.text)):
            if name not in seen and name.rpartition(".")[2] not in _NOT_PYTHON:
                seen.add(name)
                yield _existence(sentence, name)
        if _TENSOR.search(sentence.text):
            yield from _members(sentence)


def _existence(sentence: Sentence, name: str) -> Claim:
    root, _, rest = name.partition(".")
    whole = f"{_ROOTS.get(root, root)}.{rest}"

    def refute(shown: Sequence[Shown]) -> str | None:
        return f"there is no {whole} here" if shown[0].printed.strip() == "False" else None

    return Claim(sentence.line, name, (f"exists({whole!r})",), refute)


def _members(sentence: Sentence) -> Iterator[Claim]:
    for name in {found[1]: None for one in _ATTRIBUTES for found in one.finditer(sentence.text)}:
        told = f"{name} is a method of a tensor, it is called: {name}()"
        yield _member(sentence, name, f"attribute {name}", told, is_callable=True)
    for found in _METHOD.finditer(sentence.text):
        name = next(group for group in found.groups() if group)
        told = f"{name} is an attribute of a tensor, it stands without brackets"
        yield _member(sentence, name, found[0], told, is_callable=False)


def _member(sentence: Sentence, name: str, said: str, told: str, *, is_callable: bool) -> Claim:
    def refute(shown: Sequence[Shown]) -> str | None:
        return told if shown[0].printed.strip() == f"(True, {is_callable})" else None

    return Claim(sentence.line, said, (_MEMBER.format(name=name),), refute)
