"""What became of a snippet, in words first: how it ended, what it printed, what it made."""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.buttons import learners
from bot.buttons.learners import DrawExample, DrawQuoted
from bot.render import answer
from bot.render.ending import ending
from bot.render.output import complaints, misread, on_one_line, on_screen, uncoloured, visible
from bot.sending.response import Document, Photo, Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, code, joined, paragraphs, plain, pre, stacked
from knowledge.pages.entry import Section
from sandbox.limits import TRACED, VALUE_CHARACTERS
from sandbox.protocol import Image, Outcome, RunError, RunResult, TensorSummary, Traced
from tutor.draw import may_be_drawn
from tutor.errors.code_around import is_unknown_name
from tutor.errors.words import words_of
from tutor.line import table
from tutor.run import NotRun, Ran

# The error that another was raised from; the wire has it in the traceback alone.

# Python's words between the two, and ours.
_BETWEEN: Final = {
    "The above exception was the direct cause of the following exception:": "Because of",
    "During handling of the above exception, another exception occurred:": "While handling",
}
_BEGINNING: Final = "Traceback (most recent call last):\n"
_PLACE: Final = re.compile(r'^  File "<snippet>", line (\d+)', re.MULTILINE)


def cause(stderr: str) -> str:
    """In one line: which error, where, and its first words; empty where there was none."""
    places = {words: stderr.rfind(f"\n\n{words}\n\n") for words in _BETWEEN}
    between, end = max(places.items(), key=lambda place: place[1])
    start = stderr.rfind(_BEGINNING, 0, end) if end >= 0 else -1
    if start < 0:
        return ""
    # The frames are indented, what was raised is not.
    told = stderr[start + len(_BEGINNING) : end]
    words = next((line for line in told.split("\n") if line and not line.startswith(" ")), "")
    kind, colon, message = words.partition(": ")
    lines = _PLACE.findall(told)
    where = f" on line {lines[-1]}" if lines else ""
    return f"{_BETWEEN[between]}: {kind}{where}{colon}{message}" if words else ""


# What the parts of a line held, in a block of its own.

SHOWN_ROWS = 40
NOTHING_TRACED = "No line of it had a tensor or an array in it."
FULL = f"A trace holds {TRACED} parts at most: there may have been more."


def failing_line(ran: Ran, error: RunError) -> Styled:
    """The failing line with what its operands held, and where it broke."""
    return pre(table.failing(ran.result.trace, error, ran.code))


def every_line_told(ran: Ran) -> Response:
    """Every line with what its parts held; where that is long, the whole of it in a file."""
    whole = table.every_line(ran.result.trace, ran.code)
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


SHOWN_LINES = 20
SHOWN_LINE_LENGTH = 90
SHORT_LENGTH = 1_800
SHOWN_TENSORS = 6
SHOWN_NAMES = 3
MESSAGE_LENGTH = 600

_PNG = b"\x89PNG\r\n\x1a\n"

ALL_IN_FILE = "All of it is in output.txt."
KEPT_IN_FILE = "What was kept of it is in output.txt."
NOTHING_PRINTED = "It printed nothing. End it with an expression or print(…) to see a value."
APART = "Each message runs by itself: what an earlier one defined is not there."
COPY_AND_CHANGE = "Copy it, change it and send it back."


def reply(ran: Ran, *, every_line: bool = False) -> Response:
    """The reply to a learner's code: what each line held for `every_line`, else what was left."""
    result = ran.result
    screen = on_screen(result.stdout)
    printed = visible(screen.text).rstrip()
    value = visible(uncoloured(result.value or ""))
    in_file = _is_long(printed) or _is_long(value) or screen.earlier > 0
    complained = complaints(result)
    lines = every_line_told(ran) if every_line else Response(_tensors(result.tensors))
    text = paragraphs(
        ending(result),
        _error(ran),
        _shown(printed, all_in_file=screen.earlier > 0, whole=not result.dropped_bytes),
        _labelled(value, after=printed, whole=len(result.value or "") <= VALUE_CHARACTERS),
        complained.text,
        _dropped(result),
        _silence(result, said=bool(printed or value or complained.text.text) or every_line),
        lines.text,
    )
    files = (*((_whole(result),) if in_file else ()), *complained.attachments)
    return Response(text, None, (*_photos(result.images), *files, *lines.attachments))


def _whole(result: RunResult) -> Document:
    """All that came, colours and what a screen would not show any more included."""
    parts = visible(result.stdout).rstrip(), visible(result.value or "")
    text = "\n\n".join(part for part in parts if part)
    return Document("output.txt", f"{text}\n".encode())


def example(ran: Ran) -> Response:
    """The reply to a Run button: the code too, to copy."""
    start = stacked(pre(ran.code.strip("\n"), "python"), plain(COPY_AND_CHANGE))
    return reply(ran).below(start)


def not_run(outcome: NotRun) -> Response:
    """Nothing was run, and it is not the learner's fault."""
    wait = outcome.retry_after_seconds
    if wait is None:
        return Response(plain("I can't run code at the moment. Please try again in a minute."))
    return Response(
        plain(f"Many snippets are running right now. Please try again in {max(1, round(wait))} s.")
    )


def _error(ran: Ran) -> Styled:
    error = ran.result.error
    if error is None:
        return Styled()
    broken = next((part for part in ran.result.trace if part.broke), None)
    said = words_of(ran.result, ran.code)
    if ran.result.outcome is Outcome.TIMEOUT and error.type == "TimeoutError":
        # The first line of the reply says so already.
        said = ""
    told = clipped(visible(uncoloured(said)).strip(), MESSAGE_LENGTH)
    apart = APART if said == error.message and is_unknown_name(error, ran.code) else ""
    message = stacked(plain(told), plain(apart), plain(_cause(ran.result.stderr)))
    block = failing_line(ran, error)
    if block.text and (not broken or _shows_operands(ran.result, broken)):
        return stacked(message, block)
    held = (
        joined(
            (code(on_one_line(each.expression)), plain(on_sight(f" is {each.shape} {each.dtype}")))
        )
        for each in error.operands[:SHOWN_TENSORS]
    )
    shown = block if block.text else _where(ran, error)
    return stacked(message, shown, *held)


