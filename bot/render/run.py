"""What became of a snippet, in words first: how it ended, what it printed, what it made."""

import base64
import binascii
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot import words
from bot.buttons import learners
from bot.buttons.learners import DrawExample, DrawQuoted, ShowRepair
from bot.render import answer
from bot.render.ending import ending
from bot.render.output import (
    cause,
    complaints,
    misread,
    on_one_line,
    on_screen,
    uncoloured,
    visible,
)
from bot.sending.response import Document, Photo, Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, code, paragraphs, plain, pre, stacked
from knowledge.pages.entry import Section
from sandbox.limits import TRACED, VALUE_CHARACTERS
from sandbox.protocol import Image, Outcome, RunError, RunResult, TensorSummary, Traced
from tutor.draw import may_be_drawn
from tutor.errors.code_around import is_unknown_name
from tutor.errors.words import words_of
from tutor.line import table
from tutor.repair.experiment import Repair
from tutor.run import NotRun, Ran

SHOWN_ROWS = 40
SHOWN_LINES = 20
SHOWN_LINE_LENGTH = 90
SHORT_LENGTH = 1_800
SHOWN_TENSORS = 6
SHOWN_NAMES = 3
MESSAGE_LENGTH = 600

_PNG = b"\x89PNG\r\n\x1a\n"

NOTHING_PRINTED = "It printed nothing. End it with an expression or print(…) to see a value."
NOTHING_TRACED = "No line of it had a tensor or an array in it."
FULL = f"A trace holds {TRACED} parts at most: there may have been more."
APART = "Each message runs by itself: what an earlier one defined is not there."


# The reply to every run of code, with the buttons that its outcome has.


def told(outcome: Ran | NotRun, *, drawable: bool = False, every_line: bool = False) -> Response:
    """The reply to a run; a picture is offered where the code can be read off the message again."""
    if isinstance(outcome, NotRun):
        return not_run(outcome)
    # Without its button a hint would be a question that nobody answers.
    outcome = outcome if drawable else replace(outcome, hint="")
    shown = reply(outcome, every_line=every_line)
    if drawable:
        shown = _with_drawing(shown, outcome, DrawQuoted())
    if outcome.hint:
        showing = learners.button("🔧 Show me", ShowRepair())
        shown = replace(shown, keyboard=learners.above([showing], shown.keyboard))
    return answer.offered(shown, outcome)


def running_example(outcome: Ran | NotRun, slug: str, section: Section) -> Response:
    """What running a page's example brought; the picture of its short answer is offered below."""
    if isinstance(outcome, NotRun):
        return not_run(outcome)
    shown = example(outcome)
    return _with_drawing(shown, outcome, DrawExample(slug)) if section is Section.SHORT else shown


def example(ran: Ran) -> Response:
    """The reply to a Run button: the code too, to copy."""
    shown = pre(ran.code.strip("\n"), "python")
    return reply(ran).below(stacked(shown, plain("Copy it, change it and send it back.")))


def not_run(outcome: NotRun) -> Response:
    """Nothing was run, and it is not the learner's fault."""
    wait = outcome.retry_after_seconds
    if wait is None:
        return Response(plain("I can't run code at the moment. Please try again in a minute."))
    return Response(
        plain(f"Many snippets are running right now. Please try again in {max(1, round(wait))} s.")
    )


def _with_drawing(response: Response, ran: Ran, press: DrawExample | DrawQuoted) -> Response:
    """A button where the last expression has a picture."""
    if not may_be_drawn(ran.code, ran.result):
        return response
    return replace(response, keyboard=learners.draw(press))


def reply(ran: Ran, *, every_line: bool = False) -> Response:
    """The reply to a learner's code: what each line held for `every_line`, else what was left."""
    result = ran.result
    screen = on_screen(result.stdout)
    printed = visible(screen.text).rstrip()
    value = visible(uncoloured(result.value or ""))
    is_whole = len(result.value or "") <= VALUE_CHARACTERS
    complained = complaints(result)
    lines = _every_line(ran) if every_line else Response(_tensors(result.tensors))
    is_told = printed or value or complained.text.text or result.images or every_line
    dropped = result.dropped_bytes
    text = paragraphs(
        ending(result),
        _error(ran),
        _shown(printed, all_in_file=screen.earlier > 0, whole=not dropped),
        stacked(plain("Last value:" if printed and value else ""), _shown(value, whole=is_whole)),
        complained.text,
        plain(f"{dropped:,} more bytes of output were dropped." if dropped else ""),
        plain("" if is_told or result.outcome is not Outcome.OK else NOTHING_PRINTED),
        plain(f"💡 {ran.remark}" if ran.remark else ""),
        lines.text,
    )
    in_file = _is_long(printed) or _is_long(value) or screen.earlier > 0
    files = (*((_whole(result),) if in_file else ()), *complained.attachments)
    return Response(text, None, (*_photos(result.images), *files, *lines.attachments))


