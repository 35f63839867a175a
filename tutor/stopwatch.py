"""The stopwatch: the program that runs in the sandbox, around the blocks of a learner.

Its source is sent along with the blocks, so it knows the standard library and what it is handed,
nothing else. Whatever it reports was said beside a learner's code and is checked like all such.
"""

import ast
import builtins
import gc
import json
import math
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from itertools import repeat
from types import CodeType
from typing import Any

ROUND_SECONDS = 0.03
ROUNDS = 15
ENOUGH_SECONDS = 1.5
FEWEST_ROUNDS = 3
TOO_LONG_SECONDS = 3.0
SHOWN_OPERANDS = 6
NOTE_CHARACTERS = 200
MESSAGE_CHARACTERS = 600

Names = dict[str, Any]
Clock = Callable[[], float]


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
    """A block raised; `again` says that it had come to its end before."""

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
        self.words = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}

    def value(self) -> Any:
        """Run it once; the value is that of a last expression."""

        def once() -> Any:
            exec(self._body, self._names)
            return eval(self._tail, self._names) if self._tail else None

        return self._guarded(once, again=False)

    def seconds(self, times: int, clock: Clock) -> float:
        """How long so many runs take; nothing is collected meanwhile."""
        self._names["_times"] = repeat(None, times)

        def repeated() -> float:
            start = clock()
            exec(self._loop, self._names)
            return clock() - start

        gc.disable()
        try:
            return float(self._guarded(repeated, again=True))
        finally:
            gc.enable()

    def operands(self, tensor: Any) -> Iterator[Mapping[str, Any]]:
        """The tensors that it uses by name."""
        for name in sorted(self.words & self._names.keys()):
            value = self._names[name]
            if isinstance(value, tensor):
                yield {"name": name[:40], "shape": list(value.shape), "dtype": str(value.dtype)}

    def _guarded(self, work: Callable[[], Any], *, again: bool) -> Any:
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


def report(blocks: Mapping[str, str], given: Names, clock: Clock = time.perf_counter) -> Report:
    """Time one block or two; `given` holds the names that every snippet has."""
    shown, sys.stdout = sys.stdout, Silence()
    try:
        found = _timed(blocks, given, clock, lambda name: print(name, file=shown, flush=True))
    except Failed as failed:
        found = {"failed": described(failed)}
    finally:
        sys.stdout = shown
    return Report(json.dumps(found, allow_nan=False))


def _timed(
    sources: Mapping[str, str], given: Names, clock: Clock, say: Callable[[str], None]
) -> dict[str, Any]:
    """Announce each block before it runs: if the run is stopped, that tells in which."""
    started = clock()
    blocks, values = [], []
    for name, source in sources.items():
        if name != "setup":
            block = _prepared(name, source, sources.get("setup", ""), given, say)
            blocks.append(block)
            say(name)
            values.append(block.value())
    words = agreement(values[0], values[-1], given["torch"]) if len(values) == 2 else None
    operands = [each for block in blocks for each in block.operands(given["Tensor"])]
    times = [_fitting(block, clock, say) for block in blocks]
    return {
        "rounds": list(_rounds(blocks, times, clock, started, say)),
        "once": [seconds for _, seconds in times],
        "agreement": words,
        "operands": _distinct(operands),
    }


def _prepared(
    name: str, source: str, setup: str, given: Names, say: Callable[[str], None]
) -> Block:
    """Each block has the set-up to itself: what one changes in place the other must not see."""
    names = {**given, "__name__": "__main__", "__builtins__": builtins}
    random.seed(0)
    given["np"].random.seed(0)
    given["torch"].default_generator.manual_seed(0)
    say("setup")
    Block("setup", setup, names).value()
    return Block(name, source, names)


def _fitting(block: Block, clock: Clock, say: Callable[[str], None]) -> tuple[int, float]:
    """How many runs fill a block's part of a round, and how long one takes, roughly."""
    say(block.name)
    times = 1
    while (took := block.seconds(times, clock)) < ROUND_SECONDS / 2:
        times = min(10 * times, math.ceil(times * ROUND_SECONDS / max(took, 1e-9)))
    return max(1, round(times * ROUND_SECONDS / took)), took / times


