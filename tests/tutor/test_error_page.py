"""Which page is about an error hangs on what broke, and not on its words alone."""

from pathlib import Path

import pytest

from sandbox.protocol import RunError, Traced
from tutor.error_page import PAGES, page_of

QUESTIONS = Path("knowledge/content/questions")
BRACKETS = "unsupported operand type(s) for +: 'builtin_function_or_method' and 'int'"
AMBIGUOUS = "Boolean value of Tensor with more than one value is ambiguous"
NO_PAGE = ""


def found(kind: str, message: str, broken: str, shape: tuple[int, ...] | None = None) -> str | None:
    error = RunError(type=kind, message=message, line=1, column=0, end_column=1)
    place = {"line": 1, "column": 0, "end_column": 1}
    what = Traced(**place, expression=broken, shape=None, dtype=None, device=None, broke=True)
    part = Traced(**place, expression="x", shape=shape, dtype="float32", device="cpu")
    return page_of(error, (part, what) if shape is not None else (what,))


@pytest.mark.parametrize(
    ("kind", "message", "broken"),
    [
        ("ZeroDivisionError", "division by zero", "1 / 0"),
        ("NameError", "name 'time' is not defined", "time"),
        ("ModuleNotFoundError", "No module named 'fastai'", ""),
        ("TypeError", "f() takes 1 positional argument but 2 were given", "f(1, 2)"),
        ("TypeError", "object of type 'int' has no len()", "len(5)"),
        ("ValueError", "not enough values to unpack (expected 2, got 1)", "k, v"),
        ("TypeError", BRACKETS, "x.sum + 1"),
        ("TypeError", "'method' object is not iterable", "m.parameters"),
        ("IndexError", "index 1 is out of bounds for dimension 0 with size 1", "lstm(x, h0)"),
        ("TypeError", "empty(): argument 'size' failed to unpack the object at pos 2", "f(1)"),
    ],
)
def test_what_no_page_speaks_of_has_none(kind, message, broken) -> None:
    assert found(kind, message, broken) == NO_PAGE


@pytest.mark.parametrize(
    ("kind", "message", "broken", "page"),
    [
        ("AttributeError", "'NoneType' object has no attribute 'zero_'", "w.grad.zero_",
         "grad-is-none"),
        ("TypeError", "unsupported operand type(s) for *: 'float' and 'NoneType'", "0.1 * w.grad",
         "grad-is-none"),
        ("TypeError", "unsupported operand type(s) for *: 'NoneType' and 'float'", "w.grad * 0.1",
         "grad-is-none"),
        ("TypeError", "unsupported operand type(s) for -=: 'Tensor' and 'NoneType'", "w -= w.grad",
         "grad-is-none"),
        ("TypeError", "'NoneType' object is not subscriptable", "m[0].weight.grad[0]",
         "grad-is-none"),
        ("RuntimeError", AMBIGUOUS, "nn.CrossEntropyLoss(p, y)", "cross-entropy-input"),
        ("RuntimeError", AMBIGUOUS, "nn.MSELoss(p, y)", "functional-vs-module"),
        ("TypeError", "linear(): argument 'input' (position 1) must be Tensor, not list",
         "nn.Linear(2, 1)([1.0, 2.0])", "tensor-from-list"),
        ("ValueError", "shapes (2,3) and (2,3) not aligned: 3 (dim 1) != 2 (dim 0)",
         "np.dot(a, b)", "inner-dims-match"),
        ("TypeError", "only integer scalar arrays can be converted to a scalar index",
         "np.concatenate(a, b)", "stack-vs-cat"),
        ("RuntimeError", "Given groups=1, weight of size [4, 1, 3, 3], expected …", "conv(x)",
         "read-shape-errors"),
    ],
)  # fmt: skip
def test_what_broke_leads_to_its_own_page(kind, message, broken, page) -> None:
    assert found(kind, message, broken) == page


@pytest.mark.parametrize(
    ("kind", "message", "broken", "shape"),
    [
        ("RuntimeError", AMBIGUOUS, "x > 0", (3,)),
        ("RuntimeError", AMBIGUOUS, "nn.ReLU()(x) > 0", (3,)),
        ("RuntimeError", AMBIGUOUS, "nn.MSELoss(reduction='none')(p, y)<0.1", (3,)),
        ("RuntimeError", AMBIGUOUS, "nn.CrossEntropyLoss(reduction='none')(p, y) < h(x)", (3,)),
        ("IndexError", "index 3 is out of bounds for dimension 0 with size 3", "x[3]", (3,)),
        ("RuntimeError", "index 3 is out of bounds for dimension 1 with size 3", "p.gather(1, y)",
         (3,)),
        ("ZeroDivisionError", "division by zero", "x // 0", (3,)),
        ("ValueError", "too many values to unpack (expected 2)", "a, b", (3, 4)),
        ("TypeError", "tensor() takes 1 positional argument but 3 were given",
         "torch.tensor(1, 2, 3)", None),
        ("TypeError", "'NoneType' object is not iterable", "history", None),
        ("TypeError", "unsupported operand type(s) for *: 'int' and 'NoneType'", "w.grad * scale",
         None),
        ("TypeError", "'NoneType' object is not subscriptable", "w.gradient[0]", None),
    ],
)  # fmt: skip
def test_elsewhere_the_message_is_looked_up(kind, message, broken, shape) -> None:
    assert found(kind, message, broken, shape) is None


@pytest.mark.parametrize("slug", sorted(PAGES))
def test_there_are_such_pages(slug) -> None:
    assert list(QUESTIONS.glob(f"*/{slug}.md"))
