"""Whole turns that are neither a question nor code: commands, groups, many at once."""

import asyncio
from datetime import timedelta

import pytest

from bot.intake.intake import KEPT
from bot.menus import introduce
from bot.messages.typed import entry_link
from bot.words import manual
from progress.events import Kind
from tests.bot.conversing import QUESTION, settled
from tests.bot.instructing import enrol
from tests.fakes.person import buttons, until

pytestmark = pytest.mark.usefixtures("bot")


async def test_two_fast_messages_of_one_learner_are_answered_in_order(lena) -> None:
    sent = [await lena.say(f"/run {number}") for number in range(8)]

    replies = await lena.replies(sent[0], count=8)

    assert [reply["reply_to_message"]["message_id"] for reply in replies] == [
        message["message_id"] for message in sent
    ]


async def test_a_slow_learner_does_not_delay_another(lena, ines, runner) -> None:
    gate = asyncio.Event()
    fast = runner.run

    async def slow(request, **fields):
        if "slow" in request.code:
            await gate.wait()
        return await fast(request, **fields)

    runner.run = slow
    sent = [await lena.say("/run slow()") for _ in range(34)]

    answered = await ines.reply(await ines.say(QUESTION))

    assert answered["text"].startswith(QUESTION)
    gate.set()
    await lena.replies(sent[0], count=34)


async def test_topics_are_browsed_in_place(lena) -> None:
    listed = await lena.reply(await lena.say("/topics"))
    assert list(buttons(listed)) == ["Shapes & views", "Autograd"]

    await lena.press(listed, "Shapes & views")
    page = await lena.shows(listed, "Shapes & views")
    assert list(buttons(page)) == [
        QUESTION,
        "What is the difference between view and reshape?",
        "All topics",
    ]
    await lena.press(page, "All topics")
    await lena.shows(listed, "What would you like")


async def test_me_counts_what_was_done(lena) -> None:
    empty = await lena.reply(await lena.say("/me"))
    assert "Nothing here yet" in empty["text"]
    await lena.reply(await lena.say(QUESTION))

    card = await lena.reply(await lena.say("/me"))

    assert "1 question" in card["text"]
    assert QUESTION in card["text"]
    assert "Shapes & views" in card["text"]


async def test_a_code_makes_an_instructor_who_sees_the_class(lena, ines, store, http) -> None:
    from datetime import UTC, datetime, timedelta

    from progress.people import Role

    now = datetime.now(UTC)
    code = await store.create_invite(Role.INSTRUCTOR, now + timedelta(days=1), now)
    await lena.reply(await lena.say(QUESTION))
    kind = await ines.reply(await ines.say("/stats"))
    wrong = await ines.reply(await ines.say("/join NONSENSE"))
    welcome = await ines.reply(await ines.say(f"/join {code}"))

    card, chart, table = await ines.replies(await ines.say("/stats"), count=3)

    assert "for instructors" in kind["text"]
    assert "don't know that code" in wrong["text"]
    assert "Welcome" in welcome["text"]
    assert "/unanswered" in (await ines.reply(await ines.say("/help")))["text"]
    assert "/unanswered" not in (await lena.reply(await lena.say("/help")))["text"]
    menus = (await http.get("/api/profile")).json()["menus"]
    assert ["unanswered" in str(menus[name]) for name in ("learner", "instructor")] == [False, True]
    assert len(card["text"].split("\n\n")[1].split("\n")) == 6
    assert chart["photo"]
    assert table["document"]["file_name"].endswith(".csv")


async def test_help_in_a_group_says_what_is_answered_there(lena, in_class) -> None:
    alone = await lena.reply(await lena.say("/help"))
    told = await in_class.reply(await in_class.say("/help"))

    assert "mention me" in told["text"]
    assert "mention me" not in alone["text"]
    assert "/unanswered" not in manual(instructor=True, group=True).text, "they work in private"


