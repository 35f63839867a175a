"""An exercise, what an attempt at it was worth, and help with it."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import words
from bot.buttons import learners, practice
from bot.buttons.learners import keyboard
from bot.buttons.practice import (
    Choose,
    DrawDifference,
    GiveUp,
    NextHint,
    OpenExercise,
    PracticePress,
    ShowSolution,
    StopExercise,
)
from bot.render.markdown import markdown
from bot.render.output import on_one_line, visible
from bot.render.run import source_line
from bot.sending.pictures import Painted, Painter
from bot.sending.response import Photo, Response
from bot.sending.splitting import clipped
from bot.sending.styled import Styled, bold, code, joined, paragraphs, plain, pre, stacked
from knowledge.exercises.exercise import Exercise
from knowledge.pages.entry import Entry
from tutor.picture.scene.marks import Scene
from tutor.practice.choose import NoneLeft, Wish
from tutor.practice.exercises import Graded, Hinted, Shown, Solved, Unknown
from tutor.practice.grading.counterexample import Counterexample
from tutor.practice.grading.picture import may_be_drawn
from tutor.practice.printed import outcome, printed

GONE_TOAST = "That exercise is gone. /practice finds another."
NO_MORE_HINTS = "That was the last hint. Give up shows the solution."
NOT_YET = "Pass it first, or give up."
STOPPED = "Well done. /practice goes on; /me counts."
GONE = (
    "The exercise that you had open is gone from my shelf, so I did not grade that. "
    "/practice finds another, and /run runs your code."
)
FAULTY = (
    "That exercise is broken, not your code: I could not grade it, and it does not count. "
    "Please try it again later; /exercise lists others."
)
_SEND = "Send your code as a message; edit it to try again. Questions and /run work as ever."
_NONE = {
    Wish.ANOTHER: "You have passed all that I have",
    Wish.EASIER: "I have nothing easier that you have not passed",
    Wish.HARDER: "I have nothing harder that you have not passed",
}
_NOT_DRAWN = "There is nothing left to draw: send your code again."
_NAME_LENGTH, _BLOCK_LENGTH = 40, 900


def shown(found: Shown | NoneLeft | Unknown) -> Response:
    match found:
        case Shown(exercise, hints, again):
            return _exercise(exercise, hints, again=again)
        case NoneLeft(wish, topic):
            there = f" on {topic}" if topic else ""
            return Response(plain(f"{_NONE[wish]}{there}. /exercise lists all there is."))
        case Unknown():
            return _listed(found)


def _exercise(exercise: Exercise, hints: int, *, again: bool) -> Response:
    stars = "★" * exercise.level + "☆" * (5 - exercise.level)
    head = stacked(bold(exercise.title), plain(f"{stars}{' · still open' if again else ''}"))
    text = paragraphs(
        head,
        markdown(exercise.prompt),
        pre(exercise.starter.rstrip("\n"), "python"),
        plain(_SEND),
    )
    return Response(text, _ways(exercise, hints))


def _listed(found: Unknown) -> Response:
    """What there is, where nothing was named or something else."""
    name = clipped(on_one_line(found.said), _NAME_LENGTH)
    said = f"I have no exercise or topic named “{name}”. These topics I have:" if name else ""
    topics = (
        joined((code(f"/practice {topic}"), plain(f" – {title} ({count})")))
        for topic, (title, count) in found.topics.items()
    )
    near = plain("Did you mean one of these?" if found.near else "")
    listed = stacked(plain(said or "Topics, and how many exercises each has:"), *topics)
    rows = [[_button(each.title, OpenExercise(each.id))] for each in found.near]
    return Response(paragraphs(listed, near), keyboard(*rows) if rows else None)


def in_group(link: str) -> Response:
    """Exercises are nobody else's business."""
    there = InlineKeyboardButton("🧩 Practise", url=link)
    return Response(plain("Exercises are for our private chat. Go on there:"), keyboard([there]))


def hint(found: Hinted) -> Response:
    exercise, number = found.exercise, found.number
    title = f"Hint {number} of {len(exercise.hints)} · {exercise.title}"
    text = stacked(bold(title), markdown(exercise.hints[number - 1]))
    return Response(text, _ways(exercise, number))


