"""Modules that are written or called in another way than torch wants."""

import pytest

from tests.tutor.advice.advising import held, said

INIT = "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
NET = f"{INIT}    def forward(self, x):\n        return x\n"
NO_FORWARD = 'Module [Net] is missing the required "forward" function'
TAKES_ONE = "Net.{}() takes 1 positional argument but 2 were given"


def test_what_the_parent_makes_comes_first() -> None:
    message = "cannot assign module before Module.__init__() call"

    assert said("AttributeError", message, "self.fc") == (
        "Call super().__init__() first of all in __init__."
    )


def test_super_has_brackets_of_its_own() -> None:
    message = "descriptor '__init__' of 'super' object needs an argument"

    assert said("TypeError", message).endswith("super().__init__().")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "class Net(nn.Module):\n    def __init__(self):\n        self.layers = [nn.ReLU()]",
            "A plain list hides its layers from parameters(): put them into nn.ModuleList([…]).",
        ),
        (
            "class Net(nn.Module):\n    def _init_(self):\n        self.fc = nn.Linear(1, 1)",
            "_init_ is to be __init__, with two underscores before and after it.",
        ),
        ("torch.optim.SGD([], lr=0.1)", "optimizer got an empty parameter list"),
    ],
)
def test_parameters_that_nobody_finds(code, words) -> None:
    assert said("ValueError", "optimizer got an empty parameter list", "", code) == words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            f"{INIT}    def foward(self, x):\n        return x",
            "Net has no forward, but foward: it is to be called forward.",
        ),
        (
            f"{INIT}        def forward(self, x):\n            return x",
            "forward stands inside of another method of Net: give both the same indentation.",
        ),
        (f"{INIT}    def predict(self, x):\n        return x", NO_FORWARD),
        (f"{INIT}    def reward(self, x):\n        return x", NO_FORWARD),
        ("Net()(x)", NO_FORWARD),
    ],
)
def test_a_forward_that_torch_does_not_find(code, words) -> None:
    assert said("NotImplementedError", NO_FORWARD, "Net()(x)", code) == words


def test_a_list_of_modules_is_not_called() -> None:
    message = 'Module [ModuleList] is missing the required "forward" function'

    assert said("NotImplementedError", message).endswith("or use nn.Sequential.")


@pytest.mark.parametrize(
    ("method", "broken", "code", "words"),
    [
        (
            "__init__",
            "model(x)",
            f"{NET}model = Net\nmodel(x)",
            "model is the class Net itself: make a model of it first, model = Net().",
        ),
        (
            "__init__",
            "Net(x)",
            f"{NET}y = Net(x)",
            (
                "Net(…) makes a model, and is to be called without what goes through it: "
                "model = Net(), then model(…)."
            ),
        ),
        (
            "__init__",
            "Net(2)",
            "class Net(nn.Module):\n    def _init_(self, n):\n        pass\nNet(2)",
            "_init_ is to be __init__, with two underscores before and after it.",
        ),
        (
            "forward",
            "Net()(x)",
            "class Net(nn.Module):\n    def forward(x):\n        return x\nNet()(x)",
            "forward gets the object itself first: def forward(self, x).",
        ),
        ("forward", "Net()(x, y)", f"{NET}Net()(x, y)", TAKES_ONE.format("forward")),
        ("__init__", "Net(3)", f"{NET}Net(3)", TAKES_ONE.format("__init__")),
        ("__init__", "list(map(Net, x))", f"{NET}list(map(Net, x))", TAKES_ONE.format("__init__")),
        ("forward", "net(x)", "net(x)", TAKES_ONE.format("forward")),
        (
            "f",
            "Net.f(1, 2)",
            "class Net:\n    @staticmethod\n    def f(x):\n        return x\nNet.f(1, 2)",
            TAKES_ONE.format("f"),
        ),
    ],
)
def test_an_argument_too_many(method, broken, code, words) -> None:
    words_of_it = said("TypeError", TAKES_ONE.format(method), broken, code, operands=held(x=(3,)))

    assert words_of_it == words