async def test_start_greets_and_a_link_opens_a_page(lena, store) -> None:
    greeting = await lena.reply(await lena.say("/start"))
    page = await lena.reply(await lena.say("/start stack-vs-cat"))
    payload = entry_link("tensor_bot", "stack-vs-cat").partition("?start=")[2]
    linked = await lena.reply(await lena.say(f"/start {payload}"))
    unknown = await lena.reply(await lena.say("/start e-gone-for-good"))

    assert greeting["text"].startswith("Hello Lena!")
    assert page["text"].startswith(QUESTION)
    assert linked["text"].startswith(QUESTION)
    assert "no page of that name" in unknown["text"]
    assert await settled(store, 2) == [(Kind.CHOSEN, "stack-vs-cat")] * 2


async def test_the_buttons_of_a_greeting_do_something(lena) -> None:
    greeting = await lena.reply(await lena.say("/start"))
    page, run, topics = buttons(greeting)

    await lena.press(greeting, page)
    opened = await lena.reply(greeting)
    await lena.press(greeting, run)
    ran = await lena.reply(opened)
    await lena.press(greeting, topics)

    assert opened["text"].startswith("What is the difference between view and reshape?")
    assert "Finished" in ran["text"]
    assert await lena.shows(greeting, "What would you like to read about?")


@pytest.mark.parametrize("command", ["/help", "/privacy", "/join", "/nonsense"])
async def test_every_command_is_answered(lena, command) -> None:
    assert (await lena.reply(await lena.say(command)))["text"]


async def test_what_is_kept_is_told_as_it_is(lena, store) -> None:
    sent = f"x = 1  # {QUESTION}"
    await lena.reply(await lena.say(f"```\n{sent}\n```"))
    told = (await lena.reply(await lena.say("/privacy")))["text"]

    assert "Telegram user ID (not your phone number)" in told
    assert "only how it ended" in told
    assert [event.text async for event in store.events()] == [None]
    assert "each message that reaches me is kept as it came, code included, for a week" in told
    assert timedelta(days=7) == KEPT


async def test_in_a_group_it_speaks_only_when_addressed(in_class, telegram) -> None:
    me = telegram.state.bot["username"]
    await in_class.say(QUESTION)
    await in_class.say("```\nprint('not for us')\n```")
    await in_class.say("/nonsense")
    await in_class.say(f"@{me} please tell me about the weather tomorrow")
    asked = await in_class.say(f"@{me} {QUESTION}")

    answer = await in_class.reply(asked)

    assert answer["text"].startswith(QUESTION)
    assert answer["reply_to_message"]["message_id"] == asked["message_id"]
    ran = await in_class.say(f"```\nprint(1)\n``` @{me}")
    assert "print(1)" in (await in_class.reply(ran))["text"]
    follow_up = await in_class.say("same here, by the way", reply_to=answer["message_id"])
    personal = await in_class.say("/me")
    assert "private chat" in (await in_class.reply(personal))["text"]
    assert follow_up["message_id"] not in {
        each.get("reply_to_message", {}).get("message_id") for each in await in_class.from_bot()
    }
    assert len(await in_class.from_bot()) == 3


async def test_commands_and_descriptions_are_set_at_start(http) -> None:
    async def told():
        profile = (await http.get("/api/profile")).json()
        return profile if profile["short_description"] else None

    profile = await until(told)

    assert "topics" in str(profile["menus"]["learner"])
    assert "unanswered" not in str(profile["menus"]["instructor"])
    assert "tutor" in profile["description"]


async def test_instructors_find_their_commands_after_a_restart(built, store, http, ines) -> None:
    await enrol(store, ines)

    async def shown() -> bool | None:
        menus = (await http.get("/api/profile")).json()["menus"]
        return True if "unanswered" in str(menus["instructor"]) else None

    await introduce(built.application.bot, built.instructors)

    assert await until(shown)


async def test_code_behind_a_command_that_nobody_knows_is_run(lena) -> None:
    ran = await lena.reply(await lena.say("/python\n```\nprint(1)\n```"))

    assert "Finished" in ran["text"]
