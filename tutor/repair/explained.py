"""Explain an error by its message, and by running the code that raised it, where that is given."""

from dataclasses import dataclass

from sandbox.protocol import RunError, Runner, RunRequest, RunResult, SandboxError
from tutor.errors import families, pasted
from tutor.errors.code_around import Failure, failure_of
from tutor.errors.words import told
from tutor.repair.experiment import repaired


@dataclass(frozen=True, slots=True)
class Explanation:
    """`rule` is the family's id; all are None where nothing is surely known."""

    rule: str | None = None
    words: str | None = None
    repair: str | None = None


async def explained(message: str, code: str | None, runner: Runner | None) -> Explanation:
    """What an error means: its operands' words where its code could be run, else its family's."""
    error = pasted.read(message)
    result = await _ran(code, runner)
    failure = failure_of(result, code or "") if result else None
    family = families.family_of(_with_evidence(error, failure, code or ""))
    if family is None:
        return Explanation()
    own = told(failure) if failure and _is_same(error, failure.error) else None
    may_mend = family.mends and failure is not None and _is_same(error, failure.error)
    repair = (
        await repaired(runner, failure.code, failure.error)
        if runner and failure and may_mend
        else None
    )
    words = own.words if own else family.says
    return Explanation(family.id, words, repair.code if repair else None)


async def _ran(code: str | None, runner: Runner | None) -> RunResult | None:
    if code is None or runner is None:
        return None
    try:
        return await runner.run(RunRequest(code=code))
    except SandboxError:
        return None


def _with_evidence(error: pasted.Pasted, failure: Failure | None, code: str) -> pasted.Pasted:
    """What the failing call says beside the message; of code that does not fail so, all of it."""
    if error.call or not code:
        return error
    if failure is None or not _is_same(error, failure.error):
        return pasted.Pasted(error.kind, error.message, code)
    lines = code.split("\n")
    line = lines[failure.line - 1] if 1 <= failure.line <= len(lines) else ""
    inside = failure.error.inside or ""
    tensors = bool(failure.error.operands or inside)
    return pasted.of_run(
        error.kind, error.message, f"{line}\n{failure.text}\n{inside}", tensors=tensors
    )


def _is_same(error: pasted.Pasted, raised: RunError) -> bool:
    """Whether a run raised what the message says, apart from figures."""
    return _words(pasted.read(raised.message).message) == _words(error.message)


def _words(message: str) -> str:
    return "".join(filter(str.isalpha, message.partition("\n")[0]))
