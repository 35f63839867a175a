"""The line that failed tells what its parts held, and nothing of the learner's runs again."""

import sys

import pytest

from tests.sandbox.conftest import Run

X = "x = torch.ones(2, 3)\n"

FAILING: dict[str, tuple[str, list[tuple[str, tuple[int, ...]]], str]] = {
    "operator": (
        X + "w = torch.ones(3, 2)\ny = x @ w.t() + x",
        [("x", (2, 3)), ("w", (3, 2)), ("w.t()", (2, 3))],
        "x @ w.t()",
    ),
    "function": (X + "F.linear(x, x.T)", [("x", (2, 3)), ("x.T", (3, 2))], "F.linear(x, x.T)"),
    "list": (
        X + "torch.cat([x, x.t()], dim=1)",
        [("x", (2, 3)), ("x.t()", (3, 2))],
        "torch.cat([x, x.t()], dim=1)",
    ),
    "backward": (
        X + "x.requires_grad_()\n(x * 2).backward()",
        [("x", (2, 3))],
        "(x * 2).backward()",
    ),
    "random numbers": (
        "torch.randn(2, 3) @ torch.rand(2, 3)",
        [("torch.randn(2, 3)", (2, 3)), ("torch.rand(2, 3)", (2, 3))],
        "torch.randn(2, 3) @ torch.rand(2, 3)",
    ),
    "augmented": (
        X + "x += torch.ones(4)",
        [("x", (2, 3)), ("torch.ones(4)", (4,))],
        "x += torch.ones(4)",
    ),
    "item": (X + "x[0] = torch.ones(4)", [("x", (2, 3)), ("torch.ones(4)", (4,))], "x[0]"),
    "mask": (X + "x[x > 0].view(4)", [("x > 0", (2, 3)), ("x[x > 0]", (6,))], "x[x > 0].view(4)"),
    "unpacking": ("a, b = torch.ones(3)", [("torch.ones(3)", (3,))], "a, b"),
    "comprehension": (
        X + "[row + torch.ones(2) for row in x]",
        [("row", (3,)), ("torch.ones(2)", (2,))],
        "row + torch.ones(2)",
    ),
    "inner loop": (
        "[p @ q for p in [torch.ones(2)] for q in [torch.ones(3)]]",
        [("p", (2,)), ("q", (3,))],
        "p @ q",
    ),
    "first iterable": (X + "[row for row in x.view(7)]", [("x", (2, 3))], "x.view(7)"),
    "lambda": ("f = lambda a: a @ a\nf(torch.ones(2, 3))", [("a", (2, 3))], "a @ a"),
    "attribute": (
        "from types import SimpleNamespace as S\ns = S(w=torch.ones(2, 3))\ns.w @ s.w",
        [("s.w", (2, 3))],
        "s.w @ s.w",
    ),
    "chosen branch": (
        X + "(x.t() if len(x) > 2 else x) @ x",
        [("x", (2, 3))],
        "(x.t() if len(x) > 2 else x) @ x",
    ),
    "lines": (X + "y = (x\n    .t()\n    .view(7))", [("x.t()", (3, 2))], "x.t().view(7)"),
    "array": ("a = np.ones((2, 3))\na @ a", [("a", (2, 3))], "a @ a"),
    "string": (X + "f'{x.t().view(7)}'", [("x.t()", (3, 2))], "x.t().view(7)"),
    "misspelt method": (X + "x.t().squeze(0) @ x", [("x.t()", (3, 2))], "x.t().squeze"),
    "misspelt function": (X + "torch.ones(2) + torch.matmull(x, x)", [], "torch.matmull"),
    "large": (
        "x = torch.ones(1000, 1000)\n(x + 1).flatten() @ x",
        [("x + 1", (1000, 1000)), ("(x + 1).flatten()", (1000000,))],
        "(x + 1).flatten() @ x",
    ),
    "layers": (
        X + "m = nn.Sequential(nn.Linear(3, 8), nn.Dropout(), nn.ReLU(inplace=True))\nm(x) @ x",
        [("m(x)", (2, 8)), ("x", (2, 3))],
        "m(x) @ x",
    ),
}


