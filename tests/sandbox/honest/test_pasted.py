"""What is read of a paste, without running it."""

import ast
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.worker.execute import read
from tests.sandbox.honest.conftest import SNIPPETS

PIECES = ["x = 1", ">>> x", "... y", "    ", "In [1]: x", "Out[1]: 2", "%matplotlib inline", "!ls"]
PIECES += ["In [ ]:", "In [2]:", "        ...,", "   ...: x", ">>> >>> x", "can't", "In", "[2]: x"]
PIECES += ["%time x", "x?", "“x”", "\u00a0x", "\ufeff", "if x:", "    pass", "'''", "(", ")", ""]
PIECES += [
    "```",
    "~~~python",
    "```text",
    "```py",
    "print(x)",
    "    >>> x",
    "y = x(",
    "Here is how:",
    "await x",
    "_ + 1",
]
PIECES += ["1 x = 1", "2 y", "2", "> x", "+x = 1", "[1]:", "[1]: x", "[3]", "0s", "Output:"]
PIECES += ["Copy code", "python", "`x`", "```python print(1)", "x = 1```", "x; %pylab"]
PIECES += ["x\u200e", "”", "1e−3", "'a\u00a0b'", "Out[2]: (", "for x in y:"]


@pytest.mark.parametrize("script", sorted(SNIPPETS.rglob("*.py")), ids=lambda path: path.stem)
def test_what_python_reads_stays_as_it_is(script: Path) -> None:
    code = script.read_text()

    with warnings.catch_warnings(action="ignore"):
        assert read(code)[0] is code


def test_a_prompt_on_two_lines_is_none() -> None:
    with pytest.raises(SyntaxError):
        read("In [\n1]: x =")


