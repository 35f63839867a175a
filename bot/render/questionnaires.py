"""What became of a file of questions."""

from collections.abc import Sequence

from bot import draft_keyboards as keyboards
from bot.graphemes import clipped
from bot.render.card import counted
from bot.render.visible import on_one_line, visible
from bot.response import Response
from bot.styled import Styled, joined, plain
from tutor.questionnaires import LIMIT_BYTES, NotTakenIn, TakenIn

NAME_LENGTH = 60
SHOWN = 10
LINE_LENGTH = 200


def outcome(name: str, found: TakenIn | NotTakenIn) -> Response:
    """How many drafts there are of it, or why there is none."""
    match found:
        case TakenIn(new, again, notes):
            there = f" Already there: {counted(again, 'question')}." if again else ""
            told = f"{counted(new, 'new draft')} from {_name(name)}.{there} Nothing is published."
            left = joined((plain("Of the file:"), _listed(notes)), "\n") if notes else Styled()
            return Response(joined((plain(told), left), "\n\n"), keyboards.to_all())
        case NotTakenIn(problems):
            told = f"I have made no draft of {_name(name)}:"
            return Response(joined((plain(told), _listed(problems)), "\n"))


def too_large(name: str) -> Response:
    """Refused before it is read."""
    most = LIMIT_BYTES // 1024
    told = f"{_name(name)} is too long: I take files of up to {most} KiB here. Split it."
    return Response(plain(told))


def _name(name: str) -> str:
    return clipped(on_one_line(name), NAME_LENGTH)


def _listed(said: Sequence[str]) -> Styled:
    lines = [f"• {clipped(visible(each), LINE_LENGTH)}" for each in said[:SHOWN]]
    more = [f"… and {len(said) - SHOWN} more"] if len(said) > SHOWN else []
    return plain("\n".join([*lines, *more]))
