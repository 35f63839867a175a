"""What the stopwatch showed, in one sentence first."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.render.ending import failed_block
from bot.render.output import on_one_line, uncoloured, visible
from bot.render.run import not_run, source_line
from bot.sending.response import Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, code, joined, plain, pre, stacked
from sandbox.protocol import Outcome
from tutor.errors.code_around import bound, nodes_of
from tutor.run import NotRun
from tutor.timing.blocks import Blocks
from tutor.timing.rounds import Comparison, Faster, NoDifference, Spread, TooFewRounds
from tutor.timing.timing import (
    Agreement,
    BlockFailed,
    BlockOperand,
    Caution,
    Compared,
    Stopped,
    Timed,
    Timing,
    TooMuchCode,
)

MESSAGE_LENGTH = 600

_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
# How each ending is told, and what to do about it.
_STOPS: Mapping[Outcome, tuple[str, str]] = {
    Outcome.TIMEOUT: (
        "⏱ Stopped: it took too long",
        "Look for a loop that doesn't end, or try it on smaller tensors or with fewer steps.",
    ),
    Outcome.MEMORY: ("🧠 Stopped: it needed too much memory", "Try it on smaller tensors."),
    Outcome.OUTPUT: ("📜 Stopped: it printed far too much", "Time it without printing."),
    Outcome.KILLED: ("💥 Stopped: the process ended before the code did", ""),
}
_ODD_STOP = ("🚫 I could not time that", "The code got in the way of the stopwatch.")
_AGREEMENTS = {
    "equal": "Both give equal values",
    "close": "Both give the same values, up to rounding",
    "different": "⚠ They do not give the same value",
    "absent": "Neither ends in a value, so whether they agree is not known",
    "unknown": "Whether their values agree is not known",
}
_UNKNOWN = re.compile(r"name '(\w+)' is not defined")
APART = (
    "Each block runs by itself, and {} is made in {}. What both need goes first, in a block that "
    "begins with “# setup”."
)
ONCE_ONLY = "It ran at first, and did not bear repeating: let the block make anew what it uses up."


def timing(found: Timing, blocks: Blocks) -> Response:
    """The reply to /time."""
    match found:
        case Timed():
            return Response(_timed(found))
        case Compared():
            return Response(_compared(found))
        case BlockFailed():
            return Response(_failed(found, blocks))
        case Stopped():
            return Response(_stopped(found, blocks))
        case TooMuchCode(excess_bytes):
            return Response(plain(f"That is too much code to time, by {excess_bytes:,} bytes."))
        case NotRun():
            return not_run(found)


def span(seconds: float) -> str:
    """Three digits that matter, in the unit that suits."""
    size, unit = next((each for each in _UNITS if seconds >= each[0]), _UNITS[-1])
    return f"{_digits(seconds / size)} {unit}"


def _times(ratio: float, of: Spread) -> str:
    """As many decimals as the least of a spread needs, so that all of it is told alike."""
    decimals = 2 if of.low < 1.2 else 1 if of.low < 10 else 0
    return f"{ratio:,.{decimals}f}"


def _digits(number: float) -> str:
    return f"{number:.2f}" if number < 10 else f"{number:.1f}" if number < 100 else f"{number:.0f}"


def _timed(found: Timed) -> Styled:
    seconds, rounds = found.seconds, found.rounds
    within = f" (between {span(seconds.low)} and {span(seconds.high)}, from {rounds} rounds)"
    head = joined((bold(f"⏱ {span(seconds.middle)} a run"), plain(within if rounds > 1 else "")))
    cautions = _cautions((found.caution,), ("The block",))
    return stacked(*cautions, head, _operands(found.operands))


def _compared(found: Compared) -> Styled:
    cautions = _cautions(found.cautions, ("A", "B"))
    verdict = _verdict(found.comparison)
    return stacked(
        *cautions,
        plain(verdict.text) if cautions else verdict,
        plain(f"A (your first)  {span(found.first.middle)} a run"),
        plain(f"B  {span(found.second.middle)} a run"),
        plain(_agreed(found.agreement)),
        _operands(found.operands),
    )


def _cautions(found: Sequence[Caution], names: Sequence[str]) -> Sequence[Styled]:
    """What makes a time another than it seems comes first; a verdict after it is no headline."""
    return [each for name, it in zip(names, found, strict=True) for each in _said(name, it)]


def _said(name: str, caution: Caution) -> Iterator[Styled]:
    if caution.afresh is not None:
        first = bold(f"⚠ {name} took {span(caution.afresh)} the first time")
        why = ": repeated, it works on what its last run left. Let the block make that anew."
        yield first + plain(why)
    if caution.lazy is not None:
        made = bold(f"⚠ {name} only made a {on_one_line(caution.lazy)}")
        yield made + plain(": nothing in it was computed. Write list(…) around it.")


def _verdict(found: Comparison) -> Styled:
    match found:
        case Faster(second=second, ratio=ratio, rounds=rounds):
            fast, slow = ("B", "A") if second else ("A", "B")
            said = f"⏱ {fast} is {_times(ratio.middle, ratio)} times as fast as {slow}"
            return bold(said) + plain(f" ({_between(ratio)}, from {rounds} rounds)")
        case NoDifference(ratio=ratio, rounds=rounds):
            measured = f" (B is {_between(ratio)} times as fast, from {rounds} rounds)"
            return bold("⏱ No difference that these rounds can show") + plain(measured)
        case TooFewRounds():
            said = "⏱ Too slow to be compared in rounds"
            return bold(said) + plain(
                ": give them less to do, such as smaller tensors. One run each:"
            )


def _between(ratio: Spread) -> str:
    return f"between {_times(ratio.low, ratio)} and {_times(ratio.high, ratio)}"


def _agreed(agreement: Agreement) -> str:
    note = on_one_line(agreement.note)
    return _AGREEMENTS[agreement.kind] + (f": {note}." if note else ".")


def _operands(operands: Sequence[BlockOperand]) -> Styled:
    return stacked(
        *(
            joined((code(on_one_line(each.name)), plain(f" {each.shape} {_dtype(each.dtype)}")))
            for each in operands
        )
    )


def _dtype(name: str) -> str:
    return on_one_line(name.removeprefix("torch."))


def _failed(found: BlockFailed, blocks: Blocks) -> Styled:
    head = failed_block(found.type, _named(found.block, blocks), found.line)
    message = clipped(visible(uncoloured(found.message)).strip(), MESSAGE_LENGTH)
    line = source_line(found.line, blocks.source(found.block))
    return stacked(
        bold(head),
        plain(message),
        pre(line, "python") if line else Styled(),
        plain(ONCE_ONLY if found.again else ""),
        plain(_made_apart(found, blocks)),
    )


def _made_apart(found: BlockFailed, blocks: Blocks) -> str:
    """Say where a name is made that a block lacks, if the other one makes it."""
    other = {"first": "second", "second": "first"}.get(found.block, "")
    lacking = _UNKNOWN.match(found.message) if found.type == "NameError" else None
    if lacking is None or lacking[1] not in bound([*nodes_of(blocks.source(other))]):
        return ""
    return APART.format(lacking[1], _named(other, blocks))


def _stopped(found: Stopped, blocks: Blocks) -> Styled:
    said, advice = _STOPS.get(found.outcome, _ODD_STOP)
    where = f" (in {_named(found.block, blocks)})" if found.block else ""
    return stacked(bold(said + where), plain(advice))


def _named(block: str, blocks: Blocks) -> str:
    """Two blocks are A and B; one alone needs no name."""
    alone = blocks.second is None
    return {"setup": "the set-up", "second": "B"}.get(block, "the block" if alone else "A")
