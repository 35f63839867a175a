"""Which page is about an error, where the expression that raised it says more than its message.

A message of torch's or Python's own leads to a page that has its words. The same words may come of
something else, though, of which the pages do not speak, or another one does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from progress.history import Failed
from sandbox.protocol import RunError, Traced
from tutor.error_section import section_about
from tutor.explain import line_of, meaning_of
from tutor.library import Library

_ANY: Final = re.compile("")
_NO_PAGE: Final = ""


@dataclass(frozen=True, slots=True)
class _Case:
    """Errors of one meaning; `is_plain` where none of the line's values may be a tensor."""

    line: re.Pattern[str]
    page: str = _NO_PAGE
    broken: re.Pattern[str] = _ANY
    is_plain: bool = False


_GRADIENT: Final = re.compile(r"[\w.\[\]]+\.grad\.\w+$|.*[-+*/@]=? *[\w.\[\]]+\.grad$")
_GRADIENT_FIRST: Final = re.compile(r"[\w.\[\]]+\.grad *[-+*/@]")
_PART_OF_GRADIENT: Final = re.compile(r"[\w.\[\]]+\.grad\[[^\[\]]*\]$")
# What a loss or a layer of torch's is made of, in the brackets for its settings; what is compared
# was made well.
_NO_CONDITION: Final = r"(?!.*(?:[<>]|[=!]=))"
_MADE: Final = re.compile(
    _NO_CONDITION + r"(torch\.)?nn\.(\w+Loss|ReLU6?|\w*ELU|Sigmoid|Tanh|Mish|Dropout\w*)\([^)]"
)
_PICKS: Final = re.compile(r"(?!.*(gather|index|scatter|select|take|put|\]$)).*\)$", re.DOTALL)
_OF_THEIR_OWN: Final = re.compile(r"(?!(torch|np|numpy|nn|F|plt)\b)")

_CASES: Final = (
    _Case(re.compile("(ModuleNotFound|Name)Error")),
    _Case(re.compile(".*[\"'](builtin_function_or_)?method[\"']")),
    _Case(re.compile(r"TypeError: \w+\(\): argument 'size' failed to unpack the object")),
    _Case(
        re.compile("(ZeroDivision|Key)Error|.*values to unpack|.* has no len\\(\\)$"),
        is_plain=True,
    ),
    _Case(re.compile("TypeError: .*positional argument"), broken=_OF_THEIR_OWN, is_plain=True),
    _Case(re.compile("IndexError: index -?[0-9]+ is out of bounds for dim"), broken=_PICKS),
    _Case(re.compile(".*'NoneType'"), "grad-is-none", _GRADIENT),
    _Case(re.compile("TypeError: .*: 'NoneType' and "), "grad-is-none", _GRADIENT_FIRST),
    _Case(re.compile("TypeError: 'NoneType' object is not sub"), "grad-is-none", _PART_OF_GRADIENT),
    _Case(
        re.compile(".*Boolean value of Tensor"),
        "cross-entropy-input",
        re.compile(_NO_CONDITION + r"(torch\.)?nn\.CrossEntropyLoss\([^)]"),
    ),
    _Case(re.compile(".*Boolean value of Tensor"), "functional-vs-module", _MADE),
    _Case(
        re.compile(r".*argument 'input' \(position 1\) must be Tensor, not list"),
        "tensor-from-list",
    ),
    _Case(re.compile("ValueError: shapes .* not aligned"), "inner-dims-match"),
    _Case(
        re.compile("TypeError: only integer scalar arrays can be converted to a scalar index"),
        "stack-vs-cat",
        re.compile(r"(np|numpy)\.(concatenate|[hv]?stack)\("),
    ),
    _Case(
        re.compile("ValueError: optimizer got an empty parameter list"),
        "module-vs-fastai-module",
        re.compile(r".*\.parameters\(\)"),
    ),
    _Case(re.compile("RuntimeError: Given groups=1, weight of size"), "read-shape-errors"),
)
PAGES: Final = frozenset(case.page for case in _CASES) - {_NO_PAGE}


def meaning_in(library: Library, error: RunError, trace: Sequence[Traced]) -> Failed:
    """Find what is written about an error, by its message and by what was traced of its line."""
    return _meaning(library, line_of(error), page_of(error, trace))


def meaning_of_quoted(library: Library, line: str) -> Failed:
    """As `meaning_in`, by the line alone: what hangs on values or an expression is not known."""
    known = (case for case in _CASES if case.broken is _ANY and not case.is_plain)
    page = next((case.page for case in known if case.line.match(line)), None)
    return _meaning(library, line, page)


def _meaning(library: Library, line: str, page: str | None) -> Failed:
    """By the page that is known of it, which may be none (`_NO_PAGE`), else by its words."""
    if page is None:
        means = meaning_of(library, line)
    else:
        means = Failed(line.partition(":")[0], looked_up=True, page=page or None)
    entry = library.entry(means.page or "")
    if entry is None:
        return replace(means, page=None)
    section = section_about(entry, line)
    return replace(means, told_in=section.value if section else None)


def page_of(error: RunError, trace: Sequence[Traced]) -> str | None:
    """The page; empty where there is surely none, None where the message may find it."""
    line = line_of(error)
    broken = next((part.expression for part in trace if part.broke), "")
    is_plain = all(part.shape is None for part in trace)
    for case in _CASES:
        fits = case.line.match(line) and case.broken.match(broken)
        if fits and (is_plain or not case.is_plain):
            return case.page
    return None
