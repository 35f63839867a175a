"""One-step changes of a failing line are run, all in one run of the sandbox."""

import re
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sandbox.protocol import (
    CODE_BYTES,
    Outcome,
    RunError,
    Runner,
    RunRequest,
    RunResult,
    SandboxError,
    Want,
)
from tutor.errors.code_around import Failure, are_own_words, failure_of
from tutor.errors.families import family_of
from tutor.errors.pasted import of_run
from tutor.errors.words import told
from tutor.repair.variants import Variant, variants
from tutor.sent_programs import source

# Of the processor's time, so that what is found does not hang on how busy a machine is.
_SECONDS: Final = 0.15
_WALL_SECONDS: Final = 1.0
# Code that computes or waits so long can't be run again and again while a learner waits; a busy
# machine makes it wait, too.
_SLOW_CPU_SECONDS: Final = 0.15
_SLOW_SECONDS: Final = 0.5
_PLACES: Final = dict(enumerate(("first", "second", "third", "fourth")))
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
    """A whole snippet that ran, by one of the changes that `worked`; `shape` of what it made."""

    code: str
    variant: Variant
    shape: tuple[int, ...] | None
    tried: int
    worked: tuple[Variant, ...]

    @property
    def hint(self) -> str:
        """What to look for, without saying where."""
        count = len(self.worked)
        few = f"{count} of {self.tried} one-step changes make this run"
        if count == 1:
            few = f"One of {self.tried} one-step changes makes this run"
        if any(each.does != self.variant.does for each in self.worked):
            return f"{few}; the nearest: {self.variant.does} one part of it. Which?"
        to = {(each.start, each.operand) for each in self.worked}
        of = self._operand if len(to) == 1 and "\n" not in self.variant.operand else "a part"
        which = {1: "to", 2: "both"}.get(count, "all")
        return f"{few}: {which} {self.variant.does} {of}. {'How' if of != 'a part' else 'Which'}?"

    @property
    def _operand(self) -> str:
        """What was changed; where it stands more than once on its line, which of them."""
        operand, start = self.variant.operand, self.variant.start
        before = self.code[:start].rpartition("\n")[2]
        after = self.code[start + len(self.variant.text) :].partition("\n")[0]
        alike = re.compile(rf"(?<![\w.]){re.escape(operand)}(?!\w)")
        earlier, later = len(alike.findall(before)), len(alike.findall(after))
        return f"the {_PLACES.get(earlier, 'later')} {operand}" if earlier or later else operand

    @property
    def line(self) -> str:
        """The corrected line, with the shape that what was changed has now."""
        number = self.code.count("\n", 0, self.variant.start)
        line = self.code.split("\n")[number].strip()
        return line if self.shape is None else f"{line}  # {self.variant.text}: {self.shape}"


async def repair_of(runner: Runner, ran: RunResult, code: str, *, learner: str) -> Repair | None:
    """The repair of a learner's failing run, where its error is of shapes, dtypes or gradients."""
    if ran.outcome is not Outcome.ERROR or (failure := failure_of(ran, code)) is None:
        return None
    if ran.cpu_seconds > _SLOW_CPU_SECONDS or ran.seconds > _SLOW_SECONDS:
        return None
    return await repaired(runner, code, failure.error, learner=learner) if mends(failure) else None


def mends(failure: Failure) -> bool:
    """Whether a change of one part may be what is meant."""
    error = failure.error
    line = "".join(failure.code.split("\n")[failure.line - 1 : failure.line])
    met = of_run(error.type, error.message, line, tensors=bool(error.operands))
    family, found = family_of(met), told(failure)
    is_left = are_own_words(failure) or (found and not found.rule.mends)
    return family is not None and family.mends and not is_left


async def repaired(
    runner: Runner, code: str, error: RunError, *, learner: str = ""
) -> Repair | None:
    """The nearest one-step change with which a failing snippet runs; it has run by itself, too."""
    changes = variants(code, error)
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
    """The experiment as a snippet, of fewer changes where it would be too long; or None."""
    for most in (len(changes), 80, 40, 20):
        edits = [(each.start, each.end, each.text, each.is_expression) for each in changes[:most]]
        program = _PROGRAM.format(
            source=source("repair/trying.py"), code=code, edits=edits, seconds=_SECONDS
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
