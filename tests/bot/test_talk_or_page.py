"""Where what looks like small talk asks for a page, or about an error, it is answered as that."""

import pytest

from knowledge.curation.stores.curation_store import CurationStore
from progress.events import Kind
from sandbox.protocol import Outcome, RunError
from tests.bot.conversing import settled
from tests.fakes.library import ENTRIES, entry, library
from tests.fakes.runner import result
from tutor.library import Shelf

pytestmark = pytest.mark.usefixtures("bot")

ERROR = entry("rows-left-over", "RuntimeError: rows are left over")
MEMORY = entry("memory", "CUDA out of memory")
OF_THEIR_OWN = entry("course-bot", "Who made you?", aliases=("KeyError", *"abcdefg"))
CODE = "```\nrows()\n```"


@pytest.fixture
def shelf(engine) -> Shelf:
    return Shelf(library((*ENTRIES, ERROR, MEMORY, OF_THEIR_OWN)), CurationStore(engine))


@pytest.mark.parametrize(
    "said", ["who made you", "KeyError", "what does KeyError mean?", "I get a KeyError"]
)
async def test_a_page_that_has_the_very_words_answers(lena, store, said) -> None:
    """Instructors may have written what their class keeps asking."""
    told = await lena.reply(await lena.say(said))

    assert told["text"].startswith("Who made you?")
    assert await settled(store, 2) == [(Kind.ASKED, None), (Kind.ANSWERED, "course-bot")]


@pytest.mark.parametrize(
    "said",
    [
        *("my code doesn't work", "can you fix my code?"),
        *("this is wrong", "wrong?", "there is a mistake", "it does not help"),
        *("what does this RuntimeError mean?", "why RuntimeError?", "RuntimeError"),
    ],
)
async def test_after_a_failed_run_broken_code_is_that_of_the_run(lena, runner, said) -> None:
    error = RunError(
        type="RuntimeError", message="rows are left over", line=1, column=0, end_column=6
    )
    runner._outcomes.append(result(outcome=Outcome.ERROR, error=error))
    await lena.reply(await lena.say(CODE))

    told = await lena.reply(await lena.say(said))

    assert told["text"].startswith(f"About that RuntimeError\n\n{ERROR.question}")


async def test_after_a_failed_run_what_is_said_of_the_bot_is_small_talk(lena, runner) -> None:
    error = RunError(
        type="RuntimeError", message="rows are left over", line=1, column=0, end_column=6
    )
    runner._outcomes.append(result(outcome=Outcome.ERROR, error=error))
    await lena.reply(await lena.say(CODE))

    told = await lena.reply(await lena.say("you are wrong"))

    assert told["text"].startswith("Sorry!")


async def test_another_error_than_the_one_before_is_told_by_its_name(lena, runner) -> None:
    error = RunError(
        type="RuntimeError", message="rows are left over", line=1, column=0, end_column=6
    )
    runner._outcomes.append(result(outcome=Outcome.ERROR, error=error))
    await lena.reply(await lena.say(CODE))

    told = await lena.reply(await lena.say("what does ValueError mean?"))

    assert told["text"].startswith("ValueError alone can mean many things.")


async def test_a_full_memory_is_told_with_its_page(lena, store) -> None:
    told = await lena.reply(await lena.say("Killed"))

    assert told["text"].startswith(
        "That is how a program ends that most often ran out of memory.\n\nCUDA out of memory"
    )
    assert (await settled(store, 2))[1] == (Kind.ANSWERED, "memory")
