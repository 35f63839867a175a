"""Classes in the chat: made by a message, shown as a QR code, joined with consent, and left."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.cohorts import buttons as codec
from bot.cohorts.buttons import (
    AskDismissal,
    ChooseClass,
    Dismiss,
    InviteStaff,
    JoinClass,
    LeaveClass,
    Share,
    ShowStaff,
)
from bot.cohorts.render import QR_WIDTH, qr_code
from progress.cohorts.cohort import OPEN, Cohort, StaffRole
from progress.people import Role
from tests.bot.instructing import enrol, pressed, told
from tests.fakes.person import Person, buttons

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
def tom(http) -> Person:
    return Person(http, 1003)


async def made(store, person: Person, name: str = "Deep Learning") -> Cohort:
    await enrol(store, person)
    await told(person, f"/class new {name}")
    return (await store.cohorts.at(person.user)).cohort


async def joined(person: Person, cohort: Cohort) -> dict:
    asked = await told(person, f"/join {cohort.code}")
    await person.press(asked, "Join")
    return await person.shows(asked, "You are in")


async def members(store, cohort: Cohort) -> list[int]:
    return [each.telegram_user_id for each in await store.cohorts.members(cohort.id)]


async def test_an_instructor_makes_a_class_and_shows_how_to_join(ines, store) -> None:
    await enrol(store, ines)
    first = await told(ines, "/class")
    how = await pressed(ines, first, "New class")
    card = await told(ines, "/class new  Deep\nLearning ")
    newest = (await ines.messages())[-1]
    await ines.press(card, "Invite")
    invite, qr = await ines.replies(newest, count=2)

    code = (await store.cohorts.at(ines.user)).cohort.code
    assert "Everybody" in first["text"]
    assert {"Invite", "Change"}.isdisjoint(buttons(first)), "nobody is invited to the open class"
    assert "/class new" in how["text"]
    assert card["text"].startswith(f"Deep Learning\nCode: {code}\nLearners: 0")
    assert f"?start=c-{code}" in invite["text"]
    assert f"/join {code}" in invite["text"]
    assert qr["photo"][-1]["width"] >= QR_WIDTH
    assert qr["caption"] in invite["text"]


async def test_a_learner_joins_only_where_they_say_so(lena, ines, store) -> None:
    cohort = await made(store, ines)
    asked = await told(lena, f"/join {cohort.code.lower().replace('-', '')}")
    await lena.press(asked, "Not now")
    await lena.shows(asked, "joined nothing")
    assert await members(store, cohort) == []

    asked = await told(lena, f"/start c-{cohort.code}")
    await lena.press(asked, "Join")
    await lena.shows(asked, "You are in Deep Learning")

    assert await members(store, cohort) == [lena.user]
    for what in (
        "Join Deep Learning?",
        "Taught by Ines",
        "From today on",
        "never see earlier days",
    ):
        assert what in asked["text"]
    assert "You are in" in (await told(lena, f"/join {cohort.code}"))["text"], "once is enough"
    assert "Learners: 1" in (await told(ines, "/class"))["text"]


async def test_a_learner_sees_their_classes_and_leaves_one(lena, ines, tom, store) -> None:
    one, two = await made(store, ines), await made(store, tom, "Statistics")
    none = await told(lena, "/class")
    for cohort in (one, two):
        await joined(lena, cohort)
    both = await told(lena, "/class")
    await lena.press(both, "Leave Deep Learning")
    left = await lena.shows(both, "You have left Deep Learning")

    assert "in no class" in none["text"]
    assert "New class" not in buttons(none)
    assert both["text"] == "You learn in\nDeep Learning\nStatistics"
    assert "stays in its sums" in left["text"]
    assert await members(store, one) == []
    assert await members(store, two) == [lena.user]
    await lena.click(both, codec.pack(LeaveClass(one.id)))
    await lena.shows(both, "no such class")


async def test_a_class_is_changed_by_messages(ines, store) -> None:
    await made(store, ines)
    how = await pressed(ines, await told(ines, "/class"), "Change")
    await told(ines, "/class name Tensors")
    await told(ines, "/class zone europe/berlin")
    card = await told(ines, "/class ends 2999-02-28")
    closed = await told(ines, "/class close")

    today = datetime.now(UTC).date()
    assert "/class ends" in how["text"]
    assert card["text"].startswith("Tensors\n")
    assert "28 Feb 2999" in card["text"]
    assert "Europe/Berlin" in card["text"]
    assert "Its last day" in closed["text"]
    cohort = (await store.cohorts.at(ines.user)).cohort
    assert abs(cohort.ends_on - today) <= timedelta(days=1)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("nonsense", "/class zone"),
        ("new", "/class new"),
        ("name", "/class new"),
        (f"new {'x' * 61}", "too long"),
        ("ends", "2027-02-28"),
        ("ends next week", "2027-02-28"),
        ("renew 2001-01-01", "is over"),
        ("zone Middle Earth", "Europe/Berlin"),
        ("zone ../../etc/passwd", "Europe/Berlin"),
    ],
)
async def test_what_is_misread_changes_nothing(ines, store, said, answer) -> None:
    before = await made(store, ines)

    assert answer in (await told(ines, f"/class {said}"))["text"]
    assert (await store.cohorts.at(ines.user)).cohort == before
    assert len(await store.cohorts.taught_by(ines.user)) == 2


async def test_the_open_class_stays_as_it_is(ines, store) -> None:
    await enrol(store, ines)

    assert "make a class" in (await told(ines, "/class name Mine"))["text"]
    assert (await store.cohorts.cohort(OPEN)).name == "Everybody"


async def test_a_class_that_is_over_is_not_joined(lena, ines, store) -> None:
    cohort = await made(store, ines)
    asked = await told(lena, f"/join {cohort.code}")
    over = datetime.now(UTC).date() - timedelta(days=3)
    await store.cohorts.change(cohort.id, name=cohort.name, time_zone="UTC", ends_on=over)
    await lena.press(asked, "Join")
    late = await lena.shows(asked, "is over")
    again = await told(lena, f"/join {cohort.code}")
    card = await told(ines, "/class")

    assert again["text"] == late["text"]
    assert await members(store, cohort) == []
    assert "It is over since" in card["text"]
    assert "Invite" not in buttons(card)


async def test_a_teacher_is_at_one_of_their_classes(lena, ines, store) -> None:
    first = await made(store, ines, "First")
    second = await made(store, ines, "Second")
    card = await told(ines, "/class")
    await ines.press(card, "Other class")
    await ines.shows(card, "Which class?")
    await ines.click(card, codec.pack(ChooseClass(first.id)))
    await ines.shows(card, "First")

    assert (await store.cohorts.at(ines.user)).cohort == first
    assert "You teach" in (await told(ines, f"/join {second.code}"))["text"]
    await joined(lena, second)
    assert "Learners: 0" in (await told(ines, "/class"))["text"]


async def test_teachers_of_one_class_reach_no_other(ines, tom, lena, store) -> None:
    theirs, mine = await made(store, ines, "Theirs"), await made(store, tom, "Mine")
    card = await told(tom, "/class")
    for forged in (Share(theirs.id), ChooseClass(theirs.id), LeaveClass(theirs.id)):
        answered = await told(tom, "/class")
        await tom.click(answered, codec.pack(forged))
        if isinstance(forged, Share):
            assert "no such class" in (await tom.reply(answered))["text"]
        else:
            await tom.shows(answered, "no such class")
    await tom.click(card, codec.pack(JoinClass("aaaa-aaaa")))
    await tom.shows(card, "no such class")
    await told(tom, "/class name Renamed")

    assert (await store.cohorts.cohort(theirs.id)).name == "Theirs"
    assert (await store.cohorts.at(tom.user)).cohort.id == mine.id
    for said in ("/class new Own", "/class name Own", "/class close"):
        assert "Only an instructor" in (await told(lena, said))["text"]
    assert await store.cohorts.taught_by(lena.user) == ()


async def test_classes_are_nobody_elses_business(lena, in_class, ines, store) -> None:
    cohort = await made(store, ines)
    for said in ("/class", f"/join {cohort.code}", f"/start c-{cohort.code}"):
        assert "private chat" in (await told(in_class, said))["text"]
    assert "don't know that code" in (await told(lena, "/start c-NONE"))["text"]
    assert "don't know that code" in (await told(lena, "/join AAAA-AAAA"))["text"]


async def code_for(person: Person, role: str) -> str:
    card = await told(person, "/class")
    await person.press(card, "Instructors")
    await person.press(await person.shows(card, "Teachers of"), f"Invite an {role}")
    return (await person.reply(card))["text"].splitlines()[-1]


async def roles(store, cohort: Cohort) -> dict[int, str]:
    return {each.telegram_user_id: each.role for each in await store.cohorts.staff(cohort.id)}


async def test_an_owner_invites_and_removes_teachers(ines, lena, tom, store) -> None:
    cohort = await made(store, ines)
    code = await code_for(ines, "instructor")
    assert "are an instructor" in (await told(tom, code))["text"]
    assert "are an assistant" in (await told(lena, await code_for(ines, "assistant")))["text"]
    assert "are an instructor" in (await told(tom, code))["text"], "as after a crash"

    assert await roles(store, cohort) == {
        lena.user: StaffRole.ASSISTANT,
        ines.user: StaffRole.OWNER,
        tom.user: StaffRole.INSTRUCTOR,
    }
    assert [await store.role(each.user) for each in (tom, lena)] == [Role.INSTRUCTOR, Role.LEARNER]
    assert {"Invite", "Change"} & buttons(await told(lena, "/class")).keys() == set()
    assert "Instructors" not in buttons(await told(tom, "/class"))
    assert "Only an instructor" in (await told(lena, "/class name Mine"))["text"]

    for removed in (tom, lena):
        await ines.click(card := await told(ines, "/class"), codec.pack(ShowStaff(cohort.id)))
        await ines.click(card, codec.pack(AskDismissal(cohort.id, removed.user)))
        await ines.press(await ines.shows(card, "Remove "), "Remove")
        await ines.shows(card, "Teachers of")
    assert await roles(store, cohort) == {ines.user: StaffRole.OWNER}
    assert await store.role(tom.user) is Role.LEARNER
    assert "used already" in (await told(tom, code))["text"], "it does not bring them back"


async def test_the_last_owner_stays_and_others_remove_nobody(ines, tom, store) -> None:
    cohort = await made(store, ines)
    await told(tom, await code_for(ines, "instructor"))
    card = await told(ines, "/class")
    await ines.click(card, codec.pack(Dismiss(cohort.id, ines.user)))
    await ines.shows(card, "the last owner stays")
    assert "are an assistant" in (await told(ines, await code_for(ines, "assistant")))["text"]
    mine = await told(tom, "/class")
    await tom.click(mine, codec.pack(Dismiss(cohort.id, ines.user)))
    await tom.shows(mine, "Only an instructor")
    await tom.click(mine, codec.pack(InviteStaff(cohort.id, StaffRole.OWNER)))
    assert "Only an instructor" in (await tom.reply(mine))["text"]

    assert (await roles(store, cohort))[ines.user] is StaffRole.OWNER


def test_a_longer_link_makes_no_narrower_picture() -> None:
    for length in (10, 300):
        assert int.from_bytes(qr_code("x" * length)[16:20]) >= QR_WIDTH
