"""An instructor writes an answer in chat: step by step, its code run at once, and published."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import app, service
from knowledge.curation.draft import Draft, Step
from knowledge.curation.stores.curation_store import CurationStore
from knowledge.curation.version import Author
from progress.people import Role
from progress.stores.progress_store import ProgressStore
from tests.bot.conftest import TOKEN
from tests.bot.conversing import QUESTION
from tests.bot.instructing import (
    CODE,
    NEW_ANSWER,
    NEW_QUESTION,
    UNKNOWN,
    drafted,
    enrol,
    pressed,
    told,
)
from tests.fakes.library import ENTRIES, WordIndex, entry, library
from tests.fakes.person import Person, buttons, until
from tests.fakes.python_runner import PythonRunner
from tutor.curation_desk import Curation
from tutor.library import Shelf
from tutor.tutor import Tutor
from unsqueeze.current import kept_current


@pytest.fixture
def runner() -> PythonRunner:
    return PythonRunner()


@pytest.fixture
def shelf(engine) -> Shelf:
    more = entry("one-plus-one", "What is one plus one in Python?", topic="autograd")
    return Shelf(library((*ENTRIES, more)), CurationStore(engine))


@pytest.fixture
def omar(http) -> Person:
    return Person(http, 1003)


@pytest.fixture(autouse=True)
async def _instructors(store, ines, omar) -> None:
    await enrol(store, ines, omar)


@pytest.mark.usefixtures("bot")
async def test_each_step_says_what_is_expected(ines) -> None:
    question = await told(ines, "/answer")
    answer = await told(ines, NEW_QUESTION)
    code = await told(ines, NEW_ANSWER)
    ran, topics = await ines.replies(await ines.say(f"```\n{CODE}\n```"), count=2)
    await ines.press(topics, "Shapes & views")
    seen, controls = await ines.replies(topics, count=2)

    assert "What is the question?" in question["text"]
    assert answer["text"].startswith(NEW_QUESTION)
    assert "short answer, in Markdown" in answer["text"]
    assert "the code that shows it" in code["text"]
    assert ran["text"].startswith("✅ Finished")
    assert "[1, 2]" in ran["text"]
    assert "Which topic" in topics["text"]
    assert seen["text"] == (
        f"{NEW_QUESTION}\n\nBecause a slice makes a new list.\n\n"
        ">>> a = [1, 2]\n>>> b = a[:]\n>>> b.append(3)\n>>> a\n[1, 2]"
    )
    assert list(buttons(seen)) == ["▶ Run"]
    assert "what learners will see" in controls["text"]
    assert "✏ Topic: Shapes & views" in buttons(controls)


@pytest.mark.usefixtures("bot")
async def test_a_question_that_is_taken_leads_to_its_entry(ines) -> None:
    refused = await told(ines, f"/answer {QUESTION}")
    opened = await pressed(ines, refused, "Open the entry")

    assert refused["text"].startswith("The entry stack-vs-cat answers that question already.")
    assert "What is the question?" in refused["text"]
    assert QUESTION in opened["text"]


@pytest.mark.usefixtures("bot")
async def test_what_is_published_is_answered_within_five_seconds(ines, lena, shelf) -> None:
    controls = await drafted(ines)

    async with kept_current(shelf, WordIndex):
        await ines.press(controls, "✅ Publish")
        done = await ines.shows(controls, "Learners get it within seconds")

        async def answered() -> dict | None:
            reply = await told(lena, NEW_QUESTION)
            return reply if "makes a new list" in reply["text"] else None

        answer = await until(answered, seconds=5)

    assert answer["text"].startswith(NEW_QUESTION)
    assert list(buttons(done)) == ["↩ Undo", "Open the entry"]
    assert "no drafts" in (await told(ines, "/drafts"))["text"]


@pytest.mark.usefixtures("bot")
async def test_an_edited_message_runs_again_in_the_same_place(ines) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")
    await told(ines, NEW_ANSWER)
    sent = await ines.say("```\nlen(1)\n```")
    ran, again = await ines.replies(sent, count=2)
    assert "TypeError" in ran["text"]
    assert "Send it again, changed." in again["text"]

    await ines.edit(sent, "```\nlen([1, 2])\n```")
    ran = await ines.shows(ran, "Finished")

    async def asked() -> dict | None:
        newest = (await ines.from_bot())[-1]
        return newest if "Which topic" in newest["text"] else None

    assert "2" in ran["text"]
    assert await until(asked)


@pytest.mark.usefixtures("bot")
async def test_an_edited_answer_changes_what_is_published(ines, shelf) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")
    sent = await ines.say(NEW_ANSWER)
    await ines.reply(sent)
    topics = await told(ines, f"```\n{CODE}\n```", count=2)
    controls = await pressed(ines, topics, "Shapes & views", count=2)

    await ines.edit(sent, "Because it does.")
    await ines.shows({"message_id": sent["message_id"] + 1}, "Because it does.")
    anew = await ines.reply(controls)
    await ines.press(anew, "✅ Publish")
    await ines.shows(anew, "Published")

    shorts = [entry.short for entry in shelf.library.entries.values()]
    assert [short.split("\n")[0] for short in shorts if "does" in short] == ["Because it does."]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("with_topic", [True, False])
@pytest.mark.parametrize(
    ("part", "text", "reason"),
    [
        (1, "ok?", "A question has 8 to 200 characters; that one has 3."),
        (1, QUESTION, "The entry stack-vs-cat answers that question already."),
        (2, "word " * 131, "at most 130 words beside its code; that one has 131."),
    ],
)
async def test_a_message_of_a_complete_draft_may_be_edited_into_what_it_cannot_be(
    ines, part: int, text: str, reason: str, *, with_topic: bool
) -> None:
    """No part is asked for then that could be asked for again."""
    sent, replies = [], []
    for message, count in (("/answer", 1), (NEW_QUESTION, 1), (NEW_ANSWER, 1), (CODE, 2)):
        sent.append(await ines.say(message))
        replies.append(await ines.replies(sent[-1], count=count))
    if with_topic:
        await pressed(ines, replies[3][1], "Shapes & views", count=2)

    await ines.edit(sent[part], text)
    refused = await ines.shows(replies[part][0], reason)

    assert "The draft still says what it said before." in refused["text"]
    assert ("✅ Publish" if with_topic else "✓ Autograd") in buttons(refused)


@pytest.mark.usefixtures("bot")
async def test_the_words_of_an_entry_change_and_its_code_is_kept(ines) -> None:
    card = await told(ines, "/entry one-plus-one")
    choices = await pressed(ines, card, "✏ Edit")
    await pressed(ines, choices, "✏ Answer")

    asked = await told(ines, "It is two.")
    kept = await pressed(ines, asked, "Keep it as it is", count=2)
    seen = (await ines.from_bot())[-2]

    assert "It says now:\n>>> 1 + 1\n2" in asked["text"]
    assert "No example" in buttons(asked)
    assert seen["text"].endswith("It is two.\n\n>>> 1 + 1\n2")
    assert "✅ Publish" in buttons(kept)


@pytest.mark.usefixtures("bot")
async def test_code_that_fails_may_be_tried_again_kept_or_left_out(ines) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")
    await told(ines, NEW_ANSWER)

    failed = await told(ines, "```\na = [1]\na[5]\n```", count=2)
    second = await told(ines, "```\nimport uuid\nuuid.uuid4()\n```", count=2)
    third = await told(ines, "```\na = [1]\na[5]\n```", count=2)
    kept = await pressed(ines, third, "Keep the error")

    assert "ended in an error" in failed["text"]
    assert list(buttons(failed))[:2] == ["Keep the error", "No example"]
    assert "something else each time" in second["text"]
    assert "Keep the error" not in buttons(second)
    assert "Which topic" in kept["text"]


@pytest.mark.usefixtures("bot")
async def test_code_in_the_answer_needs_no_message_of_its_own(ines) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")

    ran, topics = await ines.replies(await ines.say(f"It copies:\n```\n{CODE}\n```"), count=2)
    controls = await pressed(ines, topics, "Shapes & views", count=2)

    assert "[1, 2]" in ran["text"]
    assert "It copies:" in (await ines.from_bot())[-2]["text"]
    assert "✅ Publish" in buttons(controls)


@pytest.mark.usefixtures("bot")
async def test_what_cannot_be_taken_is_told_and_nothing_is_lost(ines) -> None:
    await told(ines, "/answer")

    sent = await ines.say("why?")
    short = await ines.reply(sent)
    picture = await ines.reply(await ines.upload("cat.png", b"PNG"))
    await ines.edit(sent, NEW_QUESTION)
    answer = await ines.shows(short, "short answer, in Markdown")

    assert "8 to 200 characters; that one has 4" in short["text"]
    assert "only written words" in picture["text"]
    assert "What is the question?" in picture["text"]
    assert answer["text"].startswith(NEW_QUESTION)


@pytest.mark.parametrize("code", ["```\na + b\n```", "```\na = 1\n```\n\n```py\na + b\n```"])
@pytest.mark.usefixtures("bot")
async def test_code_alone_is_no_question(ines, code: str) -> None:
    await told(ines, "/answer")

    assert "A question is in words" in (await told(ines, code))["text"]


@pytest.mark.usefixtures("bot")
async def test_a_complete_draft_takes_no_stray_message(ines) -> None:
    await drafted(ines)

    waiting = await told(ines, QUESTION)
    await pressed(ines, waiting, "Put aside")
    answer = await told(ines, QUESTION)

    assert "I don't know what to do with that message" in waiting["text"]
    assert "✅ Publish" in buttons(waiting)
    assert answer["text"].startswith(QUESTION)


@pytest.mark.usefixtures("bot")
async def test_parts_are_changed_and_left_out(ines) -> None:
    controls = await drafted(ines)

    more = await pressed(ines, controls, "✏ More")
    seen, controls = await ines.replies(await ines.say("A list holds **references**."), count=2)
    await ines.press(seen, "More")
    await ines.shows(seen, "A list holds references.")
    again = await pressed(ines, controls, "✏ More")
    await ines.press(again, "Leave it out")
    without, _ = await ines.replies(again, count=2)
    few = await pressed(ines, controls, "✏ Wordings")
    refused = await told(ines, "one\ntwo")

    assert "stands under More" in more["text"]
    assert list(buttons(seen)) == ["▶ Run", "More"]
    assert "It says now:\nA list holds **references**." in again["text"]
    assert list(buttons(without)) == ["▶ Run"]
    assert "one a line" in few["text"]
    assert "8 or more other wordings, one a line; I found 2" in refused["text"]


@pytest.mark.usefixtures("bot")
async def test_the_preview_runs_as_the_answer_will(ines) -> None:
    controls = await drafted(ines)
    seen = (await ines.from_bot())[-2]

    ran = await pressed(ines, seen, "▶ Run")

    assert "Copy it, change it" in ran["text"]
    assert controls


@pytest.mark.usefixtures("bot")
async def test_cancel_puts_aside_and_drafts_brings_back(ines) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")

    aside = await told(ines, "/cancel")
    question = await told(ines, QUESTION)
    listed = await told(ines, "/drafts")
    opened = await pressed(ines, listed, "1. Open")
    nothing = await told(ines, "/cancel", count=1)
    again = await told(ines, "/cancel")

    assert "Put aside" in aside["text"]
    assert question["text"].startswith(QUESTION)
    assert f"1. “{NEW_QUESTION}”\na new entry, Ines" in listed["text"]
    assert "short answer, in Markdown" in opened["text"]
    assert "Put aside" in nothing["text"]
    assert "not writing anything" in again["text"]


@pytest.mark.usefixtures("bot")
async def test_imported_drafts_are_listed_with_what_was_found_and_taken_up(ines, engine) -> None:
    imported = Draft(
        Author(0, "import"),
        datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
        source="quiz.csv, question 4",
        key="k",
        step=Step.READY,
        question=NEW_QUESTION,
        answer=f"It does:\n\n```python\n{CODE}\n```",
        topic="shapes",
        findings=("the answer says 3, the code prints 4", "no pitfall"),
    )
    await CurationStore(engine).save_all([imported])

    listed = await told(ines, "/drafts")
    controls = await pressed(ines, listed, "1. Open", count=2)

    assert (
        "a new entry, import, 25 Nov 2026, 09:30 UTC, from quiz.csv, question 4" in (listed["text"])
    )
    assert "⚠ 2 findings: the answer says 3, the code prints 4" in listed["text"]
    assert "The import noticed:\n• the answer says 3" in controls["text"]
    assert "✅ Publish" in buttons(controls)


@pytest.mark.usefixtures("bot")
async def test_what_was_imported_is_shown_before_its_code_is_asked_for(ines, engine) -> None:
    """Who opens it has not written it, and may go on without an example at one tap."""
    answer = "A slice makes a *new* list of its own. " * 40
    imported = Draft(
        Author(0, "import"),
        datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
        source="import:quiz.csv#4",
        key="k",
        step=Step.READY,
        question=NEW_QUESTION,
        answer=answer,
        findings=("line 2: off topic: so it is",),
    )
    await CurationStore(engine).save_all([imported])

    opened = await pressed(ines, await told(ines, "/drafts"), "1. Open")
    mine = await told(ines, "/answer Why does a list of lists copy its rows?")
    in_words = await told(ines, NEW_ANSWER)

    assert f"The answer says:\n{answer[:900]}" in opened["text"]
    assert answer not in opened["text"]
    assert "The import noticed:\n• line 2: off topic" in opened["text"]
    assert "No example" in buttons(opened)
    assert "is put aside" in mine["text"]
    assert "The answer says" not in in_words["text"]


@pytest.mark.usefixtures("bot")
async def test_discarding_asks_once(ines) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")
    listed = await told(ines, "/drafts")

    asked = await pressed(ines, listed, "1. Discard")
    kept = await pressed(ines, asked, "Keep it")
    await ines.press(asked, "Discard it")
    gone = await ines.shows(asked, "Discarded the draft")
    old = await pressed(ines, listed, "1. Open")

    assert "can't be brought back" in asked["text"]
    assert kept["text"].startswith(NEW_QUESTION)
    assert buttons(gone) == {}
    assert "no longer there" in old["text"]


async def test_a_restart_in_the_middle_loses_nothing(built, engine, runner, telegram, ines) -> None:
    async with service.running(built):
        await told(ines, f"/answer {NEW_QUESTION}")
        await told(ines, NEW_ANSWER)
        topics = await told(ines, f"```\n{CODE}\n```", count=2)
    versions, store = CurationStore(engine), ProgressStore(engine)
    shelf = Shelf(library(), versions)
    reborn = app.build(
        Tutor(shelf, runner, store),
        Curation(shelf, runner, store, versions),
        store,
        token=TOKEN,
        api_url=telegram.url,
        messages_per_second=1000,
    )

    async with service.running(reborn):
        controls = await pressed(ines, topics, "Shapes & views", count=2)
        await ines.press(controls, "✅ Publish")
        done = await ines.shows(controls, "Published")

    assert NEW_QUESTION in done["text"]
    assert NEW_QUESTION in {each.question for each in shelf.library.entries.values()}


@pytest.mark.usefixtures("bot")
async def test_of_two_who_write_the_same_draft_the_second_is_told(ines, omar) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")

    listed = await told(omar, "/drafts")
    busy = await pressed(omar, listed, "1. Open")

    assert "Another instructor is writing this draft" in busy["text"]


@pytest.mark.usefixtures("bot")
async def test_of_two_who_edit_the_second_sees_who_changed_what_and_goes_on(
    ines, omar, shelf
) -> None:
    controls = {}
    for person, pitfall in ((ines, "Mine."), (omar, "Theirs.")):
        card = await told(person, "/entry one-plus-one")
        choice = await pressed(person, card, "✏ Edit")
        await pressed(person, choice, "✏ Pitfall")
        controls[person.user] = await told(person, pitfall, count=2)
    more = await pressed(omar, controls[omar.user], "✏ More")
    controls[omar.user] = await told(omar, "Details.", count=2)

    await ines.press(controls[ines.user], "✅ Publish")
    await ines.shows(controls[ines.user], "Published")
    conflict = await pressed(omar, controls[omar.user], "✅ Publish")
    newest = await pressed(omar, conflict, "Open the newest")
    merged = await pressed(omar, conflict, "Go on from the newest", count=2)
    await omar.press(merged, "✅ Publish")
    await omar.shows(merged, "Published")

    assert more
    assert "While you were writing: Ines changed it on" in conflict["text"]
    assert "(" not in conflict["text"].split("Ines changed it")[0]
    assert "+ Mine." in conflict["text"]
    assert "Mine." in newest["text"]
    entry = shelf.library.entries["one-plus-one"]
    assert (entry.pitfall, entry.more) == ("Theirs.", "Details.")


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    "command",
    [
        "/unanswered",
        "/answer",
        "/answer why?",
        "/drafts",
        "/cancel",
        "/entry",
        "/entry x",
        "/conflicts",
    ],
)
async def test_learners_are_told_for_whom_it_is(lena, command) -> None:
    refused = await told(lena, command)

    assert "is for instructors" in refused["text"]


@pytest.mark.usefixtures("bot")
async def test_a_learner_s_forged_buttons_do_nothing(lena, shelf) -> None:
    message = await told(lena, QUESTION)
    before = shelf.library.revision

    for data in ("iu0", "iw1", "iy1", "ir0.stack-vs-cat", "iz1.stack-vs-cat", "ij", "ie no", "ie"):
        answer = await lena.click(message, data)
        assert "is for instructors" in str(answer) or "older version" in str(answer), data

    assert shelf.library.revision == before


@pytest.mark.usefixtures("bot")
async def test_in_a_group_it_points_to_the_private_chat(in_class) -> None:
    told_there = await in_class.reply(await in_class.say("/unanswered"))

    assert "private chat" in told_there["text"]


@pytest.mark.usefixtures("bot")
async def test_a_file_is_code_too(ines) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")
    await told(ines, NEW_ANSWER)

    sent = await ines.upload("example.py", CODE.encode())
    ran, topics = await ines.replies(sent, count=2)

    assert "[1, 2]" in ran["text"]
    assert "Which topic" in topics["text"]


@pytest.mark.usefixtures("bot")
async def test_commands_work_while_a_draft_is_written(ines) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")

    ran = await told(ines, "/run 1 + 1")
    code = await told(ines, NEW_ANSWER)

    assert "2" in ran["text"]
    assert "the code that shows it" in code["text"]


@pytest.mark.usefixtures("bot")
async def test_a_question_that_was_edited_before_stays_a_question(ines) -> None:
    asked = await ines.say(UNKNOWN)
    answer = await ines.reply(asked)
    await told(ines, "/answer")

    await ines.edit(asked, QUESTION)

    assert await ines.shows(answer, "cat glues")


@pytest.mark.usefixtures("bot")
async def test_an_answer_may_do_without_an_example(ines, shelf) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")
    code = await told(ines, NEW_ANSWER)
    topics = await pressed(ines, code, "No example")
    await ines.press(topics, "Shapes & views")
    seen, controls = await ines.replies(topics, count=2)
    await ines.press(controls, "✅ Publish")
    await ines.shows(controls, "Learners get it within seconds")
    [slug] = [each for each in shelf.library.entries if each.startswith("slice")]
    card = await told(ines, f"/entry {slug}")

    assert "press No example, or write it" in code["text"]
    assert seen["text"] == f"{NEW_QUESTION}\n\nBecause a slice makes a new list."
    assert buttons(seen) == {}
    assert "It has no example." in controls["text"]
    assert "makes a new list" in card["text"]


@pytest.mark.usefixtures("bot")
async def test_an_old_run_button_of_what_is_in_words_by_now_says_so(ines, lena) -> None:
    answer = await told(lena, "What is one plus one in Python?")
    card = await told(ines, "/entry one-plus-one")
    choice = await pressed(ines, card, "✏ Edit")
    code = await pressed(ines, choice, "✏ Code")
    controls = await pressed(ines, code, "No example", count=2)
    await ines.press(controls, "✅ Publish")
    await ines.shows(controls, "Published the new version")

    toast = await lena.press(answer, "▶ Run")

    assert "no example any more" in str(toast)


@pytest.mark.usefixtures("bot")
async def test_the_topic_is_asked_for_until_one_is_chosen(ines) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")
    await told(ines, NEW_ANSWER)
    await told(ines, f"```\n{CODE}\n```", count=2)

    asked = await told(ines, "linear algebra please")
    seen, controls = await ines.replies(await ines.say("shapes and views"), count=2)

    assert asked["text"].startswith("I need a topic first")
    assert "✅ Publish" not in buttons(asked)
    assert "Shapes & views" in "".join(buttons(asked))
    assert seen["text"].startswith(NEW_QUESTION)
    assert "what learners will see" in controls["text"]
    assert "✏ Topic: Shapes & views" in buttons(controls)


@pytest.mark.usefixtures("bot")
async def test_a_misspelt_topic_may_be_corrected_by_editing_it(ines) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")
    await told(ines, NEW_ANSWER)
    await told(ines, f"```\n{CODE}\n```", count=2)
    sent = await ines.say("shapez and views")
    asked = await ines.reply(sent)

    await ines.edit(sent, "shapes and views")
    seen = await ines.shows(asked, NEW_QUESTION)
    controls = await ines.reply(seen)

    assert "✏ Topic: Shapes & views" in buttons(controls)


@pytest.mark.usefixtures("bot")
async def test_what_cannot_be_read_is_told_and_not_said_to_be_editable(ines) -> None:
    await drafted(ines)
    at_the_end = await ines.reply(await ines.upload("notes.txt", b"Because."))
    await told(ines, "/answer Why does a tuple never grow?")
    at_a_step = await ines.reply(await ines.upload("notes.txt", b"Because."))

    for refused in (at_the_end, at_a_step):
        assert "I can read only written words here" in refused["text"]
        assert "edit your message" not in refused["text"]


@pytest.mark.usefixtures("bot")
async def test_a_second_answer_says_that_the_first_is_put_aside(ines) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")

    blank = await told(ines, "/answer")
    second = await told(ines, "/answer Why does a tuple never grow?")
    listed = await told(ines, "/drafts")
    place = listed["text"].split("\n\n")[1:]
    number = next(each for each in place if NEW_QUESTION in each)[0]
    first = await pressed(ines, listed, f"{number}. Open")

    assert blank["text"].startswith(f"“{NEW_QUESTION}” is put aside; /drafts has it.\n\nWhat is")
    assert second["text"].startswith("Why does a tuple never grow?")
    assert listed["text"].startswith("2 drafts")
    assert "still to come" not in listed["text"]
    assert first["text"].startswith("“Why does a tuple never grow?” is put aside")


@pytest.mark.usefixtures("bot")
async def test_an_answer_that_came_to_nothing_leaves_no_draft(ines) -> None:
    await told(ines, "/answer")

    left = await told(ines, "/cancel")

    assert "nothing to keep" in left["text"]
    assert "no drafts" in (await told(ines, "/drafts"))["text"]


@pytest.mark.usefixtures("bot")
async def test_code_is_no_question(ines) -> None:
    commanded = await told(ines, "/answer ```\nprint(1234)\n```")
    refused = await told(ines, "```python\nprint(1234)\n```")

    assert "What is the question?" in commanded["text"]
    assert refused["text"].startswith("That is code.")
    assert "What is the question?" in refused["text"]


@pytest.mark.usefixtures("bot")
async def test_an_answer_of_a_word_or_two_is_asked_about(ines) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")
    code = await told(ines, "ok")
    answer = await pressed(ines, code, "✏ Answer")
    longer = await told(ines, NEW_ANSWER)

    assert "The answer says:\nok" in code["text"]
    assert "Now the short answer" in answer["text"]
    assert "the code that shows it" in longer["text"]
    assert "The answer says" not in longer["text"]


@pytest.mark.usefixtures("bot")
async def test_wordings_may_stay_as_they_are(ines) -> None:
    controls = await drafted(ines)
    wordings = await pressed(ines, controls, "✏ Wordings")

    again = await pressed(ines, wordings, "Keep it as it is", count=2)

    assert "other wordings" in wordings["text"]
    assert "✅ Publish" in buttons(again)


@pytest.mark.usefixtures("bot")
async def test_an_old_button_is_about_no_other_draft(ines, omar) -> None:
    old = await drafted(ines)
    question = await pressed(ines, old, "Discard")
    await ines.press(question, "Discard it")
    await ines.shows(question, "Discarded the draft")
    await drafted(omar, "Why does a list of lists share its rows?")

    publishing = await pressed(ines, old, "✅ Publish")
    await ines.press(question, "Discard it")

    assert "no longer there" in publishing["text"]
    assert await ines.shows(question, "That draft is gone")
    assert "1 draft\n" in (await told(omar, "/drafts"))["text"]


@pytest.mark.usefixtures("bot")
async def test_an_edited_message_of_what_is_published_is_no_question(ines, store) -> None:
    """Nor is it while another draft is written."""
    await told(ines, f"/answer {NEW_QUESTION}")
    answer = await ines.say(NEW_ANSWER)
    prompt = await ines.reply(answer)
    topics = await told(ines, f"```\n{CODE}\n```", count=2)
    controls = await pressed(ines, topics, "Shapes & views", count=2)
    await ines.press(controls, "✅ Publish")
    await ines.shows(controls, "Published")

    await ines.edit(answer, "Because a slice makes a list of its own.")
    said = await ines.shows(prompt, "is published")
    await told(ines, "/answer")
    await ines.edit(answer, UNKNOWN)
    await ines.edit(answer, NEW_ANSWER)
    question = await told(ines, "What is a strided view?")
    opened = await pressed(ines, said, "Open the entry")
    listed = await told(ines, "/unanswered")

    assert said["text"] == (
        "That message belongs to a draft that is published, so nothing has changed. Open the "
        "entry to change it."
    )
    assert question["text"].startswith(
        "Nearest entry: What is a leaf tensor in autograd?\n\nWhat is a strided view?\n\nNow the"
    )
    assert NEW_QUESTION in opened["text"]
    assert "Nothing is waiting" in listed["text"]
    assert not await store.unmet(datetime(2020, 1, 1, tzinfo=UTC))


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("another", [None, "/answer Why does a tuple never grow?"])
async def test_an_edited_message_of_a_draft_put_aside_is_no_question(
    ines, store, another: str | None
) -> None:
    """It can't change its part, since the draft is not open: that is said, with a way to it."""
    begun = await ines.say(f"/answer {NEW_QUESTION}")
    first = await ines.reply(begun)
    answer = await ines.say(NEW_ANSWER)
    prompt = await ines.reply(answer)
    await told(ines, another or "/cancel")

    await ines.edit(answer, UNKNOWN)
    said = await ines.shows(prompt, "is not open")
    await ines.edit(begun, "/answer Why does a slice copy?")
    same = await ines.shows(first, "is not open")
    opened = await pressed(ines, said, "Open the draft")
    await ines.edit(answer, "Because it does.")
    changed = await ines.shows(prompt, "the code that shows it")

    assert said["text"] == same["text"]
    assert f"“{NEW_QUESTION}”" in said["text"]
    assert NEW_QUESTION in opened["text"]
    assert changed["text"].startswith(NEW_QUESTION)
    assert not await store.unmet(datetime(2020, 1, 1, tzinfo=UTC))


