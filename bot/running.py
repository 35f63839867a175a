"""The reply that every run of a learner's code has."""

from bot.codec import DrawQuoted
from bot.render import drawing, explained
from bot.render import run as render
from bot.response import Response
from tutor.run import NotRun, Ran


def told(outcome: Ran | NotRun, *, drawable: bool = False, every_line: bool = False) -> Response:
    """The reply to a run; a picture is offered where the code can be read off the message again."""
    if isinstance(outcome, NotRun):
        return render.not_run(outcome)
    shown = render.reply(outcome, every_line=every_line)
    if drawable:
        shown = drawing.offered(shown, outcome, DrawQuoted())
    return explained.offered(shown, outcome)