def _rounds(
    blocks: list[Block],
    times: list[tuple[int, float]],
    clock: Clock,
    started: float,
    say: Callable[[str], None],
) -> Iterator[list[float]]:
    """Seconds for one run of each block, a round at a time; every other round begins at the end."""
    for number in range(ROUNDS):
        spent = clock() - started
        if spent > TOO_LONG_SECONDS or (spent > ENOUGH_SECONDS and number >= FEWEST_ROUNDS):
            return
        order = list(zip(blocks, times, strict=True))
        seconds = {}
        for block, (runs, _) in order if number % 2 == 0 else reversed(order):
            say(block.name)
            seconds[block.name] = block.seconds(runs, clock) / runs
        yield [seconds[block.name] for block in blocks]


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


def agreement(first: Any, second: Any, torch: Any) -> dict[str, str]:
    """Whether both blocks give the same: equal, close, different, absent or unknown."""
    try:
        kind, note = _agreement(first, second, torch)
    except Exception:
        kind, note = "unknown", ""
    return {"kind": kind, "note": note[:NOTE_CHARACTERS]}


def _agreement(first: Any, second: Any, torch: Any) -> tuple[str, str]:
    if first is None or second is None:
        return ("absent", "") if first is second else ("different", "only one of them has a value")
    if isinstance(first, (tuple, dict)) and type(first) is type(second):
        return _of_parts(first, second, torch)
    tensors = _tensor(first, torch), _tensor(second, torch)
    if all(tensor is not None for tensor in tensors):
        return _of_tensors(*tensors, torch)
    return ("equal", "") if first == second else ("different", "")


def _of_parts(first: Any, second: Any, torch: Any) -> tuple[str, str]:
    if len(first) != len(second):
        return "different", f"{len(first)} parts and {len(second)}"
    if isinstance(first, dict):
        if first.keys() != second.keys():
            return "different", "other keys"
        first, second = first.values(), [second[key] for key in first]
    found = [_agreement(a, b, torch) for a, b in zip(first, second, strict=True)]
    order = ("different", "close", "absent", "equal")
    return min(found, key=lambda each: order.index(each[0]), default=("equal", ""))


def _tensor(value: Any, torch: Any) -> Any:
    """The value as a tensor, where it is made of numbers."""
    if isinstance(value, torch.Tensor):
        return value.detach()
    if isinstance(value, (bool, int, float, complex, list)) or hasattr(value, "__array__"):
        try:
            return torch.as_tensor(value)
        except (TypeError, ValueError, RuntimeError):
            return None
    return None


def _of_tensors(first: Any, second: Any, torch: Any) -> tuple[str, str]:
    if first.shape != second.shape:
        return "different", f"shapes {tuple(first.shape)} and {tuple(second.shape)}"
    dtypes = f"dtypes {first.dtype} and {second.dtype}".replace("torch.", "")
    note = dtypes if first.dtype != second.dtype else ""
    kinds = [tensor.dtype for tensor in (first, second)]
    wide = torch.complex128 if any(kind.is_complex for kind in kinds) else torch.float64
    # Whole numbers that are equal may be too large to be told apart as fractions.
    first, second = (first, second) if not note else (first.to(wide), second.to(wide))
    if torch.equal(first, second):
        return "equal", note
    first, second = first.to(wide), second.to(wide)
    within = _rounding(kinds, first, second, torch)
    if within and torch.allclose(first, second, rtol=0, atol=within, equal_nan=True):
        return "close", note
    return "different", note or _distance(first, second)


def _rounding(kinds: list[Any], first: Any, second: Any, torch: Any) -> float:
    """Half the digits of the coarser type, at the size of the largest number.

    A sum in another order loses more than the last digit where its terms cancel.
    """
    rough = [kind for kind in kinds if kind.is_floating_point or kind.is_complex]
    if not rough:
        return 0.0
    finite = torch.cat([each.flatten() for each in (first, second)]).abs()
    largest = finite[finite.isfinite()].max().item() if finite.isfinite().any() else 0.0
    return math.sqrt(max(torch.finfo(kind).eps for kind in rough)) * max(largest, 0.03)


def _distance(first: Any, second: Any) -> str:
    largest = (first - second).abs().max().item()
    return f"they differ by up to {largest:.3g}" if math.isfinite(largest) else ""
