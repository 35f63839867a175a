"""Slips that the broken expression itself shows, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import advice
from sandbox.protocol import RunError

AMBIGUOUS = ("RuntimeError", "Boolean value of Tensor with more than one value is ambiguous")
NO_ITER = ("TypeError", "'method' object is not iterable")
NO_ZERO = ("AttributeError", "'NoneType' object has no attribute 'zero_'")
NO_TIMES = ("TypeError", "unsupported operand type(s) for *: 'float' and 'NoneType'")
NO_CALL = ("TypeError", "'Tensor' object is not callable")
NO_FLOAT = ("AttributeError", "'bool' object has no attribute 'float'")
NO_LINEAR = ("TypeError", "'Linear' object is not iterable")
SETTINGS = "The brackets of {name} are for its settings: make it first, then call it, {call}."
NO_GRAD = (
    "w.grad is None: backward() fills it where w was made with requires_grad=True and takes part "
    "in the loss; zero_grad() empties it."
)
NEW_ONE = (
    " Also, w = w - … makes a new tensor, which has none: change w in place, with w -= … under "
    "torch.no_grad()."
)
HIDES = "{0} is a name of your own here and hides Python's {0}: give yours another name."
NOT_CALLED = "{0} is a method and was not called: write {0}()."
PLAIN_BOOL = "This comparison gave a plain True or False: its two sides are not both tensors."
PAIR = " {0} is a pair, values and indices: for the indices write {0}.indices."
MODEL = "{0} takes the parameters of a model, not the model itself: write model.parameters()."

SLIPS = {
    "a loss given its tensors at once": (
        AMBIGUOUS,
        ("nn.CrossEntropyLoss(p, y)", ""),
        SETTINGS.format(name="nn.CrossEntropyLoss", call="nn.CrossEntropyLoss()(p, y)"),
    ),
    "a loss by its whole name": (
        AMBIGUOUS,
        ("torch.nn.BCELoss(m(x), y)", ""),
        SETTINGS.format(name="torch.nn.BCELoss", call="torch.nn.BCELoss()(m(x), y)"),
    ),
    "an activation": (
        AMBIGUOUS,
        ("nn.ReLU(x)(x)", ""),
        SETTINGS.format(name="nn.ReLU", call="nn.ReLU()(x)"),
    ),
    "a layer that needs settings": (AMBIGUOUS, ("nn.Conv2d(x, 8, 3)", ""), AMBIGUOUS[1]),
    "a layer made with its settings": (AMBIGUOUS, ("nn.Dropout(0.5)(x)", ""), AMBIGUOUS[1]),
    "a function's own flag": (AMBIGUOUS, ("nn.functional.relu(x, y)", ""), AMBIGUOUS[1]),
    "a loss that was called": (AMBIGUOUS, ("nn.CrossEntropyLoss()(p, y)", ""), AMBIGUOUS[1]),
    "a condition": (AMBIGUOUS, ("x > 0", ""), AMBIGUOUS[1]),
    "a builtin hidden by a value": (
        NO_CALL,
        ("max([1, 2])", "max = x.max()\nmax([1, 2])"),
        HIDES.format("max"),
    ),
    "a builtin hidden by a parameter": (
        NO_CALL,
        ("sum(x)", "def f(x, sum):\n    return sum(x)\nf(1, 2)"),
        HIDES.format("sum"),
    ),
    "a builtin that calls what it was given": (NO_CALL, ("list(map(1, [2]))", "x = 1"), NO_CALL[1]),
    "a builtin given a new body": (
        NO_CALL,
        ("max(x)", "def max(x):\n    return x()\nmax(1)"),
        NO_CALL[1],
    ),
    "a value of another name": (NO_CALL, ("x(3)", "x = 3\nx(3)"), NO_CALL[1]),
    "code that is none": (NO_CALL, ("max(3)", "max = ("), NO_CALL[1]),
    "a step that made a new tensor": (
        NO_ZERO,
        ("w.grad.zero_", "w = w - 0.1 * w.grad\nw.grad.zero_()"),
        NO_GRAD + NEW_ONE,
    ),
    "a gradient before backward": (NO_ZERO, ("w.grad.zero_", "w = torch.ones(3)"), NO_GRAD),
    "a step with no gradient": (
        NO_TIMES,
        ("0.1 * w.grad", "w = w - 0.1 * w.grad"),
        NO_GRAD + NEW_ONE,
    ),
    "gradients of the learner's own": (
        NO_ZERO,
        ("w.grad.zero_", "class V:\n    def __init__(self): self.grad = None"),
        NO_ZERO[1],
    ),
    "gradients of a dataclass": (
        NO_ZERO,
        ("w.grad.zero_", "class V:\n    grad: object = None"),
        NO_ZERO[1],
    ),
    "the other side of a step": (NO_TIMES, ("w.grad * scale", ""), NO_TIMES[1]),
    "nothing of another name": (NO_ZERO, ("w.best.zero_", "w = w - 1"), NO_ZERO[1]),
    "the largest compared as a pair": (
        NO_FLOAT,
        ("(x.max(1) == y).float", ""),
        PLAIN_BOOL + PAIR.format("x.max(1)"),
    ),
    "the same by torch": (
        NO_FLOAT,
        ("(torch.max(x, dim=1) == y).float", ""),
        PLAIN_BOOL + PAIR.format("torch.max(x, dim=1)"),
    ),
    "a comparison of a pair with a name": (NO_FLOAT, ("(best == y).float", ""), PLAIN_BOOL),
    "the largest of all": (NO_FLOAT, ("(x.max() == y).float", ""), PLAIN_BOOL),
    "the larger of two": (NO_FLOAT, ("(torch.max(x, y) == z).float", ""), PLAIN_BOOL),
    "the same thing": (NO_FLOAT, ("(x is y).float", ""), NO_FLOAT[1]),
    "a bool of another kind": (NO_FLOAT, ("done.float", ""), NO_FLOAT[1]),
    "parameters not called": (
        NO_ITER,
        ("torch.optim.SGD(m.parameters, lr=0.1)", ""),
        NOT_CALLED.format("m.parameters"),
    ),
    "parameters in a loop": (NO_ITER, ("m.parameters", ""), NOT_CALLED.format("m.parameters")),
    "parameters in a comprehension": (
        NO_ITER,
        ("(p.numel() for p in m.parameters)", ""),
        NOT_CALLED.format("m.parameters"),
    ),
    "two methods": (NO_ITER, ("zip(a.keys, b.values)", ""), NO_ITER[1]),
    "parameters called": (NO_ITER, ("f(m.parameters())", ""), NO_ITER[1]),
    "a model for its parameters": (
        NO_LINEAR,
        ("torch.optim.SGD(m, lr=0.1)", ""),
        MODEL.format("SGD"),
    ),
    "several models": (
        ("TypeError", "optimizer can only optimize Tensors, but one of the params is X"),
        ("optim.Adam(params=self.net)", ""),
        MODEL.format("Adam"),
    ),
    "models in a list": (
        ("TypeError", "optimizer can only optimize Tensors, but one of the params is X"),
        ("optim.Adam([a, b])", ""),
        MODEL.format("Adam"),
    ),
    "a number for parameters": (
        ("TypeError", "'int' object is not iterable"),
        ("torch.optim.SGD(m, lr=0.1)", ""),
        "'int' object is not iterable",
    ),
    "numbers in a list": (
        ("TypeError", "optimizer can only optimize Tensors, but one of the params is float"),
        ("optim.Adam([1.0])", ""),
        "optimizer can only optimize Tensors, but one of the params is float",
    ),
    "what is no expression": (NO_ITER, ("SGD(m.parameters", ""), NO_ITER[1]),
    "depth beyond all": (NO_ITER, ("(" * 9999, ""), NO_ITER[1]),
    "a layer in a loop": (NO_LINEAR, ("list(m)", ""), NO_LINEAR[1]),
}


@pytest.mark.parametrize(("raised", "where", "said"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_told_only_where_it_is_one(raised, where, said) -> None:
    kind, message = raised
    error = RunError(type=kind, message=message, line=1, column=None, end_column=None)

    assert advice.words(error, *where) == said


PIECES = st.sampled_from(
    (
        *("nn.ReLU(x)", "nn.MSELoss(", "optim.SGD(", "m.parameters", "max", "x", "lambda: "),
        *(".grad", ".zero_", ".max(1)", " == y", " * ", "-", ", ", "(x)", "(", ")"),
        *("\n", "# ", "é", "\ud800"),
    )
)
RAISED = (AMBIGUOUS, NO_ITER, NO_ZERO, NO_TIMES, NO_CALL, NO_FLOAT, NO_LINEAR)


@given(st.sampled_from(RAISED), st.lists(PIECES, max_size=9), st.text(max_size=30))
def test_whatever_is_claimed_to_have_broken_is_no_error_here(raised, pieces, code) -> None:
    kind, message = raised
    error = RunError(type=kind, message=message, line=1, column=None, end_column=None)

    assert advice.words(error, "".join(pieces), code)
