"""What instructors see of a class, as it is drawn and put on buttons."""

from datetime import date

from bot.views import heatmap, render
from progress.cohorts.cohort import Cohort, Member
from tutor.picture.scene.marks import Words
from tutor.views.values import Heatmap, Nudge, Row, Stuck, StuckLearner, Why

ADA = Member(1, "Ada", date(2026, 11, 1))
CLASS = Cohort(7, "Monday", "ABCD", "UTC")


def reason(text: str) -> Why:
    return Why(text, Nudge(text))


def helping(*reasons: str) -> list[str]:
    found = Stuck(CLASS, (StuckLearner(ADA, tuple(map(reason, reasons))),))
    board = render.stuck(found).keyboard
    return [button.text for row in board.inline_keyboard for button in row] if board else []


def test_of_two_reasons_each_button_says_its_own() -> None:
    assert helping("outer: 3 tries, no pass") == ["Help Ada"]
    assert helping("outer: 3 tries, no pass", "x" * 90) == [
        "Help Ada: outer: 3 tries, no pass",
        f"Help Ada: {'x' * (render.CAPTION - 11)}…",
    ]


def test_the_picture_of_many_says_that_it_holds_the_first() -> None:
    for learners, says in ((30, False), (300, True)):
        rows = tuple(Row(Member(n, f"L{n}", ADA.joined_on), (0.5,)) for n in range(learners))
        scene = heatmap.scene(Heatmap(CLASS, ("Shapes",), rows))
        assert scene is not None
        said = " ".join(mark.text for mark in scene.marks if isinstance(mark, Words))
        assert (f"The first 30 of {learners} learners" in said) == says
