"""Which exercise comes next, by a table; which messages are attempts, and how values read."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import torch

from knowledge.exercises.shelf import shelf
from progress.practising import Tried
from sandbox.values import Called, Other, Raised, TensorValue, Value
from tutor.practice.attempt import is_attempt
from tutor.practice.choose import NoneLeft, Wish, chosen
from tutor.practice.printed import outcome, printed

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BASE = shelf()["checkerboard"]


def exercise(name: str, topic: str, level: int, *needs: str):
    told = {"id": name, "topic": topic, "level": level, "prerequisites": needs}
    return BASE.model_copy(update=told)


EXERCISES = {
    each.id: each
    for each in (
        exercise("a1", "shapes", 1),
        exercise("a3", "shapes", 3, "views"),
        exercise("b1", "einsum", 1, "einsum"),
        exercise("b2", "einsum", 2, "views"),
        exercise("b5", "einsum", 5),
    )
}


def done(tries: int, passed_in: int | None = None, *, hints: int = 0, gave_up=False, at: int = 0):
    return Tried(tries, NOON + timedelta(at), hints, gave_up, passed_in)


AT_ONCE, WITH_HELP, GIVEN_UP, TRIED = (
    done(1, 1),
    done(3, 3, hints=2),
    done(2, gave_up=True),
    done(2),
)


@pytest.mark.parametrize(
    ("attempts", "read", "asked", "expected"),
    [
        # the first that is easiest and needs nothing that was not read
        ({}, "", {}, "a1"),
        ({}, "einsum", {"topic": "einsum"}, "b1"),
        # of a topic for which nothing was read yet, what asks least all the same
        ({}, "", {"topic": "einsum"}, "b5"),
        ({"a1": AT_ONCE}, "einsum views", {}, "b2"),
        ({"a1": WITH_HELP}, "einsum views", {}, "b1"),
        # what was tried comes last, what was passed not at all
        ({"a1": TRIED}, "einsum views", {}, "b1"),
        ({"a1": AT_ONCE, "b1": AT_ONCE, "b2": GIVEN_UP}, "views", {}, "a3"),
        ({"a1": AT_ONCE}, "", {"topic": "shapes"}, "a3"),
        ({"a1": AT_ONCE, "a3": AT_ONCE}, "", {"topic": "shapes"}, NoneLeft(Wish.ANOTHER, "shapes")),
        ({}, "", {"topic": "cooking"}, NoneLeft(Wish.ANOTHER, "cooking")),
        (dict.fromkeys(EXERCISES, AT_ONCE), "", {}, NoneLeft(Wish.ANOTHER)),
        # beside one that is before somebody: in its topic, else wherever
        ({}, "", {"wish": Wish.HARDER, "now_at": "b1"}, "b2"),
        ({}, "", {"wish": Wish.HARDER, "now_at": "a3"}, "b5"),
        ({}, "", {"wish": Wish.EASIER, "now_at": "b5"}, "b2"),
        ({}, "", {"wish": Wish.EASIER, "now_at": "a3"}, "a1"),
        ({}, "", {"wish": Wish.EASIER, "now_at": "a1"}, NoneLeft(Wish.EASIER)),
        ({}, "", {"wish": Wish.HARDER, "now_at": "b5"}, NoneLeft(Wish.HARDER)),
        ({}, "", {"now_at": "a1"}, "b5"),
    ],
)
def test_the_next_exercise(attempts, read: str, asked: dict, expected) -> None:
    at = EXERCISES.get(asked.pop("now_at", ""))

    found = chosen([*EXERCISES.values()], attempts, read.split(), now_at=at, **asked)

    assert (found if isinstance(found, NoneLeft) else found.id) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def board(n):\n    return n", True),
        ("board = lambda n: n", True),
        ("def board(n):\n    return n\n\nprint(board(3))", True),
        ("import torch\n\ndef bord(n):\n    return n", True),
        (">>> def board(n):\n...     return n", True),
        ("def board(n)\n    return n", True),
        ("return torch.arange(n)", True),
        ("", True),
        ("torch.ones(2)", False),
        ("n = 3\ntorch.arange(n)", False),
        ("def bord(n):\n    return n\n\nprint(bord(3))", False),
        ("import torch", False),
        ("torch.ones(2", False),
    ],
)
def test_what_is_an_attempt(code: str, *, expected: bool) -> None:
    assert is_attempt(code, "board") is expected


TENSORS = (
    torch.tensor(5),
    torch.tensor([[0, 1], [10, -3]]),
    torch.tensor([1.0, 2.0, -3.0]),
    torch.tensor([[0.5, 2.25], [float("nan"), float("inf")]]),
    torch.tensor([1e-6, 1.0]),
    torch.tensor([1.0, 5000.0]),
    torch.tensor([True, False]),
    torch.zeros(0),
    torch.zeros(0, dtype=torch.int64),
    torch.zeros(0, 3),
    torch.arange(8.0).reshape(2, 2, 2),
    torch.arange(40),
    torch.tensor([1, 2], dtype=torch.uint8),
    torch.tensor([0.5], dtype=torch.float64),
)


@pytest.mark.parametrize("tensor", TENSORS)
def test_tensors_read_as_torch_prints_them(tensor: torch.Tensor) -> None:
    dtype = str(tensor.dtype).removeprefix("torch.")
    value = TensorValue(dtype, tuple(tensor.shape), np.asarray(tensor).tobytes())

    assert printed(value) == str(tensor)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "None"),
        ("a'b", '"a\'b"'),
        ((1,), "(1,)"),
        ([1, 0.5, (True,)], "[1, 0.5, (True,)]"),
        (Other("Module"), "<Module>"),
    ],
)
def test_other_values_read_as_python_has_them(value: Value, expected: str) -> None:
    assert printed(value) == expected


def test_an_error_names_its_line() -> None:
    raised = Raised("ValueError", "too few", 3)

    assert outcome(Called(raised=raised)) == "ValueError (line 3): too few"
