"""Shapes of a failing line are those of the failure, or they are not told."""

import pytest

from tests.sandbox.conftest import Run

START = "x, w = torch.ones(2, 3), torch.ones(2, 4)\n"
ROWS = {"x": (2, 3), "w": (2, 4)}

GONE_ON = {
    "kept and raised later": (
        "errors = []\nfor x in (x, torch.ones(7, 2)):\n    try: x @ w\n"
        "    except RuntimeError as e: errors.append(e)\nraise errors[0]"
    ),
    "kept by a function": (
        "def f(x):\n    try: x @ w\n    except RuntimeError as e: error = e\n"
        "    x = x.T\n    return error\nraise f(x)"
    ),
    "of a function that has ended": (
        "def f(): return x @ w\ntry: f()\nexcept RuntimeError as e: error = e\nx = x.T\nraise error"
    ),
    "of a thread": (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor() as pool: done = pool.submit(lambda: x @ w)\n"
        "x = x.T\ndone.result()"
    ),
    "of a thread, of a name it shares": (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def start(pool):\n    x, w = torch.ones(2, 3), torch.ones(2, 4)\n"
        "    done = pool.submit(lambda: x @ w)\n    done.exception()\n    x = x.T\n"
        "    return done\n"
        "with ThreadPoolExecutor() as pool: done = start(pool)\ndone.result()"
    ),
    "of a thread that went on": (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def f(x, w):\n    try: return x @ w\n    finally: x = x.T\n"
        "with ThreadPoolExecutor() as pool: pool.submit(f, x, w).result()"
    ),
    "of a thread, of what is not its own": (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def f(x, w): return x @ w\n"
        "with ThreadPoolExecutor() as pool: done = pool.submit(f, x, w)\nx.t_()\ndone.result()"
    ),
    "finally": "try: x @ w\nfinally: x = x.T",
    "except": "try: x @ w\nexcept RuntimeError:\n    x = x.unsqueeze(0)\n    raise",
    "raised by name": "try: x @ w\nexcept RuntimeError as e:\n    x = x.T\n    raise e",
    "around a call": (
        "def f(): return x @ w\ntry: f()\nexcept RuntimeError:\n    x = x.T\n    raise"
    ),
    "a call": ("def mend():\n    global x\n    x = x.T\ntry: x @ w\nfinally: mend()"),
    "another dtype": ("x = x.double()\ntry: x @ torch.ones(3)\nfinally: x = x.float()"),
}


@pytest.mark.parametrize("want", [{}, {"trace": True}])
@pytest.mark.parametrize("code", GONE_ON.values(), ids=GONE_ON.keys())
async def test_of_a_frame_that_has_gone_on_no_value_is_told(
    run: Run, code: str, want: dict[str, bool]
) -> None:
    result = await run(START + code, want=want)

    assert result.error is not None
    assert result.error.operands == ()
    (broken,) = [part for part in result.trace if part.broke]
    assert broken.expression.startswith("x @ ")
    told = [part.shape for part in result.trace if part.line == broken.line and not part.broke]
    assert told == []