@pytest.mark.usefixtures("bot")
async def test_an_edited_command_of_what_is_published_begins_no_other_draft(ines) -> None:
    begun = await ines.say(f"/answer {NEW_QUESTION}")
    prompt = await ines.reply(begun)
    await told(ines, NEW_ANSWER)
    topics = await told(ines, f"```\n{CODE}\n```", count=2)
    controls = await pressed(ines, topics, "Shapes & views", count=2)
    await ines.press(controls, "✅ Publish")
    await ines.shows(controls, "Published")

    await ines.edit(begun, "/answer Why does a slice copy?")

    assert await ines.shows(prompt, "is published")
    assert "no drafts" in (await told(ines, "/drafts"))["text"]


@pytest.mark.usefixtures("bot")
async def test_a_command_in_a_caption_is_no_part_of_a_draft(ines) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")

    ran = await ines.reply(await ines.upload("code.py", b"1 + 1", caption="/run"))
    still = await told(ines, NEW_ANSWER)

    assert "2" in ran["text"]
    assert "the code that shows it" in still["text"]


@pytest.mark.usefixtures("bot")
async def test_who_is_an_instructor_no_longer_asks_like_anybody(ines, omar, store) -> None:
    """A draft that they had open takes none of their messages, and is anybody's."""
    await told(ines, f"/answer {NEW_QUESTION}")
    now = datetime.now(UTC)
    code = await store.create_invite(Role.LEARNER, now + timedelta(days=1), now)

    joined = await told(ines, f"/join {code}")
    answer = await told(ines, QUESTION)
    refused = await told(ines, "/cancel")
    opened = await pressed(omar, await told(omar, "/drafts"), "1. Open")

    assert joined["text"].startswith("You are a learner now. ")
    assert "/stats" not in joined["text"]
    assert answer["text"].startswith(QUESTION)
    assert "is for instructors" in refused["text"]
    assert opened["text"].startswith(NEW_QUESTION)