class Unshown(ast.NodeTransformer):
    """Takes away what shows the values of a session."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        is_ours = isinstance(node.func, ast.Name) and node.func.id == "<shown>"
        return node.args[0] if is_ours else self.generic_visit(node)


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("\n".join))
def test_a_paste_becomes_python_or_a_syntax_error(sent: str) -> None:
    try:
        code, tree = read(sent)
    except SyntaxError:
        return

    assert code.count("\n") == sent.count("\n")
    assert ast.dump(Unshown().visit(tree)) == ast.dump(ast.parse(code))


def test_each_prompt_leaves_its_line_where_it_was() -> None:
    code, _ = read("Session\n>>> def f():\n...     return 1\n...\n>>> f()\n1")

    assert code == "\ndef f():\n    return 1\n\nf()\n"


@pytest.mark.parametrize(
    "above",
    [
        "import math",
        "x = torch.ones(3)",
        "x = [\n1]\n",
        "torch.manual_seed(0)",
        "print(1)",
        "def f():\n    pass",
        "x: int = 1",
    ],
)
def test_code_above_a_session_is_kept(above: str) -> None:
    code, _ = read(f"{above}\n>>> 1 + 1\n2")

    assert code == f"{above}\n1 + 1\n"


@pytest.mark.parametrize(
    "above",
    [
        *("Example", "Note: this", "3", "tensor(2.)", "[tensor(1)]", "x", "{'a': 1}", "# words"),
        "torch.return_types.max(\nvalues=tensor(1),\nindices=tensor(0))",
    ],
)
def test_prose_and_answers_above_a_session_are_left_out(above: str) -> None:
    code, _ = read(f"{above}\n>>> 1 + 1\n2")

    assert code == "\n" * above.count("\n") + "\n1 + 1\n"


BELOW = {
    "after an empty line": (">>> x = 3\n\nprint(x * 2)", "x = 3\n\nprint(x * 2)"),
    "after an answer": (">>> x\n3\ny = x\nprint(y)", "x\n\ny = x\nprint(y)"),
    "between prompts": (">>> x = 3\ny = x\n>>> y\n3", "x = 3\ny = x\ny\n"),
    "a value that is asked for": (">>> x = 3\n\nx * 2", "x = 3\n\nx * 2"),
    "a module's value": (">>> x = 3\n\nmath.pi * 2", "x = 3\n\nmath.pi * 2"),
    "a call of what was defined": (
        ">>> def f():\n...     pass\n\nf()",
        "def f():\n    pass\n\nf()",
    ),
    "blocks": (">>> x\n3\n\nfor y in x:\n    y\n\n    x\n", "x\n\n\nfor y in x:\n    y\n\n    x\n"),
    "below what a notebook shows": ("In [1]: x\nOut[1]: 3\ny = x\ny", "x\n\ny = x\ny"),
    "above what a notebook shows": ("In [1]: x = 3\nx\nOut[1]: tensor(3)", "x = 3\nx\n"),
    "below prose": (">>> x\n3\n\nDon't worry.\n\nprint(x)", "x\n\n\n\n\nprint(x)"),
    "above prose": (">>> x\n3\n\ny = x\nThat's it.", "x\n\n\ny = x\n"),
    "with its own answer": (">>> x = 3\n\ny = x\ny\ntensor(3)", "x = 3\n\ny = x\ny\n"),
    "in an indented session": ("  >>> x = 3\n\n  x + 1", "x = 3\n\nx + 1"),
}


@pytest.mark.parametrize(("sent", "meant"), BELOW.values(), ids=BELOW.keys())
def test_code_below_a_prompt_is_kept(
    sent: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read(sent)[0] == meant
    assert capsys.readouterr().err == ""


def test_a_kind_of_values_that_has_its_own_name_is_answered() -> None:
    code, _ = read(">>> dtype = np.dtype([('a', '<f4')])\n>>> dtype\ndtype([('a', '<f4')])\n>>> 1")

    assert code == "dtype = np.dtype([('a', '<f4')])\ndtype\n\n1"


# As IDLE has them, and pages of torch's.
GOES_ON = {
    "a list": (
        ">>> x = [[1, 2],\n         [3, 4]]\n>>> x\n[[1, 2], [3, 4]]",
        "x = [[1, 2],\n         [3, 4]]\nx\n",
    ),
    "a call and its answer": (">>> f(\n    1)\n1", "f(\n    1)\n"),
    "a closing bracket": (">>> x = f(\n    1,\n)\n>>> x", "x = f(\n    1,\n)\nx"),
    "brackets in a text": (">>> x = f(')',\n  ']')\n>>> x", "x = f(')',\n  ']')\nx"),
    "in an indented session": (
        "  >>> x = [1,\n  ...      2]\n  >>> y = [1,\n           2]",
        "x = [1,\n     2]\ny = [1,\n         2]",
    ),
    "the head of a block": (
        ">>> with f(\n    1\n) as x:\n    y = x\n    g(y)\n\n>>> y",
        "with f(\n    1\n) as x:\n    y = x\n    g(y)\n\ny",
    ),
    "within a block": (
        ">>> if x:\n>>>     y = [1,\n            2]\n>>> y",
        "if x:\n    y = [1,\n            2]\ny",
    ),
    "a text": (">>> x = '''a\nb = 2\n\nc'''\n>>> x\n'a'", "x = '''a\nb = 2\n\nc'''\nx\n"),
    "a text that is shown": (
        ">>> print('''a\nb''')\na\nb\n>>> x",
        "print('''a\nb''')\n\n\nx",
    ),
    "a text in brackets": (
        ">>> x = ['a)',\n  '''b\n]c''',\n  'd']\n>>> x",
        "x = ['a)',\n  '''b\n]c''',\n  'd']\nx",
    ),
    "a block below a comment": (
        ">>> for i in x:  # each\n    y = i\n\n>>> y",
        "for i in x:  # each\n    y = i\n\ny",
    ),
    "a backslash": (">>> x = 1 + \\\n  2 + \\\n3\n>>> x\n6", "x = 1 + \\\n  2 + \\\n3\nx\n"),
    "a backslash in a text": (">>> x = 'a\\\nb'\n>>> x\n'ab'", "x = 'a\\\nb'\nx\n"),
    "a backslash in the head of a block": (
        ">>> if x and \\\n  y:\n    print(x)\n\n1\n>>> y",
        "if x and \\\n  y:\n    print(x)\n\n\ny",
    ),
}


@pytest.mark.parametrize(("sent", "meant"), GOES_ON.values(), ids=GOES_ON.keys())
def test_what_goes_on_in_brackets_needs_no_prompt(
    sent: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read(sent)[0] == meant
    assert capsys.readouterr().err == ""


def test_a_phones_sign_for_three_dots_is_a_prompt() -> None:
    assert read(">>> if x:\n…     y\n…\n>>> y")[0] == "if x:\n    y\n\ny"


COPIED_FROM_A_PROMPT_ON = {
    "a loop": (
        ">>> for i in x:\n    ...     print(i)\n    ...\n    1\n    >>> y",
        "for i in x:\n    print(i)\n\n\ny",
    ),
    "a function behind a line": (
        ">>> @f\n    ... def g():\n    ...     return 1\n    >>> g()\n    1",
        "@f\ndef g():\n    return 1\ng()\n",
    ),
    "brackets": (">>> x = [1,\n    ...      2]\n    >>> x\n    [1, 2]", "x = [1,\n     2]\nx\n"),
}


@pytest.mark.parametrize(
    ("sent", "meant"), COPIED_FROM_A_PROMPT_ON.values(), ids=COPIED_FROM_A_PROMPT_ON.keys()
)
def test_what_stood_before_the_first_prompt_may_not_have_been_copied(
    sent: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pages and docstrings have their sessions further in."""
    assert read(sent)[0] == meant
    assert capsys.readouterr().err == ""


