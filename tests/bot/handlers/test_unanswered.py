"""/unanswered: what learners asked in vain, and one tap to give it a place."""

import pytest

from tests.bot.conversing import QUESTION, settled
from tests.bot.instructing import UNKNOWN, enrol, pressed, told
from tests.fakes.person import buttons

pytestmark = pytest.mark.usefixtures("bot")

VAGUE = "difference between stack and cat in what"
HINTED = "what is the rank of tensors"  # has some words of a page, though none suggests it


@pytest.fixture(autouse=True)
async def _instructor(store, ines) -> None:
    await enrol(store, ines)


async def test_nothing_open_says_so(ines) -> None:
    assert "Nothing is waiting" in (await told(ines, "/unanswered"))["text"]


async def test_the_most_asked_stand_first_each_with_how_it_came_there(ines, lena, store) -> None:
    offered = await told(lena, VAGUE)
    await lena.press(offered, "None of these")
    await lena.shows(offered, "None of these, then")
    offered = await told(lena, VAGUE)
    await pressed(lena, offered, QUESTION)
    for _ in range(4):
        await told(lena, UNKNOWN)
    answer = await told(lena, QUESTION)
    await lena.press(answer, "👎 Not helpful")
    await settled(store, 17)

    listed = await told(ines, "/unanswered")

    lines = listed["text"].split("\n")
    assert lines[0] == "2 open questions, the most asked first"
    assert lines[2:] == [
        f"1. “{UNKNOWN}” ×4",
        "4 not known",
        "No entry is near.",
        "",
        f"2. “{VAGUE}” ×3",
        f"also “{QUESTION}”",
        "1 none of these · 1 chosen from suggestions · 1 not helpful",
        f"Nearest: {QUESTION}",
    ]


async def test_one_tap_adds_the_wording_and_undo_takes_it_back(ines, lena, shelf) -> None:
    await told(lena, HINTED)
    listed = await told(ines, "/unanswered")
    [adding] = [caption for caption in buttons(listed) if "Add to" in caption]
    slug = buttons(listed)[adding].rpartition(".")[2]

    confirmed = await pressed(ines, listed, adding)
    emptied = await ines.shows(listed, "Nothing is waiting")
    aliases = shelf.library.entries[slug].aliases
    undone = await pressed(ines, confirmed, "↩ Undo")
    again = await told(ines, "/unanswered")

    assert f"Added “{HINTED}” to “" in confirmed["text"]
    assert aliases[-1] == HINTED
    assert buttons(emptied) == {}
    assert undone["text"].startswith("Undone.")
    assert HINTED not in shelf.library.entries[slug].aliases
    assert HINTED in again["text"]


async def test_dismissed_ones_vanish_and_old_buttons_say_so(ines, lena) -> None:
    await told(lena, HINTED)
    listed = await told(ines, "/unanswered")
    [adding] = [caption for caption in buttons(listed) if "Add to" in caption]

    await ines.press(listed, "1. Dismiss")
    await ines.shows(listed, "Nothing is waiting")
    late = await pressed(ines, listed, adding)
    answer = await pressed(ines, listed, "1. Answer")

    assert "no longer there" in late["text"]
    assert "no longer there" in answer["text"]


async def test_answering_a_question_begins_with_its_wording(ines, lena) -> None:
    await told(lena, UNKNOWN)
    listed = await told(ines, "/unanswered")

    prompt = await pressed(ines, listed, "1. Answer")

    assert prompt["text"].startswith(f"{UNKNOWN}\n\nNow the short answer")
    assert "✏ Question" in buttons(prompt)


async def test_more_than_five_are_paged(ines, lena, store) -> None:
    words = ("rain", "snow", "wind", "hail", "fog", "sun", "ice")
    for word in words:
        await told(lena, f"will there be {word} {word}ing over {word}land {word}y {word}s")
    await settled(store, 14)

    first = await told(ines, "/unanswered")
    await ines.press(first, "▶")
    second = await ines.shows(first, "(2 of 2)")
    await ines.press(second, "6. Dismiss")
    left = await ines.shows(first, "6 open questions")

    assert "(1 of 2)" in first["text"]
    assert "◀" in buttons(second)
    assert [caption for caption in buttons(left) if "Dismiss" in caption] == ["6. Dismiss"]


async def test_no_learner_is_named(ines, lena) -> None:
    await told(lena, UNKNOWN)

    listed = await told(ines, "/unanswered")

    assert "Lena" not in listed["text"]
    assert str(lena.user) not in listed["text"]


async def test_a_dismissal_is_confirmed_and_can_be_undone(ines, lena) -> None:
    await told(lena, UNKNOWN)
    listed = await told(ines, "/unanswered")

    confirmed = await pressed(ines, listed, "1. Dismiss")
    emptied = await ines.shows(listed, "Nothing is waiting")
    undo = buttons(confirmed)["↩ Undo"]
    await ines.click(confirmed, undo)
    undone = await ines.shows(confirmed, "Back on the list")
    again = await told(ines, "/unanswered")
    newest = (await ines.messages())[-1]
    await ines.click(confirmed, undo)
    late = await ines.reply(newest)

    assert confirmed["text"] == f"Dismissed “{UNKNOWN}”. It comes back once somebody asks it again."
    assert buttons(emptied) == {}
    assert buttons(undone) == {}
    assert UNKNOWN in again["text"]
    assert "no longer there" in late["text"]
