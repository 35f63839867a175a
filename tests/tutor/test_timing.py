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
from tutor.timing import (
    BlockFailed,
    Blocks,
    Comparison,
    Stopped,
    Timed,
    TooMuchCode,
    blocks_in,
    compared,
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
    "used_up": [None],
    "lazy": [None],
    "agreement": None,
    "operands": {},
}
PAIR = {
    "rounds": [[0.2, 0.1]] * 9,
    "once": [0.2, 0.1],
    "used_up": [None, None],
    "lazy": [None, None],
    "agreement": ["equal", ""],
    "operands": {"x": [[2, 3], "torch.float32"]},
}
FAILURE = {"block": "second", "type": "ValueError", "message": "no", "line": 2, "again": False}


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

    assert isinstance(found, Timed)
    assert [each.middle for each in found.seconds] == [0.2, 0.1]
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


def test_a_block_too_slow_for_rounds_is_told_by_its_first_run() -> None:
    found = told(PAIR | {"rounds": []}, TWO)

    assert isinstance(found, Timed)
    assert compared(found.rounds) is None
    assert [each.middle for each in found.seconds] == [0.2, 0.1]


@pytest.mark.parametrize(
    ("report", "blocks"),
    [
        (PAIR | {"used_up": [None]}, TWO),
        (PAIR | {"used_up": [-1, None]}, TWO),
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
        (PAIR | {"agreement": ["fine", ""]}, TWO),
        (FAILURE | {"block": "third"}, TWO),
        (FAILURE | {"message": "m" * 601}, TWO),
        ([], TWO),
        ("", TWO),
        (None, TWO),
    ],
)
def test_a_report_of_another_shape_is_rejected(report, blocks) -> None:
    found = told(report, blocks)

    assert isinstance(found, Stopped)
    assert found.block is None


@given(st.text() | st.none())
def test_any_value_at_all_is_read_without_an_error(value) -> None:
    assert isinstance(read(result(value=value), TWO), Stopped)


@pytest.mark.parametrize(
    ("stdout", "block"),
    [("setup\nfirst\nsetup\nsecond\n", "second"), ("", None), ("setup\nfirst\nout\n", "first")],
)
def test_a_run_that_was_stopped_names_the_block_it_was_in(stdout, block) -> None:
    stopped = read(result(outcome=Outcome.TIMEOUT, stdout=stdout), Blocks("a", "b", "s"))

    assert isinstance(stopped, Stopped)
    assert stopped.block == block


def test_no_block_can_break_out_of_its_place() -> None:
    """It travels as a literal, whatever quotes and backslashes it holds."""
    odd = '\'"""\\\n#\u2028{}\x00'

    compile(program(Blocks(odd, odd, odd)), "<program>", "exec")


# Which part of a message is set-up and which are the blocks to time.


@pytest.mark.parametrize(
    ("texts", "blocks"),
    [
        (["a"], Blocks("a")),
        (["a", "b"], Blocks("a", "b")),
        (["s", "a", "b"], Blocks("a", "b", "s")),
        (["a\n---\nb"], Blocks("a", "b")),
        (["a\n# vs\nb"], Blocks("a", "b")),
        (["a\n\n  # VS.  \n\nb\n"], Blocks("a", "b")),
        (["s\n---\na\n-----\nb"], Blocks("a", "b", "s")),
        # Keyboards of phones make these of two dashes and of three.
        (["s\n\N{EM DASH}\na\n\N{EM DASH}-\nb"], Blocks("a", "b", "s")),
        (["a\n-\nb"], Blocks("a\n-\nb")),
        (["# setup\ns\n---\na"], Blocks("a", None, "# setup\ns")),
        (["# set-up: sizes\ns", "a\n# vs\nb"], Blocks("a", "b", "# set-up: sizes\ns")),
        (["a", "b", "#setup\ns"], Blocks("a", "b", "#setup\ns")),
        (["  a\n    b"], Blocks("  a\n    b")),
        (["sum(x) vs x.sum()"], Blocks("sum(x)", "x.sum()")),
        (["sum(x) vs. x.sum()"], Blocks("sum(x)", "x.sum()")),
        (["# setup\nx = 1", "-x vs 0 - x"], Blocks("-x", "0 - x", "# setup\nx = 1")),
        (["'a vs b'"], Blocks("'a vs b'")),
        (["a vs b vs c"], Blocks("a vs b vs c")),
        (["x + 1  # warm vs cold"], Blocks("x + 1  # warm vs cold")),
    ],
)
def test_blocks_are_read_as_they_were_written(texts, blocks) -> None:
    assert blocks_in(texts) == blocks


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [" \n "],
        ["---"],
        ["# setup\ns"],
        ["a", "b", "c", "d"],
        ["# setup\ns", "# setup\nt", "a"],
        ["# setup\ns", "a", "b", "c"],
    ],
)
def test_anything_else_is_unclear(texts) -> None:
    assert blocks_in(texts) is None


def test_dashes_and_words_inside_code_part_nothing() -> None:
    code = "x = 5 - --1\ny = x  # vs the other\n# vs. that\n--x"

    assert blocks_in([code]) == Blocks(code)


@given(st.lists(st.text(), max_size=4))
def test_any_texts_are_blocks_or_none(texts) -> None:
    if blocks := blocks_in(texts):
        assert blocks.first.strip()
        assert blocks.second is None or blocks.second.strip()


# What rounds show.

SECONDS = st.floats(1e-8, 1.0)
ROUNDS = st.lists(st.tuples(SECONDS, SECONDS), min_size=3, max_size=40)


@given(ROUNDS)
def test_naming_the_blocks_the_other_way_round_turns_the_answer_round(rounds) -> None:
    found, turned = compared(rounds), compared([each[::-1] for each in rounds])

    assert found
    assert turned
    if found.faster:
        assert found.ratio == turned.ratio
        assert found.ratio.low > 1
        assert {found.faster, turned.faster} == {"first", "second"}
    else:
        assert turned.faster is None


@given(st.lists(SECONDS, min_size=3, max_size=40))
def test_equal_blocks_show_no_difference(seconds) -> None:
    found = compared([(each, each) for each in seconds])

    assert found
    assert found.faster is None


def test_one_wild_round_in_nine_changes_no_verdict() -> None:
    calm, wild = (compared([(3.0, 1.0)] * 8 + [last]) for last in [(3.0, 1.0), (1.0, 50.0)])

    assert calm == wild
    assert isinstance(calm, Comparison)
    assert (calm.faster, calm.ratio.middle) == ("second", 3.0)


@pytest.mark.parametrize(("ratio", "faster"), [(1.02, None), (1.04, "second")])
def test_a_difference_too_small_to_mean_anything_is_none(ratio, faster) -> None:
    found = compared([(ratio, 1.0)] * 9)

    assert found
    assert found.faster == faster


@pytest.mark.parametrize("count", [0, 1, 2])
def test_two_rounds_prove_nothing(count) -> None:
    assert compared([(9.0, 1.0)] * count) is None
