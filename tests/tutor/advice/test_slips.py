"""Slips that the broken expression itself shows, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.protocol import RunError
from tests.tutor.advice.advising import said
from tutor.advice import on_error

AMBIGUOUS = ("RuntimeError", "Boolean value of Tensor with more than one value is ambiguous")
NO_ITER = ("TypeError", "'method' object is not iterable")
NO_ZERO = ("AttributeError", "'NoneType' object has no attribute 'zero_'")
NO_TIMES = ("TypeError", "unsupported operand type(s) for *: 'float' and 'NoneType'")
NO_CALL = ("TypeError", "'Tensor' object is not callable")
NO_FLOAT = ("AttributeError", "'bool' object has no attribute 'float'")
NO_LINEAR = ("TypeError", "'Linear' object is not iterable")
NO_ZEROS = ("AttributeError", "'Tensor' object has no attribute 'zeros'")
NO_RELU = ("AttributeError", "'Linear' object has no attribute 'ReLU'")
SETTINGS = "The brackets of {name} are for its settings: make it first, then call it, {call}."
NO_GRAD = (
    "w.grad is None: backward() fills it where w itself was made with requires_grad=True and takes "
    "part in the loss; zero_grad() empties it."
)
COMPUTED = (
    " What is computed from such a tensor keeps no grad of its own: leave requires_grad=True out "
    "of it and write w.requires_grad_() after it, or call w.retain_grad() before backward()."
)
NEW_ONE = (
    " Also, w = w - … makes a new tensor, which has none: change w in place, with w -= … under "
    "torch.no_grad()."
)
HIDES = "{0} is a name of your own here and hides Python's {0}: give yours another name."
HIDES_MODULE = "{0} is a name of your own here and hides the module: give yours another name."
NOT_CALLED = "{0} is a method and was not called: write {0}()."
PLAIN_BOOL = "This comparison gave a plain True or False: its two sides are not both tensors."
PAIR = " {0} is a pair, values and indices: for the indices write {0}.indices."
MODEL = "{} takes the parameters of a model, not the model itself: write {}.parameters()."

NO_LIST = (
    "TypeError",
    (
        "params argument given to the optimizer should be an iterable of Tensors or dicts, but "
        "got torch.FloatTensor"
    ),
)
IN_A_LIST = "{0} takes its tensors in a list, even one alone: write [{1}]."

SLIPS = {
    "a tensor of its own for an optimizer": (
        NO_LIST,
        ("torch.optim.SGD(w, lr=0.1)", ""),
        IN_A_LIST.format("SGD", "w"),
    ),
    "a tensor for an optimizer by name": (
        NO_LIST,
        ("Adam(lr=0.1, params=net.weight)", ""),
        IN_A_LIST.format("Adam", "net.weight"),
    ),
    "an optimizer of the learner's own": (NO_LIST, ("super().__init__(w, d)", ""), NO_LIST[1]),
    "an optimizer made from any number": (NO_LIST, ("Adam(*given)", ""), NO_LIST[1]),
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
    "weights of a loss": (
        AMBIGUOUS,
        ("nn.BCEWithLogitsLoss(w, pos_w)", ""),
        AMBIGUOUS[1],
    ),
    "weights of a loss that is called": (
        AMBIGUOUS,
        ("nn.BCEWithLogitsLoss(a, b)(p, y)", ""),
        AMBIGUOUS[1],
    ),
    "what may be weights": (AMBIGUOUS, ("nn.CrossEntropyLoss(a, b)", ""), AMBIGUOUS[1]),
    "the weights of two losses": (AMBIGUOUS, ("nn.MSELoss(x, weights)", ""), AMBIGUOUS[1]),
    "a loss that takes no weights": (
        AMBIGUOUS,
        ("nn.MSELoss(a, b)", ""),
        SETTINGS.format(name="nn.MSELoss", call="nn.MSELoss()(a, b)"),
    ),
    "settings that are named too": (AMBIGUOUS, ("nn.ReLU(x, inplace=True)(x)", ""), AMBIGUOUS[1]),
    "a probability": (AMBIGUOUS, ("nn.Dropout(p)", ""), AMBIGUOUS[1]),
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
    "a builtin that another function hides for itself": (
        NO_CALL,
        ("list(it)", "def f(list):\n    return list\nit = g(5, [1])\nlist(it)"),
        NO_CALL[1],
    ),
    "a builtin hidden in another function": (
        NO_CALL,
        ("list(it)", "def f():\n    list = 3\nit = g(5, [1])\nlist(it)"),
        NO_CALL[1],
    ),
    "a builtin hidden in a comprehension": (
        NO_CALL,
        ("sum(it)", "[sum for sum in x]\nsum(it)"),
        NO_CALL[1],
    ),
    "a builtin hidden later": (NO_CALL, ("list(it)", "list(it)\nlist = 3"), NO_CALL[1]),
    "a builtin hidden in a class": (
        NO_CALL,
        ("list(it)", "class A:\n    list = 3\nlist(it)"),
        NO_CALL[1],
    ),
    "a builtin hidden around a method": (
        NO_CALL,
        ("max(x)", "max = 3\nclass A:\n    def f(self):\n        return max(x)"),
        HIDES.format("max"),
    ),
    "what was given elsewhere to be called": (
        NO_CALL,
        ("list(it)", "list = [1]\nit = map(5, [1])\nlist(it)"),
        NO_CALL[1],
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
    "gradients given by name": (
        NO_ZERO,
        ("w.grad.zero_", "w = SimpleNamespace(data=1, grad=None)"),
        NO_ZERO[1],
    ),
    "gradients set by name": (NO_ZERO, ("w.grad.zero_", "setattr(w, 'grad', None)"), NO_ZERO[1]),
    "a change before any gradient": (
        NO_ZERO,
        ("w.grad.zero_", "w = w - w.mean()\nw.requires_grad_()\nw.grad.zero_()"),
        NO_GRAD,
    ),
    "a step in a loop": (
        NO_ZERO,
        ("w.grad.zero_", "for _ in range(3):\n    w = w - step\n    w.grad.zero_()"),
        NO_GRAD + NEW_ONE,
    ),
    "what is computed from a tensor with a gradient": (
        NO_ZERO,
        ("w.grad.zero_", "w = torch.randn(3, requires_grad=True) * 0.01"),
        NO_GRAD + COMPUTED,
    ),
    "the same by a method": (
        NO_ZERO,
        ("w.grad.zero_", "w = torch.randn(3, requires_grad=True).to('cpu')"),
        NO_GRAD + COMPUTED,
    ),
    "what is made with a gradient": (
        NO_ZERO,
        ("w.grad.zero_", "w = torch.rand(3).new_ones(2, requires_grad=True)"),
        NO_GRAD,
    ),
    "the other side of a step": (NO_TIMES, ("w.grad * scale", ""), NO_TIMES[1]),
    "a gradient on the left": (
        ("TypeError", "unsupported operand type(s) for *: 'NoneType' and 'float'"),
        ("w.grad * 0.1", ""),
        NO_GRAD,
    ),
    "a number with a gradient on its right": (
        ("TypeError", "unsupported operand type(s) for *: 'NoneType' and 'float'"),
        ("scale * w.grad", ""),
        "unsupported operand type(s) for *: 'NoneType' and 'float'",
    ),
    "a step in place": (
        ("TypeError", "unsupported operand type(s) for -=: 'Tensor' and 'NoneType'"),
        ("w -= w.grad", ""),
        NO_GRAD,
    ),
    "a part of a gradient": (
        ("TypeError", "'NoneType' object is not subscriptable"),
        ("w.grad[0]", ""),
        NO_GRAD,
    ),
    "a gradient of the other sign": (
        ("TypeError", "bad operand type for unary -: 'NoneType'"),
        ("-w.grad", ""),
        NO_GRAD,
    ),
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
    "the largest by NumPy": (NO_FLOAT, ("(np.max(x, 1) == y).float", ""), PLAIN_BOOL),
    "the largest of an array": (NO_FLOAT, ("(x.numpy().max(1) == y).float", ""), PLAIN_BOOL),
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
    "a field, and another method": (
        NO_ITER,
        ("dict(zip(names, probs.topk(3).values.numpy))", ""),
        NO_ITER[1],
    ),
    "a field alone": (NO_ITER, ("zip(names, probs.topk(3).values)", ""), NO_ITER[1]),
    "a method of another name beside": (NO_ITER, ("zip(x.numpy, d.values)", ""), NO_ITER[1]),
    "a method of a class of Python's": (NO_ITER, ("set(str.split)", ""), NO_ITER[1]),
    "two methods": (NO_ITER, ("zip(a.keys, b.values)", ""), NO_ITER[1]),
    "parameters called": (NO_ITER, ("f(m.parameters())", ""), NO_ITER[1]),
    "a model for its parameters": (
        NO_LINEAR,
        ("torch.optim.SGD(m, lr=0.1)", ""),
        MODEL.format("SGD", "m"),
    ),
    "a model by name": (
        NO_LINEAR,
        ("torch.optim.SGD(lr=0.1, params=self.net)", ""),
        MODEL.format("SGD", "self.net"),
    ),
    "a model that is made there": (
        NO_LINEAR,
        ("torch.optim.SGD(nn.Linear(2, 3), lr=0.1)", ""),
        MODEL.format("SGD", "model"),
    ),
    "several models": (
        ("TypeError", "optimizer can only optimize Tensors, but one of the params is X"),
        ("optim.Adam(params=self.net)", ""),
        MODEL.format("Adam", "model"),
    ),
    "models in a list": (
        ("TypeError", "optimizer can only optimize Tensors, but one of the params is X"),
        ("optim.Adam([a, b])", ""),
        (
            "Adam takes the parameters of a model, not the model itself: write "
            "[*a.parameters(), *b.parameters()]."
        ),
    ),
    "a value of the learner's own": (
        ("TypeError", "optimizer can only optimize Tensors, but one of the params is Value"),
        ("optim.SGD([Value(1.0)], lr=.1)", "class Value:\n    grad_of = 0"),
        "optimizer can only optimize Tensors, but one of the params is Value",
    ),
    "a model of the learner's own": (
        ("TypeError", "'Net' object is not iterable"),
        ("optim.SGD(net, lr=.1)", "class Net(nn.Module):\n    pass"),
        MODEL.format("SGD", "net"),
    ),
    "a list of parameters": (
        (
            "TypeError",
            (
                "optimizer can only optimize Tensors, but one of the params is "
                "torch.nn.modules.container.ParameterList"
            ),
        ),
        ("optim.SGD([ps], lr=.1)", ""),
        (
            "optimizer can only optimize Tensors, but one of the params is "
            "torch.nn.modules.container.ParameterList"
        ),
    ),
    "a schedule": (NO_LINEAR, ("optim.lr_scheduler.MultiStepLR(opt, net)", ""), NO_LINEAR[1]),
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
    "depth in the code": (
        NO_CALL,
        ("max(3)", f"max = {'-'.join('x' * 900)}\nmax(3)"),
        HIDES.format("max"),
    ),
    "a layer in a loop": (NO_LINEAR, ("list(m)", ""), NO_LINEAR[1]),
    "a module hidden by a tensor": (
        NO_ZEROS,
        ("torch.zeros", "torch = torch.ones(3)\ntorch.zeros(2)"),
        f"{NO_ZEROS[1]}. {HIDES_MODULE.format('torch')}",
    ),
    "a module hidden by a parameter": (
        NO_ZEROS,
        ("np.zeros", "def f(np):\n    return np.zeros(2)\nf(torch.ones(3))"),
        f"{NO_ZEROS[1]}. {HIDES_MODULE.format('np')}",
    ),
    "a module hidden by a layer": (
        NO_RELU,
        ("nn.ReLU", "nn = nn.Linear(2, 2)\nnn.ReLU()"),
        f"{NO_RELU[1]}. {HIDES_MODULE.format('nn')}",
    ),
    "a net of NumPy alone that is called nn": (
        ("AttributeError", "'Net' object has no attribute 'fit'"),
        ("nn.fit", "class Net:\n    pass\nnn = Net()\nnn.fit(3)"),
        "'Net' object has no attribute 'fit'",
    ),
    "a module hidden by a net of the learner's own": (
        ("AttributeError", "'Net' object has no attribute 'ReLU'"),
        ("nn.ReLU", "class Net:\n    pass\nnn = Net()\nnn.ReLU()"),
        f"'Net' object has no attribute 'ReLU'. {HIDES_MODULE.format('nn')}",
    ),
    "a module of functions that is hidden": (
        NO_RELU,
        ("F.ReLU", "import torch.nn.functional as F\nF = nn.Linear(2, 2)\nF.ReLU()"),
        f"{NO_RELU[1]}. {HIDES_MODULE.format('F')}",
    ),
    "a matrix that is called F": (
        NO_ZEROS,
        ("F.zeros", "F = torch.eye(2)\nF.zeros(2)"),
        NO_ZEROS[1],
    ),
    "a misspelt method of what hides a module": (
        ("AttributeError", "'Tensor' object has no attribute 'zero'. Did you mean: 'zero_'?"),
        ("torch.zero", "torch = torch.ones(3)\ntorch.zero()"),
        "'Tensor' object has no attribute 'zero'. Did you mean: 'zero_'?",
    ),
    "a module that others hide elsewhere": (
        NO_ZEROS,
        ("torch.zeros", "def f(torch):\n    return 3\ntorch.zeros(2)"),
        NO_ZEROS[1],
    ),
    "a method of a value": (NO_ZEROS, ("x.zeros", "x = torch.ones(3)\nx.zeros(2)"), NO_ZEROS[1]),
}


@pytest.mark.parametrize(("raised", "where", "said"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_told_only_where_it_is_one(raised, where, said) -> None:
    kind, message = raised
    line = _line(*where)
    error = RunError(type=kind, message=message, line=line, column=None, end_column=None)

    assert on_error.words(error, *where) == said


def _line(broken: str, code: str) -> int:
    """The last line on which the expression stands."""
    return code[: max(code.rfind(broken), 0)].count("\n") + 1


PIECES = st.sampled_from(
    (
        *("nn.ReLU(x)", "nn.MSELoss(", "optim.SGD(", "m.parameters", "max", "x", "lambda: "),
        *(".grad", ".zero_", ".max(1)", " == y", " * ", "-", ", ", "(x)", "(", ")"),
        *("\n", "# ", "é", "\ud800"),
    )
)
RAISED = (AMBIGUOUS, NO_LIST, NO_ITER, NO_ZERO, NO_TIMES, NO_CALL, NO_FLOAT, NO_LINEAR)


@given(st.sampled_from(RAISED), st.lists(PIECES, max_size=9), st.text(max_size=30))
def test_whatever_is_claimed_to_have_broken_is_no_error_here(raised, pieces, code) -> None:
    kind, message = raised
    error = RunError(type=kind, message=message, line=1, column=None, end_column=None)

    assert on_error.words(error, "".join(pieces), code)


ONE_ELEMENT = "only one element tensors can be converted to Python scalars"


def test_mathematics_takes_one_number() -> None:
    assert said("ValueError", ONE_ELEMENT, "math.sqrt(x.abs())") == (
        "math.sqrt takes one number: for a tensor write torch.sqrt(x.abs())."
    )


@pytest.mark.parametrize("broken", ["math.factorial(x)", "own.sqrt(x)", "float(x)"])
def test_of_what_torch_has_not_the_message_stays(broken) -> None:
    assert said("ValueError", ONE_ELEMENT, broken) == ONE_ELEMENT


@pytest.mark.parametrize(
    ("function", "attribute"), [("xavier_uniform_", "dim"), ("normal_", "normal_")]
)
def test_weights_are_filled_and_not_their_layer(function, attribute) -> None:
    message = f"'Linear' object has no attribute '{attribute}'"

    assert said("AttributeError", message, f"nn.init.{function}(net[0])") == (
        f"{function} fills a tensor, and net[0] is a Linear layer: write net[0].weight."
    )
    assert "net[0] is an Embedding layer:" in said(
        "AttributeError", message.replace("Linear", "Embedding"), f"nn.init.{function}(net[0])"
    )
    assert said("AttributeError", message, f"init.{function}(*w)") == message
    assert said("AttributeError", message, f"own.{function}(net)") == message
