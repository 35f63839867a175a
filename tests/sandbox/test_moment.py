"""Shapes of a failing line are those of the failure, whatever its frames did since."""

import pytest

from tests.sandbox.conftest import Run

START = "x, w = torch.ones(2, 3), torch.ones(2, 4)\n"
ROWS = {"x": (2, 3), "w": (2, 4)}
POOL = "from concurrent.futures import ThreadPoolExecutor\n"

MOMENTS = {
    "at once": "x @ w",
    "with": "with torch.no_grad(): x @ w",
    "in a function": "def f(a):\n    with torch.no_grad(): return x @ w\nf(x)",
    "handler of another error": "try: x @ w\nexcept (ValueError, KeyError): x = None",
    "in a handler": "try: 1 / 0\nexcept ZeroDivisionError as e: x @ w",
    "in finally": "try: pass\nfinally: x @ w",
    "a last word": "def f():\n    try: return x @ w\n    finally: print('done')\nf()",
    "finally": "try: x @ w\nfinally: x = x.T",
    "except": "try: x @ w\nexcept RuntimeError:\n    x = x.unsqueeze(0)\n    raise",
    "raised by name": "try: x @ w\nexcept RuntimeError as e:\n    x = x.T\n    raise e",
    "around a call": (
        "def f(): return x @ w\ntry: f()\nexcept RuntimeError:\n    x = x.T\n    raise"
    ),
    "a call": "def mend():\n    global x\n    x = x.T\ntry: x @ w\nfinally: mend()",
    "kept by a function": (
        "def f(x):\n    try: x @ w\n    except RuntimeError as e: error = e\n"
        "    x = x.T\n    return error\nraise f(x)"
    ),
    "of a function that has ended": (
        "def f(): return x @ w\ntry: f()\nexcept RuntimeError as e: error = e\nx = x.T\nraise error"
    ),
    "of a function that fails again": (
        "def f(x):\n    try: x @ w\n    except RuntimeError as e: return e\n"
        "kept = f(x.unsqueeze(0).T)\nraise f(x)"
    ),
    "a generator": "def rows():\n    for row in x:\n        yield x @ w\nlist(rows())",
    "a library's reraise": "torch.autograd.functional.jacobian(lambda x: x @ w, x)",
    "asyncio": "import asyncio\nasync def f(): return x @ w\nasyncio.run(f())",
    "a thread": f"{POOL}with ThreadPoolExecutor() as pool: done = pool.submit(lambda: x @ w)\n"
    "x = x.T\ndone.result()",
    "a thread, of a name it shares": (
        f"{POOL}def start(pool):\n    x, w = torch.ones(2, 3), torch.ones(2, 4)\n"
        "    done = pool.submit(lambda: x @ w)\n    done.exception()\n    x = x.T\n"
        "    return done\n"
        "with ThreadPoolExecutor() as pool: done = start(pool)\ndone.result()"
    ),
    "a thread that went on": (
        f"{POOL}def f(x, w):\n    try: return x @ w\n    finally: x = x.T\n"
        "with ThreadPoolExecutor() as pool: pool.submit(f, x, w).result()"
    ),
    "a loop": "for w in (torch.ones(3, 2), w, x.T): x @ w",
    "the same place before": "for y in (x.T, w):\n    f = lambda w: x @ w\n    f(y)",
}


@pytest.mark.parametrize("want", [{}, {"trace": True}])
@pytest.mark.parametrize("code", MOMENTS.values(), ids=MOMENTS.keys())
async def test_what_it_held_then_is_told(run: Run, code: str, want: dict[str, bool]) -> None:
    result = await run(START + code, want=want)

    assert result.error is not None
    (broken,) = [part for part in result.trace if part.broke]
    told = [part for part in result.trace if part.line == broken.line and not part.broke]
    held = {part.expression: part.shape for part in told if len(part.expression) == 1}
    assert held == ROWS
    operands = {operand.expression: operand.shape for operand in result.error.operands}
    assert operands.items() >= ROWS.items()


# The first is raised once more after another has come from there, or its operand was changed.
OLD = {
    "another since": (
        "errors = []\nfor x in (x, torch.ones(7, 3)):\n    try: x @ w\n"
        "    except RuntimeError as e: errors.append(e)\nraise errors[0]"
    ),
    "changed in place": (
        f"{POOL}def f(x, w): return x @ w\n"
        "with ThreadPoolExecutor() as pool: done = pool.submit(f, x, w)\nx.t_()\ndone.result()"
    ),
}


@pytest.mark.parametrize("code", OLD.values(), ids=OLD.keys())
async def test_what_is_not_sure_is_not_told(run: Run, code: str) -> None:
    result = await run(START + code)

    assert result.error is not None
    assert result.error.operands == ()
    assert [part.expression for part in result.trace] == ["x @ w"]


MADE = (
    "from contextlib import *\nnet = nn.Linear(3, 2)\nx, w = torch.ones(2, 3), torch.ones(2, 4)\n"
)
HALF = "@contextmanager\ndef half(net):\n    net.half()\n    try: yield\n    finally: net.float()\n"
HALVES = [("net.weight", (2, 3), "float16"), ("net.bias", (2,), "float16")]
META = "dev = torch.device('meta')\n"

