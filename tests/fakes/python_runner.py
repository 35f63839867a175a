"""Runs snippets in a plain Python process without torch, and says which releases it would have."""

import asyncio

from sandbox.protocol import Outcome, RunError, RunRequest, RunResult
from tests.fakes.execute import execute
from tests.fakes.runner import result


class PythonRunner:
    """For examples that need no torch; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[RunRequest] = []

    async def run(self, request: RunRequest, *, learner: str = "") -> RunResult:
        self.asked.append(request)
        await asyncio.sleep(0)
        if "torch.__version__" in request.code:
            return result(stdout="2.13.0 2.4.6\n")
        ran = await execute(request.code)
        error = ran.error and RunError(
            type=ran.error.type,
            message=ran.error.message,
            line=None,
            column=None,
            end_column=None,
        )
        printed = f"{ran.stdout}\n" if ran.stdout else ""
        return result(
            outcome=Outcome(ran.outcome), stdout=printed, value=ran.value, error=error or None
        )
