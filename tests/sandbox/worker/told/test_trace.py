"""A traced run tells what the parts of every line held, and is the same run in all else."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from sandbox.limits import EXPRESSION_CHARACTERS, TRACED
from sandbox.protocol import Outcome, RunResult
from tests.sandbox.conftest import Run
from tests.sandbox.programs import PROGRAMS

_SNIPPETS = Path(__file__).parents[2] / "honest" / "snippets"
# These look at their own bytecode, at every function that is called, or at a process number.
_SELF_AWARE = {"dis_and_ast", "settrace", "autograd_profiler", "profiler", "os_and_shutil"}

X = "x = torch.ones(2, 3)\n"


async def test_without_an_error_nothing_is_traced_unless_wanted(run: Run) -> None:
    assert (await run(X + "x + 1")).trace == ()


async def test_every_line_tells_what_its_parts_were(run: Run) -> None:
    result = await run(X + "def f(a):\n    return a.sum(0)\ny = f(x) * 2", want={"trace": True})

    assert [(part.line, part.expression, part.shape) for part in result.trace] == [
        (1, "torch.ones(2, 3)", (2, 3)),
        (4, "x", (2, 3)),
        (3, "a", (2, 3)),
        (3, "a.sum(0)", (3,)),
        (4, "f(x)", (3,)),
        (4, "f(x) * 2", (3,)),
    ]
    assert not any(part.broke for part in result.trace)


@pytest.mark.parametrize(
    "pasted",
    [
        ">>> x = 5\n>>> x\n5\n>>> x * 2\n10",
        ">>> x = torch.ones(2)\n>>> x\n>>> for i in range(2):\n...     print(i)\n...     x + i",
        "In [1]: a = torch.ones(2)\n\nIn [2]: a * 2\nOut[2]: …\n\nIn [3]: _2 = a\n\nIn [4]: a",
        ">>> x = torch.ones(2)\n>>> x\n>>> x @ torch.ones(3)\n>>> x",
    ],
)
async def test_a_session_shows_its_values_when_traced(run: Run, pasted: str) -> None:
    plain, traced = await run(pasted), await run(pasted, want={"trace": True})

    assert plain.stdout
    assert _shown(plain) == _shown(traced)
    assert bool(traced.trace) == ("torch" in pasted)


DEEP = {
    "methods": ("x = torch.ones(2)" + ".add(1)" * 500 + "\nx", "tensor([501., 501.])"),
    "terms": ("a = 1\n" + "+".join(["a"] * 1500), "1500"),
    "texts": ("'a'" + "+'a'" * 2000 + "\n1", "1"),
    "terms above a statement": ("a = 1\nb = " + "+".join(["a"] * 1500) + "\nif b: print(b)", None),
    "branches": ("if 0: 0\n" + "elif 0: 0\n" * 1500, None),
}


@pytest.mark.parametrize("wants", [True, False], ids=["traced", "not traced"])
@pytest.mark.parametrize(("code", "value"), DEEP.values(), ids=DEEP)
async def test_what_python_reads_runs_however_deep_its_tree(
    run: Run, code: str, value: str | None, *, wants: bool
) -> None:
    """A tree is compiled by recursion, so less deep than text; notes make it deeper still."""
    result = await run(code, want={"trace": wants})

    assert result.outcome is Outcome.OK, result.error
    assert result.value == value


@pytest.mark.parametrize("code", ["methods", "branches"])
async def test_a_traced_run_that_can_note_nothing_says_so(run: Run, code: str) -> None:
    above = "x = torch.ones(3)\n"

    plain, traced = [await run(above + DEEP[code][0], want={"trace": on}) for on in (False, True)]

    assert plain.stderr == ""
    assert (traced.trace, traced.stderr.count("\n")) == ((), 1)
    assert "nests too deep" in traced.stderr
    assert "/run" in traced.stderr


async def test_an_error_in_code_too_deep_to_trace_is_its_own(run: Run) -> None:
    code = "a, b = torch.ones(2), torch.ones(3)\n" + "+".join(["a"] * 3000) + "+b"

    plain, traced = await run(code), await run(code, want={"trace": True})

    assert plain.error is not None
    assert "must match the size" in plain.error.message
    assert (traced.error and traced.error.message) == plain.error.message


async def test_a_loop_tells_its_last_turn(run: Run) -> None:
    result = await run(
        "x = torch.ones(1)\nfor _ in range(3):\n    x = x.repeat(2)", want={"trace": True}
    )

    assert [(part.expression, part.shape) for part in result.trace][1:] == [
        ("x", (4,)),
        ("x.repeat(2)", (8,)),
    ]


async def test_the_failing_line_of_a_traced_run_knows_what_functions_gave(run: Run) -> None:
    code = X + "def f(a):\n    return a[:1]\nf(x) @ x"

    result = await run(code, want={"trace": True})

    last = [(part.line, part.expression, part.shape) for part in result.trace][-4:]
    assert last == [(4, "x", (2, 3)), (4, "f(x)", (1, 3)), (4, "x", (2, 3)), (4, "f(x) @ x", None)]


async def test_a_function_that_calls_itself_tells_what_the_failing_call_held(run: Run) -> None:
    code = (
        "def g(n): return torch.ones(n, n)\n"
        "def f(n): return torch.cat([g(n), f(n - 1)]) if n else torch.ones(1, 1)\nf(2)"
    )

    result = await run(code, want={"trace": True})

    last = {part.expression: part.shape for part in result.trace if part.line == 2}
    assert last.get("g(n)") in (None, (2, 2))
    assert last["f(n - 1)"] == (2, 1)


async def test_what_is_no_tensor_this_time_is_not_told_as_that_of_last_time(run: Run) -> None:
    code = (
        "def g(n): return torch.ones(2, 2) if n else [1]\n"
        "for n in (1, 0):\n    g(n) @ torch.ones(2, 3)"
    )

    result = await run(code, want={"trace": True})

    assert "g(n)" not in [part.expression for part in result.trace if part.line == 3]


async def test_a_traced_assignment_reads_and_sets_its_target_once(run: Run) -> None:
    code = (
        "class A:\n    @property\n    def x(self): return print('got') or torch.ones(2)\n"
        "    @x.setter\n    def x(self, new): print('set')\n"
        "    def __getitem__(self, key): return print('item', key) or torch.ones(2)\n"
        "    def __setitem__(self, key, new): print('put', key)\n"
        "def i(): return print('i') or 0\n"
        "a, q = A(), [torch.ones(2)]\na.x += 1\na[1:] += 1\nq[i()] += 1"
    )

    result = await run(code, want={"trace": True})

    assert result.stdout.split("\n") == [
        *("got", "set", "item slice(1, None, None)", "put slice(1, None, None)", "i", "")
    ]


async def test_a_traced_assignment_at_the_end_shows_no_value(run: Run) -> None:
    result = await run("x = torch.ones(2)\nx += 1", want={"trace": True})

    assert (result.value, result.trace[-1].shape) == (None, (2,))


async def test_a_trace_keeps_no_tensor_alive(run: Run) -> None:
    code = (
        "import weakref\nx = torch.ones(2)\nr = weakref.ref(x + 0)\nprint(r())\n"
        "k = x * 2\ns = weakref.ref(k)\ndel k\nprint(s())"
    )

    assert (await run(code, want={"trace": True})).stdout == "None\nNone\n"


async def test_a_trace_has_an_end(run: Run) -> None:
    code = "x = torch.ones(2)\n" + "x + 1\n" * (TRACED + 50)

    result = await run(code, want={"trace": True})

    assert (result.outcome, len(result.trace)) == (Outcome.OK, TRACED)


async def test_a_long_expression_is_cut(run: Run) -> None:
    name = "y" * 500
    result = await run(f"{name} = torch.ones(1)\n{name}", want={"trace": True})

    assert result.outcome is Outcome.OK
    assert max(len(part.expression) for part in result.trace) == EXPRESSION_CHARACTERS + 1


async def test_what_is_too_deep_to_be_traced_runs_all_the_same(run: Run) -> None:
    code = "+".join(["1"] * 900) + "\nx = torch.ones(2)\nx"

    result = await run(code, want={"trace": True})

    assert (result.value, result.trace) == ("tensor([1., 1.])", ())


@pytest.mark.parametrize(
    "code",
    [
        "str(torch.jit.trace(lambda x: x * 2, torch.ones(2)).graph.copy()).count('aten::')",
        "import builtins\nsorted(globals())",
        "torch.compile(lambda x: x + 1, backend='eager', fullgraph=True)(torch.ones(2))",
        "@torch.compile(backend='eager')\ndef f(x):\n    y = x * 2\n    return y\nf(torch.ones(2))",
        "torch.vmap(lambda x: (x + 1).sum())(torch.ones(2, 3))",
        "torch.func.grad(lambda x: (x * x).sum())(torch.ones(2))",
        "import torch.fx\nstr(torch.fx.symbolic_trace(lambda x: x + 1).graph)",
    ],
)
async def test_who_records_or_lists_hears_nothing_of_a_trace(run: Run, code: str) -> None:
    plain, traced = await run(code), await run(code, want={"trace": True})

    assert plain.value == traced.value
    assert plain.stderr == traced.stderr


async def test_who_steps_through_a_traced_run_sees_the_snippet_alone(run: Run) -> None:
    code = (
        "import io, pdb, sys\ndef f(x):\n    return x.sum()\n"
        "sys.stdin = io.StringIO('s\\n' * 9 + 'p a\\nc\\n')\na = torch.ones(2)\n"
        "pdb.set_trace()\nb = f(a)\nprint(b)"
    )
    plain, traced = await run(code), await run(code, want={"trace": True})

    assert "-> return x.sum()" in plain.stdout
    assert "tensor(2.)" in plain.stdout
    assert _shown(plain) == _shown(traced)


@pytest.mark.parametrize(
    "test",
    [
        "if (0 < 1 < a):\n    pass",
        "while 0 < 1 < a:\n    pass",
        "if a == 1:\n    pass",
        "while not a > 0:\n    pass",
        "assert a == 1",
        "1 if a == 1 else 2",
        "[n for n in [1] if a == n]",
    ],
)
async def test_a_test_that_fails_is_marked_where_it_would_be_untraced(run: Run, test: str) -> None:
    code = f"a = torch.ones(3)\n{test}"
    plain, traced = await run(code), await run(code, want={"trace": True})

    assert _shown(plain) == _shown(traced)


async def test_the_compiler_warns_once_and_in_order(run: Run) -> None:
    result = await run("if False:\n    assert (1, 'always')\n\n(1)[1:]")

    warned = re.findall(r"<snippet>:(\d+): SyntaxWarning", result.stderr)
    assert warned == ["2", "4"]


def _shown(result: RunResult) -> dict[str, Any]:
    """What a learner sees; addresses differ from run to run."""
    told = result.model_dump(
        include={"outcome", "stdout", "stderr", "value", "tensors", "error"}, exclude={"operands"}
    )
    if told["error"]:
        # A traced run knows more of the failing line.
        del told["error"]["operands"]
    return {key: re.sub(r"0x[0-9a-f]+", "0x", repr(value)) for key, value in told.items()}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(program=PROGRAMS)
async def test_a_traced_run_shows_what_an_untraced_one_shows(run: Run, program: str) -> None:
    plain, traced = await run(program), await run(program, want={"trace": True})

    assert _shown(plain) == _shown(traced)


THEMES = ("autograd", "errors", "failing", "functional", "language", "shapes")


@pytest.mark.parametrize("theme", THEMES)
async def test_honest_snippets_run_the_same_when_traced(run: Run, theme: str) -> None:
    for script in sorted((_SNIPPETS / theme).glob("*.py")):
        if script.stem not in _SELF_AWARE:
            code = script.read_text()
            plain, traced = await run(code), await run(code, want={"trace": True})
            assert _shown(plain) == _shown(traced), script.stem
