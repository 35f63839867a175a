"""What is called as a function and is none, or takes nothing."""

import pytest

from tests.tutor.advice.advising import held, said


@pytest.mark.parametrize(
    ("what", "broken", "written"),
    [
        ("torch.dtype", "torch.float32([1, 2])", "torch.tensor([1, 2], dtype=torch.float32)"),
        ("torch.dtype", "torch.int64(x)", "x.to(torch.int64)"),
        ("module", "torch.random(2, 3)", "torch.rand(2, 3)"),
        ("module", "np.random(3)", "np.random.rand(3)"),
        ("module", "time()", "time.time()"),
        ("torch.dtype", "torch.float32(x > 0)", "(x > 0).to(torch.float32)"),
    ],
)
def test_what_is_no_function_is_written_otherwise(what, broken, written) -> None:
    message = f"'{what}' object is not callable"

    words = said("TypeError", message, broken, operands=held(**{"x": (3,), "x > 0": (3,)}))

    assert words.endswith(f"write {written}.")


def test_a_seed_of_ones_own_is_manual() -> None:
    message = "seed() takes 0 positional arguments but 1 was given"

    assert said("TypeError", message, "torch.seed(42)").endswith("write torch.manual_seed(42).")


@pytest.mark.parametrize(
    ("what", "broken"),
    [
        ("torch.dtype", "torch.float32(xs)"),
        ("torch.dtype", "torch.float32([x, x])"),
        ("module", "random(2, 3)"),
        ("module", "np.random((2, 3))"),
        ("module", "np.random(size=3)"),
        ("module", "torch.random(0, 10, (3,))"),
    ],
)
def test_what_may_be_meant_otherwise_is_left(what, broken) -> None:
    message = f"'{what}' object is not callable"

    assert said("TypeError", message, broken, operands=held(x=(3,))) == message


def test_an_array_gets_its_dtype_as_a_tensor() -> None:
    words = said(
        "TypeError",
        "'torch.dtype' object is not callable",
        "torch.float32(a)",
        "import numpy as np\ntorch.float32(a)",
        operands=held(a=(3,)),
    )

    assert words.endswith("write torch.as_tensor(a, dtype=torch.float32).")