AROUND = {
    "with": (f"{HALF}with half(net): net(x)", [("x", (2, 3), "float32"), *HALVES]),
    "with, around a function": (
        f"{HALF}def f(x): return net(x)\nwith half(net): f(x)",
        [("x", (2, 3), "float32"), *HALVES],
    ),
    "with, of two": (
        f"{HALF}with half(net), open(net(x)): pass",
        [("x", (2, 3), "float32")],
    ),
    "a name's": (
        (
            "@contextmanager\ndef swapped(new):\n    global x\n    old, x = x, new\n"
            "    try: yield\n    finally: x = old\nwith swapped(torch.ones(5)): x @ w"
        ),
        [("x", (5,), "float32"), ("w", (2, 4), "float32")],
    ),
    "an attribute's": (
        (
            "class Buffer:\n    def __init__(self): self.held = torch.ones(2, 3)\n"
            "    def __enter__(self): return self\n"
            "    def __exit__(self, *_): self.held = torch.ones(0)\n"
            "with Buffer() as b: b.held @ w"
        ),
        [("b.held", (2, 3), "float32"), ("w", (2, 4), "float32")],
    ),
    "other weights": (
        (
            "from torch.func import functional_call\nclass Net(nn.Module):\n"
            "    def __init__(self):\n        super().__init__()\n"
            "        self.fc = nn.Linear(3, 2)\n"
            "    def forward(self, x): return self.fc(x)\n"
            "functional_call(Net(), {'fc.weight': torch.ones(2, 5)}, x)"
        ),
        [
            *[("x", (2, 3), "float32"), ("self.fc.weight", (2, 5), "float32")],
            ("self.fc.bias", (2,), "float32"),
        ],
    ),
    "autocast": (
        "with torch.autocast('cpu', dtype=torch.bfloat16): (w.T @ x) @ w",
        [
            *[("w", (2, 4), "float32"), ("w.T", (4, 2), "float32"), ("x", (2, 3), "float32")],
            *[("w.T @ x", (4, 3), "bfloat16"), ("w", (2, 4), "float32")],
        ],
    ),
    "a device": (
        f"{META}with dev: torch.ones(2, 3) @ x",
        [("torch.ones(2, 3)", (2, 3), "float32"), ("x", (2, 3), "float32")],
    ),
    "a clock": (
        (
            "import time\nclass Clock:\n    def __enter__(self): self.began = time.time()\n"
            "    def __exit__(self, *_): self.took = time.time() - self.began\nnet.half()\n"
            "with Clock(): net(x)"
        ),
        [("x", (2, 3), "float32"), *HALVES],
    ),
}


@pytest.mark.parametrize(("code", "rows"), AROUND.values(), ids=AROUND.keys())
async def test_what_the_end_of_a_with_put_back_is_not_told(
    run: Run, code: str, rows: list[tuple[str, tuple[int, ...], str]]
) -> None:
    told = [(p.expression, p.shape, p.dtype) for p in (await run(MADE + code)).trace if not p.broke]

    assert told == rows


CHANGED = {
    "a list's item": (
        "q = [torch.ones(2, 3), torch.ones(4, 4)]\nq[0] @ q.pop(0)",
        [("q[0]", (2, 3)), ("q.pop(0)", (2, 3))],
    ),
    "an attribute": (
        (
            "class A:\n    def __init__(self): self.h = torch.ones(2, 3)\n"
            "    def step(self):\n        self.h = torch.ones(7, 7)\n"
            "        return torch.ones(2, 2)\n"
            "a = A()\na.h @ a.step()"
        ),
        [("a.h", (2, 3)), ("a.step()", (2, 2))],
    ),
    "a shape": (
        "def grow(x): return x.resize_(4, 3)\nx.sum(1) + grow(x)",
        [("x", (2, 3)), ("x.sum(1)", (2,)), ("x", (2, 3)), ("grow(x)", (4, 3))],
    ),
    "a name": (
        "def f():\n    global x\n    x = torch.ones(5, 5)\n    return torch.ones(2, 2)\nx @ f()",
        [("x", (2, 3)), ("f()", (2, 2))],
    ),
    "itself": (
        "class A: h = torch.ones(2, 3)\nA.h += torch.ones(4)",
        [("A.h", (2, 3)), ("torch.ones(4)", (4,))],
    ),
    "an item, found by a call": (
        "q = {0: x}\ndef i(n=[]):\n    n.append(0)\n    return len(n) - 1\nq[i()] += torch.ones(4)",
        [("torch.ones(4)", (4,))],
    ),
}


@pytest.mark.parametrize(("code", "rows"), CHANGED.values(), ids=CHANGED.keys())
async def test_what_a_line_has_changed_is_not_told_as_what_it_was(
    run: Run, code: str, rows: list[tuple[str, tuple[int, ...]]]
) -> None:
    told = [(part.expression, part.shape) for part in (await run(START + code)).trace]

    assert told[:-1] == rows