def test_a_bracket_that_nothing_closes_is_told_as_such() -> None:
    with pytest.raises(SyntaxError, match="was never closed") as caught:
        read(">>> x = f(1\n>>> y = 2\n>>> y\n2")

    assert caught.value.lineno == 1


@pytest.mark.parametrize(
    "answer",
    [
        *("3", "x", "torch.float32", "range(0, 3)", "torch.Size([2])", "(1+2j)", "{'a': 1}"),
        *("[tensor(1.)]", "Point(x=1)", "<function f at 0x7f>", "KeyError: 'x'", "can't"),
        "tensor([[[1.]],\n\n        [[1.]]])",
        "torch.return_types.max(\nvalues=tensor([1.], grad_fn=<MaxBackward0>),\nindices=tensor(0))",
        "torch.return_types.max(\nvalues=tensor(1.),\nindices=tensor(0))",
        "Sequential(\n  (0): Linear(in_features=2)\n)",
        'Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\nTypeError: no',
        "Epoch 1, loss = 0.25\nEpoch 2, loss = 0.24\n",
        "dtype([('a', '<f4')])",
        'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    y = g(x)\nE: no',
    ],
)
def test_an_answer_is_left_out(answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = read(f">>> f(2)\n{answer}\n>>> 1\n")

    assert code == "f(2)\n" + "\n" * answer.count("\n") + "\n1\n"
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("sent", "lines"),
    [
        (">>> print('a')\nloss = 0.25\nrate = 1\n>>> 1", "lines 2 to 3"),
        (">>> x = 3\n\nprint(x * 2", "line 3"),
        (">>> x = 3\n\nfor i in range(3)\n    print(i)", "lines 3 to 4"),
        (">>> x = 1\n>>> x\n\n    def f(a):\n        return a\n\n>>> x\n1", "lines 4 to 5"),
        (">>> x = 3\n\n!ls", "line 3"),
        (">>> x = 3\n" + "\nloss = 0.25\n\n3\n" * 900, "lines 5 to 3601"),
    ],
)
def test_what_may_be_code_below_a_prompt_is_named(
    sent: str, lines: str, capsys: pytest.CaptureFixture[str]
) -> None:
    read(sent)

    assert capsys.readouterr().err.startswith(f"not run: {lines}, below a prompt")


