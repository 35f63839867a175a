"""Brackets that were forgotten."""

import pytest

from tests.bot.render.advising import said

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
