"""A function of a snippet is called on inputs that were sent, and what it gives comes back."""

import array
from collections.abc import Callable

import pytest

from sandbox.protocol import Calls, Outcome, RunResult
from sandbox.values import Called, Other, TensorValue, dumped, loaded_calls
from tests.sandbox.conftest import Run

Call = Callable[..., object]


def floats(*numbers: float) -> TensorValue:
    return TensorValue("float32", (len(numbers),), array.array("f", numbers).tobytes())


ONE_TO_THREE = floats(1, 2, 3)


async def called(run: Run, code: str, *inputs: tuple, **more) -> list[Called]:
    result = await ran(run, code, *inputs, **more)
    told = loaded_calls(result.called or "", most=99)
    assert told is not None, result
    return told


async def ran(run: Run, code: str, *inputs: tuple, **more) -> RunResult:
    calls = Calls(function="f", inputs=dumped(list(inputs)), **more)
    return await run(code, calls=calls)


async def test_each_input_gives_what_the_function_makes_of_it(run: Run) -> None:
    double, text = await called(run, "def f(x):\n    return x * 2", (ONE_TO_THREE,), ("ab",))

    assert double == Called(floats(2, 4, 6))
    assert text == Called("abab")


RETURNED = {
    "None": ("None", None),
    "numbers": ("(True, 2, 0.5, float('inf'))", (True, 2, 0.5, float("inf"))),
    "a list of a tensor": ("[x]", [ONE_TO_THREE]),
    "a parameter": ("nn.Parameter(x).detach()", ONE_TO_THREE),
    "what has other strides": ("torch.stack([x, x], 1)[:, 0]", ONE_TO_THREE),
    "a view of conjugates": ("torch.complex(x, x).conj().real", ONE_TO_THREE),
    "one element of a column": ("x[None][:, 1:2].T", TensorValue("float32", (1, 1), b"\0\0\0\x40")),
    "bfloat16": ("x.bfloat16()[:1]", TensorValue("bfloat16", (1,), b"\x80\x3f")),
    "an empty tensor": ("x[:0]", TensorValue("float32", (0,), b"")),
    "what needs a gradient": (
        "(x * 1).requires_grad_()",
        TensorValue("float32", (3,), ONE_TO_THREE.data, requires_grad=True),
    ),
}


@pytest.mark.parametrize(("returned", "crosses"), RETURNED.values(), ids=RETURNED.keys())
async def test_what_crosses(run: Run, returned: str, crosses) -> None:
    [call] = await called(run, f"def f(x):\n    return {returned}", (ONE_TO_THREE,))

    assert call.returned == crosses


# Each would be taken for the right answer by a comparison made where it was made.
NOT_TAKEN = {
    "a subclass": "class T(torch.Tensor): pass\ndef f(x): return x.as_subclass(T)",
    "an array": "def f(x): return x.numpy()",
    "an object equal to everything": (
        "class E:\n    def __eq__(self, o): return True\ndef f(x): return E()"
    ),
    "a subclass of float": "class F(float): pass\ndef f(x): return F(1)",
    "a subclass of list": "class L(list): pass\ndef f(x): return L([x])",
    "a sparse tensor": "def f(x): return x.to_sparse()",
    "a tensor without data": "def f(x): return x.to('meta')",
    "what is too large": "def f(x): return torch.zeros(10**6)",
    "a number without end": "def f(x): return 10 ** 10_000",
}


@pytest.mark.parametrize("code", NOT_TAKEN.values(), ids=NOT_TAKEN.keys())
async def test_what_does_not_cross_is_known_by_its_type_alone(run: Run, code: str) -> None:
    [call] = await called(run, code, (ONE_TO_THREE,))

    assert isinstance(call.returned, Other)


async def test_an_error_is_told_of_its_call_alone(run: Run) -> None:
    code = "def f(x):\n    if x:\n        raise ValueError('no')\n    return x"

    fails, goes_on = await called(run, code, (1,), (0,))

    assert fails.raised is not None
    assert (fails.raised.type, fails.raised.message, fails.raised.line) == ("ValueError", "no", 3)
    assert goes_on == Called(0)