CLASS = ">>> class A:\n...     def f(self): print('x = 2')\n>>> a, x = A(), 7"
PRINTED_BY = {
    "a method": (CLASS, ">>> a.f()"),
    "a decorator": (">>> def d(f): print('x = 2')\n>>> x = 7", ">>> @d\n... def g(): pass"),
    "the output itself": (">>> x = 7", ">>> sys.stdout.write('x = 2\\n')"),
    "a function with the output": (
        ">>> def f(): sys.stdout.write('x = 2\\n')\n>>> x = 7",
        ">>> f()",
    ),
    "a property": (CLASS, ">>> a.f"),
    "a value that is shown": (CLASS, ">>> a"),
    "another name of print": (">>> say, x = print, 7", ">>> say('x = 2')"),
    "what logs": (">>> x = 7", ">>> logging.info('x = 2')"),
    "a cell": (
        "In [1]: class A:\n   ...:     def f(self): print('x = 2')\n\nIn [2]: a, x = A(), 7\n",
        "In [3]: A.f(a)",
    ),
}


@pytest.mark.parametrize(("above", "typed"), PRINTED_BY.values(), ids=PRINTED_BY.keys())
def test_what_was_printed_is_not_run(
    above: str, typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = read(f"{above}\n{typed}\nx = 2\n{'In [4]:' if 'In [' in above else '>>>'} x")

    assert code.endswith("\n\nx")
    assert capsys.readouterr().err.startswith("not run: line ")


@pytest.mark.parametrize(
    "above",
    [
        *("Example::\n", "Here's how to add:\n", "Args:\n    x (Tensor): the input\n", "$ python3"),
        'Python 3.11.7 (main, Dec  4 2023) [GCC 12] on linux\nType "help" for more information.',
        "IPython 8.18.1 -- An enhanced Interactive Python. Type '?' for help.",
    ],
)
@pytest.mark.parametrize("prompt", [">>> ", "    >>> ", "In [1]: ", ">>>\u00a0"])
def test_prose_above_a_session_is_left_out(above: str, prompt: str) -> None:
    code, _ = read(f"{above}\n{prompt}1 + 1\n2")

    assert code == "\n" * above.count("\n") + "\n1 + 1\n"


def test_code_between_prose_above_a_session_is_kept() -> None:
    assert read("We need this:\nimport math\n>>> math.pi")[0] == "\nimport math\nmath.pi"


@pytest.mark.parametrize("above", ["x = = 1", "for i in range(3)", "print(x", "import torch as"])
def test_a_mistake_above_a_session_is_no_prose(above: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        read(f"{above}\n>>> x")

    assert caught.value.lineno == 1


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("```python\nx = 1\n```", "\nx = 1\n"),
        ("~~~\nx = 1\n~~~\n", "\nx = 1\n\n"),
        ("```\nx = 1", "\nx = 1"),
        ("x = 1\n```", "x = 1\n"),
        ("Here's how:\n```python\nx = 1\n```\nThat's it.", "\n\nx = 1\n\n"),
        ("```\nx = 1\n```\nand then\n```\ny = x\n```", "\nx = 1\n\n\n\ny = x\n"),
        ("y = 1\n```\nx = y\n```\nprint(x)", "y = 1\n\nx = y\n\nprint(x)"),
        ("```pycon\n>>> x = 1\n>>> x\n1\n```", "\nx = 1\nx\n\n"),
    ],
)
def test_fences_of_markdown_are_left_out(sent: str, meant: str) -> None:
    assert read(sent)[0] == meant


