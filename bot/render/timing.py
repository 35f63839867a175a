"""What the stopwatch showed, in one sentence first."""

import re
from collections.abc import Iterator, Mapping

from bot.render.ending import ending, failed_block
from bot.render.output import on_one_line, uncoloured, visible
from bot.render.run import not_run, source_line
from bot.sending.response import Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, code, plain, pre, stacked
from sandbox.protocol import Outcome
from tutor.errors.code_around import bound, nodes_of
from tutor.run import NotRun
from tutor.timing import (
    BlockFailed,
    BlockName,
    Blocks,
    Spread,
    Stopped,
    Timed,
    Timing,
    TooMuchCode,
    compared,
)

MESSAGE_LENGTH = 600

_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
_ODD = "🚫 I could not time that: the code got in the way of the stopwatch."
_AGREEMENTS = {
    "equal": "Both give equal values",
    "close": "Both give the same values, up to rounding",
    "different": "⚠ They do not give the same value",
    "absent": "Whether they agree is not known: neither ends in a value",
    "unknown": "Whether their values agree is not known",
}
_UNKNOWN = re.compile(r"name '(\w+)' is not defined")
_APART = (
    "Each block runs by itself, and {} is made in {}. What both need goes first, in a block that "
    "begins with “# setup”."
)
_ONCE_ONLY = "It ran at first, and did not bear repeating: let the block make anew what it uses up."


def timing(found: Timing, blocks: Blocks) -> Response:
    """The reply to /time."""
    match found:
        case Timed():
            return Response(_timed(found))
        case BlockFailed():
            return Response(_failed(found, blocks))
        case Stopped(result=result) if result.outcome is Outcome.OK:
            return Response(plain(_ODD))
        case Stopped(block=block, result=result):
            where = f"That was in {_named(block, blocks)}." if block else ""
            return Response(stacked(ending(result), plain(where)))
        case TooMuchCode(excess_bytes):
            return Response(plain(f"That is too much code to time, by {excess_bytes:,} bytes."))
        case NotRun():
            return not_run(found)


def span(seconds: float) -> str:
    """Three digits that matter, in the unit that suits."""
    size, unit = next((each for each in _UNITS if seconds >= each[0]), _UNITS[-1])
    number = seconds / size
    return f"{number:.{2 if number < 10 else 1 if number < 100 else 0}f} {unit}"


def _timed(found: Timed) -> Styled:
    names = ("The block",) if len(found.once) == 1 else ("A", "B")
    cautions = [each for name in enumerate(names) for each in _cautions(*name, found)]
    lines = _alone(found) if len(names) == 1 else _pair(found)
    operands = (
        code(on_one_line(name)) + plain(f" {shape} {on_one_line(dtype.removeprefix('torch.'))}")
        for name, (shape, dtype) in found.operands.items()
    )
    # What makes a time another than it seems comes first; a verdict after it is no headline.
    first, *rest = lines
    return stacked(*cautions, plain(first.text) if cautions else first, *rest, *operands)


def _cautions(index: int, name: str, found: Timed) -> Iterator[Styled]:
    if (seconds := found.used_up[index]) is not None:
        first = bold(f"⚠ {name} took {span(seconds)} the first time")
        why = ": repeated, it works on what its last run left. Let the block make that anew."
        yield first + plain(why)
    if (kind := found.lazy[index]) is not None:
        made = bold(f"⚠ {name} only made a {on_one_line(kind)}")
        yield made + plain(": nothing in it was computed. Write list(…) around it.")


def _alone(found: Timed) -> Iterator[Styled]:
    (seconds,), rounds = found.seconds, len(found.rounds)
    within = f" (between {span(seconds.low)} and {span(seconds.high)}, from {rounds} rounds)"
    yield bold(f"⏱ {span(seconds.middle)} a run") + plain(within if rounds > 1 else "")


def _pair(found: Timed) -> Iterator[Styled]:
    yield _verdict(found)
    first, second = found.seconds
    yield plain(f"A (your first)  {span(first.middle)} a run")
    yield plain(f"B  {span(second.middle)} a run")
    kind, note = found.agreement or ("unknown", "")
    yield plain(_AGREEMENTS[kind] + (f": {on_one_line(note)}." if note else "."))


def _verdict(found: Timed) -> Styled:
    comparison, rounds = compared(found.rounds), f"from {len(found.rounds)} rounds"
    if comparison is None:
        said = "⏱ Too slow to be compared in rounds"
        return bold(said) + plain(": give them less to do, such as smaller tensors. One run each:")
    ratio = comparison.ratio
    between = f"between {_times(ratio.low, ratio)} and {_times(ratio.high, ratio)}"
    if comparison.faster is None:
        measured = f" (B is {between} times as fast, {rounds})"
        return bold("⏱ No difference that these rounds can show") + plain(measured)
    fast, slow = ("A", "B") if comparison.faster == "first" else ("B", "A")
    said = f"⏱ {fast} is {_times(ratio.middle, ratio)} times as fast as {slow}"
    return bold(said) + plain(f" ({between}, {rounds})")


def _times(ratio: float, of: Spread) -> str:
    """As many decimals as the least of a spread needs, so that all of it is told alike."""
    return f"{ratio:,.{2 if of.low < 1.2 else 1 if of.low < 10 else 0}f}"


def _failed(found: BlockFailed, blocks: Blocks) -> Styled:
    source = blocks.sources.get(found.block, "")
    line = source_line(found.line, source)
    return stacked(
        bold(failed_block(found.type, _named(found.block, blocks), found.line)),
        plain(clipped(visible(uncoloured(found.message)).strip(), MESSAGE_LENGTH)),
        pre(line, "python") if line else Styled(),
        plain(_ONCE_ONLY if found.again else ""),
        plain(_made_apart(found, blocks)),
    )


def _made_apart(found: BlockFailed, blocks: Blocks) -> str:
    """Say where a name is made that a block lacks, if the other one makes it."""
    others: Mapping[BlockName, BlockName] = {"first": "second", "second": "first"}
    other = others.get(found.block, "setup")
    lacking = _UNKNOWN.match(found.message) if found.type == "NameError" else None
    if lacking is None or lacking[1] not in bound([*nodes_of(blocks.sources.get(other, ""))]):
        return ""
    return _APART.format(lacking[1], _named(other, blocks))


def _named(block: BlockName, blocks: Blocks) -> str:
    """Two blocks are A and B; one alone needs no name."""
    alone = blocks.second is None
    return {"setup": "the set-up", "second": "B"}.get(block, "the block" if alone else "A")
