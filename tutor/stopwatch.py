"""The stopwatch: `torch.utils.benchmark` around a learner's blocks.

It runs in the sandbox, by the rules of `tutor.sent_programs`.
"""

import ast
import builtins
import json
import random
import symtable
import sys
import timeit
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from time import perf_counter
from types import SimpleNamespace
from typing import Any

ROUNDS = 9
ROUND_SECONDS = 0.03
TOO_SLOW_SECONDS = 0.25
ENOUGH_SECONDS = 2.5

Names = dict[str, Any]


class Report(str):
    """A text whose representation is itself, so that it arrives as the value of the run."""

    __slots__ = ()
    __repr__ = str.__str__


def report(sources: Mapping[str, str], given: Names, timer: Any) -> Report:
    """Time one block or two; each is announced before it runs, should the run be stopped."""
    shown, sys.stdout = sys.stdout, SimpleNamespace(write=len, flush=str)
    place: dict[str, Any] = {}

    def begin(block: str, *, again: bool = False) -> None:
        place.update(block=block, again=again)
        print(block, file=shown, flush=True)

    try:
        found = timed(sources, given, timer, begin)
    except BaseException as error:
        found = place | described(error, place["block"])
    finally:
        sys.stdout = shown
    return Report(json.dumps(found, allow_nan=False))


def timed(
    sources: Mapping[str, str], given: Names, timer: Any, begin: Callable[..., None]
) -> dict[str, Any]:
    """What there is to report of blocks that bear repeating."""
    ends = perf_counter() + ENOUGH_SECONDS
    blocks = [Block(name, sources, given, begin) for name in sources if name != "setup"]
    values = [block.value() for block in blocks]
    # Before rounds go on to change the values in place.
    agreed = agreement(values[0], values[1], given["torch"]) if len(values) == 2 else None
    rounds = list(in_rounds(blocks, timer, ends))
    return {
        "rounds": rounds,
        "once": [block.once for block in blocks],
        "used_up": [
            block.used_up() if rounds and perf_counter() < ends else None for block in blocks
        ],
        "lazy": [lazy(value) for value in values],
        "agreement": agreed,
        "operands": dict(sorted(each for block in blocks for each in block.operands)[:6]),
    }


class Block:
    """A block and names of its own, in which the set-up has run.

    What one block changes in place the other must not see.
    """

    def __init__(
        self, name: str, sources: Mapping[str, str], given: Names, begin: Callable[..., None]
    ) -> None:
        self.name, self.begin = name, begin
        self._sources, self._given = sources, given
        self._source = sources[name]

    def value(self) -> Any:
        """Run it for the first time."""
        self._names = self._prepared()
        self.operands = self._operands()
        self.begin(self.name)
        start = perf_counter()
        value = run(self.name, self._source, self._names)
        self.once = perf_counter() - start
        return value

    def watch(self, timer: Any, names: Names | None = None) -> Any:
        """A timer puts code into a function, where names that it gives anew would be local."""
        words = ", ".join({"_", *identifiers(self._source)})
        return timer(self._source, setup=f"global {words}", globals=names or self._names)

    def used_up(self) -> float | None:
        """The seconds of a first run where later ones find its work done: of an emptied list."""
        pairs = []
        for _ in range(3):
            first = self.watch(timeit.Timer, self._prepared())
            self.begin(self.name)
            pairs.append((first.timeit(1), first.timeit(1)))
        fresh, later = map(min, zip(*pairs, strict=True))
        return fresh if fresh > 3 * later + 2e-5 else None

    def _prepared(self) -> Names:
        names = {**self._given, "__name__": "__main__", "__builtins__": builtins}
        random.seed(0)
        names["np"].random.seed(0)
        names["torch"].default_generator.manual_seed(0)
        self.begin("setup")
        run("setup", self._sources.get("setup", ""), names)
        return names

    def _operands(self) -> list[tuple[str, Any]]:
        """The tensors that it uses by name, before it has made its own."""
        kind, names = self._given["torch"].Tensor, self._names
        used = [name for name in identifiers(self._source) if isinstance(names.get(name), kind)]
        return [(name[:40], [[*names[name].shape], str(names[name].dtype)]) for name in used]


def in_rounds(blocks: Sequence[Block], timer: Any, ends: float) -> Iterator[list[float]]:
    """Seconds of a run, round by round; every other round in reverse."""
    if max(block.once for block in blocks) > TOO_SLOW_SECONDS:
        return
    watches = {block: block.watch(timer) for block in blocks}
    for number in range(ROUNDS):
        if perf_counter() > ends:
            return
        found = {}
        for block in blocks if number % 2 else reversed(blocks):
            block.begin(block.name, again=True)
            found[block] = watches[block].blocked_autorange(min_run_time=ROUND_SECONDS).median
        yield [found[block] for block in blocks]


def run(block: str, source: str, names: Names) -> Any:
    """Run code once; the value is that of a last expression."""
    tree = ast.parse(source, block)
    compile(tree, block, "exec", dont_inherit=True)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, block, "exec", dont_inherit=True), names)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), block, "eval", dont_inherit=True), names)


def identifiers(source: str) -> Iterable[str]:
    """The names at the top of code, in so far as Python can read it."""
    try:
        return symtable.symtable(source, "block", "exec").get_identifiers()
    except SyntaxError:
        return ()


def lazy(value: Any) -> str | None:
    """The name of what has only been promised: a generator, a map, a zip."""
    kind = type(value)
    is_promise = hasattr(kind, "__next__") and kind.__module__ in ("builtins", "itertools")
    return kind.__name__ if is_promise else None


def agreement(first: Any, second: Any, torch: Any) -> list[str]:
    """Whether both blocks give the same, as a learner would say it, and how they differ."""
    if first is None and second is None:
        return ["absent", ""]
    try:
        pair = [torch.as_tensor(value).detach() for value in (first, second)]
    except Exception:
        pair = [first, second]
    # A sum in another order loses more than the last digit.
    rough = any(getattr(each, "dtype", None) is torch.float32 for each in pair)
    usual = (3e-4, 1e-5) if rough else (None, None)
    for kind, (rtol, atol) in (("equal", (0, 0)), ("close", usual)):
        within = {"rtol": rtol, "atol": atol, "equal_nan": True, "check_dtype": False}
        try:
            torch.testing.assert_close(*pair, **within)
        except AssertionError as error:
            note = str(error)
        except Exception:
            return ["unknown", ""]
        else:
            return [kind, ""]
    shapes = [str(tuple(each.shape)) for each in pair if hasattr(each, "shape")]
    if len({*shapes}) == 2:
        return ["different", f"shapes {' and '.join(shapes)}"]
    most = note.partition("Greatest absolute difference: ")[2].split()
    return ["different", f"they differ by up to {float(most[0]):.3g}" if most else ""]


def described(error: BaseException, block: str) -> dict[str, Any]:
    """What a block raised, with the line in it; a timer puts five lines before it."""
    lines = [
        (step.lineno or 0) - 5 * (step.filename != block)
        for step in traceback.extract_tb(error.__traceback__)
        if step.filename in (block, "<timeit-src>")
    ]
    if isinstance(error, SyntaxError) and error.filename == block:
        lines = [error.lineno or 1]
    try:
        words = error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception:
        words = ""
    line = lines[-1] if lines else None
    return {"type": type(error).__name__[:80], "message": words[:600], "line": line}