# Ends of `with` that put back what was there before; `net` takes three numbers and gives two.
MADE = (
    "from contextlib import *\nnet = nn.Linear(3, 2)\nx, w = torch.ones(2, 3), torch.ones(2, 4)\n"
)
HALF = "@contextmanager\ndef half(net):\n    net.half()\n    try: yield\n    finally: net.float()\n"
SWAPPED = (
    "@contextmanager\ndef swapped(new):\n    global x\n    old, x = x, new\n    try: yield\n"
    "    finally: x = old\n"
)
DOUBLE = (
    "class Double:\n    def __enter__(self): net.double()\n"
    "    def __exit__(self, *_): net.float()\n"
)
BUFFER = (
    "class Buffer:\n    def __init__(self): self.held = torch.ones(2, 3)\n"
    "    def __enter__(self): return self\n"
    "    def __exit__(self, *_): self.held = None if 0 else torch.ones(0)\n"
)
DTYPE = (
    "@contextmanager\ndef dtype(kind):\n    torch.set_default_dtype(kind)\n    try: yield\n"
    "    finally: torch.set_default_dtype(torch.float32)\n"
)
LET_OUT = {
    "a generator's": f"{HALF}with half(net): net(torch.ones(2, 3))",
    "around a function": f"{HALF}def f(x): return net(x)\nwith half(net): f(torch.ones(2, 3))",
    "of two": f"{HALF}with half(net), open(net(torch.ones(2, 3))): pass",
    "as a decorator": f"{HALF}@half(net)\ndef f(x): return net(x)\nf(torch.ones(2, 3))",
    "a class's": f"{DOUBLE}with Double(): net(torch.ones(2, 3))",
    "a callback's": (
        "net.double()\nwith ExitStack() as stack:\n    stack.callback(net.float)\n"
        "    net(torch.ones(2, 3))"
    ),
    "a name's": f"{SWAPPED}with swapped(torch.ones(5)): x @ w",
    "an attribute's": f"{BUFFER}with Buffer() as b: b.held @ w",
    "of asyncio": (
        "import asyncio\nclass A:\n    async def __aenter__(self): net.double()\n"
        "    async def __aexit__(self, *_): net.float()\n"
        "async def f():\n    async with A(): net(torch.ones(2, 3))\nasyncio.run(f())"
    ),
    "the default's": f"{DTYPE}with dtype(torch.float64): torch.ones(2, 3) @ torch.ones(2, 3)",
    "a mock's": (
        "from unittest.mock import patch\n"
        "with patch.object(net, 'weight', nn.Parameter(torch.ones(2, 5))): net(torch.ones(2, 3))"
    ),
    "one put in place as another": (
        "class Double:\n    def __enter__(self): net.double()\n"
        "    def close(self, *_): net.float()\n    __exit__ = close\n"
        "with Double(): net(torch.ones(2, 3))"
    ),
    "one that sets by a property": (
        "class Double:\n    @property\n    def ended(self): return True\n"
        "    @ended.setter\n    def ended(self, new): net.float()\n"
        "    def __enter__(self): net.double()\n"
        "    def __exit__(self, *_): self.ended = True\nwith Double(): net(torch.ones(2, 3))"
    ),
    "one that sets in its own way": (
        "class Double:\n    def __setattr__(self, name, new): net.float()\n"
        "    def __enter__(self): net.double()\n"
        "    def __exit__(self, *_): self.ended = True\nwith Double(): net(torch.ones(2, 3))"
    ),
    "eval, by a mode of its own": (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.train()\n    def forward(self, x): return x @ self.w\n"
        "    def train(self, mode=True):\n"
        "        self.w = nn.Parameter(torch.ones(5 if mode else 3, 2))\n"
        "        return super().train(mode)\n"
        "@contextmanager\ndef then_eval(net):\n    try: yield\n    finally: net.eval()\n"
        "net = Net()\nwith then_eval(net): net(torch.ones(4, 3))"
    ),
    "torch's, with other weights": (
        "from torch.func import functional_call\nclass Net(nn.Module):\n"
        "    def __init__(self):\n        super().__init__()\n"
        "        self.w = nn.Parameter(torch.ones(3, 2))\n"
        "    def forward(self, x): return x @ self.w\n"
        "functional_call(Net(), {'w': torch.ones(5, 2)}, torch.ones(4, 3))"
    ),
    "torch's, with other weights of a layer": (
        "from torch.func import functional_call\nclass Net(nn.Module):\n"
        "    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(3, 2)\n"
        "    def forward(self, x): return self.fc(x)\n"
        "functional_call(Net(), {'fc.weight': torch.ones(2, 5)}, torch.ones(4, 3))"
    ),
}


