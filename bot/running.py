"""The reply to every run of code, with the buttons that its outcome has."""

from dataclasses import replace

from bot import keyboards
from bot.codec import DrawExample, DrawQuoted
from bot.render import explained
from bot.render import run as render
from bot.response import Response
from knowledge.example import Section
from tutor.draw import may_be_drawn
from tutor.run import NotRun, Ran


def told(outcome: Ran | NotRun, *, drawable: bool = False, every_line: bool = False) -> Response:
    """The reply to a run; a picture is offered where the code can be read off the message again."""
    if isinstance(outcome, NotRun):
        return render.not_run(outcome)
    shown = render.reply(outcome, every_line=every_line)
    if drawable:
        shown = _with_drawing(shown, outcome, DrawQuoted())
    return explained.offered(shown, outcome)


def example(outcome: Ran | NotRun, slug: str, section: Section) -> Response:
    """What running a page's example brought; the picture of its short answer is offered below."""
    if isinstance(outcome, NotRun):
        return render.not_run(outcome)
    shown = render.example(outcome)
    return _with_drawing(shown, outcome, DrawExample(slug)) if section is Section.SHORT else shown


def _with_drawing(response: Response, ran: Ran, press: DrawExample | DrawQuoted) -> Response:
    """A button where the last expression has a picture."""
    if not may_be_drawn(ran.code, ran.result):
        return response
    return replace(response, keyboard=keyboards.draw(press))
