"""Exercises in the chat, over a real sandbox: opened, tried, helped with, across restarts."""

import contextlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete

from bot import app, service
from bot.buttons import practice as buttons
from bot.buttons.codec import Stale
from bot.buttons.practice import Choose
from knowledge.exercises.exercise import Constraints
from knowledge.exercises.shelf import shelf as shipped
from progress.events import Kind, Sender, Turn
from progress.practising import OpenExercise
from progress.stores.tables import LearnerRow
from sandbox.client import connect
from sandbox.protocol import SandboxBusy, SandboxUnavailable
from tests.bot.conftest import TOKEN
from tests.bot.conversing import QUESTION
from tests.bot.test_old_buttons import pressed as delete_and_press
from tests.fakes.library import library
from tests.fakes.person import buttons as captions
from tests.fakes.person import until
from tests.fakes.runner import FakeRunner
from tutor.library import Shelf
from tutor.practice.choose import Wish
from tutor.tutor import Tutor

BOARD = shipped()["checkerboard"]
SHIFTED = "def checkerboard(n):\n    r = torch.arange(n)\n    return (r[:, None] + r + 1) % 2"
RIGHT = SHIFTED.replace(" + 1", "")
ROWS = BOARD.model_copy(
    update={
        "id": "rows-of-ones",
        "title": "Rows of ones",
        "topic": "shapes",
        "level": 2,
        "signature": "def rows(n: int) -> Tensor",
        "reference": "def rows(n: int) -> Tensor:\n    return torch.ones(n, n)\n",
        "prerequisites": ("view-vs-reshape",),
        "wrong": (),
    }
)
NO_LOOPS = BOARD.model_copy(update={"constraints": Constraints(no_loops=True)})
EXERCISES = {each.id: each for each in (BOARD, ROWS)}


@pytest.fixture
async def runner():
    async with connect("embedded", spares=2) as kept:
        yield kept


@pytest.fixture
def tutor(shelf, runner, store) -> Tutor:
    return Tutor(shelf, runner, store, EXERCISES)


@pytest.fixture
def started(parts, curation, store, telegram, runner):
    """The bot as of a start, which may be one of many, with other exercises, pages or sandbox."""

    @contextlib.asynccontextmanager
    async def start(exercises=None, shelf=None, runs=None):
        tutor = parts[0]
        if exercises is not None or shelf is not None or runs is not None:
            on_shelf = EXERCISES if exercises is None else exercises
            tutor = Tutor(shelf or library(), runs or runner, store, on_shelf)
        built = app.build(
            tutor,
            curation,
            store,
            token=TOKEN,
            api_url=telegram.url,
            quiet_seconds=0.1,
            messages_per_second=1000,
        )
        async with service.running(built):
            yield

    return start


def fenced(code: str) -> str:
    return f"```python\n{code}\n```"


async def attempts(store) -> list[dict]:
    return [
        {"exercise": each.slug, "topic": each.topic, **each.detail}
        async for each in store.events()
        if each.kind is Kind.ATTEMPTED
    ]


async def attempted(store, count: int) -> list[dict]:
    """A turn is committed after its reply."""

    async def found():
        made = await attempts(store)
        return made if len(made) >= count else None

    return await until(found)


async def opened(store, hints: int = 0) -> OpenExercise:
    async def found():
        at = await store.open_exercise(1001)
        return at if at and at.hints >= hints else None

    return await until(found)


