"""Which page is about an error, where the expression that raised it says more than its message.

A message of torch's or Python's own leads to a page that has its words. The same words may come of
something else, though, of which the pages do not speak, or another one does.
"""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.entry import Entry
from knowledge.example import Section, section_text
from progress.history import Failed
from sandbox.protocol import RunError, Traced
from tutor.advice.around import nodes_of
from tutor.advice.own_words import are_own_words
from tutor.advice.unpacking import unpacked_from
from tutor.error_cases import ANY, CASES, OWN, UNPACKED, Case
from tutor.error_section import section_about
from tutor.explain import line_of, meaning_of
from tutor.library import Library


def meaning_in(
    library: Library, error: RunError, trace: Sequence[Traced], code: str = ""
) -> Failed:
    """Find what is written about an error, by its message, the code and what its line held."""
    return _meaning(library, line_of(error), _case_of(error, trace, code))


def meaning_of_quoted(library: Library, line: str) -> Failed:
    """As `meaning_in`, by the line alone: what hangs on values or an expression is not known."""
    known = (case for case in CASES if case.broken is case.apart is ANY and not case.is_plain)
    return _meaning(library, line, next((case for case in known if case.line.match(line)), None))


def _meaning(library: Library, line: str, case: Case | None) -> Failed:
    """By the page that is known of it, which may be none, else by its words."""
    if case is None:
        means = meaning_of(library, line)
    else:
        means = Failed(line.partition(":")[0], looked_up=True, slug=case.page or None)
    entry = library.entry(means.slug or "")
    if entry is None:
        return replace(means, slug=None)
    section = section_about(entry, line) or (case and _section_of(case, entry))
    return replace(means, told_in=section.value if section else None)


def _section_of(case: Case, entry: Entry) -> Section | None:
    """Where the page tells of it; instructors may have taken that section away."""
    told_in = case.told_in
    return told_in if told_in and section_text(entry, told_in) else None


def _case_of(error: RunError, trace: Sequence[Traced], code: str) -> Case | None:
    """The case that an error is; None where its message may find a page."""
    line = line_of(error)
    broken = next((part.expression for part in trace if part.broke), "")
    if are_own_words(error, broken, code):
        return OWN
    axes = [len(part.shape) for part in trace if part.shape is not None]
    is_swapped = len(axes) > 1 and axes[0] < axes[1]
    apart = unpacked_from(nodes_of(code), error.line) if UNPACKED.match(line) else ""
    for case in CASES:
        fits = case.line.match(line) and case.broken.match(broken) and case.apart.match(apart)
        if fits and not (case.is_plain and axes) and (is_swapped or not case.is_swapped):
            return case
    return None
