"""What the parts of a line held, in a block of its own."""

from bot.response import Document, Response
from bot.styled import Styled, bold, plain, pre, stacked
from sandbox.limits import TRACED
from sandbox.protocol import RunError
from tutor import trace
from tutor.run import Ran

SHOWN_ROWS = 40
NOTHING_TRACED = "No line of it had a tensor or an array in it."
FULL = f"A trace holds {TRACED} parts at most: there may have been more."


def failing_line(ran: Ran, error: RunError) -> Styled:
    """The failing line with what its operands held, and where it broke."""
    return pre(trace.failing(ran.result.trace, error, ran.code))


def every_line(ran: Ran) -> Response:
    """Every line with what its parts held; where that is long, the whole of it in a file."""
    whole = trace.every_line(ran.result.trace, ran.code)
    if not whole:
        return Response(plain("" if ran.result.error else NOTHING_TRACED))
    rows = whole.split("\n")
    title = bold("What each part held")
    full = plain(FULL if len(ran.result.trace) >= TRACED else "")
    if len(rows) <= SHOWN_ROWS:
        return Response(stacked(title, pre(whole), full))
    rest = plain(f"The first {SHOWN_ROWS} of {len(rows)} rows; all of them are in trace.txt.")
    shown = pre("\n".join(rows[:SHOWN_ROWS]))
    file = Document("trace.txt", f"{whole}\n".encode())
    return Response(stacked(title, shown, rest, full), None, (file,))
