"""An answer's statements that running code can refute, and what came of them. Pure.

Each is a statement about torch or NumPy as they are installed where the sandbox is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from knowledge.examples.sessions import Example, Shown
from knowledge.importing.findings.operations import Claim, Sentence, memory_claim, shape_claim
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
_ATTRIBUTE = re.compile(r"\battribute `?\.?(\w+)|\b(\w+)(?=`? attribute\b)", re.IGNORECASE)
_METHOD = re.compile(
    r"\b(?:method|function) (?:`\.?(\w+)(?:\(\))?`|\.?(\w+)\(\))"
    r"|(?:`\.?(\w+)(?:\(\))?`|\.(\w+)\(\)) (?:method|function)\b",
    re.IGNORECASE,
)
_MEMBER = "(lambda one: (one is not None, callable(one)))(getattr(torch.Tensor, {name!r}, None))"


def claims_of(one: Imported) -> list[Claim]:
    """Find what can be tried; of a very long answer the first ones."""
    said = [each for part in one.parts if isinstance(part, Prose) for each in sentences(part)]
    found = [*_name_claims(said), *filter(None, map(shape_claim, said))]
    found += filter(None, map(memory_claim, said))
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
    """Find names taken for part of torch or NumPy, once each, and what a tensor is said to have."""
    seen: set[str] = set()
    for sentence in said:
        for name in (found[0] for found in _DOTTED.finditer(sentence.text)):
            if name not in seen and name.rpartition(".")[2] not in _NOT_PYTHON:
                seen.add(name)
                yield _existence(sentence, name)
        if not re.search(r"\btensors?\b", sentence.text, re.IGNORECASE):
            continue
        for name in dict.fromkeys(_names(_ATTRIBUTE, sentence)):
            told = f"{name} is a method of a tensor, it is called: {name}()"
            yield _member(sentence, name, f"attribute {name}", told, is_callable=True)
        for name in _names(_METHOD, sentence):
            told = f"{name} is an attribute of a tensor, it stands without brackets"
            yield _member(sentence, name, f"method {name}", told, is_callable=False)


def _names(words: re.Pattern[str], sentence: Sentence) -> Iterator[str]:
    for found in words.finditer(sentence.text):
        yield next(group for group in found.groups() if group)


def _existence(sentence: Sentence, name: str) -> Claim:
    root, _, rest = name.partition(".")
    whole = f"{_ROOTS.get(root, root)}.{rest}"

    def refute(shown: Sequence[Shown]) -> str | None:
        return f"there is no {whole} here" if shown[0].printed.strip() == "False" else None

    return Claim(sentence.line, name, (f"exists({whole!r})",), refute)


def _member(sentence: Sentence, name: str, said: str, told: str, *, is_callable: bool) -> Claim:
    def refute(shown: Sequence[Shown]) -> str | None:
        return told if shown[0].printed.strip() == f"(True, {is_callable})" else None

    return Claim(sentence.line, said, (_MEMBER.format(name=name),), refute)
