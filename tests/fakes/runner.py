"""A runner that never runs anything: it answers from a script, or says that all went well."""

from collections import deque
from typing import Any

from sandbox.protocol import Outcome, RunRequest, RunResult, answer_without_running


def result(**fields: Any) -> RunResult:
    """A result in which nothing happened, but for the fields given."""
    usual = {
        "outcome": Outcome.OK,
        "seconds": 0.002,
        "cpu_seconds": 0.001,
        "peak_bytes": 1024,
        "seed": 0,
        "isolation": "none: fake",
    }
    return RunResult(**{**usual, **fields})


class FakeRunner:
    """Answers from a script and remembers what it was asked; exceptions in it are raised."""

    def __init__(self, *outcomes: RunResult | Exception) -> None:
        self.asked: list[RunRequest] = []
        self.learners: list[str] = []
        self._outcomes = deque(outcomes)

    async def run(self, request: RunRequest, *, learner: str = "") -> RunResult:
        self.asked.append(request)
        self.learners.append(learner)
        if (answer := answer_without_running(request)) is not None:
            return answer
        outcome = self._outcomes.popleft() if self._outcomes else result(stdout=request.code)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome
