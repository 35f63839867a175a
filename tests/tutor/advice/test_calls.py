"""Brackets that were forgotten."""

import pytest

from tests.tutor.advice.advising import held, said

METHOD = "builtin_function_or_method"


@pytest.mark.parametrize(
    ("kind", "message", "broken", "words"),
    [
        (
            "TypeError",
            f"unsupported operand type(s) for +: '{METHOD}' and 'int'",
            "x.sum + 1",
            "x.sum is a method and was not called: write x.sum().",
        ),
        (
            "TypeError",
            f"unsupported operand type(s) for +=: 'int' and '{METHOD}'",
            "total += loss.item",
            "loss.item is a method and was not called: write loss.item().",
        ),
        (
            "TypeError",
            f"'<' not supported between instances of '{METHOD}' and 'float'",
            "loss.item < 0.5",
            "loss.item is a method and was not called: write loss.item().",
        ),
        (
            "TypeError",
            f'can only concatenate str (not "{METHOD}") to str',
            "'loss ' + loss.item",
            "loss.item is a method and was not called: write loss.item().",
        ),
        (
            "TypeError",
            f"unsupported operand type(s) for *: '{METHOD}' and 'int'",
            "torch.rand * 2",
            "torch.rand is a function and was not called: write torch.rand(…).",
        ),
        (
            "AttributeError",
            f"'{METHOD}' object has no attribute 'numpy'",
            "f(x).detach.numpy",
            "detach is a method and was not called: write .detach().",
        ),
        (
            "TypeError",
            f"'{METHOD}' object is not subscriptable",
            "x.size[0]",
            "size is a method and was not called: write x.size() or x.shape.",
        ),
        (
            "TypeError",
            "'function' object is not subscriptable",
            "f[0]",
            "f is a function and was not called: write f(…).",
        ),
    ],
)
def test_what_was_not_called_is_named(kind, message, broken, words) -> None:
    assert said(kind, message, broken, broken) == words


@pytest.mark.parametrize(
    ("message", "broken"),
    [
        (f"unsupported operand type(s) for +: '{METHOD}' and '{METHOD}'", "a.sum + b.sum"),
        ("unsupported operand type(s) for +: 'int' and 'str'", "a.n + b.m"),
        (f"unsupported operand type(s) for +: '{METHOD}' and 'int'", "fs[0] + 1"),
    ],
)
def test_where_several_may_be_meant_none_is_named(message, broken) -> None:
    assert said("TypeError", message, broken, broken) == message


@pytest.mark.parametrize("name", ["time", "random", "copy"])
def test_a_function_may_have_the_name_of_its_module(name) -> None:
    message = f"'{METHOD}' object has no attribute 'f'"

    assert said("AttributeError", message, f"{name}.f", f"from {name} import {name}\n{name}.f") == (
        f"{name} is the function here, by from {name} import {name}: for the module write "
        f"import {name} instead."
    )


@pytest.mark.parametrize("code", ["def f():\n    f.n += 1", "def d(f):\n    f.n = f.n + 1"])
def test_a_function_may_have_attributes(code) -> None:
    message = "'function' object has no attribute 'n'"

    assert said("AttributeError", message, "f.n", code) == message


@pytest.mark.parametrize("broken", ["x.view[2, 3]", "xs.append[3]", "x.sum[0, 1]"])
def test_a_method_is_called_with_round_brackets(broken) -> None:
    method = broken.partition("[")[0]

    assert said("TypeError", f"'{METHOD}' object is not subscriptable", broken, broken) == (
        f"{method} is called with round brackets: {method}(…)."
    )


@pytest.mark.parametrize("name", ["shape", "size"])
def test_a_size_of_the_learners_own_is_no_tensors(name) -> None:
    code = f"class G:\n    def {name}(self):\n        return (1, 2)\ng = G()\ng.{name}[0]"

    assert said("TypeError", "'method' object is not subscriptable", f"g.{name}[0]", code) == (
        f"g.{name} is called with round brackets: g.{name}(…)."
    )


@pytest.mark.parametrize("name", ["reshape", "add", "unsqueeze", "fit"])
def test_a_method_that_may_want_arguments_is_not_called_without(name) -> None:
    message = f"unsupported operand type(s) for *: '{METHOD}' and 'int'"

    assert said("TypeError", message, f"x.{name} * 2", "x") == (
        f"x.{name} is a method and was not called: write x.{name}(…)."
    )
    assert said("TypeError", message, f"f(x).{name} * 2", "x").endswith(f"write .{name}(…).")


def test_a_star_may_bring_a_function_of_its_modules_name() -> None:
    message = f"'{METHOD}' object has no attribute 'randint'"
    code = "from random import *\nrandom.randint(1, 6)"

    assert said("AttributeError", message, "random.randint", code) == (
        "random is the function here, by from random import *: for the module write import random "
        "instead."
    )


def test_a_function_that_hides_its_module_need_not_be_called() -> None:
    message = f"'{METHOD}' object has no attribute 'sleep'"
    code = "import time\ntime = time.time\ntime.sleep(1)"

    assert said("AttributeError", message, "time.sleep", code) == message


@pytest.mark.parametrize(
    ("kind", "broken", "words"),
    [
        ("torch.Size", "x.shape()", "x.shape is no method: write x.shape."),
        ("torch.Size", "x.shape(0)", "x.shape is no method: write x.shape[0]."),
        ("tuple", "a.shape(-1)", "a.shape is no method: write a.shape[-1]."),
        ("Tensor", "f(x).T()", "T is no method: leave out its brackets."),
        ("int", "x.ndim()", "x.ndim is no method: write x.ndim."),
        ("int", "a.size()", "a.size is no method: write a.size."),
        ("torch.dtype", "x.dtype()", "x.dtype is no method: write x.dtype."),
    ],
)
def test_what_is_no_method_wants_no_brackets(kind, broken, words) -> None:
    assert said("TypeError", f"'{kind}' object is not callable", broken, broken) == words


@pytest.mark.parametrize("broken", ["x.n()", "x.T(3)", "x(3)", "x.shape(0, 1)", "x.shape(dim=0)"])
def test_what_else_can_not_be_called_is_left(broken) -> None:
    message = "'Tensor' object is not callable"

    assert said("TypeError", message, broken, broken) == message


@pytest.mark.parametrize("kind", ["int", "NoneType", "Tensor"])
def test_a_shape_that_is_none_has_no_axes(kind) -> None:
    message = f"'{kind}' object is not callable"

    assert said("TypeError", message, "box.shape(1)") == message


@pytest.mark.parametrize(
    ("name", "rest", "kind", "message"),
    [
        ("input", ".shape", "AttributeError", "'function' object has no attribute 'shape'"),
        ("max", ".shape", "AttributeError", f"'{METHOD}' object has no attribute 'shape'"),
        ("sum", " / 2", "TypeError", f"unsupported operand type(s) for /: '{METHOD}' and 'int'"),
        ("sum", " += 2", "TypeError", f"unsupported operand type(s) for +=: '{METHOD}' and 'int'"),
        ("input", "[0]", "TypeError", "'function' object is not subscriptable"),
    ],
)
def test_a_name_of_pythons_own_that_was_given_no_value_is_told_as_that(
    name, rest, kind, message
) -> None:
    broken = name + rest

    assert said(kind, message, broken, f"x = 1\n{broken}") == (
        f"{name} is Python's own function here: nothing above gives that name a value."
    )


@pytest.mark.parametrize(
    "above",
    ["from torch import *", "def max(): ...", "max = torch.max", "import torch.max as max"],
)
def test_a_name_that_the_code_may_give_is_not_said_to_be_pythons_own(above) -> None:
    message = f"'{METHOD}' object has no attribute 'shape'"

    assert "Python's own" not in said("AttributeError", message, "max.shape", f"{above}\nmax.shape")


def test_a_function_of_pythons_own_is_not_called_with_square_brackets() -> None:
    message = f"'{METHOD}' object is not subscriptable"

    assert said("TypeError", message, "print['hi']", "print['hi']") == (
        "print is a function and was not called: write print(…)."
    )


@pytest.mark.parametrize(
    ("given", "use", "words"),
    [
        ("x.float", "y.shape", "y = x.float lacks its brackets: write y = x.float()."),
        ("x.mean", "y.shape", "y = x.mean lacks its brackets: write y = x.mean()."),
        ("f(x).reshape", "y.T", "y = ….reshape lacks its brackets: write y = ….reshape(…)."),
    ],
)
def test_brackets_are_lacking_where_the_name_was_given(given, use, words) -> None:
    message = f"'{METHOD}' object has no attribute '{use[2:]}'"

    assert said("AttributeError", message, use, f"y = {given}\n{use}") == words


@pytest.mark.parametrize(
    "above",
    ["y = F.relu", "y = torch.nn.functional.relu", "y = x.mean\ny(1)", "y = x.mean\ny = x.sum"],
)
def test_a_function_under_another_name_is_called_by_that_name(above) -> None:
    message = f"'{METHOD}' object has no attribute 'shape'"

    assert said("AttributeError", message, "y.shape", f"{above}\ny.shape") == (
        "y is a function and was not called: write y(…)."
    )


NO_CALL = "'Tensor' object is not callable"


@pytest.mark.parametrize(
    ("line", "written"), [("x(0)", "x[0]"), ("x(0, -1)", "x[0, -1]"), ("x(i)", "x[i]")]
)
def test_the_positions_of_a_tensor_go_in_square_brackets(line, written) -> None:
    code = f"for i in range(3):\n    {line}"

    assert said("TypeError", NO_CALL, line, code, operands=held(x=(2, 3))) == (
        f"x is a tensor: positions go in square brackets, {written}."
    )


@pytest.mark.parametrize("line", ["x(1.5)", "x(y)", "x(0, 1, 2)", "x(True)", "x(*[0])", "x(n=0)"])
def test_what_is_no_position_is_left_in_its_brackets(line) -> None:
    assert said("TypeError", NO_CALL, line, line, operands=held(x=(2, 3))) == NO_CALL


def test_a_step_takes_no_loss() -> None:
    assert said("TypeError", NO_CALL, "opt.step(loss)", operands=held(loss=())) == (
        "step() takes no loss: loss.backward() comes first, then opt.step() with nothing in its "
        "brackets."
    )


@pytest.mark.parametrize(
    ("line", "above"),
    [("opt.step(f)", ""), ("opt.step(loss)", "def step(f):\n    f(1)\n"), ("opt.go(loss)", "")],
)
def test_another_step_may_take_what_it_likes(line, above) -> None:
    operands = held(loss=())

    assert said("TypeError", NO_CALL, line, f"{above}{line}", operands=operands) == NO_CALL


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("2 * np.log", "unsupported operand type(s) for *: 'int' and 'numpy.ufunc'"),
        ("np.log + 1", "unsupported operand type(s) for +: 'numpy.ufunc' and 'int'"),
    ],
)
def test_a_function_of_numpys_is_one_as_well(line, message) -> None:
    assert said("TypeError", message, line, line) == (
        "np.log is a function and was not called: write np.log(…)."
    )


@pytest.mark.parametrize("kind", ["int", "float"])
def test_a_method_makes_no_number(kind) -> None:
    message = (
        f"{kind}() argument must be a string, a bytes-like object or a real number, not "
        "'builtin_function_or_method'"
    )

    assert said("TypeError", message, f"{kind}(x.item)") == (
        "x.item is a method and was not called: write x.item()."
    )


def test_a_number_of_bytes_is_no_method() -> None:
    assert said("TypeError", "'int' object is not callable", "x.nbytes()") == (
        "x.nbytes is no method: write x.nbytes."
    )


NO_CONTEXT = "'type' object does not support the context manager protocol"


@pytest.mark.parametrize("name", ["torch.no_grad", "no_grad", "torch.inference_mode"])
def test_no_grad_is_called(name) -> None:
    line = f"with {name}: pass"

    assert said("TypeError", NO_CONTEXT, "", line) == (
        f"{name} lacks its brackets: write with {name}():"
    )


def test_another_class_may_want_more() -> None:
    assert said("TypeError", NO_CONTEXT, "", "with Timer: pass") == NO_CONTEXT
