"""The stopwatch: the program that runs in the sandbox, around the blocks of a learner.

The rules for such programs stand in `tutor.sent_programs`.
"""

import ast
import builtins
import gc
import json
import math
import random
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import repeat
from types import CodeType
from typing import Any, TypeVar

from tutor.timing.agreement import agreement, lazy
from tutor.timing.clocks import CLOCKS, Clocks, Took

ROUND_SECONDS = 0.03
ROUND_TOO_LONG_SECONDS = 0.3
ROUNDS = 15
ENOUGH_SECONDS = 1.5
FEWEST_ROUNDS = 3
TOO_LONG_SECONDS = 3.0
# A block is tried this often where its set-up is new, for as long as this takes in all.
AFRESH = 10
AFRESH_SECONDS = 0.15
# Not where a run takes longer, or so much has gone by that the rounds would be too few.
AFRESH_RUN_SECONDS = 0.1
AFRESH_BY_SECONDS = 1.0
SHOWN_OPERANDS = 6
MESSAGE_CHARACTERS = 600

Names = dict[str, Any]
T = TypeVar("T")


class Report(str):
    """A text whose representation is itself, so that it arrives as the value of the run."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class Silence:
    """Takes the place of the output: a block prints a thousand times what it would once."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        pass


class Failed(Exception):
    """A block raised; `again` says that an earlier run of it had come to its end."""

    def __init__(self, block: str, error: BaseException, *, again: bool) -> None:
        super().__init__(block)
        self.block = block
        self.error = error
        self.again = again


class Block:
    """One block: once for its value, then any number of times by the clock."""

    def __init__(self, name: str, source: str, namespace: Names) -> None:
        self.name = name
        self._names = namespace
        tree = self._guarded(lambda: ast.parse(source, name), again=False)
        # By itself first: a `break` that would end our own loop is refused here.
        self._guarded(lambda: compile(tree, name, "exec", dont_inherit=True), again=False)
        self._body, self._tail = _halves(tree, name)
        self._loop = _looped(tree, name)
        self._words = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}

    def value(self) -> Any:
        """Run it once; the value is that of a last expression."""

        def once() -> Any:
            exec(self._body, self._names)
            return eval(self._tail, self._names) if self._tail else None

        return self._guarded(once, again=False)

    def took(self, times: int, clocks: Clocks) -> Took:
        """How long so many runs take; nothing is collected meanwhile."""
        self._names["_times"] = repeat(None, times)

        def repeated() -> Took:
            start = clocks.now()
            exec(self._loop, self._names)
            return clocks.since(start)

        gc.disable()
        try:
            return self._guarded(repeated, again=True)
        finally:
            gc.enable()

    def took_afresh(self, names: Names, clocks: Clocks) -> tuple[Took, Took]:
        """Time a first and a second run with fresh names, after a run that warms the code up."""
        self.took(1, clocks)
        mine, self._names = self._names, names
        try:
            return self.took(1, clocks), self.took(1, clocks)
        finally:
            self._names = mine

    def operands(self, tensor: Any) -> Iterator[Mapping[str, Any]]:
        """The tensors that the block uses by name; to be asked before it has made its own."""
        for name in sorted(self._words & self._names.keys()):
            value = self._names[name]
            if isinstance(value, tensor):
                yield {"name": name[:40], "shape": list(value.shape), "dtype": str(value.dtype)}

    def _guarded(self, work: Callable[[], T], *, again: bool) -> T:
        try:
            return work()
        except BaseException as error:
            raise Failed(self.name, error, again=again) from None


def _halves(tree: ast.Module, name: str) -> tuple[CodeType, CodeType | None]:
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        return compile(tree, name, "exec", dont_inherit=True), None
    body = compile(ast.Module(tree.body[:-1], []), name, "exec", dont_inherit=True)
    return body, compile(ast.Expression(last.value), name, "eval", dont_inherit=True)


def _looped(tree: ast.Module, name: str) -> CodeType:
    """The block inside a loop at module level: no call for each run, and names stay global."""
    loop = ast.parse("for _ in _times: pass").body[0]
    if isinstance(loop, ast.For) and tree.body:
        loop.body = [node for node in tree.body if not _is_future(node)] or loop.body
    whole = ast.fix_missing_locations(ast.Module([loop], []))
    return compile(whole, name, "exec", dont_inherit=True)


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def report(blocks: Mapping[str, str], given: Names, clocks: Clocks = CLOCKS) -> Report:
    """Time one block or two; `given` holds the names that every snippet has."""
    shown, sys.stdout = sys.stdout, Silence()
    try:
        found = _timed(blocks, given, clocks, lambda name: print(name, file=shown, flush=True))
    except Failed as failed:
        found = {"failed": described(failed)}
    finally:
        sys.stdout = shown
    return Report(json.dumps(found, allow_nan=False))


