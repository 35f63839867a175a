"""Drills in the chat, over a real sandbox: asked, answered, gone on with after a restart."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import app, service
from bot.buttons.codec import Stale
from bot.drills import buttons
from bot.render.card import progress
from progress.events import Kind, Sender, Turn
from progress.history import FamilyHistory
from sandbox.client import connect
from tests.bot.conftest import TOKEN
from tests.bot.conversing import settled
from tests.fakes.person import buttons as captions
from tutor.practice.drills.course import Course
from tutor.practice.drills.drill import Place
from tutor.practice.drills.templates import families
from tutor.progress_card import ProgressCard


@pytest.fixture
async def runner():
    async with connect("embedded", spares=1) as kept:
        yield kept


async def drilled(store) -> list[dict]:
    return [
        {"family": each.slug, **each.detail}
        async for each in store.events()
        if each.kind is Kind.DRILLED
    ]


async def answered(lena, tutor, shown: dict, *, right: bool) -> dict:
    """Press an option that is right, or one that is not."""
    letters = {name: data for name, data in captions(shown).items() if len(name) == 1}
    place = buttons.unpack(letters["A"]).course
    asked = await tutor.drills.ask(turn(), place)
    wanted = next(
        letter for number, letter in enumerate(letters) if (number == asked.drill.right) is right
    )
    await lena.press(shown, wanted)
    return await lena.shows(shown, "Right: " if right else "Not quite: ")


def turn() -> Turn:
    return Turn(Sender(1001), datetime.now(UTC))


async def test_a_row_of_drills_goes_on_after_a_restart(built, parts, lena, store, telegram) -> None:
    tutor, _ = parts
    async with service.running(built):
        first = await lena.reply(await lena.say("/drill shape"))
        assert "shape-of · level 1" in first["text"]
        verdict = await answered(lena, tutor, first, right=True)
        assert list(captions(verdict)) == ["Next ▶", "Another family", "Stop"]
        await lena.press(verdict, "Next ▶")
        second = await lena.reply(first)
        assert "shape-of · level 1" in second["text"]
        assert second["text"] != first["text"]

    again = app.build(*parts, store, token=TOKEN, api_url=telegram.url, quiet_seconds=0.1)
    async with service.running(again):
        verdict = await answered(lena, tutor, second, right=True)
        await lena.press(verdict, "Next ▶")
        harder = await lena.reply(second)
        assert "shape-of · level 2" in harder["text"]
        wrong = await answered(lena, tutor, harder, right=False)
        assert "The answer is" in wrong["text"]
        mistake = (await drilled_when(store, 3))[-1]["mistake"]
        assert mistake
        assert mistake in wrong["text"]
        await lena.press(wrong, "Next ▶")
        easier = await lena.reply(harder)
        assert "shape-of · level 1" in easier["text"]
        await lena.press(easier, "Another family")
        elsewhere = await lena.reply(easier)
        assert "shape-of" not in elsewhere["text"]
        await lena.press(elsewhere, "Stop")
        card = await lena.reply(await lena.say("/me"))

    assert "Drills: 2 right of 3" in card["text"]
    assert [(each["right"], each["level"]) for each in await drilled(store)] == [
        (True, 1),
        (True, 1),
        (False, 2),
    ]


async def drilled_when(store, count: int) -> list[dict]:
    await settled(store, count)
    return await drilled(store)


async def test_a_question_counts_once(built, lena, store) -> None:
    """Whoever has seen the answer may still have the buttons, on another device."""
    async with service.running(built):
        shown = await lena.reply(await lena.say("/drill strides"))
        letters = {name: data for name, data in captions(shown).items() if len(name) == 1}
        for letter, data in letters.items():
            await lena.click(shown, data)
            await lena.shows(shown, f": {letter}\n")
        await lena.reply(await lena.say("/me"))

        assert len(await drilled(store)) == 1


async def test_who_stopped_goes_on_where_they_were(built, parts, lena) -> None:
    tutor, _ = parts
    async with service.running(built):
        shown = await lena.reply(await lena.say("/drill dtype"))
        for _ in range(2):
            verdict = await answered(lena, tutor, shown, right=True)
            await lena.press(verdict, "Next ▶")
            shown = await lena.reply(shown)
        await answered(lena, tutor, shown, right=True)

        assert "level 2" in (await lena.reply(await lena.say("/drill dtype-of")))["text"]


async def test_what_is_no_drill_is_told_kindly(built, lena, in_class, store) -> None:
    async with service.running(built):
        unknown = await lena.reply(await lena.say("/drill cooking"))
        elsewhere = await in_class.reply(await in_class.say("/drill"))
        shown = await lena.reply(await lena.say("/drill"))
        last = shown
        for forged in (
            "dn",
            "dacooking.1.5.0.0.7.1",
            "dnshape-of.9.5.0.0",
            "dashape-of.1.5.0.0.7.9",
        ):
            await lena.click(last, forged)
        after = await lena.reply(await lena.say("/me"))

    assert all(f"/drill {family}" in unknown["text"] for family in families())
    assert "private chat" in elsewhere["text"]
    assert set("AB") <= captions(shown).keys()
    assert "Nothing here yet" in after["text"]
    assert isinstance(buttons.unpack("dacooking"), Stale)
    assert await drilled(store) == []


@given(st.sampled_from(sorted(families())), st.integers(0, 2**32 - 1), st.booleans())
def test_a_button_carries_all_of_its_question(family: str, seed: int, mixed) -> None:
    course = Course(Place(family, 5, seed), in_a_row=1, mixed=mixed)

    for press in (buttons.asking(course), buttons.choosing(course, 65_535, 3)):
        data = buttons.pack(press)
        assert len(data.encode()) <= 64
        assert buttons.unpack(data) == press
        assert press.course == course


def test_a_card_names_what_goes_best_and_worst() -> None:
    done = (FamilyHistory("einsum", 10, 4), FamilyHistory("strides", 31, 30))
    card = ProgressCard((), 0, 0, 0, (), done, None)

    shown = progress(card).text.text

    assert "Drills: 34 right of 41, best at strides, worst at einsum" in shown
