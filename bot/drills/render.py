"""A drill, what its answer was worth, and the families there are."""

from telegram import InlineKeyboardButton

from bot.buttons.learners import keyboard
from bot.drills import buttons
from bot.drills.buttons import DrillPress, StopDrills
from bot.render.output import on_one_line
from bot.render.run import told
from bot.sending.response import Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, code, joined, paragraphs, plain, pre, stacked
from tutor.practice.drilling import Asked, Changed, Judged
from tutor.practice.drills.course import elsewhere
from tutor.practice.drills.drill import Drill
from tutor.practice.drills.templates import families as shipped_families
from tutor.run import NotRun

CHANGED = "That question is from an older version. /drill asks a new one."
STOPPED = "Well done. /drill goes on where you were; /me counts."
_LETTERS = "ABCD"
_RIGHT, _WRONG = "✔ Right", "✘ Not quite"
_NAME_LENGTH = 40


def question(asked: Asked | NotRun | Changed) -> Response:
    match asked:
        case Asked(course, drill):
            choices = [
                _button(letter, buttons.choosing(course, drill.mark, number))
                for number, letter in enumerate(_LETTERS[: len(drill.options)])
            ]
            return Response(_question(drill), keyboard(choices, _ways_on(asked)))
        case NotRun():
            return told(asked)
        case Changed():
            return Response(plain(CHANGED))


def verdict(judged: Judged) -> Response:
    """The question with what was chosen, why it is wrong, and what is right."""
    drill = judged.asked.drill
    right, chosen = drill.options[drill.right], drill.options[judged.chosen]
    said = _RIGHT if judged.is_right else _WRONG
    truth = stacked(plain("The answer is"), _option(drill.right, right.text))
    text = paragraphs(
        _question(drill),
        bold(f"{said}: {_LETTERS[judged.chosen]}"),
        plain(chosen.mistake),
        Styled() if judged.is_right else truth,
        plain(drill.why),
        stacked(*map(code, drill.steps)),
    )
    following = _button("Next ▶", buttons.asking(judged.following))
    return Response(text, keyboard([following], _ways_on(judged.asked)))


def families(unknown: str) -> Response:
    """What there is, where something else was asked for."""
    listed = (
        joined((code(f"/drill {name}"), plain(f" – {each.title}")))
        for name, each in shipped_families().items()
    )
    name = clipped(on_one_line(unknown), _NAME_LENGTH)
    said = plain(f"I have no drills named “{name}”. These I have, and /drill alone mixes them:")
    return Response(stacked(said, *listed))


def _question(drill: Drill) -> Styled:
    head = f"Drill · {drill.place.family} · level {drill.place.level}"
    options = (_option(number, each.text) for number, each in enumerate(drill.options))
    return paragraphs(
        bold(head),
        stacked(plain(drill.question), pre(drill.code, "python")),
        stacked(*options),
    )


def _option(number: int, text: str) -> Styled:
    between = "\n" if "\n" in text else "  "
    return joined((bold(_LETTERS[number]), code(text)), between)


def _ways_on(asked: Asked) -> list[InlineKeyboardButton]:
    other = buttons.asking(elsewhere(asked.course))
    return [_button("Another family", other), _button("Stop", StopDrills())]


def _button(caption: str, press: DrillPress) -> InlineKeyboardButton:
    return InlineKeyboardButton(caption, callback_data=buttons.pack(press))