@pytest.mark.parametrize("code", LET_OUT.values(), ids=LET_OUT.keys())
async def test_what_the_end_of_a_with_put_back_is_not_told(run: Run, code: str) -> None:
    """A traced run has seen what it was; only a layer's weights stand in no line of it."""
    plain, traced = await run(MADE + code), await run(MADE + code, want={"trace": True})

    line = plain.error.line if plain.error else None
    seen = [(p.expression, p.shape, p.dtype) for p in traced.trace if p.line == line]
    told = [(p.expression, p.shape, p.dtype) for p in plain.trace]
    assert plain.trace[-1].broke
    assert set(told) <= set(seen)
    assert not [each for each in told + seen if "weight" in each[0]]


CLOCKS = {
    "of a class": (
        "class Clock:\n    def __enter__(self): self.began = time.time()\n"
        "    def __exit__(self, *_): self.took = time.time() - self.began\n"
    ),
    "of a generator": (
        "from contextlib import contextmanager\n@contextmanager\ndef Clock():\n"
        "    began = time.time()\n    yield\n    print(time.time() - began)\n"
    ),
    "that reckons": (
        "class Clock:\n    def __enter__(self): self.began = time.process_time()\n"
        "    def __exit__(self, *_):\n"
        "        self.took = round(max(0.0, float(time.process_time() - self.began)), 3)\n"
    ),
}


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS.keys())
async def test_a_clock_puts_no_weight_back(run: Run, clock: str) -> None:
    result = await run(
        f"import time\n{clock}net = nn.Linear(3, 2)\nwith Clock(): net(torch.ones(2, 5))"
    )

    assert ("net.weight", (2, 3)) in [(part.expression, part.shape) for part in result.trace]


START_POOL = "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(1)\n"
SHARED = {
    "an attribute": (
        "class Net:\n    def step(self, x):\n        self.h = x * 1\n"
        "        return self.h @ torch.ones(5, 2)\n"
        "net = Net()\njobs = [pool.submit(net.step, torch.ones(3, n)) for n in (4, 5)]\n"
        "[job.exception() for job in jobs]\njobs[0].result()"
    ),
    "an item": (
        "def step(q): return q[0] @ torch.ones(5, 2)\n"
        "q = [torch.ones(3, 4)]\njob = pool.submit(step, q)\njob.exception()\n"
        "q[0] = torch.ones(3, 5)\njob.result()"
    ),
    "a layer": (
        "def step(m): return m.weight @ torch.ones(5, 2)\n"
        "m = nn.Linear(4, 3)\njob = pool.submit(step, m)\njob.exception()\n"
        "m.weight = nn.Parameter(torch.ones(3, 5))\njob.result()"
    ),
}


@pytest.mark.parametrize("code", SHARED.values(), ids=SHARED.keys())
async def test_of_a_kept_error_nothing_is_told_that_others_could_change(
    run: Run, code: str
) -> None:
    """Only the binding of a local is its frame's own: what it holds is everybody's."""
    result = await run(START_POOL + code)

    assert result.error is not None
    told = [(part.expression, part.shape) for part in result.trace if not part.broke]
    assert told in ([], [("torch.ones(5, 2)", (5, 2))])


