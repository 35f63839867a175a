"""Repair by experiment: one-step changes of a failing line are run, all in one run of the sandbox."""

from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sandbox.protocol import (
    CODE_BYTES,
    Outcome,
    Runner,
    RunRequest,
    RunResult,
    SandboxError,
    Want,
)
from tutor.errors.variants import Variant, variants
from tutor.sent_programs import source

_SECONDS: Final = 0.2
_WALL_SECONDS: Final = 1.0
_WANT: Final = Want(value=False, tensors=False, images=False)
_PROGRAM: Final = """
_given = {{k: v for k, v in globals().items() if not k.startswith("_")}}
_here = {{"__name__": "_unsqueeze_trying"}}
exec({source!r}, _here)
_here["GIVEN"] |= _given
_here["tried"]({code!r}, {edits!r}, {seconds}, __import__("torch"))
"""


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    tried: Annotated[int, Field(ge=0)]
    worked: tuple[tuple[int, tuple[int, ...] | None], ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """A whole snippet that ran; `others` are those of the `tried` changes that work as well."""

    code: str
    variant: Variant
    shape: tuple[int, ...] | None
    tried: int
    worked: tuple[Variant, ...]


async def repaired(
    runner: Runner, code: str, result: RunResult, *, learner: str = ""
) -> Repair | None:
    """The nearest one-step change with which a failing snippet runs; it has run by itself, too."""
    if result.error is None or result.outcome is not Outcome.ERROR:
        return None
    changes = variants(code, result.error)
    if not changes or (program := _program(code, changes)) is None:
        return None
    try:
        ran = await runner.run(_request(program), learner=learner)
        said = _said(ran, len(changes))
        for number, shape in said.worked[:2] if said else ():
            whole = changes[number].applied(code)
            again = await runner.run(_request(whole), learner=learner)
            if said and again.outcome is Outcome.OK:
                worked = tuple(changes[each] for each, _ in said.worked)
                return Repair(whole, changes[number], shape, said.tried, worked)
    except SandboxError:
        return None
    return None


def _request(code: str) -> RunRequest:
    return RunRequest(code=code, wall_seconds=_WALL_SECONDS, want=_WANT)


def _program(code: str, changes: list[Variant]) -> str | None:
    """The experiment as a snippet; fewer changes where it would be too long, None where none fit."""
    for most in (len(changes), 80, 40, 20):
        edits = [(each.start, each.end, each.text, each.is_expression) for each in changes[:most]]
        program = _PROGRAM.format(
            source=source("errors/trying.py"), code=code, edits=edits, seconds=_SECONDS
        )
        if len(program.encode("utf-8", "replace")) <= CODE_BYTES:
            return program
    return None


def _said(ran: RunResult, most: int) -> _Said | None:
    """What was reported; None where it can't be so, for it was said in a learner's process."""
    try:
        said = _Said.model_validate_json(ran.stdout.strip())
    except ValidationError:
        return None
    return said if all(0 <= number < most for number, _ in said.worked) else None