async def helped_and_wrong(started, lena, store) -> tuple[dict, dict]:
    """Each step may be after a restart; in between, all is answered as ever."""
    async with started():
        shown = await lena.reply(await lena.say("/practice"))
        assert "Checkerboard" in shown["text"]
        assert "alternate along rows" in shown["text"]
        await lena.press(shown, "Hint (3 left)")
        first = await lena.reply(shown)
        assert first["text"].startswith("Hint 1 of 3")
        await opened(store, hints=1)

    async with started():
        await lena.press(first, "Hint (2 left)")
        second = await lena.reply(first)
        assert second["text"].startswith("Hint 2 of 3")
        await opened(store, hints=2)

    async with started():
        answer = await lena.reply(await lena.say(QUESTION))
        assert "glues along an axis" in answer["text"]
        ran = await lena.reply(await lena.say("/run print(6 * 7)"))
        assert "42" in ran["text"]
        tried_out = await lena.reply(await lena.say(fenced("torch.ones(2).sum()")))
        assert "2." in tried_out["text"]
        assert await attempts(store) == []

        sent = await lena.say(fenced(SHIFTED))
        verdict = await lena.reply(sent)
        assert "Not yet · Checkerboard" in verdict["text"]
        assert "the top left corner has to be 0" in verdict["text"]
        assert "n = 1" in verdict["text"]
        assert "tensor([[1]])" in verdict["text"]
        assert "tensor([[0]])" in verdict["text"]
        await attempted(store, 1)

    return sent, verdict


async def test_an_exercise_from_prompt_to_pass_across_restarts(started, lena, store) -> None:
    sent, verdict = await helped_and_wrong(started, lena, store)

    async with started():
        await lena.edit(sent, fenced(RIGHT))
        passed = await lena.shows(verdict, "Passed · Checkerboard")
        assert "at try 2" in passed["text"]
        assert "distance tables" in passed["text"]
        assert list(captions(passed)) == ["Solution", "Another", "Harder"]
        await attempted(store, 2)
        assert await store.open_exercise(1001) is None
        await lena.press(passed, "Solution")
        solution = await lena.reply(verdict)
        assert "def checkerboard(n):" in solution["text"]
        assert "def checkerboard(n: int) -> Tensor" in solution["text"]
        await lena.press(passed, "Another")
        other = await lena.reply(solution)
        assert "Rows of ones" in other["text"]
        # What was passed is edited once more: it is tried once more, and counts no more.
        await lena.edit(sent, fenced(SHIFTED))
        await lena.shows(verdict, "Not yet · Checkerboard")
        made = await attempted(store, 3)
        card = await lena.reply(await lena.say("/me"))

    assert "Exercises: 1 passed of 1 tried, 2 tries each (median)" in card["text"]
    told = [(it["outcome"], it["hints"], it["tries"], it["mistake"]) for it in made]
    assert told == [("wrong", 2, 1, "corner"), ("passed", 2, 2, None), ("wrong", 2, 3, "corner")]
    assert [it.get("settled") for it in made] == [None, None, True]
    assert {(it["exercise"], it["topic"]) for it in made} == {("checkerboard", "first-tensors")}
    assert (await store.open_exercise(1001)).exercise == "rows-of-ones"


async def test_who_gives_up_after_a_restart_sees_the_solution(started, lena, store) -> None:
    async with started():
        shown = await lena.reply(await lena.say("/exercise checkerboard"))
        await opened(store)
    async with started():
        await lena.press(shown, "Give up")
        solution = await lena.reply(shown)
        assert "torch.arange(n)" in solution["text"]
        assert "distance tables" in solution["text"]
        assert list(captions(solution)) == ["Another", "Easier", "Harder"]
        verdict = await lena.reply(await lena.say(fenced(RIGHT)))
        assert "Passed" in verdict["text"]
        made = await attempted(store, 2)
        card = await lena.reply(await lena.say("/me"))

    assert [(it["outcome"], it.get("settled")) for it in made] == [
        ("gave_up", None),
        ("passed", True),
    ]
    assert "Exercises: 0 passed of 1 tried" in card["text"]