STAYED = {
    "at once": "x @ w",
    "with": "with torch.no_grad(): x @ w",
    "in a function": "def f(a):\n    with torch.no_grad(): return x @ w\nf(x)",
    "handler of another error": "try: x @ w\nexcept (ValueError, KeyError): x = None",
    "a clock": (
        "import time\ndef timed(f):\n    def g(*a):\n        began = time.perf_counter()\n"
        "        try: return f(*a)\n        finally:\n"
        "            took = time.perf_counter() - began\n"
        "            print(f.__name__, took)\n    return g\n"
        "@timed\ndef f(a): return x @ w\nf(1)"
    ),
    "a clock of with": (
        "import time\nclass Clock:\n    def __enter__(self): self.began = time.time()\n"
        "    def __exit__(self, *_): self.took = time.time() - self.began\n"
        "net = nn.Linear(2, 2)\nwith Clock(): net.T = x @ w"
    ),
    "a clock of a generator": (
        "import time\nfrom contextlib import contextmanager\n@contextmanager\n"
        "def clock():\n    began = time.time()\n    yield\n    print(time.time() - began)\n"
        "with clock(): x @ w"
    ),
    "with what others put back": (
        "from contextlib import contextmanager\nnet = nn.Linear(2, 2)\n@contextmanager\n"
        "def half():\n    try: yield\n    finally: net.float()\nwith half(): x @ w"
    ),
    "in a handler": "try: 1 / 0\nexcept ZeroDivisionError as e: x @ w",
    "in finally": "try: pass\nfinally: x @ w",
    "a word and the same error": (
        "try: x @ w\nexcept RuntimeError as e:\n    print('no', x.shape, f'{w.shape}')\n    raise"
    ),
    "a last word": "def f():\n    try: return x @ w\n    finally: print('done')\nf()",
    "a generator": "def rows():\n    for row in x:\n        yield x @ w\nlist(rows())",
    "a library's reraise": "torch.autograd.functional.jacobian(lambda x: x @ w, x)",
    "a pool of threads": (
        "from concurrent.futures import ThreadPoolExecutor\ndef f(n):\n"
        "    x, w = torch.ones(2, n), torch.ones(2, 4)\n    return x @ w\n"
        "with ThreadPoolExecutor() as pool: done = pool.submit(f, 3)\nx = w = None\ndone.result()"
    ),
    "what a pool of threads maps": (
        "from multiprocessing.pool import ThreadPool\n"
        "def g(x, w): return x @ w\n"
        "with ThreadPool(2) as pool: print(pool.starmap(g, [(x, w)]))"
    ),
    "asyncio": "import asyncio\nasync def f(): return x @ w\nasyncio.run(f())",
}


@pytest.mark.parametrize("code", STAYED.values(), ids=STAYED.keys())
async def test_of_any_other_all_is_told(run: Run, code: str) -> None:
    result = await run(START + code)

    assert result.error is not None
    assert {part.expression: part.shape for part in result.trace if not part.broke} == ROWS
    assert {operand.expression: operand.shape for operand in result.error.operands} == ROWS


A = (
    "class A:\n    def __init__(self): self.h = self.k = torch.ones(2, 3)\n"
    "    def step(self):\n        self.h = torch.ones(7, 7)\n        return torch.ones(2, 2)\n"
    "a = A()\n"
)
CHANGED = {
    "a list's item": "q = [torch.ones(2, 3), torch.ones(4, 4)]\nq[0] @ q.pop(0)",
    "its last item": "q = [torch.ones(3, 4), torch.ones(5, 6)]\nq[-1] @ q.pop()",
    "a dictionary's": "d = {'a': torch.ones(2, 3)}\nd['a'] @ d.pop('a')",
    "a list's, by +=": (
        "q = [torch.ones(2, 3)]\ndef f(q):\n    q += [torch.ones(7, 7)]\n    return x\nq[-1] @ f(q)"
    ),
    "a dictionary's, by |=": (
        "d = {'a': x}\ndef f(d):\n    d |= {'a': torch.ones(7, 7)}\n    return x\nd['a'] @ f(d)"
    ),
    "one that was shuffled": (
        "import random\nq = [torch.ones(2, n) for n in range(4, 12)]\n"
        "def f():\n    random.shuffle(q)\n    return x\nq[-1] @ f()"
    ),
    "one that was shuffled by another name": (
        "from random import shuffle as mix\nq = [torch.ones(2, n) for n in range(4, 12)]\n"
        "def f():\n    mix(q)\n    return x\nq[-1] @ f()"
    ),
    "a heap's": (
        "import heapq\nq = [(1, torch.ones(2, 3)), (2, x.T)]\nq[0][1] @ heapq.heappop(q)[1]"
    ),
    "a buffer": (
        "class M(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.register_buffer('b', torch.ones(2, 3))\n"
        "    def grow(self):\n        self.register_buffer('b', torch.ones(7, 7))\n"
        "        return x\nm = M()\nm.b @ m.grow()"
    ),
    "a parameter under a name that is made": (
        "m = nn.Module()\ndef grow(n):\n"
        "    m.register_parameter(f'w{n}', nn.Parameter(torch.ones(2, 3 + n)))\n    return x\n"
        "grow(1)\nm.w1 @ [grow(n) for n in range(3)][0]"
    ),
    "an attribute": f"{A}a.h @ a.step()",
    "a shape": "(x @ w.T[:3]) + (x.unsqueeze_(0) @ torch.ones(2, 2))",
    "a shape, in a function": (
        "def grow(x):\n    x.resize_(4, 3)\n    return x\nx.sum(1) + grow(x)[:, 0] @ x"
    ),
    "a name": (
        "def f():\n    global x\n    x = torch.ones(5, 5)\n    return torch.ones(2, 2)\nx @ f()"
    ),
}


