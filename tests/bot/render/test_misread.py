"""Where Python gave up on a line is shown in that line."""

import pytest

from bot.render.run import reply
from sandbox.protocol import Outcome, RunError
from tests.fakes.runner import result
from tutor.run import Ran


def shown(code: str, line: int, column: int | None, *, kind="SyntaxError", stderr=None) -> str:
    error = RunError(type=kind, message="no", line=line, column=column, end_column=None)
    ran = result(outcome=Outcome.ERROR, error=error, stderr=code if stderr is None else stderr)
    return reply(Ran(code, ran)).text.text.partition("\n\nno\n")[2]


def test_the_place_is_marked() -> None:
    assert shown("if x:\n    y = f(1 2)", 2, 12) == "    y = f(1 2)".strip() + "\n        ✗"


def test_of_a_long_line_what_is_around_the_place_is_shown() -> None:
    line = "loss = " + "a + " * 20 + "b c"

    assert shown(line, 1, len(line) - 1) == "…+ a + a + a + a + b c\n                     ✗"


@pytest.mark.parametrize("column", [None, 40, -1])
def test_without_a_place_the_line_is_shown(column) -> None:
    assert shown("  x = )", 1, column) == "x = )"


def test_a_line_that_the_sandbox_read_otherwise_is_not_marked() -> None:
    """The column counts in what was read."""
    assert shown(">>> x = )", 1, 4, stderr="    x = )\n") == ">>> x = )"


@pytest.mark.parametrize("kind", ["IndentationError", "TabError"])
def test_blanks_are_shown_beside_those_before(kind) -> None:
    code = "for i in x:\n    a = 1\n\n      b = 2"

    assert shown(code, 4, 6, kind=kind) == "    a = 1\n      b = 2"


def test_tabs_are_told_from_blanks() -> None:
    assert (
        shown("if x:\n\ta = 1\n        b = 2", 3, 0, kind="TabError") == "→   a = 1\n        b = 2"
    )


def test_the_first_line_has_none_before_it() -> None:
    assert shown("  a = 1\nb = 2", 1, 2, kind="IndentationError") == "  a = 1"
