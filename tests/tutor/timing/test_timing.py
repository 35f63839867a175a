"""Time: what the sandbox reports is believed only where it has the right shape."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.events import Kind, Sender, Turn
from sandbox.protocol import CODE_BYTES, Outcome, SandboxBusy, SandboxUnavailable
from tests.fakes.library import library
from tests.fakes.runner import FakeRunner, result
from tutor.run import NotRun
from tutor.timing.blocks import Blocks, blocks_in
from tutor.timing.rounds import Faster, TooFewRounds
from tutor.timing.timing import (
    BlockFailed,
    Caution,
    Compared,
    Stopped,
    Timed,
    TooMuchCode,
    program,
    read,
    time_blocks,
)
from tutor.tutor import Tutor

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
ONE, TWO = Blocks("a"), Blocks("a", "b")
ALONE = {
    "rounds": [[0.5]] * 3,
    "once": [0.5],
    "afresh": [None],
    "lazy": [None],
    "agreement": None,
    "operands": [],
}
PAIR = {
    "rounds": [[0.2, 0.1]] * 15,
    "once": [0.2, 0.1],
    "afresh": [[0.21, 0.2], [0.1, 0.1]],
    "lazy": [None, None],
    "agreement": {"kind": "equal", "note": ""},
    "operands": [{"name": "x", "shape": [2, 3], "dtype": "torch.float32"}],
}
FAILURE = {
    "failed": {
        "block": "second",
        "type": "ValueError",
        "message": "no",
        "line": 2,
        "again": False,
    }
}


@pytest.fixture
def turn() -> Turn:
    return Turn(Sender(1001), NOON, update_id=7)


async def test_a_paste_is_timed_as_the_sandbox_reads_it(turn, store) -> None:
    """Web pages and keyboards put spaces that Python refuses, and running code forgives them."""
    runner = FakeRunner(result(value=json.dumps(ALONE)))
    pasted = ("# setup\nx\N{NO-BREAK SPACE}= [1]", "sum(\N{NO-BREAK SPACE}x)")
    blocks = blocks_in(pasted)

    assert isinstance(blocks, Blocks)
    await Tutor(library(), runner, store).time(turn, blocks)

    (request,) = runner.asked
    assert json.dumps({"setup": "# setup\nx = [1]", "first": "sum( x)"}) in request.code


def told(report: object, blocks: Blocks, **fields: object) -> object:
    return read(result(**{"value": json.dumps(report), **fields}), blocks)


async def test_two_blocks_are_compared_in_one_run_that_counts(turn: Turn) -> None:
    runner = FakeRunner(result(value=json.dumps(PAIR)))

    found = await time_blocks(runner, turn, TWO)

    assert isinstance(found, Compared)
    assert isinstance(found.comparison, Faster)
    assert (found.comparison.second, found.comparison.ratio.middle) == (True, 2.0)
    assert (found.first.middle, found.second.middle) == (0.2, 0.1)
    assert found.operands[0].shape == (2, 3)
    assert len(runner.asked) == 1
    assert [(event.kind, event.detail["outcome"]) for event in turn.events] == [(Kind.RAN, "ok")]


async def test_a_block_that_raises_counts_as_a_failed_run(turn: Turn) -> None:
    runner = FakeRunner(result(value=json.dumps(FAILURE)))

    found = await time_blocks(runner, turn, TWO)

    assert isinstance(found, BlockFailed)
    detail = turn.events[0].detail
    assert (detail["outcome"], detail["error"]) == ("error", "ValueError")


@pytest.mark.parametrize(
    ("refusal", "wait"), [(SandboxBusy(3.0), 3.0), (SandboxUnavailable("gone"), None)]
)
async def test_what_was_not_run_is_not_counted(turn: Turn, refusal: Exception, wait) -> None:
    assert await time_blocks(FakeRunner(refusal), turn, ONE) == NotRun(wait)
    assert turn.events == []


async def test_blocks_that_do_not_fit_beside_the_stopwatch_are_not_sent(turn: Turn) -> None:
    runner = FakeRunner()
    spare = CODE_BYTES - len(program(Blocks("")))

    found = await time_blocks(runner, turn, Blocks("#" * (CODE_BYTES)))

    assert isinstance(found, TooMuchCode)
    assert runner.asked == []
    assert spare > 5 * 1024, "a learner's blocks need room"


def test_one_block_has_seconds_and_nothing_to_compare() -> None:
    found = told(ALONE, ONE)

    assert isinstance(found, Timed)
    assert (found.seconds.middle, found.rounds) == (0.5, 3)


def test_a_block_too_slow_for_rounds_is_told_by_its_first_run() -> None:
    alone, pair = told(ALONE | {"rounds": []}, ONE), told(PAIR | {"rounds": []}, TWO)

    assert isinstance(alone, Timed)
    assert (alone.seconds.middle, alone.rounds) == (0.5, 0)
    assert isinstance(pair, Compared)
    assert pair.comparison == TooFewRounds(0)
    assert (pair.first.middle, pair.second.middle) == (0.2, 0.1)


@pytest.mark.parametrize(
    ("afresh", "told_of"),
    [
        ([1.5, 0.2], 1.5),
        ([0.5, 0.2], None),
        ([1.5, 1.5], None),
        (None, None),
    ],
)
def test_a_first_run_that_did_more_than_the_others_is_a_caution(afresh, told_of) -> None:
    found = told(PAIR | {"afresh": [afresh, None], "lazy": [None, "map"]}, TWO)

    assert isinstance(found, Compared)
    assert found.cautions == (Caution(afresh=told_of), Caution(lazy="map"))


@pytest.mark.parametrize(
    ("report", "blocks"),
    [
        (PAIR | {"afresh": [None]}, TWO),
        (PAIR | {"afresh": [[-1, 0], None]}, TWO),
        (PAIR | {"lazy": [None]}, TWO),
        (PAIR | {"lazy": ["g" * 41, None]}, TWO),
        (PAIR, ONE),
        (ALONE, TWO),
        (FAILURE, ONE),
        (PAIR | {"more": 1}, TWO),
        (PAIR | {"rounds": [[0.1, -1]]}, TWO),
        (PAIR | {"rounds": [[0.1, 1e999]]}, TWO),
        (PAIR | {"rounds": [[0.1, float("nan")]]}, TWO),
        (PAIR | {"rounds": [[0.1]]}, TWO),
        (PAIR | {"rounds": [[0.1, 0.1]] * 101}, TWO),
        (PAIR | {"agreement": None}, TWO),
        (PAIR | {"agreement": {"kind": "fine", "note": ""}}, TWO),
        ({"failed": FAILURE["failed"] | {"block": "third"}}, TWO),
        ({"failed": FAILURE["failed"] | {"message": "m" * 601}}, TWO),
        ([], TWO),
        ("", TWO),
        (None, TWO),
    ],
)
def test_a_report_of_another_shape_is_rejected(report, blocks) -> None:
    assert told(report, blocks) == Stopped(None, Outcome.REJECTED, 0.002)


@given(st.text() | st.none())
def test_any_value_at_all_is_read_without_an_error(value) -> None:
    assert isinstance(read(result(value=value), TWO), Stopped)


@pytest.mark.parametrize(
    ("stdout", "block"),
    [("setup\nfirst\nsetup\nsecond\n", "second"), ("", None), ("setup\nfirst\nout\n", "first")],
)
def test_a_run_that_was_stopped_names_the_block_it_was_in(stdout, block) -> None:
    stopped = read(result(outcome=Outcome.TIMEOUT, seconds=5.0, stdout=stdout), TWO)

    assert stopped == Stopped(block, Outcome.TIMEOUT, 5.0)


def test_no_block_can_break_out_of_its_place() -> None:
    """It travels as a literal, whatever quotes and backslashes it holds."""
    odd = '\'"""\\\n#\u2028{}\x00'

    compile(program(Blocks(odd, odd, odd)), "<program>", "exec")