PRINTED = (
    "tensor([1., 1.])",
    "0\n1",
    "{'a': 1}",
    "torch.Size([2])",
    "RuntimeError: inconsistent tensor size",
    "Epoch 1, loss = 0.25",
    "Sequential(\n  (0): Linear(in_features=2, bias=True)\n)",
    'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\n    x = f(y)\nE: no',
)


@pytest.mark.parametrize("printed", PRINTED)
@pytest.mark.parametrize("language", ["python", "Py", "{.python}", ""])
def test_a_block_of_output_is_left_out(
    language: str, printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = read(f"```{language}\nx = f()\nprint(x)\n```\nOutput:\n```\n{printed}\n```")

    assert code.rstrip("\n") == "\nx = f()\nprint(x)"
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("language", ["text", "bash", "output", "console"])
@pytest.mark.parametrize("other", ["pip install torch", "0\n1", "x = 3", "ls"])
def test_a_block_that_is_said_to_be_no_python_is_left_out(language: str, other: str) -> None:
    code, _ = read(f"```{language}\n{other}\n```\n```\nx = 1\n```\n")

    assert code.strip("\n") == "x = 1"


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("```text\nx = 1\nprint(x)\n```", "\nx = 1\nprint(x)\n"),
        ("```\npip install torch\n```\n```\nx = 1\n```", "\n\n\n\nx = 1\n"),
        ("```\nx = 3\n```\n```\nx * 2\n```", "\nx = 3\n\n\nx * 2\n"),
        ("```py\nx = 3\nprint(x)\n```\n```\ny = x\n```", "\nx = 3\nprint(x)\n\n\ny = x\n"),
        ("```py\nx = 3\n```\n```py\nx\n```", "\nx = 3\n\n\nx\n"),
        ("```py\nx = 3\n```\n```\n>>> x\n3\n```", "\nx = 3\n\n\nx\n\n"),
        ("```py\nx = 3\n```py\nx\n```", "\nx = 3\n\nx\n"),
        ("x = 1\n```\nOutput:\n```\n1\n```", "x = 1\n\n\n\n\n"),
    ],
)
def test_the_blocks_that_are_code_are_kept(
    sent: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read(sent)[0] == meant
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("    x = 1\n    x", "x = 1\nx"),
        (" x = 1\nx", "x = 1\nx"),
        (" if x:\n    y\nz", "if x:\n    y\nz"),
        ("\tif x:\n\t\ty", "if x:\n\ty"),
        ("\n# words\n  x = 1\n\n  x", "\n# words\nx = 1\n\nx"),
        ("    x = '''\na'''\n    x", "x = '''\na'''\nx"),
        ("    %matplotlib inline\n    x\u00a0= 1", "pass\nx = 1"),
        ("```\n    x = 1\n```", "\nx = 1\n"),
    ],
)
def test_code_that_is_indented_as_a_whole_is_moved_out(sent: str, meant: str) -> None:
    assert read(sent)[0] == meant


@pytest.mark.parametrize("sent", ["    x = 1\ny = 2", "x = 1\n    y = 2", "  if x:\n    y\nz"])
def test_a_mistake_in_indentation_is_told_as_such(sent: str) -> None:
    with pytest.raises(IndentationError):
        read(sent)


SHOWN = {
    "at prompts": (">>> 1 + 1\n2\n>>> 'a'\n'a'\n>>> None\n>>> 4", ["2", "'a'"]),
    "in a loop": (">>> for i in range(2):\n...     i\n...\n0\n1", ["0", "1"]),
    "in no function": (">>> def f():\n...     3\n...\n>>> f()\n>>> f()", []),
    "of cells": ("In [1]: 3\nOut[1]: 3\nIn [2]: 4;\nIn [3]: 5", ["3"]),
    "at the end of a cell": ("In [1]:\n1\nx = 2\nx\nOut[1]:\n2\nIn [2]: 3", ["2"]),
    "of a block that goes on at the next prompt": (
        ">>> for i in range(2):\n>>>     i\n>>>     _ = 2\n>>>     y = 3\n>>> 4",
        ["0", "1"],
    ),
    "of brackets that go on at the next prompt": (">>> max(1,\n>>>     2)\n>>> 4", ["2"]),
    "in no function that goes on at the next prompt": (
        ">>> def f():\n>>>     3\n>>> f()\n>>> f()",
        [],
    ),
    "of no code below": (">>> x = 3\n\nx * 2\nx + 1\n\ny = x\ny", []),
}