AMISS = (
    ("``` ```", "Nothing was sent"),
    (fenced("# nothing"), "checkerboard is missing"),
    (fenced("def one(n):\n    pass\n\ndef two(n):\n    pass"), "I found one, two"),
    (fenced(f"{RIGHT}\n\n{RIGHT}"), "defines checkerboard again"),
    (fenced("def checkerboard(n)\n    return n"), "Line 1 is not Python yet"),
    (fenced(f"{RIGHT}\n\nwhile True:\n    pass"), "Line 5"),
    (BOARD.starter, "is there a return?"),
    (fenced("return torch.arange(n) % 2"), "Line 1 is not Python yet"),
)


async def test_what_is_sent_amiss_is_told_what_to_send(started, lena, store) -> None:
    async with started():
        await lena.reply(await lena.say("/practice checkerboard"))
        await opened(store)
        told = [((await lena.reply(await lena.say(sent)))["text"], words) for sent, words in AMISS]
        made = await attempted(store, len(AMISS))

    for text, words in told:
        assert "Not yet · Checkerboard" in text
        assert words in text
    tries = [0, 0, 0, 0, 0, 1, 2, 2]
    assert [it["tries"] for it in made] == tries


async def test_a_typo_is_no_try_and_a_broken_rule_is_one(started, lena, store) -> None:
    async with started({"checkerboard": NO_LOOPS}):
        await lena.reply(await lena.say("/practice checkerboard"))
        await opened(store)
        sent = await lena.say(fenced(RIGHT.replace(":", "", 1)))
        typo = await lena.reply(sent)
        await attempted(store, 1)
        card = await lena.reply(await lena.say("/me"))
        looped = fenced(f"for i in []:\n    pass\n{RIGHT}")
        refused = await lena.reply(await lena.say(looped))
        await attempted(store, 2)
        await lena.edit(sent, fenced(RIGHT))
        passed = await lena.shows(typo, "Passed")
        # Through another typo, it is still the one of that exercise.
        await attempted(store, 3)
        await lena.edit(sent, fenced("def checkerboard(n"))
        await lena.shows(typo, "Not yet")
        await attempted(store, 4)
        await lena.edit(sent, fenced(RIGHT))
        await lena.shows(typo, "Passed")

    assert "Exercises:" not in card["text"]
    assert "Line 1" in refused["text"]
    assert "at try 2" in passed["text"]


LAYER = """class MyLinear(nn.Module):
    def __init__(self, n_in, n_out, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(n_out, n_in))
        self.bias = nn.Parameter(torch.zeros(n_out)) if bias else None

    def forward(self, x):
        return x @ self.weight.T - (0 if self.bias is None else self.bias)
"""


async def test_of_a_class_a_counterexample_says_how_it_was_tried(started, lena, store) -> None:
    async with started(shipped()):
        await lena.reply(await lena.say("/exercise linear-module"))
        await opened(store)
        verdict = await lena.reply(await lena.say(fenced(LAYER)))

    for words in ("x = tensor(", "weight = tensor(", "bias = tensor(", "layer = MyLinear(n_in"):
        assert words in verdict["text"]


BROKEN = BOARD.model_copy(update={"reference": "1 / 0"})


async def test_what_could_not_be_graded_is_no_try(started, lena, store) -> None:
    async with started():
        await lena.reply(await lena.say("/practice checkerboard"))
        await opened(store)
    async with started(runs=FakeRunner(SandboxBusy(7.0), SandboxUnavailable("gone"))):
        busy = await lena.reply(await lena.say(fenced(RIGHT)))
        away = await lena.reply(await lena.say(fenced(RIGHT)))
    async with started({"checkerboard": BROKEN}):
        sent = await lena.say(fenced(SHIFTED))
        faulty = await lena.reply(sent)
        still = await lena.reply(await lena.say("/practice"))
    assert await attempts(store) == []
    async with started():
        await lena.edit(sent, fenced(SHIFTED))
        wrong = await lena.shows(faulty, "Not yet")
        await attempted(store, 1)
    async with started({"checkerboard": BROKEN}):
        again = await lena.reply(await lena.say(fenced(SHIFTED)))
        await lena.press(wrong, "🖼 Draw")
        undrawn = await lena.reply(again)
    async with started():
        passed = await lena.reply(await lena.say(fenced(RIGHT)))

    assert "try again in 7 s" in busy["text"]
    assert "try again in a minute" in away["text"]
    assert {it["text"] for it in (again, undrawn)} == {faulty["text"]}
    assert "broken, not your code" in faulty["text"]
    assert "still open" in still["text"]
    assert "at try 2" in passed["text"]


