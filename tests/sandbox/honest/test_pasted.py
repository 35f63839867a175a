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
PIECES += ["%time x", "x?", "“x”", "\u00a0x", "\ufeff", "if x:", "    pass", "'''", "(", ")", ""]


@pytest.mark.parametrize("script", sorted(SNIPPETS.rglob("*.py")), ids=lambda path: path.stem)
def test_what_python_reads_stays_as_it_is(script: Path) -> None:
    code = script.read_text()

    with warnings.catch_warnings(action="ignore"):
        assert read(code)[0] is code


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("\n".join))
def test_a_paste_becomes_python_or_a_syntax_error(sent: str) -> None:
    try:
        code, tree = read(sent)
    except SyntaxError:
        return

    assert code.count("\n") == sent.count("\n")
    assert ast.dump(tree) == ast.dump(ast.parse(code))


def test_each_prompt_leaves_its_line_where_it_was() -> None:
    code, _ = read("import math\n>>> def f():\n...     return 1\n...\n>>> f()\n1")

    assert code == "\ndef f():\n    return 1\n\nf()\n"
