"""What is sent holds one definition of what is asked for, or is told kindly what it lacks."""

import pytest

from tutor.practice.constraints.submission import Breach, Submission, name_of, submitted, unfit

FUNCTION = "def causal(n: int, k: int = 0) -> Tensor"
CLASS = "class MyLinear(nn.Module):  # __init__(self, n_in: int, n_out: int, bias: bool = True)"
INIT = "class MyLinear(nn.Module):\n    def __init__(self, {}):\n        super().__init__()\n"


@pytest.mark.parametrize(
    ("code", "line", "says"),
    [
        ("", None, "Nothing was sent"),
        ("  \n", None, "Nothing was sent"),
        ("x = 1\ndef causal(n, k=0)\n    return n", 2, "Line 2 is not Python yet"),
        ("return 3", 1, "Line 1 is not Python yet"),
        ("x = 1\0", 1, "Line 1 is not Python yet"),
        ("-" * 9000 + "1", None, "Python cannot read this"),
        ("#" * 1_000_000, None, "more than 10,000 characters"),
        ("print(1)", None, "there is no definition at the top"),
        ("def casual(n, k=0): ...", None, "I found `casual`"),
        ("if True:\n    def causal(n, k=0): ...", None, "`causal` is missing"),
        ("def causal(n, k=0): ...\n\ndef causal(n, k=0): ...", 3, "Line 3 defines `causal` again"),
        ("def causal(n, k=0): ...\ncausal = 3", 2, "Line 2 defines `causal` again"),
        ("class causal: ...", 1, "a class: begin with `def causal(n: int, k: int = 0)"),
        ("async def causal(n, k=0): ...", 1, "an async def"),
        ("causal = 3", 1, "a value"),
        ("def causal(n): ...", 1, "needs 2 parameters by their places, and has 1"),
        ("def causal(n, m, k): ...", 1, "needs 2 parameters by their places, and has 3"),
        ("def causal(n, *, k=0): ...", 1, "needs 2 parameters by their places, and has 1"),
        ("def causal(n, k): ...", 1, "needs a default for `k`"),
        ("def causal(n, shift=0): ...", 1, "must keep the name of its parameter `k`"),
        ("def causal(n, k=0, /): ...", 1, "must keep the name of its parameter `k`"),
    ],
)
def test_what_is_missing_is_said(code: str, line: int | None, says: str) -> None:
    found = unfit(code, FUNCTION)

    assert found is not None
    assert found.rule == "submission"
    assert found.line == line
    assert says in found.sentence


@pytest.mark.parametrize(
    "code",
    [
        "def causal(size, k=0): ...",
        "def causal(n, k=0, dtype=None): ...",
        "causal = lambda n, k=0: n",
        "def causal(*args, **kwargs): ...",
        "from typing import Any\n\n@torch.no_grad()\ndef causal(n: Any, k: Any = 0): ...",
    ],
)
def test_parameters_may_be_renamed_and_more_may_have_defaults(code: str) -> None:
    assert isinstance(submitted(code, FUNCTION), Submission)


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ("n_in, n_out, bias=True", ""),
        ("a, b, bias=False", ""),
        ("n_in, n_out", "needs 4 parameters"),
        ("n_in, n_out, b=True", "keep the name of its parameter `bias`"),
    ],
)
def test_a_class_is_asked_for_by_its_init(parameters: str, says: str) -> None:
    found = submitted(INIT.format(parameters), CLASS)

    assert says in found.sentence if isinstance(found, Breach) else not says


def test_a_class_without_init_is_told() -> None:
    found = submitted("class MyLinear(nn.Module): ...", CLASS)

    assert isinstance(found, Breach)
    assert "has no `__init__`" in found.sentence


@pytest.mark.parametrize(("signature", "name"), [(FUNCTION, "causal"), (CLASS, "MyLinear")])
def test_a_signature_names_what_is_called(signature: str, name: str) -> None:
    assert name_of(signature) == name


def test_what_only_tries_a_solution_is_not_run() -> None:
    """Lines keep their numbers, so that an error in what is run has the learner's line."""
    code = (
        '"""Mine."""\nfrom __future__ import annotations\nx = 1; print("é",\n  x); y = 2\n'
        "def causal(n, k=0):\n    return n\nassert causal(1) == 2\n"
        'if __name__ == "__main__":\n    while True:\n        pass\n'
        "for n in range(3):\n    print(causal(n))\nz = causal(3)"
    )

    found = submitted(code, FUNCTION)

    assert isinstance(found, Submission)
    names: dict[str, object] = {}
    exec(compile(found.code, "submission", "exec"), names)  # noqa: S102 - ours
    assert (names["x"], names["y"], names["z"]) == (1, 2, 3)
    assert found.code.splitlines()[4:6] == code.splitlines()[4:6]
    assert len(found.code.splitlines()) == len(code.splitlines())