def _where(ran: Ran, error: RunError) -> Styled:
    """The line of an error of which nothing else is known."""
    if (found := misread(error, ran.code, ran.result.stderr)).text:
        return found
    line = source_line(error.line, ran.code)
    return pre(line, "python") if line else Styled()


def _shows_operands(result: RunResult, broken: Traced) -> bool:
    return any(_is_part(part, broken) and part.shape is not None for part in result.trace)


def _is_part(part: Traced, broken: Traced) -> bool:
    within = broken.column <= part.column < broken.end_column
    return (part.line == broken.line and within) or part.line > broken.line


def _cause(stderr: str) -> str:
    """The error that this one was raised from, or while it was handled."""
    return clipped(on_one_line(uncoloured(cause(stderr))), MESSAGE_LENGTH)


def source_line(number: int | None, source: str) -> str:
    lines = source.split("\n")
    if number is None or not 1 <= number <= len(lines):
        return ""
    return clipped(visible(lines[number - 1]).strip(), 2 * SHOWN_LINE_LENGTH)


def _shown(printed: str, *, all_in_file: bool = False, whole: bool = True) -> Styled:
    """Short output as it is; of long output the first lines, numbered.

    Of output that is not whole, some was dropped, and nobody knows how many lines.
    """
    if not printed:
        return Styled()
    in_file = ALL_IN_FILE if whole else KEPT_IN_FILE
    if not _is_long(printed):
        return stacked(pre(printed), plain(in_file if all_in_file else ""))
    lines = printed.split("\n")
    head = lines[:SHOWN_LINES]
    width = len(str(len(head)))
    numbered = (
        f"{number:>{width}} │ {clipped(line, SHOWN_LINE_LENGTH)}"
        for number, line in enumerate(head, start=1)
    )
    rest = f"The first {len(head)} of {len(lines)} lines; all of it is in output.txt."
    rest = rest if whole and head != lines else in_file
    return stacked(pre("\n".join(numbered)), plain(rest))


def _is_long(text: str) -> bool:
    return len(text) > SHORT_LENGTH or text.count("\n") > SHOWN_LINES


def _labelled(value: str, *, after: str, whole: bool) -> Styled:
    if not value:
        return Styled()
    return stacked(plain("Last value:" if after else ""), _shown(value, whole=whole))


def _dropped(result: RunResult) -> Styled:
    count = result.dropped_bytes
    return plain(f"{count:,} more bytes of output were dropped." if count else "")


def _silence(result: RunResult, *, said: bool) -> Styled:
    silent = not said and not result.images and result.outcome is Outcome.OK
    return plain(NOTHING_PRINTED if silent else "")


def _tensors(made: Sequence[TensorSummary]) -> Styled:
    shown = [_tensor(tensor) for tensor in made[:SHOWN_TENSORS]]
    rest = len(made) - len(shown)
    more = f"and {rest} more tensor{'s' * (rest > 1)}" if rest else ""
    return stacked(*shown, plain(more))


def _tensor(tensor: TensorSummary) -> Styled:
    # The others' names last, so that long ones cut off nothing else.
    notes = {
        "not contiguous": not tensor.contiguous,
        "requires grad": tensor.requires_grad,
        f"same storage as {_some(tensor.shares_with)}": bool(tensor.shares_with),
    }
    dtype = tensor.dtype.removeprefix("torch.")
    facts = [f"  {tensor.shape} {dtype}", *(note for note, holds in notes.items() if holds)]
    return joined((code(on_one_line(tensor.name)), plain(on_sight(" · ".join(facts)))))


def _some(names: Sequence[str]) -> str:
    rest = len(names) - SHOWN_NAMES
    return ", ".join(names[:SHOWN_NAMES]) + (f" and {rest} more" if rest > 0 else "")


def on_sight(text: str) -> str:
    """What a snippet claims about its tensors is only text, and kept short."""
    return clipped(visible(text).replace("\n", " "), 2 * SHOWN_LINE_LENGTH)


def _photos(images: Sequence[Image]) -> Iterator[Photo]:
    for image in images:
        try:
            png = base64.b64decode(image.data, validate=True)
        except binascii.Error:
            continue
        if png.startswith(_PNG):
            yield Photo(png)


# The reply to every run of code, with the buttons that its outcome has.


def told(outcome: Ran | NotRun, *, drawable: bool = False, every_line: bool = False) -> Response:
    """The reply to a run; a picture is offered where the code can be read off the message again."""
    if isinstance(outcome, NotRun):
        return not_run(outcome)
    shown = reply(outcome, every_line=every_line)
    if drawable:
        shown = _with_drawing(shown, outcome, DrawQuoted())
    return answer.offered(shown, outcome)


def running_example(outcome: Ran | NotRun, slug: str, section: Section) -> Response:
    """What running a page's example brought; the picture of its short answer is offered below."""
    if isinstance(outcome, NotRun):
        return not_run(outcome)
    shown = example(outcome)
    return _with_drawing(shown, outcome, DrawExample(slug)) if section is Section.SHORT else shown


def _with_drawing(response: Response, ran: Ran, press: DrawExample | DrawQuoted) -> Response:
    """A button where the last expression has a picture."""
    if not may_be_drawn(ran.code, ran.result):
        return response
    return replace(response, keyboard=learners.draw(press))
