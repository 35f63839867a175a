"""What is said of the tensors a snippet left, and how little work that may be."""

import math

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
    "five digits": ("torch.arange(9999.0, 10003.0)", "[9999, 10000, 10001, 10002]"),
    "five digits and half": ("torch.tensor([-10000.5, 12.3456])", "[-10000.5, 12.35]"),
    "large": ("torch.tensor([1e30, float('inf'), float('nan')])", "[1e+30, inf, nan]"),
    "quantised": (
        "torch.quantize_per_tensor(torch.tensor([1.0, 2.0]), 0.5, 0, torch.qint8)",
        "[1, 2]",
    ),
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


MANY = 65
LOW, HIGH = -(2**63), 2**63 - 1
STATISTICS = {
    "of floats": "torch.tensor([1.0, 2.0, 3.0, 4.0])",
    "of many floats": "torch.arange(100.0) ** 2",
    "of one": "torch.tensor([3.0])",
    "of a scalar": "torch.tensor(3.0)",
    "of one that is not finite": "torch.tensor([float('inf')])",
    "of not a number": "torch.tensor([1.0, float('nan')])",
    "too large to add up": "torch.tensor([1e308, 1e308], dtype=torch.float64)",
    "too large to square": "torch.tensor([1e200, -1e200], dtype=torch.float64)",
}


@pytest.mark.parametrize("made", STATISTICS.values(), ids=STATISTICS.keys())
async def test_statistics_are_what_torch_says(run: Run, made: str) -> None:
    result = await run(
        f"import warnings\nwarnings.simplefilter('ignore')\nx = {made}\n"
        "'/'.join(repr(of().item()) for of in (x.min, x.max, x.mean, x.std))"
    )

    (x,) = result.tensors
    by_torch = (float(number) for number in (result.value or "").strip("'").split("/"))
    told = [x.stats[name] for name in ("min", "max", "mean", "std")]
    assert told == [pytest.approx(n, rel=1e-6) if math.isfinite(n) else None for n in by_torch]


INTEGERS = {
    "few": (f"torch.tensor([{LOW}, {HIGH}, {2**53 + 1}])", LOW, HIGH),
    "many": (f"torch.arange({2**53 + 1}, {2**53 + 1 + MANY})", 2**53 + 1, 2**53 + MANY),
    "few unsigned": ("torch.tensor([2**64 - 1], dtype=torch.uint64)", 2**64 - 1, 2**64 - 1),
    "many unsigned": (
        f"torch.tensor([2**64 - 1, 5] * {MANY}, dtype=torch.uint64)",
        5,
        2**64 - 1,
    ),
    "truth values": ("torch.tensor([True, False])", 0, 1),
    "many truth values": (f"torch.ones({MANY}) > 0", 1, 1),
}


@pytest.mark.parametrize(("made", "low", "high"), INTEGERS.values(), ids=INTEGERS.keys())
async def test_an_integer_is_told_to_its_last_digit(
    run: Run, made: str, low: int, high: int
) -> None:
    result = await run(f"x = {made}")

    (x,) = result.tensors
    assert (x.stats["min"], x.stats["max"]) == (low, high)


SHARED = {
    "views, even apart": ("a = torch.ones(6)\nb = a[:2]\nc = a[4:]", "ab ac bc"),
    "arrays over one buffer": (
        "n = np.zeros(6)\na = torch.from_numpy(n)\nb = torch.from_numpy(n[2:])",
        "ab",
    ),
    "only those that overlap": (
        "n = np.zeros(6)\na, b, c = map(torch.from_numpy, (n[:3], n[2:5], n[4:]))\nd = a + 1",
        "ab bc",
    ),
    "two of one among them": (
        "n = np.zeros(6)\na = torch.from_numpy(n)\nb = torch.from_numpy(n[2:])\nc = b[1:]",
        "ab ac bc",
    ),
    "buffers of bytes": (
        """n, t = bytearray(8), torch.int8
a = torch.frombuffer(n, dtype=t)
b = torch.frombuffer(n, dtype=t, offset=4)""",
        "ab",
    ),
    "halves of an array": (
        "n = np.zeros(6)\na = torch.from_numpy(n[:3])\nb = torch.from_numpy(n[3:])",
        "",
    ),
    "nothing": ("a = torch.from_numpy(np.zeros(0))\nb = a", ""),
}


@pytest.mark.parametrize(("code", "pairs"), SHARED.values(), ids=SHARED.keys())
async def test_memory_in_common_is_told_from_both_sides(run: Run, code: str, pairs: str) -> None:
    result = await run(code)

    told = {(tensor.name, other) for tensor in result.tensors for other in tensor.shares_with}
    assert told == {(one, other) for pair in pairs.split() for one, other in (pair, pair[::-1])}


HOLLOW = {
    "on no device": "torch.empty(3, 4, device='meta')",
    "of a lazy layer": "nn.LazyLinear(3).weight",
    "of a lazy layer's buffer": "nn.LazyBatchNorm1d().running_mean",
    "in an order of its own": "torch.ones(2, 3).to_mkldnn()",
    "sparse": "torch.eye(2).to_sparse()",
}


@pytest.mark.parametrize("made", HOLLOW.values(), ids=HOLLOW.keys())
async def test_one_without_numbers_in_memory_is_left_out(run: Run, made: str) -> None:
    result = await run(f"x = {made}\ny = torch.ones(1)")

    assert result.outcome is Outcome.OK, result
    assert [tensor.name for tensor in result.tensors] == ["y"]


@pytest.mark.parametrize("made", ["torch.ones([1] * 129)", "torch.ones(1).expand(2**61)"])
async def test_only_a_tensor_too_odd_to_tell_of_is_left_out(run: Run, made: str) -> None:
    result = await run(f"x = {made}\ny = torch.ones(1)")

    assert result.outcome is Outcome.OK
    assert [tensor.name for tensor in result.tensors] == ["y"]


SHRUNK = {
    "let go of": "torch.ones(1000); x.untyped_storage().resize_(0)",
    "cut": "torch.ones(10**6); x.untyped_storage().resize_(4096)",
    "let go of below a view": "torch.ones(10**6)[::20000]; x.untyped_storage().resize_(0)",
    "let go of below a parameter": (
        "nn.Parameter(torch.ones(1000)); x.untyped_storage().resize_(0)"
    ),
}


@pytest.mark.parametrize("made", SHRUNK.values(), ids=SHRUNK.keys())
async def test_of_one_whose_memory_was_let_go_of_the_shape_is_told(run: Run, made: str) -> None:
    """Torch reads on behind what is left, and the process is gone."""
    unused, shown = [await run(f"x = {made}\n{last}") for last in ("1", "x")]

    assert (unused.value, shown.value) == ("1", shown.value), unused
    for result in (unused, shown):
        (told,) = result.tensors
        size = f"size=({told.shape[0]},)"
        assert (told.preview, told.stats) == ("", {})
    assert (shown.value or "").startswith(f"tensor(..., {size}"), shown


async def test_one_that_was_cut_behind_its_last_number_is_told_in_full(run: Run) -> None:
    result = await run("x = torch.ones(9)[2:4]\nx.untyped_storage().resize_(16)\nx")

    (told,) = result.tensors
    assert (result.value, told.preview) == ("tensor([1., 1.])", "[1, 1]")


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
