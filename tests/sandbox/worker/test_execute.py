"""A snippet is read in one of two ways; both make the same program of it."""

import ast
import dis
import warnings
from pathlib import Path
from types import CodeType

import pytest
from hypothesis import given

from sandbox.protocol import FILENAME
from sandbox.worker.execute import at_once, split
from tests.sandbox.programs import PROGRAMS

SNIPPETS = Path(__file__).parents[1] / "honest" / "snippets"


def _facts(code: CodeType) -> object:
    """All that running and error messages depend on, of functions inside as well."""
    inner = [_facts(one) for one in code.co_consts if isinstance(one, CodeType)]
    told = [(step.opname, step.argrepr) for step in dis.get_instructions(code)]
    # Of code inside, the listing names an address.
    steps = [(name, "" if "code object" in shown else shown) for name, shown in told]
    return code.co_filename, code.co_name, steps, list(code.co_positions()), inner


def _holds_one_program(code: str) -> bool:
    """Whether the quick way took it; then the other way makes the same."""
    if (quick := at_once(code)) is None:
        return False
    slow = split(ast.parse(code, FILENAME))
    assert quick.last
    assert slow.last
    assert _facts(quick.body) == _facts(slow.body)
    assert _facts(quick.last) == _facts(slow.last)
    return True


@given(PROGRAMS)
def test_both_ways_make_the_same_program(program: str) -> None:
    _holds_one_program(program)
    _holds_one_program(f"{program}\n1 + 2")


def test_most_snippets_are_read_the_quick_way() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in sorted(SNIPPETS.rglob("*.py"))]

    assert sum(map(_holds_one_program, scripts)) > len(scripts) / 2


@pytest.mark.parametrize(
    "code",
    [
        "x",
        "x = 1\nx + 1\n\n",
        "\nx",
        "\n\nx\n",
        "x = [\n  1]\nx[0]",
        "'a string'",
        "'''a\nb'''\n'c'",
        "def f():\n    return 1\nf()",
        "x = 1  # a comment\n\n# another\nx  # a third",
        "é = 'ü'\né + 'ö'",
        "(y := 2)",
    ],
)
def test_an_expression_on_the_last_line_is_read_the_quick_way(code: str) -> None:
    assert _holds_one_program(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "x = 1",
        "x = (1 +\n2)",
        "f(1,\n2)",
        "if True:\n    1\nelse:\n    2",
        "x = '''\ny\n'''",
        "x = 1 + \\\ny",
        "@f\ng",
        "1; 2",
        "*x, y",
        "x = 1\r\nx",
        "from __future__ import annotations\n1",
        "return 1\n2",
        "x = (\n1",
        "# nothing",
        "await x",
        "assert (x, 'always')\n1",
        "x = 1\n(1)[0:]",
        "In [1]: x\n1",
        "In[1]: x\n1",
    ],
)
def test_all_else_is_read_as_a_tree(code: str) -> None:
    assert at_once(code) is None


def test_the_last_line_keeps_its_number() -> None:
    program = at_once("x = 0\n\n1 / x")

    assert program
    assert program.last
    assert 3 in {line for _, _, line in program.last.co_lines()}


@pytest.mark.parametrize("code", ["x = 1\nx is 1", "x + 1"])
def test_reading_a_snippet_leaves_the_filters_of_warnings_alone(code: str) -> None:
    before, kept = warnings.filters, list(warnings.filters)

    program = at_once(code)

    assert (program is None) == ("is" in code)
    assert warnings.filters is before
    assert list(warnings.filters) == kept
