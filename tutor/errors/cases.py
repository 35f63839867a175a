"""Which page is about an error, where a rule knows that better than the words of its message."""

from collections.abc import Sequence

from tutor.errors.code_around import Failure, are_own_words
from tutor.errors.rules import Rule, rules
from tutor.errors.words import fitting

# The learner's own words are about no page.
OWN = Rule(id="own_words", met="", page="")


def case_of(failure: Failure) -> Rule | None:
    """The rule that says which page is about an error; None where its message may find one."""
    if are_own_words(failure):
        return OWN
    return _telling([rule for rule, _ in fitting(failure)])


def case_of_quoted(line: str) -> Rule | None:
    """As `case_of`, by the line alone: what hangs on values or an expression is not known."""
    kind, _, message = line.partition(": ")
    known = (rule for rule, _ in rules().of(kind, message))
    return _telling([rule for rule in known if not rule.hangs_on_code])


def _telling(fitting_rules: Sequence[Rule]) -> Rule | None:
    """The first that says which page it is, or that there is none; else one that has words."""
    by_page = (rule for rule in fitting_rules if rule.page is not None)
    return next(by_page, None) or next(iter(fitting_rules), None)
