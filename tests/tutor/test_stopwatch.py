"""The stopwatch by itself, in this process."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch.utils.benchmark import Timer

from tutor.stopwatch import agreement, report

GIVEN = {"torch": torch, "Tensor": torch.Tensor, "np": np}


def timed(capsys: pytest.CaptureFixture[str], **blocks: str) -> SimpleNamespace:
    found = repr(report(blocks, GIVEN, Timer))
    return SimpleNamespace(**json.loads(found), said=capsys.readouterr().out.split())


def test_rounds_alternate_and_what_blocks_print_is_not_shown(capsys) -> None:
    found = timed(capsys, setup="x = [1, 2]", first="print('a')", second="sum(x)")

    assert all(len(each) == 2 for each in found.rounds)
    assert " ".join(found.said).startswith("setup first setup second second first first second")
    assert set(found.said) == {"setup", "first", "second"}


def test_names_are_a_block_s_own_to_change(capsys) -> None:
    """Each has a set-up of its own, or the first would change what the second works on."""
    found = timed(
        capsys,
        setup="x = torch.rand(3)",
        first="y = x\nx = y.add_(1) * 1\nx",
        second="x + 1",
    )

    assert found.rounds
    assert found.agreement == ["equal", ""]
    assert found.operands == {"x": [[3], "torch.float32"]}


def test_a_first_run_is_told_beside_those_that_work_on_what_it_left(capsys) -> None:
    found = timed(capsys, setup="xs = iter(range(20_000))", first="sum(xs)", second="sum([1])")

    assert found.used_up[0] > 0
    assert found.used_up[1] is None


def test_what_is_only_promised_is_named_and_not_compared(capsys) -> None:
    found = timed(capsys, first="(x for x in [1])", second="[1]")

    assert found.lazy == ["generator", None]
    assert found.agreement[0] == "unknown"


def test_a_very_slow_block_is_not_repeated(capsys) -> None:
    found = timed(capsys, first="import time\ntime.sleep(0.3)")

    assert (found.rounds, len(found.once), found.said) == ([], 1, ["setup", "first"])


@pytest.mark.parametrize(
    ("blocks", "failed"),
    [
        ({"first": "1\n\n1 / 0"}, ("first", "ZeroDivisionError", 3, False)),
        ({"first": "1", "second": "break"}, ("second", "SyntaxError", 1, False)),
        ({"first": "x = (\n1"}, ("first", "SyntaxError", 1, False)),
        ({"first": "1", "setup": "\nimport gone"}, ("setup", "ModuleNotFoundError", 2, False)),
        ({"first": "f()", "setup": "def f():\n    exit(3)"}, ("first", "SystemExit", 1, False)),
        ({"setup": "x = [1, 2]", "first": "1\nx.pop()"}, ("first", "IndexError", 2, True)),
    ],
)
def test_an_error_names_its_block_and_the_line_in_it(capsys, blocks, failed) -> None:
    found = timed(capsys, **blocks)

    assert (found.block, found.type, found.line, found.again) == failed


def test_an_error_that_cannot_be_told_is_told_without_words(capsys) -> None:
    mute = "class Mute(Exception):\n    def __str__(self): raise self\nraise Mute"

    assert timed(capsys, first=mute).message == ""


class Odd:
    def __eq__(self, other: object) -> bool:
        raise ValueError

    __hash__ = None


NOTES = "they differ by up to 1", "shapes (2,) and (3,)"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (None, None, ["absent", ""]),
        (1, None, ["different", ""]),
        (1, 1, ["equal", ""]),
        (1, 1.0, ["equal", ""]),
        (1.0, 1.0 + 1e-5, ["close", ""]),
        (16777217, 16777216, ["different", ""]),
        ([0.1, 0.2], [0.1, 0.2 + 1e-5], ["close", ""]),
        (torch.tensor(0.1), 0.1, ["equal", ""]),
        (float("inf"), float("inf"), ["equal", ""]),
        ("a", "a", ["unknown", ""]),
        (torch.ones(2), torch.ones(2) + 1e-4, ["close", ""]),
        (torch.ones(2), torch.zeros(2), ["different", NOTES[0]]),
        (torch.tensor(2**60), torch.tensor(2**60 + 1), ["different", ""]),
        (torch.ones(0), torch.ones(0), ["equal", ""]),
        (torch.ones(2, dtype=torch.bfloat16), torch.ones(2) * 1.0001, ["close", ""]),
        (torch.ones(2), torch.ones(3), ["different", NOTES[1]]),
        (torch.ones(2), torch.ones(2).long(), ["equal", ""]),
        (torch.ones(2), np.ones(2), ["equal", ""]),
        (torch.ones(2), [1.0, 1.0], ["equal", ""]),
        (torch.ones(2, requires_grad=True), torch.ones(2), ["equal", ""]),
        (torch.tensor([float("nan")]), torch.tensor([float("nan")]), ["equal", ""]),
        ((torch.ones(2), 1), (torch.ones(2), 1), ["equal", ""]),
        ((torch.ones(2), 1), (torch.ones(2), 2), ["different", ""]),
        ((1, 2), (1, 2, 3), ["different", "shapes (2,) and (3,)"]),
        ({"a": torch.ones(1)}, {"a": torch.ones(1) + 1e-7}, ["close", ""]),
        ({"a": 1}, {"b": 1}, ["different", ""]),
        ([[1], [1, 2]], [[1], [1, 2]], ["equal", ""]),
        (Odd(), Odd(), ["unknown", ""]),
    ],
)
def test_values_are_compared_as_a_learner_would(first, second, told) -> None:
    assert agreement(first, second, torch) == told