@pytest.mark.usefixtures("bot")
async def test_an_older_publish_button_publishes_nothing_that_was_not_shown(ines, shelf) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")
    await told(ines, NEW_ANSWER)
    sent = await ines.say(f"```\n{CODE}\n```")
    ran, topics = await ines.replies(sent, count=2)
    controls = await pressed(ines, topics, "Shapes & views", count=2)
    await ines.edit(sent, "```\n1 / 0\n```")
    await ines.shows(ran, "ZeroDivisionError")
    newest = (await ines.messages())[-1]
    number = buttons(controls)["✅ Publish"].removeprefix("i4").partition(".")[0]

    of_before = await pressed(ines, controls, "✅ Publish")
    await ines.click(controls, f"iy{number}")
    of_an_earlier_release = await ines.reply(of_before)
    kept = await pressed(ines, of_before, "Keep it as it is", count=2)
    await ines.press(kept, "✅ Publish")
    await ines.shows(kept, "Published")

    assert newest
    for refused in (of_before, of_an_earlier_release):
        assert refused["text"].startswith("The draft may have changed since that button was sent")
        assert "1 / 0" in refused["text"]
    made = {each.question: each for each in shelf.library.entries.values()}[NEW_QUESTION]
    assert "ZeroDivisionError" in made.short


