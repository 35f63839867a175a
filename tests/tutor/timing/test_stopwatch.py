"""The stopwatch by itself, in this process and with a clock that tests wind."""

import json
import sys
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from tutor.timing import stopwatch
from tutor.timing.agreement import agreement
from tutor.timing.clocks import Clocks
from tutor.timing.stopwatch import report

GIVEN = {"torch": torch, "Tensor": torch.Tensor, "np": np}


class Clock:
    """Stands still, but for what blocks say that they take."""

    def __init__(self) -> None:
        self.now = self.waited = 0.0

    def __call__(self) -> float:
        return self.now

    def take(self, seconds: float) -> None:
        self.now += seconds


def timed(capsys: pytest.CaptureFixture[str], **blocks: str) -> SimpleNamespace:
    clock = Clock()
    idle = Clock()
    clocks = Clocks(clock, clock, idle)

    def wait(seconds: float) -> None:
        """The wall's time passes, and no processor's."""
        clock.now += seconds
        clock.waited += seconds
        idle.now += 1

    clocks = clocks._replace(busy=lambda: clock.now - clock.waited)
    found = repr(report(blocks, {**GIVEN, "take": clock.take, "wait": wait}, clocks))
    return SimpleNamespace(**json.loads(found), clock=clock, said=capsys.readouterr().out.split())


def test_rounds_alternate_and_end_in_seconds_for_one_run(capsys) -> None:
    found = timed(capsys, first="take(0.02)", second="take(0.01)")

    assert found.rounds == [pytest.approx([0.02, 0.01])] * stopwatch.ROUNDS
    assert found.said[-4:] == ["second", "first", "first", "second"]


def test_a_fast_block_is_repeated_until_a_round_is_full(capsys) -> None:
    found = timed(capsys, first="take(1e-5)")

    [once] = found.once
    assert once == pytest.approx(1e-5)
    assert found.clock.now == pytest.approx(stopwatch.ROUNDS * stopwatch.ROUND_SECONDS, rel=0.25)


def test_a_neighbour_who_takes_the_processor_is_not_in_the_time(capsys) -> None:
    """The wall's clock goes on meanwhile; so does that of a block which sleeps, and it counts."""
    assert timed(capsys, setup="def f():\n    take(0.01)", first="f()").once == [0.01]

    delayed = "clock_of.now += 0.04\nclock_of.waited += 0.04\ntake(0.01)"
    found = timed(capsys, first=delayed.replace("clock_of", "take.__self__"))
    assert found.once == [pytest.approx(0.01)]
    assert found.rounds[0] == [pytest.approx(0.01)]

    asleep = timed(capsys, first="wait(0.04); take(0.01)")
    assert asleep.once == [pytest.approx(0.05)]


def test_a_first_run_is_told_beside_those_that_work_on_what_it_left(capsys) -> None:
    found = timed(
        capsys,
        setup="xs = [1]",
        first="take(0.05 if xs else 0.001); xs.clear()",
        second="take(0.02)",
    )

    assert found.afresh == [pytest.approx([0.05, 0.001]), pytest.approx([0.02, 0.02])]


def test_a_set_up_that_does_not_bear_repeating_tells_of_no_first_run(capsys) -> None:
    once = "import sys\nassert not hasattr(sys, '_done')\nsys._done = 1"
    try:
        assert timed(capsys, setup=once, first="take(0.02)").afresh == [None]
    finally:
        del sys._done


def test_what_is_only_promised_is_named_and_not_compared(capsys) -> None:
    found = timed(capsys, first="take(0.02)\n(x for x in [1])", second="take(0.02)\n[1]")

    assert found.lazy == ["generator", None]
    assert found.agreement["kind"] == "unknown"


def test_operands_are_told_as_they_went_in_and_results_are_not(capsys) -> None:
    found = timed(
        capsys,
        setup="x = torch.ones(2, 2)",
        first="take(0.02)\nx = x.sum()\ny = x",
        second="take(0.02)\ny = x @ x\ny",
    )

    assert [(each["name"], each["shape"]) for each in found.operands] == [("x", [2, 2])]


def test_slow_blocks_get_fewer_rounds_and_very_slow_ones_none(capsys) -> None:
    assert len(timed(capsys, first="take(0.2)", second="take(0.2)").rounds) == 3
    assert timed(capsys, first="take(1)", second="take(1)").rounds == []


def test_each_block_has_a_set_up_of_its_own(capsys) -> None:
    """Or the first would change in place what the second works on."""
    found = timed(
        capsys,
        setup="x = torch.rand(3)",
        first="take(0.05)\nx.add_(1)\nx",
        second="take(0.05)\nx + 1",
    )

    assert found.agreement == {"kind": "equal", "note": ""}
    assert found.operands == [{"name": "x", "shape": [3], "dtype": "torch.float32"}]


def test_what_blocks_print_is_not_shown(capsys) -> None:
    found = timed(capsys, first="print('a'); take(0.05)")

    assert set(found.said) == {"setup", "first"}