@pytest.mark.parametrize(
    ("kind", "broken", "words"),
    [
        (
            "list",
            "nn.Sequential([nn.ReLU()])",
            (
                "nn.Sequential takes its layers one by one: put a * before the list, "
                "nn.Sequential(*layers)."
            ),
        ),
        (
            "torch.nn.modules.activation.ReLU",
            "nn.Sequential(nn.ReLU)",
            "nn.ReLU is a class: its brackets are missing, nn.ReLU(…).",
        ),
        (
            "torch.nn.functional.relu",
            "nn.Sequential(F.relu)",
            "relu is a function: take the layer, as nn.ReLU() for F.relu.",
        ),
        ("list", "nn.ModuleList([[1]])", "list is not a Module subclass"),
        ("int", "nn.Sequential(3)", "int is not a Module subclass"),
    ],
)
def test_what_is_no_module(kind, broken, words) -> None:
    assert said("TypeError", f"{kind} is not a Module subclass", broken) == words


def test_parameters_that_were_gone_through_before_are_used_up() -> None:
    message = "optimizer got an empty parameter list"
    code = f"{INIT}        self.ls = [nn.ReLU()]\nps = Net().parameters()\n"

    assert said("ValueError", message, "SGD(ps)", f"{code}n = len(list(ps))\nSGD(ps)") == message
    assert said("ValueError", message, "SGD(ps)", f"{code}SGD(ps)") != message


def test_a_dataclass_has_no_init_to_call_it_in() -> None:
    message = "cannot assign module before Module.__init__() call"
    code = "@dataclass\nclass Net(nn.Module):\n    fc: nn.Module\nNet(nn.ReLU())"

    assert said("AttributeError", message, "Net(nn.ReLU())", code) == message


@pytest.mark.parametrize(
    ("held_in_list", "words"),
    [
        ("nn.functional.relu", "optimizer got an empty parameter list"),
        ("nn.init", "optimizer got an empty parameter list"),
        (
            "nn.Parameter(w)",
            (
                "A plain list hides what it holds from parameters(): put it into "
                "nn.ParameterList([…])."
            ),
        ),
    ],
)
def test_a_list_hides_layers_only_where_it_has_some(held_in_list, words) -> None:
    code = f"{INIT}        self.ls = [{held_in_list}]"

    assert said("ValueError", "optimizer got an empty parameter list", "", code) == words


def test_super_may_be_given_self() -> None:
    message = "descriptor '__init__' requires a 'super' object but received a 'Net'"

    assert said("TypeError", message).endswith("super().__init__().")


def test_a_method_called_of_its_class_gets_no_object() -> None:
    message = "Net.f() takes 0 positional arguments but 1 was given"
    code = "class Net:\n    def f():\n        return 3\n"

    assert said("TypeError", message, "Net.f(2)", f"{code}Net.f(2)") == message
    assert said("TypeError", message, "Net().f()", f"{code}Net().f()") != message


def test_a_model_keeps_its_settings() -> None:
    code = (
        "class Net(nn.Module):\n    def __init__(self, n):\n        super().__init__()\n"
        "    def forward(self, x):\n        return x\nNet(3, x)"
    )
    message = "Net.__init__() takes 2 positional arguments but 3 were given"

    assert said("TypeError", message, "Net(3, x)", code, operands=held(x=(3,))).endswith(
        "model = Net(3), then model(…)."
    )


@pytest.mark.parametrize(
    ("takes", "given", "settings"),
    [("self", "x, 3", ""), ("self, n", "10, x, None", "10"), ("self, n", "x, 10", "10")],
)
def test_what_goes_through_beside_a_tensor_is_no_setting(takes, given, settings) -> None:
    code = (
        f"class Net(nn.Module):\n    def __init__({takes}):\n        super().__init__()\n"
        f"    def forward(self, x, k=0):\n        return x\nNet({given})"
    )
    message = "Net.__init__() takes 1 positional argument but 3 were given"

    assert said("TypeError", message, f"Net({given})", code, operands=held(x=(3,))).endswith(
        f"model = Net({settings}), then model(…)."
    )


