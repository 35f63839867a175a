"""What tests of the instructors' side share."""

from datetime import UTC, datetime, timedelta

from progress.people import Role
from progress.stores.progress_store import ProgressStore
from tests.fakes.person import Person

UNKNOWN = "please tell me about the weather tomorrow"
NEW_QUESTION = "Why does a slice of a list copy it?"
NEW_ANSWER = "Because a slice makes a **new** list."
CODE = "a = [1, 2]\nb = a[:]\nb.append(3)\na"


async def enrol(store: ProgressStore, *people: Person) -> None:
    """Make instructors of them."""
    # Before whatever they write: Telegram tells whole seconds.
    now = datetime.now(UTC) - timedelta(minutes=1)
    for person in people:
        code = await store.create_invite(Role.INSTRUCTOR, now + timedelta(days=1), now)
        await store.redeem(code, person.user, now)


async def told(person: Person, text: str, *, count: int = 1) -> dict:
    """Say something; the last of so many replies."""
    return await person.reply(await person.say(text), count=count)


async def pressed(person: Person, message: dict, caption: str, *, count: int = 1) -> dict:
    """Press a button; the last of so many new messages."""
    newest = (await person.messages())[-1]
    await person.press(message, caption)
    return await person.reply(newest, count=count)


async def drafted(
    person: Person, question: str = NEW_QUESTION, topic: str = "Shapes & views"
) -> dict:
    """Write an answer up to its preview; the message that asks what to do with it."""
    await told(person, f"/answer {question}")
    await told(person, NEW_ANSWER)
    topics = await told(person, f"```\n{CODE}\n```", count=2)
    return await pressed(person, topics, topic, count=2)
