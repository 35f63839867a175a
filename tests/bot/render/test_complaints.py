"""What stderr says beside an error, whose own traceback is told better."""

from bot.render.output import complaints
from sandbox.protocol import Outcome, RunError, RunResult
from tests.fakes.runner import result

TRACEBACK = 'Traceback (most recent call last):\n  File "<snippet>", line 2, in <module>\nE: no\n'
WARNING = "<snippet>:1: UserWarning: careful\n  x.T\n"
USAGE = "usage: x [-h] --lr LR\nx: error: the following arguments are required: --lr\n"


def failed(stderr: str, kind: str = "E", message: str = "no") -> RunResult:
    error = RunError(type=kind, message=message, line=2, column=None, end_column=None)
    return result(outcome=Outcome.ERROR, error=error, stderr=stderr)


def told(stderr: str, **error: str) -> str:
    return complaints(failed(stderr, **error)).text.text


def test_a_warning_before_an_error_is_shown_without_its_traceback() -> None:
    assert told(WARNING + TRACEBACK) == f"Warnings:\n{WARNING.rstrip()}"


def test_a_warning_before_a_line_that_is_misread_is_shown() -> None:
    misread = '  File "<snippet>", line 2\n    x = (\nSyntaxError: no\n'

    assert told(WARNING + misread) == f"Warnings:\n{WARNING.rstrip()}"


def test_a_traceback_alone_is_no_warning() -> None:
    assert told(TRACEBACK) == ""
    assert told("loading…\n" + TRACEBACK) == ""
    assert told("Warning of my own error\n") == ""


def test_a_program_that_ends_itself_says_why_on_stderr() -> None:
    assert told(USAGE, kind="SystemExit", message="2") == f"On stderr:\n{USAGE.rstrip()}"


def test_what_it_ended_with_is_not_said_twice() -> None:
    assert told("bad input\n", kind="SystemExit", message="bad input") == ""
    assert told("size 2\n", kind="SystemExit", message="2") == "On stderr:\nsize 2"
    assert told("\x1b[31mbye\x1b[0m\n", kind="SystemExit", message="\x1b[31mbye\x1b[0m") == ""
    assert told("a\rbye\n", kind="SystemExit", message="a\rbye") == ""
