"""Questions, what comes back, and the buttons under it."""

import asyncio
from datetime import UTC, datetime

import pytest

from progress.events import Kind
from tests.bot.conversing import QUESTION, events, settled
from tests.fakes.person import Person, buttons

pytestmark = pytest.mark.usefixtures("bot")

VAGUE = "difference between stack and cat in what"


async def test_a_question_is_answered(lena, store) -> None:
    asked = await lena.say(QUESTION)

    answer = await lena.reply(asked)

    assert answer["text"].startswith(
        f"{QUESTION}\n\ncat glues along an axis that is there; another"
    )
    assert {entity["type"] for entity in answer["entities"]} == {"bold", "code", "pre"}
    assert list(buttons(answer)) == [
        "▶ Run",
        "More",
        "⚠ Pitfall",
        "👍 Helpful",
        "👎 Not helpful",
        "→ What is the difference between view and reshape?",
    ]
    assert await settled(store, 2) == [
        (Kind.ASKED, None),
        (Kind.ANSWERED, "stack-vs-cat"),
    ]


async def test_an_edited_question_is_answered_in_the_same_reply(lena) -> None:
    asked = await lena.say(QUESTION)
    answer = await lena.reply(asked)

    await lena.edit(asked, "What is the difference between view and reshape?")

    await lena.shows(answer, "view and reshape?\n\nIt depends")
    assert len(await lena.from_bot()) == 1


async def test_a_vague_question_gets_suggestions_that_open_answers(lena, store) -> None:
    asked = await lena.say(VAGUE)
    offered = await lena.reply(asked)

    await lena.press(offered, QUESTION)

    answer = await lena.reply(offered)
    assert answer["text"].startswith(QUESTION)
    assert (await settled(store, 3))[2] == (Kind.CHOSEN, "stack-vs-cat")


async def test_an_unknown_question_is_passed_on_with_the_nearest_topics(lena, store) -> None:
    asked = await lena.say("please tell me about the homework tomorrow")

    told = await lena.reply(asked)

    assert "rather not guess" in told["text"]
    assert "instructors" in told["text"]
    assert list(buttons(told)) == ["Shapes & views"]
    assert [kind for kind, _ in await settled(store, 2)] == [Kind.ASKED, Kind.ABSTAINED]


async def test_what_no_instructor_could_answer_is_not_said_to_be_passed_on(lena) -> None:
    told = await lena.reply(await lena.say("please tell me about the weather tomorrow"))

    assert "rather not guess" in told["text"]
    assert "instructors" not in told["text"]


async def test_more_and_pitfall_unfold_in_place_and_a_vote_ends_voting(lena, store) -> None:
    answer = await lena.reply(await lena.say(QUESTION))

    await lena.press(answer, "More")
    answer = await lena.shows(answer, "stack is cat after unsqueeze")
    await lena.press(answer, "⚠ Pitfall")
    answer = await lena.shows(answer, "not the same")
    thanks = await lena.press(answer, "👍 Helpful")

    assert "Thanks" in str(thanks)
    (answer,) = await lena.from_bot()
    assert "stack is cat" in answer["text"]
    assert list(buttons(answer)) == ["▶ Run", "→ What is the difference between view and reshape?"]
    assert [kind for kind, _ in (await settled(store, 5))[2:]] == [
        Kind.UNFOLDED,
        Kind.UNFOLDED,
        Kind.HELPFUL,
    ]


async def test_a_section_that_no_longer_fits_follows_below(lena) -> None:
    answer = await lena.reply(await lena.say("What is a leaf tensor in autograd?"))
    assert "More" in buttons(answer)

    await lena.press(answer, "More")

    below = await lena.reply(answer)
    assert below["text"].startswith("More\nmmm")
    assert "More" not in buttons((await lena.from_bot())[0])


async def test_the_run_button_sends_the_code_to_copy_and_what_it_does(lena, store) -> None:
    answer = await lena.reply(await lena.say(QUESTION))

    await lena.press(answer, "▶ Run")

    shown = await lena.reply(answer)
    assert shown["text"].startswith("torch.cat([a, b]).shape\nCopy it, change it")
    assert shown["entities"][0] == {
        "type": "pre",
        "language": "python",
        "offset": 0,
        "length": len("torch.cat([a, b]).shape"),
    }
    assert "Finished in 2 ms" in shown["text"]
    assert (await settled(store, 3))[2] == (Kind.RAN, "stack-vs-cat")


async def test_old_and_forged_buttons_are_answered_politely(lena, store) -> None:
    answer = await lena.reply(await lena.say(QUESTION))

    for data in ("0o00stack-vs-cat", "1zz", "\0\0", "1o00gone-for-good", "1t99shapes", "x" * 64):
        told = await lena.click(answer, data)
        assert "old" in str(told) or "retired" in str(told), data

    assert len(await events(store)) == 2


async def test_none_of_these_passes_the_question_on_once(lena, store) -> None:

    offered = await lena.reply(await lena.say(VAGUE))
    decline = buttons(offered)["None of these"]

    thanks = await lena.click(offered, decline)
    told = await lena.shows(offered, "passed your question on to the instructors")
    again = await lena.click(offered, decline)

    assert "Passed on" in str(thanks)
    assert "already" in str(again)
    assert buttons(told) == {}
    assert await settled(store, 3) == [
        (Kind.ASKED, None),
        (Kind.SUGGESTED, "stack-vs-cat"),
        (Kind.ABSTAINED, None),
    ]
    statistics = await store.class_statistics(datetime.now(UTC))
    assert [(each.wording, each.times) for each in statistics.unanswered] == [(VAGUE, 1)]