@pytest.mark.usefixtures("bot")
async def test_an_older_confirmation_throws_away_nothing_of_a_colleague(ines, omar) -> None:
    controls = await drafted(ines)
    asking = await pressed(ines, controls, "Discard")
    await told(ines, "/cancel")
    listed = await told(omar, "/drafts")
    opened = await pressed(omar, listed, "1. Open", count=2)
    await pressed(omar, opened, "✏ Pitfall")
    await told(omar, "Omar's.", count=2)
    await told(omar, "/cancel")

    told_so = await pressed(ines, asking, "Discard it", count=2)
    listed = await told(ines, "/drafts")

    assert told_so["text"].startswith("The draft may have changed since that button was sent")
    assert "1 draft" in listed["text"]


@pytest.mark.usefixtures("bot")
async def test_an_edited_message_of_a_discarded_draft_is_no_question(ines, omar, store) -> None:
    await told(ines, f"/answer {NEW_QUESTION}")
    answer = await ines.say(NEW_ANSWER)
    prompt = await ines.reply(answer)
    await told(ines, "/cancel")
    listed = await told(omar, "/drafts")
    asking = await pressed(omar, listed, "1. Discard")
    await omar.press(asking, "Discard it")
    await omar.shows(asking, "Discarded the draft")

    await ines.edit(answer, UNKNOWN)
    said = await ines.shows(prompt, "was discarded")

    assert "so nothing has changed" in said["text"]
    assert not await store.unmet(datetime(2020, 1, 1, tzinfo=UTC))