def solution(found: Solved, theirs: str = "") -> Response:
    """The model solution, beside one's own where that can still be read."""
    exercise = found.exercise
    text = paragraphs(
        bold(f"Solution · {exercise.title}"),
        stacked(plain("Yours:"), _block(theirs, "python")) if theirs else Styled(),
        stacked(
            plain("The model solution:" if theirs else ""),
            pre(exercise.reference.strip("\n"), "python"),
        ),
        markdown(exercise.explanation),
    )
    following = (Wish.ANOTHER, Wish.EASIER, Wish.HARDER)
    return Response(text, keyboard([_choice(exercise, wish) for wish in following]))


def verdict(found: Graded, read: Sequence[Entry]) -> Response:
    """What was said of an attempt."""
    if found.verdict.passed:
        return _passed(found, read)
    told, exercise = found.verdict, found.exercise
    # Content is Markdown; what else is said may quote the learner's own words.
    written = {it.name for it in exercise.wrong}
    feedback = (markdown if told.mistake in written else _quoting)(told.feedback)
    line = source_line(told.line, found.code)
    shown = told.counterexample
    text = paragraphs(
        bold(f"✘ Not yet · {exercise.title}"),
        stacked(feedback, pre(line, "python") if line else Styled()),
        *(_counterexample(exercise, shown) if shown else ()),
    )
    ways = _ways(exercise, found.hints)
    if shown and may_be_drawn(shown):
        ways = learners.above([_button("🖼 Draw", DrawDifference(exercise.id))], ways)
    return Response(text, ways)


async def picture(painter: Painter, scene: Scene | None) -> Response:
    """Where an attempt differs, painted."""
    painted = await painter.paint(scene) if scene else None
    if isinstance(painted, Painted):
        return Response(Styled(), None, (Photo(painted.png),))
    return Response(plain(words.NOT_PAINTED if scene else _NOT_DRAWN))


def _passed(found: Graded, read: Sequence[Entry]) -> Response:
    exercise = found.exercise
    tries = "at the first try" if found.tries == 1 else f"at try {found.tries}"
    text = paragraphs(
        bold(f"✔ Passed · {exercise.title}"),
        plain(f"{found.verdict.feedback} You passed it {tries}."),
        _quoting(found.verdict.beside_model),
        markdown(exercise.explanation),
    )
    on = [_choice(exercise, Wish.ANOTHER), _choice(exercise, Wish.HARDER)]
    pages = learners.entries(read).inline_keyboard
    solution = [_button("Solution", ShowSolution(exercise.id))]
    return Response(text, keyboard(solution, on, *pages))


def _quoting(said: str) -> Styled:
    """A sentence with code between backticks; nothing else in it is a mark."""
    parts = visible(said).split("`")
    if len(parts) % 2 == 0:
        return plain(visible(said))
    return joined(code(each) if at % 2 else plain(each) for at, each in enumerate(parts))


def _counterexample(exercise: Exercise, found: Counterexample) -> tuple[Styled, ...]:
    return (
        stacked(plain("For this input:"), _block(_inputs(exercise, found), "python")),
        _quoting(exercise.probed),
        stacked(plain("yours:"), _block(outcome(found.got))),
        stacked(plain("expected:"), _block(outcome(found.expected))),
    )


def _inputs(exercise: Exercise, found: Counterexample) -> str:
    """Each by its parameter's name, where there is one for each."""
    names = exercise.parameters
    values = [printed(each) for each in found.inputs]
    if len(names) < len(values):
        return ", ".join(values)
    named = (f"{name} = " for name in names)
    return "\n".join(
        name + value.replace("\n", "\n" + " " * len(name))
        for name, value in zip(named, values, strict=False)
    )


def _block(text: str, language: str | None = None) -> Styled:
    return pre(clipped(visible(text), _BLOCK_LENGTH), language)


def _ways(exercise: Exercise, hints: int) -> InlineKeyboardMarkup:
    """Help that is left, then the ways on."""
    left = len(exercise.hints) - hints
    hint = [_button(f"Hint ({left} left)", NextHint(exercise.id))] if left > 0 else []
    ways = [_choice(exercise, wish) for wish in (Wish.EASIER, Wish.ANOTHER, Wish.HARDER)]
    ends = [_button("Give up", GiveUp(exercise.id)), _button("Stop", StopExercise(exercise.id))]
    return keyboard([*hint, *ends], ways)


def _choice(exercise: Exercise, wish: Wish) -> InlineKeyboardButton:
    return _button(wish.capitalize(), Choose(wish, exercise.id))


def _button(caption: str, press: PracticePress) -> InlineKeyboardButton:
    return InlineKeyboardButton(caption, callback_data=practice.pack(press))