@pytest.mark.parametrize(("sent", "shown"), SHOWN.values(), ids=SHOWN.keys())
def test_a_session_shows_each_value_but_its_last(
    sent: str, shown: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, tree = read(sent)

    exec(compile(tree, "<snippet>", "exec"), {})  # noqa: S102

    assert capsys.readouterr().out.split() == shown


def test_a_mistake_above_a_fence_is_told_as_such() -> None:
    with pytest.raises(SyntaxError) as caught:
        read("x = = 1\n```\nx\n```")

    assert (caught.value.msg, caught.value.lineno) == ("invalid syntax", 1)


@pytest.mark.parametrize("sign", ["\u2002", "\u2007", "\u205f", "\u00a0", "\u200a"])
def test_spaces_of_all_kinds_become_one(sign: str) -> None:
    assert read(f"x{sign}= 1")[0] == "x = 1"


@pytest.mark.parametrize(
    "sign", ["\u200d", "\u200e", "\u200f", "\u00ad", "\u202a", "\ufe0f", "\ufffc", "\u2066"]
)
def test_what_has_no_width_is_left_out(sign: str) -> None:
    assert read(f"x = 1{sign}")[0] == "x = 1"


@pytest.mark.parametrize(
    "text",
    ["'a\u00a0b'", '"a\u200bb"', "'''a\n\u00a0'''", "r'\\\u00a0'", "'\\'\u00a0'", "# it's \u00a0"],
)
def test_a_text_keeps_what_cannot_be_seen(text: str) -> None:
    assert read(f"x\u00a0= 1; y\u200b = 2 ; {text}")[0] == f"x = 1; y = 2 ; {text}"


@pytest.mark.parametrize(
    ("code", "column", "instead"),
    [
        ('print("hello”)', 12, '"'),
        ('print(f"{1}”)', 11, '"'),
        ("x = 'it’s’", 9, "'"),  # noqa: RUF001
        ("x = 1e−3", 6, "-"),
        ("x = ′a′", 4, "'"),  # noqa: RUF001
        ("x = ［1]", 4, "["),  # noqa: RUF001
    ],
)
def test_a_sign_that_looks_like_python_is_named(code: str, column: int, instead: str) -> None:
    with pytest.raises(SyntaxError, match="is a typographic sign") as caught:
        read(code)

    assert caught.value.msg.endswith(f"type {instead}")
    assert caught.value.offset == column + 1


@pytest.mark.parametrize("code", ["print('don’t)", "x = = '−'", "x = = 1  # “no”"])  # noqa: RUF001
def test_a_sign_in_a_text_is_no_mistake(code: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        read(code)

    assert "typographic" not in caught.value.msg


def test_an_invisible_sign_inside_an_f_string_is_named() -> None:
    with pytest.raises(SyntaxError, match=r"an invisible character \(U\+00A0\)"):
        read('f"{x\u00a0+ 1}"')


@pytest.mark.parametrize("code", ["await f()", "x = [await f()]", "async with f() as x:\n    pass"])
def test_waiting_outside_of_functions_is_refused(code: str) -> None:
    with pytest.raises(SyntaxError, match=r"asyncio\.run\(main\(\)\)") as caught:
        read(f"x = 'é'; 1\n{code}")

    assert caught.value.lineno == 2


def test_waiting_in_a_function_is_python() -> None:
    code = "async def f():\n    async with g() as h:\n        await h\n"

    assert read(code)[0] is code
