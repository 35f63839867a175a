"""Content files, for commands that can do nothing with a part of them."""

from collections.abc import Iterable
from pathlib import Path

from knowledge.curriculum import Curriculum, lies_over, read, read_over, shipped
from knowledge.problem import Problem, Refused
from unsqueeze.faults import SetupFault


def consistent(content: Curriculum | Refused) -> Curriculum:
    """The content, where it is sound as a whole; else SetupFault names the first problem."""
    if isinstance(content, Refused):
        raise SetupFault(f"the content is not consistent: {content.problems[0]}")
    return content


def content_in(folder: Path | None) -> Curriculum | Refused:
    """A folder's content, ours where it is None; pages without topics are held against ours.

    SetupFault where that is no folder.
    """
    if folder is not None and not folder.is_dir():
        raise SetupFault(f"expected a folder of content, got {folder}")
    ours = read(shipped())
    if folder is None or isinstance(ours, Refused):
        return ours
    return read_over(folder, ours) if lies_over(folder) else read(folder)


def report(problems: Iterable[Problem]) -> int:
    """Print problems, a line each; returns the exit code: 1 where there are any."""
    found = list(problems)
    for problem in found:
        print(problem)
    return 1 if found else 0
