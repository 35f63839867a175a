# ruff: noqa: S102, S307, BLE001 - programs are run here as a prompt and a sandbox would
import ast
import contextlib
import io
import traceback

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.examples.imports import plain_code
from knowledge.examples.sessions import Example, Malformed, Raises, parse


def converted(block: str) -> str:
    examples = parse(f"```pycon\n{block}\n```")
    assert not isinstance(examples, Malformed)
    return plain_code(examples)


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (">>> 1 + 1   # two\n2", "1 + 1   # two\n"),
        (">>> 1   # one\n1\n>>> 2\n2", "print(1)   # one\n2\n"),
        (">>> 1, 2\n(1, 2)\n>>> 0\n0", "print((1, 2))\n0\n"),
        (">>> (1, 2)\n(1, 2)\n>>> 0\n0", "print((1, 2))\n0\n"),
        (">>> (1), (2)\n(1, 2)\n>>> 0\n0", "print(((1), (2)))\n0\n"),
        (">>> *[1], 2\n(1, 2)\n>>> 0\n0", "print((*[1], 2))\n0\n"),
        (">>> (1\n... + 1)\n2\n>>> 0\n0", "(print(1\n+ 1))\n0\n"),
        (">>> 'é' 'x'  # é\n'éx'\n>>> 0\n0", "print(repr('é' 'x'))  # é\n0\n"),
        (">>> a = 1; a\n1\n>>> 0\n0", "a = 1; print(a)\n0\n"),
        (">>> print(1)\n1\n>>> 0\n0", "print(1)\n0\n"),
        (">>> a = []\n>>> a.append(1)\n>>> a\n[1]", "a = []\na.append(1)\na\n"),
        (">>> for i in 0, 1:\n...     i\n0\n1", "for i in 0, 1:\n    print(i)\n"),
        (">>> def f():\n...     'doc'\n>>> 0\n0", "def f():\n    'doc'\n0\n"),
        (">>> x: int = 3\n>>> x\n3", "x: int = 3\nx\n"),
    ],
)
def test_prompts_become_a_program(block: str, code: str) -> None:
    assert converted(block) == code


def test_an_expected_error_is_caught_so_that_the_rest_runs() -> None:
    block = ">>> int('x')\nTraceback (most recent call last):\n    ...\nValueError: no\n>>> 1\n1"

    assert converted(block) == (
        "try:\n"
        "    int('x')\n"
        "except ValueError as error:\n"
        '    print(f"{type(error).__name__}: {error}")\n'
        "1\n"
    )


def test_an_error_at_the_end_is_left_to_the_sandbox_to_explain() -> None:
    block = ">>> int('x')\nTraceback (most recent call last):\n    ...\nValueError: no"

    assert converted(block) == "int('x')\n"


def test_an_error_that_lives_in_a_module_needs_no_import() -> None:
    block = ">>> f()\nTraceback (most recent call last):\n    ...\na.b.E: no\n>>> 1\n1"

    assert "except Exception as error:" in converted(block)


def test_nothing_comes_of_nothing() -> None:
    assert plain_code(()) == ""


# Single statements with what doctest would read from a prompt; names come from the first ones.
_EXPRESSIONS = st.sampled_from(
    [
        "x", "x, y", "(x, y)", "(x), (y)", "*[x], y", "(x\n+ y)", "[x,\n y]", "x == y",
        "x if y else 0", "'text'", "'naïve' 'é'", '"""two\nlines"""', "f'{x}é'", "None",
        "x.bit_length()", "{x: 'é'}",
        "(lambda: x)()", "sum(i for i in range(x))", "(i for i in [x]).__next__()", "(z := x + 1)",
        "[].append(x)", "print(x)", "print('é', y)", "-x", "not y", "x < y < 3", "b'bytes'", "...",
        "x; y", "(x); y", "[].append(y); x", "x = 5; x",
    ]
)  # fmt: skip
_STATEMENTS = st.sampled_from(
    [
        "x = 3", "x, y = y, x", "for i in range(2):\n    i", "for i in 'ab':\n    i\n    x",
        "if y:\n    'yes'\nelse:\n    'no'", "def f():\n    'doc'\n    return 1",
        "class C:\n    'doc'\n    a = 1", "while x > 0:\n    x -= 1\n    x",
        "try:\n    1 / 0\nexcept ZeroDivisionError:\n    'caught'\nfinally:\n    x",
        "match x:\n    case 1:\n        'one'\n    case _:\n        'other'",
    ]
)  # fmt: skip
_FAILURES = st.sampled_from(
    [
        "1 / 0", "[][x]", "{}['k']", "int('é')", "raise ValueError('''two\nlines''')",
        "f'{missing}'",
        "for i in range(2):\n    1 / 0", "raise KeyError",
    ]
)  # fmt: skip
_COMMENTS = st.sampled_from(["", "   # why: é"])


@st.composite
def sources(draw: st.DrawFn) -> list[str]:
    body = draw(st.lists(st.one_of(_EXPRESSIONS, _STATEMENTS, _FAILURES), min_size=1, max_size=6))
    comments = [draw(_COMMENTS) if "\n" not in source else "" for source in body]
    return ["x, y = 1, 2\n", *(f"{s}{c}\n" for s, c in zip(body, comments, strict=True))]


def as_typed(typed: list[str]) -> list[Example]:
    """What each prompt would show."""
    names: dict[str, object] = {}
    examples = []
    for source in typed:
        shown, raises = io.StringIO(), None
        with contextlib.redirect_stdout(shown):
            try:
                exec(compile(source, "<typed>", "single"), names)
            except Exception as error:
                raises = Raises(type(error).__name__, str(error))
        examples.append(Example(1, source, "" if raises else shown.getvalue(), raises))
    return examples


def as_program(code: str) -> str:
    """What the program shows in a sandbox: all that it prints, then value or error."""
    *body, last = ast.parse(code).body
    names: dict[str, object] = {}
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        try:
            if isinstance(last, ast.Expr):
                exec(compile(ast.Module(body, []), "<snippet>", "exec"), names)
                value = eval(compile(ast.Expression(last.value), "<snippet>", "eval"), names)
                shown.write("" if value is None else f"{value!r}\n")
            else:
                exec(compile(ast.Module([*body, last], []), "<snippet>", "exec"), names)
        except Exception as error:
            shown.write(traceback.format_exception_only(error)[-1])
    return shown.getvalue()


@settings(max_examples=300, deadline=None)
@given(sources())
def test_the_program_shows_what_the_prompts_show(typed: list[str]) -> None:
    examples = as_typed(typed)

    shown = as_program(plain_code(examples))

    assert shown == "".join(f"{e.raises}\n" if e.raises else e.want for e in examples)
