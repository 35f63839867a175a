"""What is asked about an error of one's own is answered from that error's page."""

import pytest

from knowledge.curation.stores.curation_store import CurationStore
from progress.events import Kind
from sandbox.protocol import Outcome, RunError
from tests.bot.conversing import QUESTION, settled
from tests.fakes.library import ENTRIES, entry, library
from tests.fakes.person import buttons
from tests.fakes.runner import result
from tutor.library import Shelf

pytestmark = pytest.mark.usefixtures("bot")

PAGE = entry("rows-left-over", "RuntimeError: rows are left over", more="Count them.")
MEANING = "💡 What does this mean?"
CODE = "```\nrows()\n```"


def failed(message: str = "rows are left over", kind: str = "RuntimeError"):
    error = RunError(type=kind, message=message, line=1, column=0, end_column=6)
    return result(outcome=Outcome.ERROR, error=error)


@pytest.fixture
def shelf(engine) -> Shelf:
    return Shelf(library((*ENTRIES, PAGE)), CurationStore(engine))


async def test_a_failed_run_offers_the_page_about_its_error(lena, runner, store) -> None:
    runner._outcomes.append(failed())
    told = await lena.reply(await lena.say(CODE))

    await lena.press(told, MEANING)

    opened = await lena.reply(told)
    assert opened["text"].startswith(PAGE.question)
    assert (await settled(store, 2))[1] == (Kind.CHOSEN, PAGE.slug)


async def test_an_error_without_a_page_has_no_such_button(lena, runner) -> None:
    runner._outcomes.append(failed("no such thing is known"))

    told = await lena.reply(await lena.say(CODE))

    assert MEANING not in buttons(told)


@pytest.mark.parametrize("said", ["why?", "what does this error mean?", "how do I fix it?"])
async def test_after_a_failed_run_its_error_is_asked_about(lena, runner, store, said) -> None:
    await lena.reply(await lena.say(QUESTION))
    runner._outcomes.append(failed())
    await lena.reply(await lena.say(CODE))

    told = await lena.reply(await lena.say(said))

    assert told["text"].startswith(f"About that RuntimeError\n\n{PAGE.question}")
    assert (await settled(store, 5))[3:] == [(Kind.ASKED, None), (Kind.ANSWERED, PAGE.slug)]
    more = await lena.reply(await lena.say("why?"))
    assert more["text"].startswith(f"{PAGE.question}\n\nMore\nCount them.")


async def test_a_reply_to_an_error_is_about_that_error(lena, runner) -> None:
    runner._outcomes.append(failed())
    older = await lena.reply(await lena.say(CODE))
    await lena.reply(await lena.say(QUESTION))

    told = await lena.reply(await lena.say("why?", reply_to=older["message_id"]))

    assert PAGE.question in told["text"]


async def test_an_error_without_a_page_is_not_answered_from_the_page_before(
    lena, runner, store
) -> None:
    await lena.reply(await lena.say(QUESTION))
    runner._outcomes.append(failed("no such thing is known", kind="OddError"))
    odd = await lena.reply(await lena.say(CODE))

    after = await lena.reply(await lena.say("why?"))
    replied = await lena.reply(await lena.say("why?", reply_to=odd["message_id"]))

    assert "no page about that OddError" in after["text"]
    assert "no page about that OddError" in replied["text"]
    assert (await settled(store, 5))[4] == (Kind.ABSTAINED, None)


async def test_a_run_that_went_well_ends_the_failure(lena, runner) -> None:
    await lena.reply(await lena.say(QUESTION))
    runner._outcomes.append(failed())
    await lena.reply(await lena.say(CODE))
    well = await lena.reply(await lena.say(CODE))

    after = await lena.reply(await lena.say("why?"))
    replied = await lena.reply(await lena.say("why?", reply_to=well["message_id"]))

    assert after["text"].startswith(f"{QUESTION}\n\nMore")
    assert "what this follows on" in replied["text"]


@pytest.mark.parametrize(
    "block",
    [
        PAGE.question,
        f'Traceback (most recent call last):\n  File "a.py", line 3, in <module>\n{PAGE.question}',
        f"rows(\n{PAGE.question}",
    ],
)
async def test_an_error_in_a_fence_is_asked_about_and_not_run(lena, runner, block) -> None:
    """Forums teach to fence what was printed."""
    told = await lena.reply(await lena.say(f"```\n{block}\n```"))

    assert runner.asked == []
    assert "Do you mean" in told["text"] or PAGE.question in told["text"]


async def test_a_question_in_a_fence_is_asked(lena, runner) -> None:
    told = await lena.reply(await lena.say(f"```\n{QUESTION}\n```"))

    assert runner.asked == []
    assert told["text"].startswith(QUESTION)


async def test_a_slip_in_code_is_still_run(lena, runner) -> None:
    await lena.reply(await lena.say("```\nfor i in range(3)\n    print(i)\n```"))

    assert len(runner.asked) == 1