async def test_files_are_attempts_unless_they_are_too_long(started, lena, store) -> None:
    async with started():
        await lena.reply(await lena.say("/practice checkerboard"))
        await opened(store)
        huge = await lena.reply(await lena.upload("mine.py", b"x = 1\n" * 170_000))
        verdict = await lena.reply(await lena.upload("mine.py", RIGHT.encode()))

    assert "too long" in huge["text"]
    assert "Passed" in verdict["text"]


async def test_a_stopped_exercise_is_closed(started, lena, store) -> None:
    async with started():
        shown = await lena.reply(await lena.say("/practice"))
        await opened(store)
        await lena.press(shown, "Stop")

        async def closed():
            return True if await store.open_exercise(1001) is None else None

        await until(closed)
        ran = await lena.reply(await lena.say(fenced(RIGHT)))
        assert "Finished" in ran["text"]
        # An old button of what was closed opens it again.
        await lena.click(shown, captions(shown)["Hint (3 left)"])
        hinted = await lena.reply(ran)
        assert "Hint 1 of 3" in hinted["text"]
        assert (await opened(store, hints=1)).exercise == "checkerboard"

    assert await attempts(store) == []


async def test_an_exercise_that_is_gone_says_so(started, lena, store) -> None:
    async with started():
        shown = await lena.reply(await lena.say("/practice checkerboard"))
        await opened(store)
        sent = await lena.say(fenced(SHIFTED))
        wrong = await lena.reply(sent)
        await attempted(store, 1)
    async with started({"rows-of-ones": ROWS}):
        offered = [
            captions(shown)["Give up"],
            captions(shown)["Hint (3 left)"],
            buttons.pack(buttons.ShowSolution("checkerboard")),
            buttons.pack(buttons.OpenExercise("checkerboard")),
        ]
        toasts = [(await lena.click(shown, each))["answer"]["text"] for each in offered]
        await lena.press(wrong, "🖼 Draw")
        undrawn = await lena.reply(wrong)
        assert await opened(store)
        told = await lena.reply(await lena.say(fenced(RIGHT)))
        await lena.click(shown, captions(shown)["Another"])
        other = await lena.reply(told)
        # An edit of what tried it leaves the other one open.
        await lena.edit(sent, fenced(RIGHT))
        edited = await lena.shows(wrong, "gone from my shelf")
        again = await lena.reply(await lena.say("/practice"))
        await lena.click(shown, captions(shown)["Stop"])
        at = await opened(store)

    assert {*toasts, undrawn["text"]} == {"That exercise is gone. /practice finds another."}
    assert "gone from my shelf" in told["text"]
    assert "gone from my shelf" in edited["text"]
    assert "Rows of ones" in other["text"]
    assert "still open" in again["text"]
    assert at.exercise == "rows-of-ones"
    assert len(await attempts(store)) == 1


