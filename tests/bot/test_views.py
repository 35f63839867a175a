"""Views in the chat: a class of two, and what a button sends."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons.codec import Stale
from bot.views import buttons
from progress.events import Kind, Sender, Turn
from progress.periods import Period, read_period
from tests.bot.instructing import pressed, told
from tests.fakes.person import Person, until
from tests.fakes.person import buttons as captions

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
async def monday(store, lena, ines) -> int:
    """Ines teaches Lena, who fails one exercise; somebody else is in no class."""
    now = datetime.now(UTC)
    cohort = await store.cohorts.create("Monday", ines.user, now)
    for who in (lena.user, 77):
        turn = Turn(Sender(who, f"Learner {who}"), now)
        for tries in (1, 2, 3):
            turn.record(
                Kind.ATTEMPTED, slug="attention", topic="shapes", outcome="failed", tries=tries
            )
        turn.record(Kind.RAN, topic="shapes", outcome="ok")
        await store.commit(turn)
    await store.cohorts.join(cohort.id, lena.user, now.date())
    return cohort.id


async def statistics(person: Person) -> dict:
    """The card; its figures follow it."""
    card, _ = await person.replies(await person.say("/stats 7d"), count=2)
    return card


@pytest.mark.usefixtures("monday")
async def test_whoever_is_stuck_is_shown_and_helped_in_one_tap(ines, lena) -> None:
    card = await statistics(ines)
    stuck = await pressed(ines, card, "Stuck now")
    [help_her] = [each for each in captions(stuck) if each.startswith("Help")]
    before = await lena.say("hello")
    await lena.reply(before)
    newest = (await lena.messages())[-1]
    for _ in range(2):
        await ines.press(stuck, help_her)

    sent = await lena.reply(newest)
    assert "Learner 77" not in stuck["text"]
    assert "3 tries, no pass" in stuck["text"]
    assert "From your teacher" in sent["text"]
    assert captions(sent)
    names = await pressed(ines, card, "One learner")
    [name] = captions(names)
    looked = await pressed(ines, names, name)
    assert "Told by teachers" in looked["text"]
    assert str(await lena.messages()).count("From your teacher") == 1
    thanks = await lena.say("Thank you", reply_to=sent["message_id"])
    assert "passed it on" in (await lena.reply(thanks))["text"]
    assert (await ines.reply(looked))["text"].endswith("Thank you")


@pytest.mark.usefixtures("monday")
async def test_every_view_is_a_press_away(ines) -> None:
    card = await statistics(ines)

    exercises = await pressed(ines, card, "Exercises")
    assert "not enough data" in exercises["text"]
    assert f" – {datetime.now(UTC):%d %b %Y}" in exercises["text"], "not the days of the card"
    assert "3 tries, no pass" in (await pressed(ines, card, "At risk"))["text"]
    heat = await pressed(ines, card, "Topics × learners", count=3)
    assert heat["document"]["file_name"] == "topics.csv"
    names = await pressed(ines, card, "One learner")
    [name] = captions(names)
    assert "Last 30 days" in (await pressed(ines, names, name))["text"]


async def test_back_in_the_list_of_learners_turns_its_page(monday, store, ines) -> None:
    now = datetime.now(UTC)
    for who in range(500, 512):
        await store.commit(Turn(Sender(who, f"Learner {who}"), now))
        await store.cohorts.join(monday, who, now.date())
    card = await statistics(ines)
    first = await pressed(ines, card, "One learner")
    pages = [captions(first)]
    for caption in ("More", "Back"):
        [shown] = [m for m in await ines.messages() if m["message_id"] == first["message_id"]]
        await ines.press(shown, caption)

        async def turned() -> dict | None:
            last = (await ines.messages())[-1]
            return last if captions(last) != pages[-1] else None

        last = await until(turned)
        assert last["message_id"] == first["message_id"]
        pages.append(captions(last))

    assert [*pages[1]][-1] == "Back"
    assert pages[2] == pages[0]


@pytest.mark.usefixtures("monday")
async def test_forged_buttons_show_nobody_of_another_class(ines) -> None:
    card = await statistics(ines)
    newest = (await ines.messages())[-1]
    await ines.click(card, buttons.pack(buttons.ShowMember(77)))
    refused = await ines.reply(newest)

    assert "Nobody of your class" in refused["text"]


@pytest.mark.usefixtures("monday")
async def test_a_period_that_cannot_be_read_is_told_how(ines) -> None:
    assert "last week" in (await told(ines, "/stats whenever"))["text"]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("7d", Period(date(2026, 12, 3), date(2026, 12, 9))),
        ("Last  Week", Period(date(2026, 11, 30), date(2026, 12, 6))),
        ("since 2026-11-01", Period(date(2026, 11, 1), date(2026, 12, 9))),
    ],
)
def test_periods_are_read(text: str, period: Period) -> None:
    assert read_period(text, date(2026, 12, 9)) == period


@given(st.text(max_size=20))
def test_any_text_is_a_period_or_told_how(text: str) -> None:
    assert isinstance(read_period(text, date(2026, 12, 9)), Period | str)


@given(st.text(max_size=64))
def test_any_data_is_a_press_or_stale(data: str) -> None:
    assert buttons.unpack(data) == Stale() or buttons.pack(buttons.unpack(data)) == data