async def test_what_a_call_does_to_its_input_is_told_and_reaches_no_other(run: Run) -> None:
    changes, other = await called(
        run, "def f(x):\n    return x.mul_(2)", (ONE_TO_THREE,), (ONE_TO_THREE,)
    )

    assert changes == other == Called(floats(2, 4, 6), changed=(0,), shares=(0,))


async def test_a_view_is_told_from_a_copy(run: Run) -> None:
    code = "def f(x, y):\n    return y[1:] if x else y[1:].clone()"

    view, copy = await called(run, code, (1, ONE_TO_THREE), (0, ONE_TO_THREE))

    assert (view.returned, view.shares) == (floats(2, 3), (1,))
    assert (copy.returned, copy.shares) == (floats(2, 3), ())


async def test_the_largest_tensor_on_the_way_is_told_where_it_is_wanted(run: Run) -> None:
    code = "def f(x):\n    return (x[:, None] * x).sum()"

    unwatched, watched = await called(run, code, *[(ONE_TO_THREE,)] * 2, watched=1)

    assert (watched.largest, unwatched.largest) == (9, 0)


async def test_a_layout_is_kept_where_it_is_wanted(run: Run) -> None:
    code = "def f(n):\n    return torch.arange(6.).reshape(2, 3).T[1:]"

    [kept] = await called(run, code, (1,), keeps_layout=True)
    [plain] = await called(run, code, (1,))

    assert (kept.returned.strides, kept.returned.offset) == ((1, 3), 1)
    assert plain.returned.strides is None
    [again] = await called(run, "def f(x):\n    return (x.stride(), x.tolist())", (kept.returned,))
    assert again.returned == ((1, 3), [[1.0, 4.0], [2.0, 5.0]])


async def test_a_probe_says_what_is_done_with_the_function(run: Run) -> None:
    probe = """
def probe(function, x):
    x.requires_grad_()
    function(x).backward()
    return x.grad
"""

    [call] = await called(run, "def f(x):\n    return (x ** 2).sum()", (ONE_TO_THREE,), probe=probe)

    assert call.returned == floats(2, 4, 6)


async def test_the_snippet_finds_no_probe_and_changes_none(run: Run) -> None:
    code = "def f(x):\n    global probe\n    probe = None\n    return 'probe' in globals()"
    probe = "def probe(function, x):\n    return [function(x), probe is not None]"

    [call] = await called(run, code, (1,), probe=probe)

    assert call.returned == [True, True]


NOT_ASKED = {
    "there is no such function": "g = 1",
    "it leaves on its first call": "import os\ndef f(x): os._exit(0)",
    "it never comes back": "def f(x):\n    while True: pass",
    "it wants to leave": "def f(x): raise SystemExit",
}


@pytest.mark.parametrize("code", NOT_ASKED.values(), ids=NOT_ASKED.keys())
async def test_nothing_right_comes_of_a_snippet_that_ends_otherwise(run: Run, code: str) -> None:
    result = await ran(run, code, (1,), (2,))

    told = loaded_calls(result.called or "", most=2)
    assert told is None or all(call.raised for call in told)


async def test_a_snippet_that_fails_is_asked_for_nothing(run: Run) -> None:
    result = await ran(run, "def f(x): return x\n1 / 0", (1,))

    assert (result.outcome, result.called) == (Outcome.ERROR, None)


@pytest.mark.parametrize("inputs", ["", "[1]", '{"list": [1]}', '{"tuple": []}', "[" * 9999])
async def test_nothing_comes_of_inputs_that_are_no_values(run: Run, inputs: str) -> None:
    result = await run("def f(x): return x", calls=Calls(function="f", inputs=inputs))

    told = loaded_calls(result.called or "[]", most=9)
    assert told is not None
    assert all(call.raised for call in told)