# Where it failed.


def _error(ran: Ran) -> Styled:
    error, trace = ran.result.error, ran.result.trace
    if error is None:
        return Styled()
    said = words_of(ran.result, ran.code, hinted=bool(ran.hint))
    if ran.result.outcome is Outcome.TIMEOUT and error.type == "TimeoutError":
        # The first line of the reply says so already.
        said = ""
    is_apart = said == error.message and is_unknown_name(error, ran.code)
    block = pre(table.failing(trace, error, ran.code))
    held = () if block.text and _has_operands(trace) else error.operands[:SHOWN_TENSORS]
    return stacked(
        plain(_message(said)),
        plain(APART if is_apart else ""),
        plain(on_one_line(_message(cause(ran.result.stderr)))),
        block if block.text else _where(ran, error),
        *(_fact(each.expression, f" is {each.shape} {each.dtype}") for each in held),
        plain(f"🔧 {_message(ran.hint)}" if ran.hint else ""),
    )


def repaired(found: Repair | None) -> Response:
    """The corrected line; all of the code has run with it."""
    if found is None:
        return Response(plain(words.NO_REPAIR))
    return Response(stacked(plain("With this line, it runs:"), pre(visible(found.line), "python")))


def _has_operands(trace: Sequence[Traced]) -> bool:
    """Whether the rows below a failing line say what its operands held."""
    broken = next((part for part in trace if part.broke), None)
    return broken is None or any(
        part.shape is not None and _is_part(part, broken) for part in trace
    )


def _is_part(part: Traced, broken: Traced) -> bool:
    within = broken.column <= part.column < broken.end_column
    return (part.line == broken.line and within) or part.line > broken.line


def _message(said: str) -> str:
    return clipped(visible(uncoloured(said)).strip(), MESSAGE_LENGTH)


def _where(ran: Ran, error: RunError) -> Styled:
    """The line of an error of which nothing else is known."""
    if (found := misread(error, ran.code, ran.result.stderr)).text:
        return found
    line = source_line(error.line, ran.code)
    return pre(line, "python") if line else Styled()


def source_line(number: int | None, source: str) -> str:
    lines = source.split("\n")
    if number is None or not 1 <= number <= len(lines):
        return ""
    return clipped(visible(lines[number - 1]).strip(), 2 * SHOWN_LINE_LENGTH)


def _every_line(ran: Ran) -> Response:
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


# What it printed, and what it made.


def _shown(printed: str, *, all_in_file: bool = False, whole: bool = True) -> Styled:
    """Short output as it is; of long output the first lines, numbered.

    Of output that is not whole, some was dropped, and nobody knows how many lines.
    """
    in_file = f"{'All' if whole else 'What was kept'} of it is in output.txt."
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
    return stacked(pre("\n".join(numbered)), plain(rest if whole and head != lines else in_file))


def _is_long(text: str) -> bool:
    return len(text) > SHORT_LENGTH or text.count("\n") > SHOWN_LINES


def _whole(result: RunResult) -> Document:
    """All that came, colours and what a screen would not show any more included."""
    parts = visible(result.stdout).rstrip(), visible(result.value or "")
    return Document("output.txt", ("\n\n".join(filter(None, parts)) + "\n").encode())


def _tensors(made: Sequence[TensorSummary]) -> Styled:
    rest = len(made) - SHOWN_TENSORS
    more = f"and {rest} more tensor{'s' * (rest > 1)}" if rest > 0 else ""
    return stacked(*map(_tensor, made[:SHOWN_TENSORS]), plain(more))


def _tensor(tensor: TensorSummary) -> Styled:
    # The others' names last, so that long ones cut off nothing else.
    notes = {
        "not contiguous": not tensor.contiguous,
        "requires grad": tensor.requires_grad,
        f"same storage as {_some(tensor.shares_with)}": bool(tensor.shares_with),
    }
    dtype = tensor.dtype.removeprefix("torch.")
    facts = [f"  {tensor.shape} {dtype}", *(note for note, holds in notes.items() if holds)]
    return _fact(tensor.name, " · ".join(facts))


def _fact(name: str, said: str) -> Styled:
    """What a snippet claims about its tensors is only text, and kept short."""
    shown = clipped(visible(said).replace("\n", " "), 2 * SHOWN_LINE_LENGTH)
    return code(on_one_line(name)) + plain(shown)


def _some(names: Sequence[str]) -> str:
    rest = len(names) - SHOWN_NAMES
    return ", ".join(names[:SHOWN_NAMES]) + (f" and {rest} more" if rest > 0 else "")


def _photos(images: Sequence[Image]) -> Iterator[Photo]:
    for image in images:
        try:
            png = base64.b64decode(image.data, validate=True)
        except binascii.Error:
            continue
        if png.startswith(_PNG):
            yield Photo(png)
