"""An answer may not be what was meant: the next likely pages stand below it, as buttons."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from knowledge.curation.stores.curation_store import CurationStore
from progress.events import Kind
from progress.unanswered import Sign
from tests.bot.conversing import QUESTION, settled
from tests.fakes.library import ENTRIES, TOPICS, WordIndex
from tests.fakes.person import Person, buttons, until
from tutor.library import Library, Shelf

pytestmark = pytest.mark.usefixtures("bot")

PAGE, OTHER, *_ = ENTRIES
OR = f"Or: {OTHER.question}"


class Doubtful(WordIndex):
    """Sure of its answers, but there is another page that may be meant."""

    def search(self, text: str):
        return replace(super().search(text), others=(OTHER.slug, "retired-since"))


@pytest.fixture
def shelf(engine) -> Shelf:
    entries = {each.slug: each for each in ENTRIES}
    return Shelf(Library(entries, TOPICS, Doubtful()), CurationStore(engine))


@pytest.fixture
async def answer(lena) -> dict:
    return await lena.reply(await lena.say(QUESTION))


async def test_it_can_be_opened(answer, lena, store) -> None:
    await lena.press(answer, OR)
    opened = await lena.reply(answer)
    events = await settled(store, 3)

    assert opened["text"].startswith(OTHER.question)
    assert events[1:] == [(Kind.ANSWERED, PAGE.slug), (Kind.CHOSEN, OTHER.slug)]


async def test_it_stays_when_the_page_is_unfolded_or_voted_for(answer, lena) -> None:
    await lena.press(answer, "More")
    unfolded = await lena.shows(answer, "after unsqueeze")
    await lena.press(unfolded, "👍 Helpful")

    async def voted() -> dict | None:
        shown = await lena.shows(answer, "after unsqueeze")
        return None if "👍 Helpful" in buttons(shown) else shown

    assert OR in buttons(unfolded)
    assert OR in buttons(await until(voted))


async def test_it_is_not_named_twice(answer) -> None:
    """The page's own links name it as well."""
    assert OR in buttons(answer)
    assert not any(caption.startswith("→") for caption in buttons(answer))


async def test_who_opens_it_tells_instructors_that_the_answer_was_another(
    answer, lena: Person, store
) -> None:
    await lena.press(answer, OR)
    await settled(store, 3)

    (found,) = await store.unmet(datetime(2020, 1, 1, tzinfo=UTC))

    assert (found.wording, found.sign, found.slug) == (QUESTION, Sign.CHOSEN, OTHER.slug)


async def test_not_helpful_does_not_offer_it_again(answer, lena) -> None:
    await lena.press(answer, "👎 Not helpful")
    offer = await lena.reply(answer)

    assert offer["text"] == "Was it one of these?"
    assert OTHER.question not in buttons(offer)