@pytest.mark.parametrize(
    ("blocks", "failed"),
    [
        ({"first": "1\n\n1 / 0"}, ("first", "ZeroDivisionError", 3, False)),
        ({"first": "1", "second": "break"}, ("second", "SyntaxError", 1, False)),
        ({"first": "x = (\n1"}, ("first", "SyntaxError", 1, False)),
        ({"first": "1", "setup": "\nimport gone"}, ("setup", "ModuleNotFoundError", 2, False)),
        ({"first": "f()", "setup": "def f():\n    exit(3)"}, ("first", "SystemExit", 1, False)),
        ({"setup": "x = [1, 2]", "first": "take(.001)\nx.pop()"}, ("first", "IndexError", 2, True)),
    ],
)
def test_an_error_names_its_block_and_the_line_in_it(capsys, blocks, failed) -> None:
    found = timed(capsys, **blocks).failed

    expected = tuple(found[name] for name in ("block", "type", "line", "again"))
    assert expected == failed


def test_an_error_that_cannot_be_told_is_told_without_words(capsys) -> None:
    mute = "class Mute(Exception):\n    def __str__(self): raise self\nraise Mute"

    assert timed(capsys, first=mute).failed["message"] == ""


def test_a_future_import_does_not_stop_the_clock(capsys) -> None:
    code = "from __future__ import annotations\ntake(0.05)"

    assert timed(capsys, first=code).rounds


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (None, None, "absent"),
        (1, None, "different"),
        (1, 1, "equal"),
        (1.0, 1.0 + 1e-9, "close"),
        (1e300, 1e308, "different"),
        (0.1 + 0.2, 0.3, "close"),
        (16777217.0, 16777216.0, "close"),
        (16777217, 16777216, "different"),
        (16777217.0, 16777217, "equal"),
        ([0.1, 0.2], [0.1, 0.2 + 1e-9], "close"),
        (1e300 + 1j, 1e308 + 1j, "different"),
        (torch.tensor(0.1), 0.1, "close"),
        (float("inf"), float("inf"), "equal"),
        ("a", "a", "equal"),
        ("a", "b", "different"),
        (torch.ones(2), torch.ones(2), "equal"),
        (torch.ones(2), torch.ones(2) + 1e-7, "close"),
        (torch.ones(2), torch.zeros(2), "different"),
        (torch.full((9,), 1e-7), torch.zeros(9), "close"),
        (torch.full((9,), 1e-3), torch.zeros(9), "different"),
        (torch.tensor(2**60), torch.tensor(2**60 + 1), "different"),
        (torch.tensor([1.0, float("inf")]), torch.tensor([2.0, float("inf")]), "different"),
        (torch.ones(0), torch.ones(0), "equal"),
        (torch.ones(2, dtype=torch.bfloat16), torch.ones(2) * 1.01, "close"),
        (torch.ones(2), torch.ones(2, 1), "different"),
        (torch.ones(2), torch.ones(2).long(), "equal"),
        (torch.ones(2), np.ones(2), "equal"),
        (torch.ones(2), [1.0, 1.0], "equal"),
        (torch.ones(2, requires_grad=True), torch.ones(2), "equal"),
        (torch.tensor([float("nan")]), torch.tensor([float("nan")]), "close"),
        (torch.tensor(True), True, "equal"),
        ((torch.ones(2), 1), (torch.ones(2), 1), "equal"),
        ((torch.ones(2), 1), (torch.ones(2), 2), "different"),
        ((1, 2), (1, 2, 3), "different"),
        ({"a": torch.ones(1)}, {"a": torch.ones(1) + 1e-7}, "close"),
        ({"a": 1}, {"b": 1}, "different"),
        ([[1], [1, 2]], [[1], [1, 2]], "equal"),
        (torch.ones(2, dtype=torch.complex64), torch.ones(2, dtype=torch.complex64), "equal"),
    ],
)
def test_values_are_compared_as_a_learner_would(first, second, kind) -> None:
    assert agreement(first, second, torch)["kind"] == kind


def test_values_that_cannot_be_compared_are_no_error() -> None:
    class Odd:
        def __eq__(self, other: object) -> bool:
            raise ValueError

        __hash__ = None

    assert agreement(Odd(), Odd(), torch)["kind"] == "unknown"


def test_how_values_differ_is_said() -> None:
    assert agreement(torch.ones(2), torch.zeros(2), torch)["note"] == "they differ by up to 1"
    assert "(2,) and (3,)" in agreement(torch.ones(2), torch.ones(3), torch)["note"]
    assert "int64" in agreement(torch.ones(2), torch.ones(2).long(), torch)["note"]


def test_dtypes_are_named_of_what_has_one() -> None:
    assert agreement(1, 1.0, torch) == {"kind": "equal", "note": ""}
    assert agreement(torch.ones(2), [1.0, 1.0], torch) == {"kind": "equal", "note": ""}
    assert agreement(np.ones(2), np.ones(2, int), torch)["note"] == "dtypes float64 and int64"
    assert agreement(torch.ones(2), [2.0, 1.0], torch)["note"] == "they differ by up to 1"
