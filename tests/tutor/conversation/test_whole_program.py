"""Which programs make all that they use."""

import ast

import pytest

from sandbox.worker import shield
from tutor.conversation.code_or_words import GIVEN, is_whole


def test_what_a_snippet_finds_is_what_the_sandbox_gives() -> None:
    assert shield.names().keys() == GIVEN


@pytest.mark.parametrize(
    "code",
    [
        "x = torch.arange(6).reshape(2, 3)\ny = x.T\nprint(y.shape)",
        "import numpy.linalg as la\nfrom torch import nn\nnn.Linear(la.matrix_rank([[1]]), 2)",
        "from math import *\nprint(sqrt(2))",
        "for epoch in range(3):\n    print(epoch)",
        "squares = [n * n for n in range(3)]",
        "twice = lambda n: n * 2\ntwice(2)",
        "def f(n):\n    return g(n)\n\ndef g(n):\n    return n\n\nf(2)",
        "class Net(nn.Module):\n    def forward(self, x):\n        return x\n\nNet()(F)",
        "with torch.no_grad() as nothing:\n    w = torch.ones(2)\n    w -= 0.1",
        "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    print(error)",
        "match torch.ones(2).shape:\n    case [n, *others]:\n        print(n, others)",
        "if (n := len('ab')) > 1:\n    print(n)",
    ],
)
def test_what_makes_all_it_uses_is_whole(code: str) -> None:
    assert is_whole(ast.parse(code).body)


@pytest.mark.parametrize(
    "code",
    [
        "scores = X.dot(W)",
        "a = a.unsqueeze(0)",
        "x += 1",
        "w -= lr * w.grad",
        "x: torch.Tensor = x.view(-1)",
        "x[0] = 1",
        "assert x.shape == y.shape",
        "optimizer.zero_grad()\nloss.backward()\noptimizer.step()",
        "with torch.no_grad():\n    print(w.grad)",
        "for batch in loader:\n    print(batch)",
        "with torch.no_grad():\n    w -= 0.1 * w.grad",
        "print(x)\nx = torch.ones(2)",
        "def f(x):\n    y = x.mean()\n    return y\n\nf(x)",
        "def f(x):\n    y = x.mean()\n    return y\n\nprint(y)",
        "[i for i in range(3)]\nprint(i)",
        "class A:\n    lr = 1\n\nprint(lr)",
    ],
)
def test_what_needs_something_from_elsewhere_is_a_part(code: str) -> None:
    assert not is_whole(ast.parse(code).body)


@pytest.mark.parametrize(
    "code",
    [
        "dim = -1",
        "x = None",
        "from torch import nn",
        "with torch.no_grad():\n    pass",
        "def f(x):\n    return x.mean()",
    ],
)
def test_what_only_names_things_is_none_to_run(code: str) -> None:
    assert not is_whole(ast.parse(code).body)
