"""Hold an answer's code to what the file says of it: what is run, and what came of it. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from knowledge.examples.imports import left_by, missing_imports
from knowledge.examples.sessions import Example, Malformed, Shown
from knowledge.examples.transcript import inputs
from knowledge.importing.questionnaire import Code, Finding, FindingKind

_UNNAMED = re.compile(r"NameError: name '(\w+)' is not defined")
_RANDOM = re.compile(
    r"\brand|\.(?:normal|uniform|shuffle|bernoulli|multinomial|Dropout|Linear)\w*\("
)
_SEEDED = re.compile(r"\b(?:manual_seed|seed|default_rng|Generator)\b")
# NumPy 2 shows np.float64(0.5) where NumPy 1 showed 0.5.
_SCALAR = re.compile(r"\bnp\.\w+\(([^()]*)\)")
_MOST_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Program:
    """The inputs of all code of an answer, in order, after the imports that it leaves out."""

    imports: tuple[str, ...]
    examples: tuple[Example, ...]
    broken: tuple[Finding, ...] = ()

    @property
    def all(self) -> tuple[Example, ...]:
        added = (Example(0, f"{line}\n", "", None) for line in self.imports)
        return (*added, *self.examples)


def program_of(
    codes: Sequence[Code], unread: Mapping[Code, Malformed] = MappingProxyType({})
) -> Program:
    """Cut code into inputs; what is no Python is found here and not run.

    `unread` is what was found before, in better words.
    """
    examples: list[Example] = []
    broken: list[Finding] = []
    for code in codes:
        cut = unread.get(code) or inputs(code.source)
        if isinstance(cut, Malformed):
            broken.append(Finding(FindingKind.FAILS, code.line_of(cut.line - 1), cut.message))
        else:
            examples += _examples(code, cut)
    imports = missing_imports([each.source for each in examples])
    return Program(imports, tuple(examples), tuple(broken))


def _examples(code: Code, sources: Sequence[str]) -> Iterator[Example]:
    """Give each input its line; what the file says is shown belongs to the last."""
    lines = code.source.split("\n")
    at = 0
    for place, source in enumerate(sources):
        first = source.split("\n", 1)[0]
        at = next((n for n in range(at, len(lines)) if lines[n].strip() == first.strip()), at)
        want = code.output or "" if place == len(sources) - 1 else ""
        yield Example(code.line_of(at), source, want, None)
        at += source.count("\n")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run as a whole ended, for what it did not reach."""

    kind: FindingKind
    message: str


def given(codes: Sequence[Code]) -> Mapping[str, int]:
    """What code gives a value to, and where it stands in the file."""
    return {name: code.line for code in codes for name in left_by(code.source)}


def run_findings(
    program: Program,
    shown: Mapping[int, Shown],
    ended: Ended,
    above: Mapping[str, int] = MappingProxyType({}),
) -> Iterator[Finding]:
    """Compare what ran with what the file says; `above` is what earlier answers have given."""
    yield from program.broken
    skipped = len(program.imports)
    lost: set[str] = set()
    for place, example in enumerate(program.examples):
        seen = shown.get(place + skipped)
        if seen is None:
            yield Finding(ended.kind, example.line, f"`{_first(example)}` {ended.message}")
            return
        if seen.raised is not None and not _is_announced(example, seen.raised):
            yield from _failure(example, seen.raised, lost, above)
            lost |= left_by(example.source)
        elif seen.raised is None:
            yield from _difference(example, seen.printed, program)
    if program.imports and program.examples:
        added = ", ".join(f"'{line}'" for line in program.imports)
        message = f"names are used that are not imported; added {added}"
        yield Finding(FindingKind.MISSING_IMPORT, program.examples[0].line, message)


def _failure(
    example: Example, raised: str, lost: set[str], above: Mapping[str, int]
) -> Iterator[Finding]:
    """Report an error, but not that a name is missing which an earlier error kept from being."""
    unnamed = _UNNAMED.match(raised)
    name = unnamed[1] if unnamed else ""
    if name in lost:
        return
    if name in above:
        message = (
            f"`{_first(example)}` needs {name} from line {above[name]}, the code of an earlier "
            "question; an entry runs alone, so let its own code make it"
        )
        lost.add(name)
    elif name == "display":
        message = (
            f"`{_first(example)}` needs a notebook, and an entry is none: let the last line be the "
            "value, or print it"
        )
        lost.add(name)
    else:
        message = f"`{_first(example)}`: {_short(raised)}"
    yield Finding(FindingKind.FAILS, example.line, message)


def _difference(example: Example, printed: str, program: Program) -> Iterator[Finding]:
    if not example.want or _is_same(example.want, printed):
        return
    whole = "".join(each.source for each in program.examples)
    if _RANDOM.search(whole) and not _SEEDED.search(whole):
        message = f"`{_first(example)}` shows random numbers; set a seed to show the same each time"
        yield Finding(FindingKind.OUTPUT, example.line, message)
        return
    got = _short(printed) or "nothing"
    message = f"`{_first(example)}` shows {got!r}, the file says {_short(example.want)!r}"
    yield Finding(FindingKind.OUTPUT, example.line, message)


def _is_announced(example: Example, raised: str) -> bool:
    """Whether the file says that this very error comes."""
    kind = raised.split(":", 1)[0].rpartition(".")[2].strip()
    return bool(kind) and kind in example.want


def _is_same(want: str, got: str) -> bool:
    """Compare without spaces, which pages put as they please, and without NumPy's new types."""
    return _plain(want) == _plain(got)


def _plain(shown: str) -> str:
    return _SCALAR.sub(r"\1", "".join(shown.split()))


def _first(example: Example) -> str:
    return example.source.strip().split("\n", 1)[0]


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= _MOST_SHOWN else f"{said[: _MOST_SHOWN - 1]}…"
