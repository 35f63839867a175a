"""A file of questions that an instructor sends becomes drafts; a learner's does not."""

import pytest

from knowledge.curation.stores.curation_store import CurationStore
from sandbox.protocol import SandboxUnavailable
from tests.bot.conversing import events
from tests.bot.instructing import enrol, told
from tests.fakes.person import buttons
from tests.fakes.python_runner import PythonRunner
from tutor.curation import imports
from tutor.library import Library, Shelf

pytestmark = pytest.mark.usefixtures("bot")

CLASS = """\
Week 3

1 How do I copy a list by a slice?
Ans: A slice without bounds is a new list with the same things in it.

a = [1, 2]
a[:]

2 What does backward do?
Ans: It computes gradients. Call torch.backwards for that.
"""


@pytest.fixture
def runner() -> PythonRunner:
    return PythonRunner()


@pytest.fixture
def shelf(engine, library: Library) -> Shelf:
    return Shelf(library, CurationStore(engine))


@pytest.fixture(autouse=True)
async def _instructor(store, ines) -> None:
    await enrol(store, ines)


async def test_a_file_becomes_drafts_once(ines) -> None:
    done = await ines.reply(await ines.upload("class.txt", CLASS.encode(), caption="please import"))
    again = await ines.reply(await ines.upload("class.txt", CLASS.encode()))
    await ines.press(again, "See the drafts")
    drafts = await ines.shows(again, "2 drafts")

    assert done["text"] == (
        "2 new drafts from class.txt. With findings: 1. Answered by a page already: 2. "
        "Nothing is published.\n\n"
        "Of the file:\n• line 1: left out, it stands before the first question: 'Week 3'"
    )
    assert again["text"].startswith("0 new drafts from class.txt. Already there: 2 questions.")
    assert "What does backward do?" in drafts["text"]
    assert "Ines" in drafts["text"]
    assert "there is no torch.backwards here" in drafts["text"]
    assert "1. Open" in buttons(drafts)


async def test_a_question_under_the_file_is_answered_as_well(ines) -> None:
    asked = "what does unsqueeze do?"
    sent = await ines.upload("class.txt", CLASS.encode(), caption=asked)

    done, answer = await ines.replies(sent, count=2)

    assert done["text"].startswith("2 new drafts from class.txt.")
    assert "unsqueeze" in answer["text"]
    assert "👍 Helpful" in buttons(answer)


async def test_what_nothing_surely_answers_is_to_be_asked_alone(ines, store) -> None:
    sent = await ines.upload("class.txt", b"Week 3", caption="can you check these for me?")

    refused, told_so = await ines.replies(sent, count=2)

    assert refused["text"].startswith("I have made no draft of class.txt")
    assert "in a message of its own" in told_so["text"]
    assert await events(store) == []


async def test_what_cannot_be_read_is_named_and_nothing_is_kept(ines) -> None:
    text = b"1 What?\nAns: a\n\n2 Why?\n\n3 How?\nAns: c\n"

    refused = await ines.reply(await ines.upload("class.md", text))

    assert refused["text"] == (
        "I have made no draft of class.md:\n• line 4: the question 'Why?' has no answer"
    )
    assert "There are no drafts" in (await told(ines, "/drafts"))["text"]


async def test_without_a_sandbox_it_is_to_be_sent_again(ines, runner, monkeypatch) -> None:
    async def gone(*_: object, **__: object) -> None:
        raise SandboxUnavailable("gone")

    monkeypatch.setattr(runner, "run", gone)
    refused = await ines.reply(await ines.upload("class.txt", CLASS.encode()))

    assert refused["text"] == (
        "I have made no draft of class.txt:\n"
        "• its code could not be run just now: send it again later"
    )
    assert "There are no drafts" in (await told(ines, "/drafts"))["text"]


async def test_what_a_chat_takes_is_bounded(ines) -> None:
    count = imports.MOST_IN_CHAT + 1
    many = "".join(f"{n} What is {n}?\nAns: It is.\n" for n in range(1, count + 1))
    long = b"a" * (imports.LIMIT_BYTES + 1)

    too_many = await ines.reply(await ines.upload("many.txt", many.encode()))
    too_long = await ines.reply(await ines.upload("long.csv", long))

    assert "line 101: expected at most 50 questions, got 51: split the file" in too_many["text"]
    assert "too long: I take files of up to 256 KiB here" in too_long["text"]


async def test_a_learners_file_is_none(lena) -> None:
    mine = await lena.reply(await lena.upload("class.txt", CLASS.encode()))

    assert "or save a notebook as .py" in mine["text"]


async def test_in_a_draft_a_file_goes_where_messages_go(ines) -> None:
    await told(ines, "/answer What is a strided view?")

    refused = await ines.reply(await ines.upload("class.txt", CLASS.encode()))

    assert "I can read only written words here" in refused["text"]


async def test_a_file_of_another_program_is_told_to_come_as_csv(ines) -> None:
    done = await ines.reply(await ines.upload("quiz.gift", b"Why? {=So.}\n"))

    assert "got a file that ends in .gift: export it as CSV" in done["text"]


async def test_a_file_of_another_kind_is_refused_with_those_that_can_be_read(ines) -> None:
    asked = await ines.upload("slides.pdf", b"%PDF", caption="what does unsqueeze do?")

    refused, answer = await ines.replies(asked, count=2)

    assert refused["text"] == (
        "I can't read slides.pdf. I read .txt, .md, .markdown, .csv, .tsv, .ipynb, .xml and .py "
        "files."
    )
    assert "unsqueeze" in answer["text"]