@pytest.mark.parametrize(("code", "held", "broke"), FAILING.values(), ids=FAILING.keys())
async def test_the_failing_line_tells_its_parts(
    run: Run, code: str, held: list[tuple[str, tuple[int, ...]]], broke: str
) -> None:
    result = await run(code)

    assert result.error is not None
    known = {part.expression: part.shape for part in result.trace if not part.broke}
    assert known.items() >= dict(held).items()
    assert [part.expression for part in result.trace if part.broke] == [broke]
    operands = {operand.expression: operand.shape for operand in result.error.operands}
    assert operands.items() >= dict(held).items()


async def test_parts_are_told_in_the_order_of_evaluation_with_their_places(run: Run) -> None:
    result = await run("'é', (torch.ones(2, dtype=torch.int64) + 1) @ torch.ones(3)")

    told = [(part.column, part.end_column, part.dtype, part.device) for part in result.trace]
    assert told == [
        (6, 38, "int64", "cpu"),
        (6, 42, "int64", "cpu"),
        (46, 59, "float32", "cpu"),
        (5, 59, None, None),
    ]
    assert result.trace[-1].broke


async def test_a_layer_tells_its_weights(run: Run) -> None:
    result = await run(X + "m = nn.Linear(2, 4)\nm(x)")

    assert [part.expression for part in result.trace] == ["x", "m.weight", "m.bias", "m(x)"]
    assert result.trace[1].shape == (4, 2)
    assert result.error is not None
    assert [operand.expression for operand in result.error.operands] == ["x"]


@pytest.mark.parametrize(
    ("code", "shape"),
    [(X + "if x > 0: pass", (2, 3)), ("x = torch.tensor(1)\nfor a in x: pass", ())],
)
async def test_what_could_not_be_used_is_told_all_the_same(
    run: Run, code: str, shape: tuple[int, ...]
) -> None:
    assert [part.shape for part in (await run(code)).trace if part.broke] == [shape]


async def test_what_python_did_not_come_to_is_not_told(run: Run) -> None:
    result = await run(X + "torch.relu(x).matmull(x @ x.T) + x.sum()")

    assert [part.expression for part in result.trace] == [
        *("x", "torch.relu(x)", "torch.relu(x).matmull")
    ]


async def test_a_string_is_no_tensor(run: Run) -> None:
    result = await run(X + "f'{x.T @ x} {x @ x}'")

    assert [part.expression for part in result.trace if part.shape == (3, 3)] == ["x.T @ x"]


TESTS = {
    "behind a comparison": ("if x.mean() == 1 and x.abs(): pass", "x.abs()"),
    "behind a comparison that fails": ("1 if x.sum() < 0 or x else 2", "x"),
    "the comparison itself": ("if x == 1 and x.abs(): pass", "x == 1"),
    "not": ("if not x: pass", "x"),
    "before any comparison": ("while (x > 0).any() and x: pass", "x"),
    "asserted": ("assert x.sum() and x.t()", "x.t()"),
    "of a comprehension": ("[n for n in [1] if n == 1 and x.t()]", "x.t()"),
    "behind one of another kind": (
        "class A: pass\nif x.mean() == 1 and A() and x.abs(): pass",
        "x.abs()",
    ),
    "a chain": ("if 0 < x < 1: pass", None),
}


@pytest.mark.parametrize("want", [{}, {"trace": True}])
@pytest.mark.parametrize(("code", "broke"), TESTS.values(), ids=TESTS.keys())
async def test_of_a_test_the_part_that_has_no_truth_broke(
    run: Run, code: str, broke: str | None, want: dict[str, bool]
) -> None:
    """Python itself marks the last comparison before it, or the whole statement."""
    result = await run(X + code, want=want)

    (part,) = [part for part in result.trace if part.broke]
    assert (part.expression, len(part.shape or ())) == ((broke, 2) if broke else ("0 < x < 1", 0))
    assert result.error is not None
    assert (part.column, part.end_column) == (result.error.column, result.error.end_column)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="Python itself says which it was")
async def test_a_part_without_truth_on_another_line_leaves_the_place_whole(run: Run) -> None:
    """A line of one and columns of another would be no place; the line is that of the traceback."""
    error = (await run(X + "if (x.sum() > 0 and\n        x): pass")).error

    assert error is not None
    assert (error.line, error.column, error.end_column) == (2, 4, 15)


