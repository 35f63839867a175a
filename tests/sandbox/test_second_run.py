"""A failing snippet runs once more, traced: nobody hears of it, and it can't change the answer."""

import asyncio

import pytest

from sandbox.linux import jail
from sandbox.protocol import Outcome, RunRequest, RunResult
from sandbox.supervisor.supervisor import supervising
from tests.sandbox.conftest import Run

# What a function gave is known to the second run alone.
FAILS = "def f(a): return a\nx = torch.ones(2, 3)\nf(x) @ x"
NAMES = [("x", (2, 3))]
ALL = [("x", (2, 3)), ("f(x)", (2, 3))]


def _operands(result: RunResult) -> list[tuple[str, tuple[int, ...]]]:
    assert result.error is not None
    return [(operand.expression, operand.shape) for operand in result.error.operands]


ONCE = {
    "prints": ("print('once')", "once\n"),
    "finds no file of the first": (
        "import os\nprint(os.path.exists('a'))\nopen('a', 'w').close()",
        "False\n",
    ),
}


@pytest.mark.parametrize(("code", "said"), ONCE.values(), ids=ONCE.keys())
async def test_nothing_is_done_twice(run: Run, code: str, said: str) -> None:
    result = await run(f"{code}\n{FAILS}")

    assert result.stdout == said
    assert result.stderr.count("RuntimeError") == 1
    assert _operands(result) == ALL


async def test_it_has_the_same_random_numbers(run: Run) -> None:
    draw = "n, m = torch.randint(2, 99, (2,)).tolist()\nx = torch.ones(n, m)\nx.T.T @ x"

    first, other = [await run(draw, seed=seed) for seed in (7, 8)]

    assert [expression for expression, _ in _operands(first)] == ["x", "x.T", "x.T.T"]
    assert _operands(first) != _operands(other)


async def test_what_is_otherwise_each_time_is_not_told(run: Run) -> None:
    result = await run(
        "import os\nn = int.from_bytes(os.urandom(3), 'big') % 10**5\n"
        "x = torch.ones(n + 2, requires_grad=True)\n(x * 2).backward()"
    )

    assert _operands(result) == []
    assert [part.expression for part in result.trace] == ["(x * 2).backward()"]


# Done only where a snippet finds that it is traced.
TURNS = {
    "does not fail": "exit()",
    "fails otherwise": "1 / 0",
    "fails with other words": "torch.ones(3) @ torch.ones(4)",
    "never ends": "any(iter(int, 1))",
    "floods": "[print('x' * 9999) for _ in iter(int, 1)]",
    "leaves": "os._exit(0)",
    "crashes": "os.abort()",
    "fills memory": "x = [bytearray(2**20) for _ in range(10**6)]",
    "writes into the channel": "os.write(3, b'x' * 100)",
}


@pytest.mark.parametrize("turn", TURNS.values(), ids=TURNS.keys())
async def test_what_it_does_otherwise_changes_no_answer(run: Run, turn: str) -> None:
    result = await run(
        f"import builtins, os\nif hasattr(builtins, '<failed>'): {turn}\nprint('said')\n{FAILS}"
    )

    assert result.outcome is Outcome.ERROR
    assert result.stdout == "said\n"
    assert result.error is not None
    assert "mat1 and mat2" in result.error.message
    assert _operands(result) == NAMES


SLOW = "import time\ntime.sleep(1.1)\nx, w = torch.ones(2, 3), torch.ones(4)\n"
NOT_SURE = {
    "a function's": ("f = lambda a: a\nf(x) @ w", [("x", (2, 3)), ("w", (4,))]),
    "with": ("with torch.no_grad(): x @ w", [("x", (2, 3)), ("w", (4,))]),
    "finally": ("try: x @ w\nfinally: x = w", []),
    "of a function": ("def f(x): return x @ w\nf(x.T)", [("x", (3, 2))]),
    "put back": (
        (
            "from contextlib import contextmanager\n@contextmanager\ndef other():\n    global x\n"
            "    x, old = w, x\n    try: yield\n    finally: x = old\nwith other(): x @ x.view(5)"
        ),
        [],
    ),
}


@pytest.mark.parametrize(("code", "held"), NOT_SURE.values(), ids=NOT_SURE.keys())
async def test_of_what_took_long_only_sure_names_are_told(
    run: Run, code: str, held: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert _operands(await run(SLOW + code)) == held


@pytest.mark.skipif(bool(jail.probe().missing), reason="this system can't jail")
async def test_nobody_waits_for_a_second_run() -> None:
    """With one spare: who fails while another waits is told names alone, the last one all."""
    async with supervising(jail.probe(), spares=1, at_once=1) as supervisor:
        await supervisor.run(RunRequest(code="1"))
        request = RunRequest(code=FAILS)

        both = await asyncio.gather(*(supervisor.run(request, learner=one) for one in "ab"))

        assert [_operands(result) for result in both] == [NAMES, ALL]
