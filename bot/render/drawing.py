"""What surrounds a picture: the button that asks for one, under the reply to a run."""

from dataclasses import replace

from bot.codec import DrawExample, DrawQuoted
from bot.keyboards import draw
from bot.response import Response
from tutor.draw import may_be_drawn
from tutor.run import Ran


def offered(response: Response, ran: Ran, press: DrawExample | DrawQuoted) -> Response:
    """The reply to a run, with a button where its last expression has a picture."""
    if not may_be_drawn(ran.code, ran.result):
        return response
    return replace(response, keyboard=draw(press))