def _timed(
    sources: Mapping[str, str], given: Names, clocks: Clocks, say: Callable[[str], None]
) -> dict[str, Any]:
    """Announce each block before it runs: if the run is stopped, that tells in which."""
    started = clocks.wall()
    setup = sources.get("setup", "")
    blocks, values = [], []
    operands: list[Mapping[str, Any]] = []
    for name, source in sources.items():
        if name != "setup":
            block = Block(name, source, _prepared(setup, given, say))
            blocks.append(block)
            operands += block.operands(given["Tensor"])
            say(name)
            values.append(block.value())
    words = agreement(values[0], values[-1], given["torch"]) if len(values) == 2 else None
    fitted = [_fitting(block, clocks, say) for block in blocks]
    has_time = clocks.wall() - started < AFRESH_BY_SECONDS
    afresh = [
        _afresh(block, setup, given, clocks)
        if has_time and took.wall < AFRESH_RUN_SECONDS
        else None
        for block, (_, took) in zip(blocks, fitted, strict=True)
    ]
    times = [runs for runs, _ in fitted]
    rounds = list(_rounds(blocks, times, clocks, started, say))
    once = [took for _, took in fitted]
    shown = _clock([*zip(*rounds, strict=True)] or [(took,) for took in once])
    return {
        "rounds": [[getattr(took, shown) for took in each] for each in rounds],
        "once": [getattr(took, shown) for took in once],
        "afresh": [[_least(runs, shown) for runs in pair] if pair else None for pair in afresh],
        "lazy": [lazy(value) for value in values],
        "agreement": words,
        "operands": _distinct(operands),
    }


def _prepared(setup: str, given: Names, say: Callable[[str], None]) -> Names:
    """Each block has the set-up to itself: what one changes in place the other must not see."""
    names = {**given, "__name__": "__main__", "__builtins__": builtins}
    random.seed(0)
    given["np"].random.seed(0)
    given["torch"].default_generator.manual_seed(0)
    say("setup")
    Block("setup", setup, names).value()
    return names


def _fitting(block: Block, clocks: Clocks, say: Callable[[str], None]) -> tuple[int, Took]:
    """How many runs fill a block's part of a round, and how long one takes, roughly."""
    say(block.name)
    times = 1
    while (spent := (took := block.took(times, clocks)).own(times)) < ROUND_SECONDS / 2:
        if took.wall > ROUND_TOO_LONG_SECONDS:
            break
        times = min(10 * times, math.ceil(times * ROUND_SECONDS / max(spent, 1e-9)))
    # On a busy machine a part is shorter: many short rounds tell more than three long ones.
    share = ROUND_SECONDS / max(spent, took.wall / 2)
    return max(1, round(times * share)), took.per(times)


def _afresh(
    block: Block, setup: str, given: Names, clocks: Clocks
) -> list[tuple[Took, ...]] | None:
    """Time first runs after a fresh set-up, and the second run after each.

    A block that uses up its input, as one that empties a list, is quicker the second time. None
    where the set-up does not bear repeating.
    """
    started = clocks.wall()
    found: list[tuple[Took, Took]] = []
    while len(found) < AFRESH and clocks.wall() - started < AFRESH_SECONDS:
        try:
            names = _prepared(setup, given, lambda _: None)
            found.append(block.took_afresh(names, clocks))
        except Failed:
            return None
    return list(zip(*found, strict=True))


def _rounds(
    blocks: list[Block],
    times: list[int],
    clocks: Clocks,
    started: float,
    say: Callable[[str], None],
) -> Iterator[list[Took]]:
    """How long one run of each block takes, round by round; every other round in reverse."""
    for number in range(ROUNDS):
        spent = clocks.wall() - started
        if spent > TOO_LONG_SECONDS or (spent > ENOUGH_SECONDS and number >= FEWEST_ROUNDS):
            return
        order = list(zip(blocks, times, strict=True))
        found = {}
        for block, runs in order if number % 2 == 0 else reversed(order):
            say(block.name)
            found[block.name] = block.took(runs, clocks).per(runs)
        yield [found[block.name] for block in blocks]


def _least(found: Sequence[Took], shown: str) -> float:
    return float(min(getattr(took, shown) for took in found))


def _clock(found: Sequence[Sequence[Took]]) -> str:
    """Which clock to show: the thread's, unless a block waits even in its quickest round."""
    return "wall" if any(min(rounds).is_waiting for rounds in found) else "busy"


def _distinct(operands: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return list({each["name"]: each for each in operands}.values())[:SHOWN_OPERANDS]


def described(failed: Failed) -> dict[str, Any]:
    """What a block raised, with the line in that block."""
    error = failed.error
    syntax = isinstance(error, SyntaxError) and error.filename == failed.block
    steps = traceback.extract_tb(error.__traceback__)
    lines = [step.lineno for step in steps if step.filename == failed.block]
    return {
        "block": failed.block,
        "type": type(error).__name__[:80],
        "message": _words(error)[:MESSAGE_CHARACTERS],
        "line": error.lineno if syntax else lines[-1] if lines else None,  # type: ignore[attr-defined]
        "again": failed.again,
    }


def _words(error: BaseException) -> str:
    try:
        return error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception:
        return ""
