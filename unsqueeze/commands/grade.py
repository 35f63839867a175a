"""`unsqueeze grade`: a submission from a file or stdin, graded as in chat."""

import asyncio
import json
import logging
from pathlib import Path

from knowledge.exercises.exercise import Exercise
from knowledge.exercises.shelf import PAGE, read_exercise, shelf
from knowledge.pages.problems import Problem
from sandbox.client import connect
from tutor.practice.grading.grade import Grader
from tutor.practice.grading.verdict import Verdict
from unsqueeze.faults import SetupFault, standard_input
from unsqueeze.settings import read_settings
from unsqueeze.terminal import harmless


def grade(exercise: str, file: str, *, as_json: bool, sandbox_url: str | None) -> int:
    """Grade a submission; 0 where it passes, 1 where it does not."""
    asked, code = _exercise(exercise), _read(file)
    verdict = asyncio.run(_graded(sandbox_url or read_settings().sandbox_url, asked, code))
    told = {"passed": verdict.passed, "feedback": verdict.feedback, "outcome": verdict.outcome}
    print(json.dumps(told) if as_json else harmless(verdict.feedback))
    return 0 if verdict.passed else 1


async def _graded(url: str, exercise: Exercise, code: str) -> Verdict:
    logging.getLogger("sandbox.client").addHandler(logging.NullHandler())
    async with connect(url, spares=4) as runner:
        return await Grader(runner).grade(exercise, code)


def _exercise(name: str) -> Exercise:
    """By its name, or a folder that holds one."""
    if (folder := Path(name)).joinpath(PAGE).is_file():
        read = read_exercise(folder)
        if isinstance(read, Problem):
            raise SetupFault(f"{read.path}:{read.line}: {read.message}")
        return read
    if name not in shelf():
        raise SetupFault(f"there is no exercise {name!r}; there are: {', '.join(sorted(shelf()))}")
    return shelf()[name]


def _read(file: str) -> str:
    # Bytes that are not UTF-8 travel as surrogates, and get a verdict as all else does.
    if file == "-":
        return standard_input().read().decode(errors="surrogateescape")
    try:
        return Path(file).read_bytes().decode(errors="surrogateescape")
    except OSError as error:
        raise SetupFault(f"expected a readable file, got {file!r}: {error.strerror}") from None