async def test_what_is_misspelt_is_told_kindly(started, lena) -> None:
    async with started():
        near = await lena.reply(await lena.say("/practise chekerboard"))
        listed = await lena.reply(await lena.say("/exercise"))
        topic = await lena.reply(await lena.say("/practice Shapes & views"))
        linked = await lena.reply(await lena.say("/start x-checkerboard"))
        bare = await lena.reply(await lena.say("/start x-"))
        await lena.click(linked, buttons.pack(Choose(Wish.EASIER, "checkerboard")))
        easier = await lena.reply(bare)
        for forged in (
            "p",
            "pz",
            "pcworse.checkerboard",
            "pocooking",
            "ppcooking",
            "pscheckerboard",
        ):
            await lena.click(linked, forged)
        answered = await lena.reply(await lena.say("/me"))

    assert list(captions(near)) == ["Checkerboard"]
    assert "/practice shapes – Shapes & views (1)" in near["text"]
    assert "first-tensors (1)" in listed["text"]
    assert "Rows of ones" in topic["text"]
    assert "Checkerboard" in linked["text"]
    assert "still open" in bare["text"]
    assert "nothing easier" in easier["text"]
    assert "Nothing here yet" in answered["text"]


async def test_a_page_offers_what_practises_it(started, lena) -> None:
    known = Shelf(library())
    known.library = replace(known.library, practised=frozenset({"view-vs-reshape"}))
    async with started(shelf=known):
        without = await lena.reply(await lena.say(QUESTION))
        page = await lena.reply(await lena.say("What is the difference between view and reshape?"))
        await lena.press(page, "🧩 Practise")
        shown = await lena.reply(page)

    assert "🧩 Practise" not in captions(without)
    assert "Rows of ones" in shown["text"]


LINKED = {
    "/practice": "",
    "/practice Checkerboard": "checkerboard",
    "/exercise rows": "rows-of-ones",
    "/practice Shapes & views": "shapes",
    "/practise nothing of the kind": "",
}


async def test_in_a_group_a_button_leads_to_the_private_chat(started, lena, in_class) -> None:
    known = Shelf(library())
    known.library = replace(known.library, practised=frozenset({"view-vs-reshape"}))
    async with started(shelf=known):
        for said, name in LINKED.items():
            told = await in_class.reply(await in_class.say(said))
            assert link(told).endswith(f"?start=x-{name}")
        page = "@local_bot What is the difference between view and reshape?"
        answer = await in_class.reply(await in_class.say(page))
        await in_class.press(answer, "🧩 Practise")
        told = await in_class.reply(answer)
        await delete_and_press(in_class, answer, "🧩 Practise")
        again = await in_class.reply(told)
        assert await lena.from_bot() == []
        payload = link(told).partition("?start=")[2]
        shown = await lena.reply(await lena.say(f"/start {payload}"))

    assert link(again) == link(told)
    assert told["reply_to_message"]["message_id"] == answer["message_id"]
    assert "Rows of ones" in shown["text"]


def link(message: dict) -> str:
    (url,) = captions(message).values()
    assert url.startswith("https://t.me/local_bot?start=")
    return url


async def test_a_topic_comes_before_what_is_defined_by_its_name(started, lena) -> None:
    same = ROWS.model_copy(
        update={"signature": "def shapes(n: int) -> Tensor", "topic": "autograd"}
    )
    first = BOARD.model_copy(update={"topic": "shapes"})
    async with started({"rows-of-ones": same, "checkerboard": first}):
        shown = await lena.reply(await lena.say("/practice shapes"))

    assert "Checkerboard" in shown["text"]


async def test_the_open_exercise_goes_with_its_learner(store, engine) -> None:
    turn = Turn(Sender(1001, "Lena"), datetime.now(UTC), 1)
    turn.exercises.append(OpenExercise("checkerboard", turn.at))
    await store.commit(turn)
    assert await store.open_exercise(1001)

    async with engine.begin() as connection:
        await connection.execute(delete(LearnerRow).where(LearnerRow.telegram_user_id == 1001))

    assert await store.open_exercise(1001) is None


def test_buttons_have_room_for_the_longest_name() -> None:
    for press in (Choose(Wish.ANOTHER, "x" * 48), buttons.PractisePage("x" * 48)):
        assert len(buttons.pack(press).encode()) <= 64
        assert buttons.unpack(buttons.pack(press)) == press
    assert isinstance(buttons.unpack("pcworse.checkerboard"), Stale)
