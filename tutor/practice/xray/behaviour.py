"""Who made the same of an exercise: outcomes that no case tells apart. Pure."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from sandbox.grading import Difference, Rules, difference
from sandbox.protocol import RunResult
from sandbox.values import Called
from tutor.practice.constraints.submission import Breach
from tutor.practice.grading.trial import Tried

Outcome = Tried | RunResult | Breach


@dataclass(frozen=True, slots=True)
class Source:
    """What those `who` wrote it all wrote, but for what does nothing, and its outcome."""

    code: str
    who: tuple[int, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Alike:
    """Sources that behave the same."""

    sources: list[Source] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        return self.most_common.outcome

    @property
    def who(self) -> tuple[int, ...]:
        return tuple(who for each in self.sources for who in each.who)

    @property
    def most_common(self) -> Source:
        return max(self.sources, key=lambda each: len(each.who))

    @property
    def is_right(self) -> bool:
        return isinstance(self.outcome, Tried) and self.outcome.is_right


def alike(sources: Iterable[Source], rules: Rules) -> list[Alike]:
    """Compared as a grader compares, and not by rounded numbers, two of which may lie on an edge.

    Only those that look the same are, for that takes its time.
    """
    found: defaultdict[Hashable, list[Alike]] = defaultdict(list)
    for source in sources:
        near = found[_look(source.outcome)]
        same = (it for it in near if _is_same(it.sources[0].outcome, source.outcome, rules))
        if (group := next(same, None)) is None:
            near.append(group := Alike())
        group.sources.append(source)
    return [each for near in found.values() for each in near]


def without_line(breach: Breach) -> str:
    return re.sub(r"^Line \d+ ", "It ", breach.sentence)


def _look(outcome: Outcome) -> Hashable:
    match outcome:
        case Breach():
            return outcome.rule, without_line(outcome)
        case RunResult(error=error):
            return outcome.outcome, error and error.type
        case Tried():
            return tuple(map(_looks, outcome.differences, outcome.got))


def _looks(found: Difference | None, got: Called) -> Hashable:
    """One case: it is right, or differs in this way, or raises that."""
    return found and (type(found).__name__, got.raised and got.raised.type)


def _is_same(one: Outcome, other: Outcome, rules: Rules) -> bool:
    if not (isinstance(one, Tried) and isinstance(other, Tried)):
        return True
    each = zip(one.differences, one.got, other.got, strict=True)
    return not any(found and difference(ours, its, rules) for found, ours, its in each)
