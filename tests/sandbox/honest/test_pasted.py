"""What is read of a paste, without running it."""

import ast
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.worker.pasted import read
from tests.sandbox.honest.conftest import SNIPPETS

PIECES = ["x = 1", ">>> x", "... y", "    ", "In [1]: x", "Out[1]: 2", "%matplotlib inline", "!ls"]
PIECES += ["In [ ]:", "In [2]:", "        ...,", "   ...: x", ">>> >>> x", "can't", "In", "[2]: x"]
PIECES += ["%time x", "x?", "“x”", "\u00a0x", "\ufeff", "if x:", "    pass", "'''", "(", ")", ""]


@pytest.mark.parametrize("script", sorted(SNIPPETS.rglob("*.py")), ids=lambda path: path.stem)
def test_what_python_reads_stays_as_it_is(script: Path) -> None:
    code = script.read_text()

    with warnings.catch_warnings(action="ignore"):
        assert read(code)[0] is code


def test_a_prompt_on_two_lines_is_none() -> None:
    with pytest.raises(SyntaxError):
        read("In\n[1]: x")


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("\n".join))
def test_a_paste_becomes_python_or_a_syntax_error(sent: str) -> None:
    try:
        code, tree = read(sent)
    except SyntaxError:
        return

    assert code.count("\n") == sent.count("\n")
    assert ast.dump(tree) == ast.dump(ast.parse(code))


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