async def test_what_raises_on_purpose_did_not_break(run: Run) -> None:
    result = await run(X + "raise ValueError(x.sum())")

    assert {part.expression: part.shape for part in result.trace}.items() >= {"x.sum()": ()}.items()
    assert not any(part.broke for part in result.trace)


async def test_a_local_name_without_a_value_is_not_the_global(run: Run) -> None:
    result = await run(X + "def f():\n    y = x + 1\n    x = 1\nf()")

    assert [(part.expression, part.shape) for part in result.trace] == [("x", None)]
    assert result.error is not None
    assert result.error.operands == ()


UNHEARD = {
    "a function of the learner's": "def f(x):\n    print('f')\n    return x\nf(x) @ x",
    "a method": "class A:\n    def m(self):\n        print('m')\n        return x\nA().m() @ x",
    "a property": "class A:\n    p = property(lambda self: print('p') or x)\nA().p @ x",
    "any attribute": (
        "class A:\n    def __getattr__(self, name):\n        print(name)\n        return x\n"
        "A().b @ x"
    ),
    "an operator": (
        "class A:\n    def __add__(self, other):\n        print('+')\n        return x\n"
        "(A() + 1) @ x"
    ),
    "a subclass of Tensor": (
        "class T(torch.Tensor):\n    @classmethod\n"
        "    def __torch_function__(cls, f, t, a=(), k={}):\n"
        "        print(f.__name__)\n        return super().__torch_function__(f, t, a, k)\n"
        "t = torch.ones(2, 3).as_subclass(T)\nprint('so far')\n(t + 1, x @ x)"
    ),
    "a mode that is left on": (
        "from torch.overrides import TorchFunctionMode\n"
        "class M(TorchFunctionMode):\n    def __torch_function__(self, f, t, a=(), k=None):\n"
        "        print(f.__name__)\n        return f(*a, **(k or {}))\n"
        "M().__enter__()\n(x + 1) @ x"
    ),
    "an iterator": "i = iter([x, x.T, x])\nprint('i')\nnext(i) @ x\n",
    "printing": "(print('once'), x @ x)",
    "a hook": ("m = nn.Linear(3, 3)\nm.register_forward_hook(lambda *a: print('h'))\nm(x) @ x"),
    "a sort of the learner's": "sorted([2, 1], key=lambda k: print(k) or k), x @ x",
}


@pytest.mark.parametrize("code", UNHEARD.values(), ids=UNHEARD.keys())
async def test_nobody_hears_of_the_second_run(run: Run, code: str) -> None:
    told = "try:\n{}\nexcept RuntimeError:\n    pass\nNone"
    once = await run(X + told.format("".join(f"    {line}\n" for line in code.splitlines())))

    result = await run(X + code)

    assert result.stdout == once.stdout
    assert result.error is not None
    assert result.stderr.startswith("Traceback")
    assert result.trace[-1].broke


@pytest.mark.parametrize("want", [{}, {"trace": True}])
async def test_a_subclass_cannot_say_what_it_held(run: Run, want: dict[str, bool]) -> None:
    lies = "shape = property(lambda self: (7, 7))\n    dtype = property(lambda self: 'none')\n"

    result = await run(
        f"class T(torch.Tensor):\n    {lies}class A(np.ndarray):\n    {lies}"
        "t, a = torch.ones(2, 3).as_subclass(T), np.ones(2).view(A)\n"
        "t + a + torch.ones(4)",
        want=want,
    )

    assert result.error is not None
    assert [(each.expression, each.shape, each.dtype) for each in result.error.operands][:2] == [
        ("t", (2, 3), "float32"),
        ("a", (2,), "float64"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        "x.add_(1) @ x",
        "np.put(x.numpy(), [0], [9]), x @ x",
        "nn.init.zeros_(x) @ x",
    ],
)
async def test_nothing_is_changed_twice(run: Run, change: str) -> None:
    start = "x = torch.arange(6.0).view(2, 3)\n"
    once = await run(f"{start}try:\n    {change}\nexcept RuntimeError: pass\n")

    result = await run(start + change)

    assert [part.broke for part in result.trace][-1:] == [True]
    assert result.tensors == once.tensors


async def test_no_warning_is_added(run: Run) -> None:
    result = await run("y = torch.ones(2, requires_grad=True) * 2\ny.grad, y @ torch.ones(3)")

    assert result.stderr.count("UserWarning") == 1
