"""Sections that open: within the message while it has room, below it where it has none."""

import pytest

from knowledge.curation.stores.curation_store import CurationStore
from tests.bot.instructing import drafted, enrol, pressed
from tests.fakes.library import ENTRIES, entry, library
from tests.fakes.person import buttons
from tests.fakes.python_runner import PythonRunner
from tutor.library import Shelf

pytestmark = pytest.mark.usefixtures("bot")

# Each fits into a message with the short answer; both do not.
MORE, PITFALL = "m" * 2200, "p" * 2200
PAGE = entry("many-words", "Why does this page have so many words?", more=MORE, pitfall=PITFALL)


@pytest.fixture
def runner() -> PythonRunner:
    return PythonRunner()


@pytest.fixture
def shelf(engine) -> Shelf:
    return Shelf(library((*ENTRIES, PAGE)), CurationStore(engine))


@pytest.mark.parametrize(
    ("first", "then"), [("More", "⚠ Pitfall"), ("⚠ Pitfall", "More")], ids=["more", "pitfall"]
)
async def test_the_section_that_was_pressed_is_the_one_that_follows(lena, first, then) -> None:
    texts = {"More": MORE, "⚠ Pitfall": PITFALL}
    answer = await lena.reply(await lena.say(PAGE.question))
    await lena.press(answer, first)
    answer = await lena.shows(answer, texts[first])

    below = await pressed(lena, answer, then)

    assert below["text"] == f"{then}\n{texts[then]}"
    assert then not in buttons((await lena.from_bot())[0])


async def test_a_preview_is_never_cut_without_a_word(ines, store) -> None:
    """What is published below it has to have been seen whole."""
    await enrol(store, ines)
    controls = await drafted(ines, topic="Autograd")
    for caption, text in (("✏ More", MORE), ("✏ Pitfall", PITFALL)):
        await pressed(ines, controls, caption)
        seen, controls = await ines.replies(await ines.say(text), count=2)
    await ines.press(seen, "More")
    seen = await ines.shows(seen, MORE)

    await ines.press(seen, "⚠ Pitfall")

    below = await ines.reply(controls)
    assert below["text"] == f"⚠ Pitfall\n{PITFALL}"
    (now,) = [each for each in await ines.from_bot() if each["message_id"] == seen["message_id"]]
    assert now["text"].endswith(MORE)
    assert list(buttons(now)) == ["▶ Run"]
