"""What those who made the same of an exercise are told to have done. Pure."""

import re
from collections import Counter
from dataclasses import replace
from typing import Final

from knowledge.exercises.exercise import Wrong
from progress.statistics import FEWEST_LEARNERS
from sandbox.grading import Difference, RaisedInstead
from sandbox.protocol import Outcome, RunResult
from tutor.practice.constraints.submission import Breach
from tutor.practice.grading.counterexample import smallest
from tutor.practice.grading.diagnosis import diagnosis
from tutor.practice.grading.trial import Cases, Tried
from tutor.practice.mutants.mutant import LIKE, Mutant
from tutor.practice.xray.behaviour import Alike, without_line

# Fewer might be known by what they did, in a class that talks about it; and tell it little.
FEWEST: Final = FEWEST_LEARNERS
_STOPPED: Final = {
    Outcome.OK: ("Ends early", "It ends before it can be asked for anything."),
    Outcome.TIMEOUT: ("Ran too long", "A loop may never end."),
    Outcome.MEMORY: ("Ran out of memory", "Something grows far beyond what is asked for."),
}


def words(of: Alike, cases: Cases, mistake: Wrong | Mutant | None) -> tuple[str, str]:
    """A name for it, and what explains it."""
    match of.outcome, mistake:
        case Breach() as breach, _:
            said = without_line(breach)
            return "No answer yet" if breach.is_unfit else said.partition(":")[0].strip("."), said
        case RunResult() as ran, _:
            return _not_run(ran)
        case _, Wrong():
            return mistake.name.replace("_", " ").capitalize(), mistake.feedback
        case Tried() as tried, _:
            said = diagnosis(cases.inputs, tried.differences, _shown(of, tried, cases))
            return _like(mistake, said) if mistake else (said.partition(". ")[0].strip("."), said)


def _not_run(ran: RunResult) -> tuple[str, str]:
    if ran.outcome is Outcome.ERROR and ran.error:
        return f"Raises {ran.error.type}", "It does so before it is asked for anything."
    return _STOPPED.get(ran.outcome, ("Was stopped", "It does what no solution needs."))


def _like(mutant: Mutant, said: str) -> tuple[str, str]:
    """What stands in the place of what, where one line of the model solution has changed."""
    name = f"Like the model solution {LIKE[mutant.operator]}"
    lines = mutant.diff.splitlines()
    [was, *others] = [it[1:].strip() for it in lines if it.startswith("-")]
    if not mutant.line or others:
        return name, said
    now, before = _apart(mutant.line, was)
    short = f"{name}: `{now}` for `{before}`" if now and before else name
    return short, f"{said} As if `{mutant.line}` stood for `{was}`."


def _apart(one: str, other: str) -> tuple[str, str]:
    """Two lines without the words that both begin and end with."""
    words = [re.findall(r"[\w.=]+|.", each) for each in (one, other)]
    for _ in range(2):
        while all(words) and words[0][-1] == words[1][-1]:
            words = [each[:-1] for each in words]
        words = [each[::-1] for each in words]
    return "".join(words[0]).strip(), "".join(words[1]).strip()


def _shown(of: Alike, tried: Tried, cases: Cases) -> Difference | None:
    """An error's message may hold a learner's own words: it is told where enough have the same."""
    found = smallest(cases, tried)
    if found is None or not isinstance(found.difference, RaisedInstead):
        return found.difference if found else None
    said = Counter[str]()
    at = cases.inputs.index(found.inputs)
    for each in of.sources:
        raised = each.outcome.got[at].raised if isinstance(each.outcome, Tried) else None
        said[raised.message if raised else ""] += len(each.who)
    error = replace(found.difference.error, line=None)
    is_told = error.message and said[error.message] >= FEWEST
    return replace(found.difference, error=error) if is_told else None