LOCAL = "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        {}\n"
NO_FC = "'Net' object has no attribute 'fc'"


def test_a_layer_that_was_not_given_to_the_model_is_named() -> None:
    code = f"{LOCAL.format('fc = nn.Linear(2, 3)')}    def forward(self, x): return self.fc(x)"

    assert said("AttributeError", NO_FC, "self.fc", code) == (
        f"{NO_FC}. In __init__, fc = … makes a name of that function alone: write self.fc = …."
    )


@pytest.mark.parametrize(
    "line", ["self.fc1 = nn.Linear(2, 3)", "fc = 1; self.fc = fc", "f = lambda: (fc := 1)"]
)
def test_an_attribute_that_is_lacking_otherwise_is_left(line) -> None:
    code = f"{LOCAL.format(line)}    def forward(self, x): return self.fc(x)"

    assert said("AttributeError", NO_FC, "self.fc", code) == NO_FC


ONE_STATE = (
    ("IndexError", "index 1 is out of bounds for dimension 0 with size 1"),
    (
        "RuntimeError",
        "For batched 3-D input, hx and cx should also be 3-D but got (2-D, 2-D) tensors",
    ),
    (
        "RuntimeError",
        "For unbatched 2-D input, hx and cx should also be 2-D but got (1-D, 1-D) tensors",
    ),
)


@pytest.mark.parametrize(("kind", "message"), ONE_STATE)
@pytest.mark.parametrize("code", ["rnn = nn.LSTM(3, 4)\nrnn(x, h)", "nn.LSTM(3, 4)(x, hx=h)"])
def test_the_state_of_an_lstm_is_a_pair(kind, message, code) -> None:
    operands = held(x=(5, 2, 3), h=(1, 2, 4))

    assert said(kind, message, code.rpartition("\n")[2], code, operands=operands) == (
        "An LSTM's state is a pair of tensors, (h, c), and h is one tensor alone."
    )


@pytest.mark.parametrize(("kind", "message"), ONE_STATE)
@pytest.mark.parametrize(
    "code",
    ["rnn(x, h)", "rnn = nn.GRU(3, 4)\nrnn(x, h)", "rnn = nn.LSTM(3, 4)\nrnn(x, (h, h))", "x[1]"],
)
def test_another_state_may_be_what_it_is(kind, message, code) -> None:
    operands = held(x=(5, 2, 3), h=(1, 2, 4))

    assert said(kind, message, code.rpartition("\n")[2], code, operands=operands) == message


def test_brackets_of_super_that_were_forgotten_are_told_first() -> None:
    code = "class Net(nn.Module):\n    def __init__(self):\n        super().__init__\n"

    words = said("AttributeError", "cannot assign module before Module.__init__() call", "", code)

    assert words == "super().__init__ lacks its brackets: write super().__init__()."


@pytest.mark.parametrize(
    ("code", "name", "words"),
    [
        ("m = nn.Linear(3, 1)\nm[x]", "Linear", "A layer is called, with round brackets: m(x)."),
        (f"{NET}m = Net()\nm[x]", "Net", "A layer is called, with round brackets: m(x)."),
        ("m = nn.Linear(3, 1)\nm[0]", "Linear", "'Linear' object is not subscriptable"),
        ("m = Linear()\nm = 3\nm[x]", "Linear", "'Linear' object is not subscriptable"),
        ("class Box:\n    pass\nm = Box()\nm[x]", "Box", "'Box' object is not subscriptable"),
    ],
)
def test_a_layer_is_called_and_has_no_positions(code, name, words) -> None:
    message, line = f"'{name}' object is not subscriptable", code.rpartition("\n")[2]

    assert said("TypeError", message, line, code, operands=held(x=(2, 3))) == words