async def test_none_of_these_works_where_the_message_is_gone(lena, store) -> None:
    offered = await lena.reply(await lena.say(VAGUE))
    await lena._post("delete", message_id=offered["message_id"])
    gone = {"message_id": offered["message_id"], "date": 0, "chat": offered["chat"]}

    await lena.update(
        callback_query={
            "id": "1",
            "from": {"id": lena.user, "is_bot": False, "first_name": "Lena"},
            "chat_instance": "1",
            "message": gone,
            "data": buttons(offered)["None of these"],
        }
    )

    assert (await settled(store, 3))[2] == (Kind.ABSTAINED, None)


async def test_another_s_question_cannot_be_declined(lena, ines, store) -> None:
    offered = await lena.reply(await lena.say(VAGUE))
    theirs = await ines.reply(await ines.say(VAGUE))

    told = await ines.click(theirs, buttons(offered)["None of these"])
    forged = await ines.click(theirs, "1x09223372036854775807")

    assert "no longer have that question" in str(told)
    assert "old" in str(forged) or "no longer" in str(forged)
    assert Kind.ABSTAINED not in {kind for kind, _ in await events(store)}


async def test_an_answer_that_does_not_help_offers_others_once(lena, store) -> None:
    answer = await lena.reply(await lena.say(QUESTION))
    vote = buttons(answer)["👎 Not helpful"]

    thanks = await lena.click(answer, vote)
    offered = await lena.reply(answer)
    await lena.click(answer, vote)

    assert "instructors will see it" in str(thanks)
    assert offered["text"] == "Was it one of these?"
    assert offered["reply_to_message"]["message_id"] == answer["message_id"]
    captions = list(buttons(offered))
    assert captions[0] == "What is the difference between view and reshape?"
    assert captions[-1] == "None of these"
    assert len(captions) == 4
    assert QUESTION not in captions
    assert len(await lena.from_bot()) == 2

    await lena.press(offered, "None of these")

    await lena.shows(offered, "None of these, then. I've passed your question on")
    assert (await settled(store, 5))[2:] == [
        (Kind.UNHELPFUL, "stack-vs-cat"),
        (Kind.SUGGESTED, "view-vs-reshape"),
        (Kind.ABSTAINED, None),
    ]


async def test_a_page_from_a_menu_that_does_not_help_is_only_noted(lena, store) -> None:
    page = await lena.reply(await lena.say("/start stack-vs-cat"))

    await lena.press(page, "👎 Not helpful")

    assert (await settled(store, 2))[1] == (Kind.UNHELPFUL, "stack-vs-cat")
    assert len(await lena.from_bot()) == 1


async def test_in_a_group_others_are_not_offered(in_class, telegram, store) -> None:
    me = telegram.state.bot["username"]
    answer = await in_class.reply(await in_class.say(f"@{me} {QUESTION}"))

    await in_class.press(answer, "👎 Not helpful")

    assert (await settled(store, 3))[2] == (Kind.UNHELPFUL, "stack-vs-cat")
    assert len(await in_class.from_bot()) == 1


async def test_three_presses_at_once_are_one_vote(lena, store) -> None:
    answer = await lena.reply(await lena.say(QUESTION))
    vote = buttons(answer)["👍 Helpful"]

    await asyncio.gather(*(lena.click(answer, vote) for _ in range(3)))
    await lena.reply(await lena.say(QUESTION))

    kinds = [kind for kind, _ in await settled(store, 5)]
    assert kinds.count(Kind.HELPFUL) == 1


async def test_in_a_group_the_others_can_vote_as_well(in_class, http, telegram, store) -> None:
    me = telegram.state.bot["username"]
    answer = await in_class.reply(await in_class.say(f"@{me} {QUESTION}"))

    await in_class.press(answer, "👎 Not helpful")
    await settled(store, 3)
    (seen,) = await in_class.from_bot()
    await Person(http, 1002, in_class.chat).press(seen, "👍 Helpful")

    assert [kind for kind, _ in (await settled(store, 4))[2:]] == [Kind.UNHELPFUL, Kind.HELPFUL]
    assert "👍 Helpful" in buttons(seen)


async def test_a_button_that_works_says_so_and_works_once(lena, runner, telegram) -> None:
    answer = await lena.reply(await lena.say(QUESTION))
    feed = telegram.state.feed.read(lena.user)
    await anext(feed)
    gate, at_once = asyncio.Event(), runner.run

    async def slow(request, **fields):
        await gate.wait()
        return await at_once(request, **fields)

    runner.run = slow
    try:
        first = await lena.press(answer, "▶ Run")
        again = await lena.press(answer, "▶ Run")
        shown = await asyncio.wait_for(_action(feed), 15)
    finally:
        gate.set()
        await feed.aclose()
    await lena.reply(await lena.say(QUESTION), count=1)
    asked = len(runner.asked)
    after = await lena.press(answer, "▶ Run")

    assert asked == 1
    assert shown == "typing"
    assert "Running" in str(first)
    assert "at it already" in str(again)
    assert "Running" in str(after)


async def _action(feed) -> str:
    async for event in feed:
        if event["kind"] == "action":
            return event["action"]
    raise AssertionError("no action was shown")