@pytest.mark.parametrize("code", CHANGED.values(), ids=CHANGED.keys())
async def test_what_a_line_has_changed_is_not_told_as_what_it_was(run: Run, code: str) -> None:
    """A traced run has seen what it was, and tells no less than that."""
    plain, traced = await run(START + code), await run(START + code, want={"trace": True})

    line = plain.error.line if plain.error else None
    seen = [(part.expression, part.shape) for part in traced.trace if part.line == line]
    told = [(part.expression, part.shape) for part in plain.trace]
    assert plain.trace[-1].broke
    assert set(told) <= set(seen)
    assert len(seen) > 1


UNCHANGED = {
    "a function": "def f(a): return a[:1]\nx @ f(x)",
    "a function that counts": (
        "n = 0\nq = [x]\ndef f(a):\n    i = 0\n    i += 1\n    return a[:i]\nq[0] @ f(x)"
    ),
    "a buffer that others get": (
        "class M(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.register_buffer('b', torch.ones(2, 3))\n        self.c = 1\n"
        "    def grow(self):\n        self.register_buffer('d', x)\n        return x\n"
        "m = M()\nx = m.b\nm.b @ m.grow()"
    ),
    "a model": "class M(nn.Module):\n    def forward(self, a): return a\nx @ M()(w)",
    "an attribute nobody sets": f"{A}x = a.k\na.k @ a.step()",
    "a method of torch's": "x.add_(1).sum(0) @ x",
    "printing": "x @ [print('a'), w][1]",
}


@pytest.mark.parametrize("code", UNCHANGED.values(), ids=UNCHANGED.keys())
async def test_what_a_call_cannot_have_changed_is_told(run: Run, code: str) -> None:
    result = await run(START + code)

    assert (2, 3) in [part.shape for part in result.trace]
    assert result.trace[-1].broke


INTO = {
    "autocast by another name": (
        "from torch import autocast as amp\nw = w.T @ x\n"
        "with amp('cpu', dtype=torch.bfloat16): (w @ x.T) @ x.T"
    ),
    "a device by its name": "dev = torch.device('meta')\nwith dev: torch.ones(2, 3) @ x",
    "a device by another name": (
        "from torch import device as D\nwith D('meta'): torch.ones(2, 3) @ x"
    ),
    "a device in a list": "devs = [torch.device('meta')]\nwith devs[0]: torch.ones(2, 3) @ x",
    "a device of an object": (
        "class C: pass\nc = C()\nc.dev = torch.device('meta')\nwith c.dev: torch.ones(2, 3) @ x"
    ),
    "a device that a caller was given": (
        "def f(): return torch.ones(2, 3) @ x\ndef g(dev):\n    with dev: f()\n"
        "g(torch.device('meta'))"
    ),
}


@pytest.mark.parametrize("code", INTO.values(), ids=INTO.keys())
async def test_what_a_with_made_otherwise_is_not_computed_without_it(run: Run, code: str) -> None:
    result = await run(START + code)

    assert result.trace[-1].broke
    assert {part.expression for part in result.trace[:-1]} <= {"x", "w"}


async def test_what_a_plain_with_was_around_is_told(run: Run) -> None:
    result = await run(
        f"{START}dev = torch.device('cpu')\n"
        "with torch.no_grad(), open('a', 'w') as f: torch.ones(2, 3, device=dev) @ x"
    )

    assert [part.shape for part in result.trace] == [(2, 3), (2, 3), None]
