"""Content files, for commands that can do nothing with a part of them."""

from collections.abc import Iterable

from knowledge.curriculum import Curriculum
from knowledge.problem import Problem, Refused
from unsqueeze.faults import SetupFault


def consistent(content: Curriculum | Refused) -> Curriculum:
    """The content, where it is sound as a whole; else SetupFault names the first problem."""
    if isinstance(content, Refused):
        raise SetupFault(f"the content is not consistent: {content.problems[0]}")
    return content


def report(problems: Iterable[Problem]) -> int:
    """Print problems, a line each; returns the exit code: 1 where there are any."""
    found = list(problems)
    for problem in found:
        print(problem)
    return 1 if found else 0
