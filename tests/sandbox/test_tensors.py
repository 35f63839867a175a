"""What is said of the tensors a snippet left, and how little work that may be."""

import pytest

from sandbox.protocol import Outcome
from tests.sandbox.conftest import Run

PREVIEWS = {
    "whole": ("torch.arange(4).view(2, 2)", "[[0, 1], [2, 3]]"),
    "scalar": ("torch.tensor(2.5)", "2.5"),
    "long": ("torch.arange(9)", "[0, 1, 2, …, 6, 7, 8]"),
    "many rows": ("torch.arange(9).view(9, 1)", "[[0], [1], [2], …, [6], [7], [8]]"),
    "long third axis": ("torch.arange(20).view(1, 1, 20)", "[[[0, 1, 2, …, 17, 18, 19]]]"),
    "long fourth axis": ("torch.arange(8).view(1, 1, 1, 8)", "[[[[0, 1, 2, …, 5, 6, 7]]]]"),
    "no rows": ("torch.ones(0, 10**6)", "[]"),
    "empty rows": ("torch.ones(3, 0)", "[[], [], []]"),
    "empty rows without end": ("torch.ones(10**6, 0)", "[[], [], [], …, [], [], []]"),
    "very long": ("torch.zeros(5_000_000)", "[0, 0, 0, …, 0, 0, 0]"),
    "longer than memory": ("torch.ones(1).expand(2**60)", "[1, 1, 1, …, 1, 1, 1]"),
}


@pytest.mark.parametrize(("made", "preview"), PREVIEWS.values(), ids=PREVIEWS.keys())
async def test_a_preview_shows_where_something_is_left_out(
    run: Run, made: str, preview: str
) -> None:
    result = await run(f"x = {made}")

    assert [tensor.preview for tensor in result.tensors] == [preview], result


async def test_a_preview_takes_no_memory_of_its_own(run: Run) -> None:
    result = await run("x = torch.zeros(5_000_000)")

    assert result.peak_bytes < 60_000_000


@pytest.mark.parametrize("made", ["torch.zeros([2] * 20)", "torch.zeros([2] * 24 + [0])"])
async def test_a_preview_of_many_short_axes_is_soon_done(run: Run, made: str) -> None:
    result = await run(f"a = {made}\nb = a + 1\nc = a + 2\nd = a + 3")

    assert result.outcome is Outcome.OK
    assert [len(tensor.preview) for tensor in result.tensors] == [401] * 4
    assert result.cpu_seconds < 1


async def test_statistics_of_all_together_cost_no_more_than_of_one(run: Run) -> None:
    """Small ones have theirs all the same."""
    names = "".join(f"y{number} = x\n" for number in range(10))

    result = await run(f"x = torch.zeros(4_000_000)\n{names}z = torch.ones(3)")

    assert result.outcome is Outcome.OK
    assert [tensor.name for tensor in result.tensors if tensor.stats] == ["x", "z"]


@pytest.mark.parametrize("made", ["torch.ones([1] * 129)", "torch.ones(1).expand(2**61)"])
async def test_only_a_tensor_too_odd_to_tell_of_is_left_out(run: Run, made: str) -> None:
    result = await run(f"x = {made}\ny = torch.ones(1)")

    assert result.outcome is Outcome.OK
    assert [tensor.name for tensor in result.tensors] == ["y"]


async def test_a_subclass_is_told_of_like_any_tensor(run: Run) -> None:
    result = await run(
        "class T(torch.Tensor): pass\nx = torch.ones(2, requires_grad=True).as_subclass(T)\n"
        "y = torch.ones(2).as_subclass(T)\ntorch.set_grad_enabled(False)"
    )

    told = [(tensor.name, tensor.preview, tensor.requires_grad) for tensor in result.tensors]
    assert told == [("x", "[1, 1]", True), ("y", "[1, 1]", False)]


FUNCTIONS = (
    "from torch.overrides import TorchFunctionMode\n"
    "class M(TorchFunctionMode):\n    def __torch_function__(self, f, t, a=(), k=None):\n"
    "        print(f.__name__)\n        return f(*a, **(k or {}))\n"
)
OPERATIONS = (
    "from torch.utils._python_dispatch import TorchDispatchMode\n"
    "class M(TorchDispatchMode):\n    def __torch_dispatch__(self, f, t, a=(), k=None):\n"
    "        print(f)\n        return f(*a, **(k or {}))\n"
)
WRAPPER = (
    "class W(torch.Tensor):\n    @staticmethod\n"
    "    def __new__(cls, held): return cls._make_wrapper_subclass(cls, held.shape)\n"
    "    def __init__(self, held): self.held = held\n    @classmethod\n"
    "    def __torch_dispatch__(cls, f, t, a=(), k=None):\n"
    "        print(f)\n        return f(*(getattr(each, 'held', each) for each in a))\n"
)
PROPERTY = "class T(torch.Tensor): shape = property(lambda self: print('shape'))\n"
LISTENING = {
    "a mode for functions": (FUNCTIONS + "M().__enter__()\nx = torch.ones(2)", "ones\n"),
    "a mode for operations": (
        OPERATIONS + "M().__enter__()\nx = torch.ones(2)",
        "aten.ones.default\n",
    ),
    "a wrapper": (WRAPPER + "w = W(torch.ones(2))\nx = w + 1", "aten.add.Tensor\n"),
    "a property": (PROPERTY + "x = torch.ones(2).as_subclass(T)", ""),
}


@pytest.mark.parametrize(("code", "stdout"), LISTENING.values(), ids=LISTENING.keys())
async def test_nothing_of_the_learners_hears_of_it(run: Run, code: str, stdout: str) -> None:
    result = await run(code)

    assert (result.outcome, result.stdout) == (Outcome.OK, stdout)
    assert [tensor.name for tensor in result.tensors] == ["x"]
