"""What is said of an error: by the first rule that fits it, else in the error's own words."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sandbox.protocol import RunResult
from tutor.errors import fixes, names, pattern, syntax, truth
from tutor.errors.code_around import Failure, are_own_words, failure_of, unpacked_from
from tutor.errors.fixes import Reader
from tutor.errors.rules import Rule, rules
from tutor.errors.slots import Slot, Slots, may_stand, slot_of

# More of them are in nobody's code, and each is looked at in all of it.
_WAYS: Final = 50
_READERS: Final[Mapping[str, Reader]] = {
    **fixes.READERS,
    **truth.READERS,
    **names.READERS,
    **syntax.READERS,
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a rule says of an error: why it came, and what to do about it, if that is known.

    `fix` is what to write in the place of what failed, if any.
    """

    rule: Rule
    why: str
    remedy: str
    fix: str

    @property
    def words(self) -> str:
        return f"{self.why} {self.remedy}".rstrip()


def words_of(result: RunResult, code: str, *, hinted: bool = False) -> str:
    """The message of a run's error, or what says it better; empty where there was none.

    The remedy is what a hint asks for, and so is not told beside one.
    """
    failure = failure_of(result, code)
    return words(failure, hinted=hinted) if failure else ""


def words(failure: Failure, *, hinted: bool = False) -> str:
    """The error's message, or what says it better."""
    found = told(failure)
    if found is None:
        return failure.error.message
    return found.why if hinted else found.words


def told(failure: Failure) -> Told | None:
    """What the first rule says that fits; nobody puts the learner's own words better."""
    try:
        if are_own_words(failure):
            return None
        return next((_told(rule, slots) for rule, slots in fitting(failure) if rule.says), None)
    except RecursionError:  # Code that can be read may still be too deep to be looked through.
        return None


def _told(rule: Rule, slots: Slots) -> Told:
    fix = rule.fix.format_map(slots) if rule.fix else str(slots.get("fix", ""))
    filled = {**slots, "fix": fix}
    return Told(rule, rule.says.format_map(filled), rule.remedy.format_map(filled), fix)


def fitting(failure: Failure) -> Iterator[tuple[Rule, Slots]]:
    """The rules that fit an error, in their order, with what fills their sentences."""
    for rule, found in rules().of(failure.error.type, failure.error.message):
        if (slots := _slots(rule, found, failure)) is not None:
            yield rule, slots


def _slots(rule: Rule, found: re.Match[str], failure: Failure) -> Slots | None:
    if (known := _stands_so(rule, failure)) is None:
        return None
    groups = {**_groups(found), **known}
    for filled in _fillings(rule, failure, groups):
        slots = {name: slot_of(failure, each) for name, each in filled.items()}
        slots["message"] = Slot(failure.error.message.partition("\n")[0].rstrip(" .!"))
        if _may_stand(rule, slots):
            more = _READERS[rule.asks](failure, slots) if rule.asks else {}
            if more is not None:
                return {**slots, **{key: Slot(text) for key, text in more.items()}}
    return None


def _may_stand(rule: Rule, slots: Slots) -> bool:
    """Whether its slots hold what they may; those of another shape of the code are not filled."""
    held = ((slots[name], kinds) for name, kinds in rule.where.items() if name in slots)
    return all(may_stand(slot, kind) for slot, kinds in held for kind in kinds)


def _groups(found: re.Match[str]) -> dict[str, str]:
    return {name: text or "" for name, text in found.groupdict().items()}


def _stands_so(rule: Rule, failure: Failure) -> Mapping[str, str] | None:
    """What the patterns of text find around an error; None where one finds nothing."""
    if rule.repeated and not failure.is_repeated():
        return None
    if rule.no_tensors and failure.error.operands:
        return None
    texts = (
        (rule.text, re.match, failure.text),
        (rule.apart, re.match, unpacked_from(failure) if rule.apart else ""),
        (rule.written, re.search, failure.code),
    )
    known: dict[str, str] = {}
    for regex, search, text in texts:
        if not regex:
            continue
        if (found := search(regex, text, re.DOTALL | re.MULTILINE)) is None:
            return None
        known |= _groups(found)
    if not rule.source:
        return known
    more = syntax.read_line(failure, rule.source, rule.becomes)
    return None if more is None else {**known, **more}


def _fillings(
    rule: Rule, failure: Failure, groups: Mapping[str, str]
) -> Iterator[Mapping[str, pattern.Filling]]:
    """Each way in which the code has the shapes of a rule."""
    on_line = [each for each in failure.nodes if failure.is_on(each)] if rule.line else ()
    found: Iterable[Mapping[str, pattern.Filling]] = [groups]
    for shapes, nodes in ((rule.code, [failure.tree]), (rule.line, on_line)):
        found = _matched(shapes, nodes, found)
    for name, shapes in rule.made.items():
        found = _made(name, shapes, failure, found)
    found = _matched(rule.has, failure.nodes if rule.has else (), found)
    for filled in islice(found, _WAYS):
        lacking = _matched(rule.lacks, failure.nodes, [filled]) if rule.lacks else ()
        if not any(True for _ in lacking):
            yield filled


def _matched(
    shapes: Iterable[str],
    nodes: Iterable[ast.AST],
    known: Iterable[Mapping[str, pattern.Filling]],
) -> Iterable[Mapping[str, pattern.Filling]]:
    if not shapes:
        return known
    return (
        filled
        for each in known
        for text in shapes
        for node in nodes
        if (filled := pattern.read(text).match(node, each)) is not None
    )


def _made(
    name: str,
    shapes: Iterable[str],
    failure: Failure,
    known: Iterable[Mapping[str, pattern.Filling]],
) -> Iterator[Mapping[str, pattern.Filling]]:
    """Where the name in a slot was given a value of one of the shapes."""
    for each in known:
        if isinstance(named := each[name], ast.AST):
            yield from _matched(shapes, [failure.given(named)], [each])
