"""Whatever is sent is read as Python, or said to be none; nothing that people send raises."""

import ast
import warnings

import pytest

from knowledge.examples.python import NotPython, parsed, parsed_expression, read

TOO_DEEP = ["x = " + "+".join(["1"] * 3500), "x = " + "-" * 3500 + "1"]


@pytest.mark.parametrize("code", ["x = = 1", "x = '\0'", "\ud800", *TOO_DEEP])
def test_what_is_no_python_has_no_tree(code) -> None:
    assert parsed(code) is None
    assert parsed_expression(code.removeprefix("x = ")) is None


def test_why_it_is_none_is_said_with_its_line() -> None:
    assert read("a = 1\nb = = 2") == NotPython(2, "not Python: invalid syntax")


@pytest.mark.parametrize("code", TOO_DEEP)
def test_what_is_too_deep_is_not_called_wrong(code) -> None:
    assert read(code) == NotPython(1, "nested too deeply to be read")


def test_an_expression_is_no_statement() -> None:
    assert isinstance(parsed_expression("a + b"), ast.BinOp)
    assert parsed_expression("a = b") is None
    assert parsed_expression("a) + (b") is None


def test_what_python_warns_of_is_python() -> None:
    """A bot's log is no place for the backslashes of learners."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        assert parsed(r"a = '\d'") is not None
