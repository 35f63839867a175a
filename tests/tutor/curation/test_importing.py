"""From a file to drafts: what is noticed, what is nearest, and that it is all or nothing."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.curation.draft import Draft, Step
from knowledge.curation.version import Author, Published
from knowledge.importing.questionnaire import FindingKind
from knowledge.pages.problems import Refused
from knowledge.search.retrieval import Retrieval
from sandbox.protocol import SandboxUnavailable
from tests.fakes.library import library as few_pages
from tests.fakes.python_runner import PythonRunner
from tests.fakes.runner import FakeRunner
from tests.tutor.curating import INES, NOON, Classroom
from tutor.curation.drafting import Preview
from tutor.curation.imports import Import, Importing, Reviewed
from tutor.library import Library, Searching

FILES = Path(__file__).parents[2] / "knowledge" / "importing" / "files"
AUTHOR = Author(0, "import")
LISTS = """\
1 How do I copy a list by a slice?
Ans: A slice without bounds is a new list with the same things in it.

a = [1, 2]
b = a[:]
b.append(3)
a
Output:
[1, 2]
"""


def importing(library: Library, runner: PythonRunner | FakeRunner) -> Importing:
    return Importing(library, runner)


async def review(library: Library, name: str, data: bytes) -> Import:
    found = await importing(library, PythonRunner()).review(name, data, AUTHOR, NOON)
    assert isinstance(found, Import), found
    return found


@pytest.fixture(scope="module")
def traps(library: Library) -> tuple[Reviewed, ...]:
    data = (FILES / "traps.txt").read_bytes()
    return asyncio.run(review(library, "traps.txt", data)).reviewed


def kinds(each: Reviewed) -> set[FindingKind]:
    return {finding.kind for finding in each.findings}


def test_each_question_becomes_a_draft_that_waits_for_a_decision(
    traps: tuple[Reviewed, ...],
) -> None:
    drafts = [each.draft for each in traps]

    assert [draft.source for draft in drafts[:2]] == ["import:traps.txt#1", "import:traps.txt#2"]
    assert {draft.step for draft in drafts} == {Step.READY}
    assert len({draft.key for draft in drafts}) == len(drafts) == 10
    assert all(draft.question and draft.answer and not draft.proven for draft in drafts)


async def test_an_index_that_has_learned_nothing_says_nothing_of_the_topic() -> None:
    found = await review(few_pages(), "lists.txt", LISTS.encode())

    [each] = found.reviewed
    assert each.draft.question == "How do I copy a list by a slice?"
    assert each.findings == ()


def test_findings_are_in_the_draft_with_their_lines(traps: tuple[Reviewed, ...]) -> None:
    assert traps[3].draft.findings == tuple(map(str, traps[3].findings))
    assert any(
        finding.startswith("line 39: does not run: `from seaborn_like import palette`")
        for finding in traps[3].draft.findings
    )


def test_each_trap_is_noticed_and_good_answers_are_left_alone(
    traps: tuple[Reviewed, ...],
) -> None:
    noticed = [kinds(each) - {FindingKind.FORM, FindingKind.MISSING_IMPORT} for each in traps]

    assert FindingKind.NO_ANSWER in noticed[3]
    assert FindingKind.NO_ANSWER in noticed[4]
    assert FindingKind.FAILS in noticed[5]
    assert FindingKind.CUT_OFF in noticed[6]
    assert FindingKind.FAILS in noticed[9]
    assert [noticed[place] for place in (0, 1, 2, 7, 8)] == [set()] * 5


def test_the_nearest_entry_is_named(traps: tuple[Reviewed, ...], library: Library) -> None:
    nearest = [each.nearest for each in traps]

    assert all(one is not None and one.slug in library.entries for one in nearest)
    assert traps[5].nearest is not None
    assert "einsum" in traps[5].nearest.slug
    assert traps[5].draft.nearest == traps[5].nearest.slug


async def test_a_name_of_an_earlier_answer_is_said_to_come_from_there(library: Library) -> None:
    cells = [("markdown", "# How do I double a number?"), ("code", "n = 21\nn * 2"),
             ("markdown", "# How do I halve a number?"), ("code", "half = n // 2\nhalf"),
             ("markdown", "# How do I print a number?"), ("code", "print(nowhere)")]  # fmt: skip
    notebook = {"nbformat": 4, "cells": [
        {"cell_type": kind, "source": text, "outputs": []} for kind, text in cells
    ]}  # fmt: skip

    found = await review(library, "cells.ipynb", json.dumps(notebook, indent=1).encode())

    failed = [
        [one.message for one in each.findings if one.kind is FindingKind.FAILS]
        for each in found.reviewed
    ]
    assert failed[0] == []
    [needs] = failed[1]
    assert needs.startswith("`half = n // 2` needs n from line ")
    assert needs.endswith("an entry runs alone, so let its own code make it")
    assert failed[2] == ["`print(nowhere)`: NameError: name 'nowhere' is not defined"]


async def test_a_name_is_given_by_code_that_only_a_notebook_reads(library: Library) -> None:
    text = (
        "1 How do I add one to a number?\nAns: Like this:\n\n"
        "```python\n%matplotlib inline\nn = 1\nn + 1\n```\n\n"
        "2 How do I halve a number?\nAns: Divide it:\n\n```python\nn // 2\n```\n"
    )

    _, halved = (await review(library, "a.txt", text.encode())).reviewed

    [finding] = [one for one in halved.findings if one.kind is FindingKind.FAILS]
    assert finding.message.startswith("`n // 2` needs n from line 5, the code of an earlier")


class _Remembering:
    """An index that remembers what it was asked."""

    def __init__(self, index: Searching) -> None:
        self.asked: list[str] = []
        self.encoder = index.encoder
        self._index = index

    def search(self, text: str) -> Retrieval:
        self.asked.append(text)
        return self._index.search(text)

    def owner(self, text: str) -> str | None:
        return self._index.owner(text)

    def rarity(self, word: str) -> float:
        return self._index.rarity(word)


async def test_a_question_is_searched_once() -> None:
    pages = few_pages()
    index = _Remembering(pages.index)

    await review(replace(pages, index=index), "lists.txt", LISTS.encode())

    assert index.asked.count("How do I copy a list by a slice?") == 1


async def test_a_paste_is_judged_as_the_sandbox_reads_it(library: Library) -> None:
    text = (
        "1 How do I add one to a number?\nAns: Like this:\n\n"
        "```python\n%matplotlib inline\nn\u00a0= 1\nn + 1\n```\n\n"
        "2 How long does a sum take?\nAns: Measure it:\n\n"
        "```python\nn = 1\n%timeit n + 1\n```\n"
    )

    read, timed = (await review(library, "a.txt", text.encode())).reviewed

    assert FindingKind.FAILS not in kinds(read)
    assert "n = 1\nn + 1" in read.draft.answer
    [finding] = [one for one in timed.findings if one.kind is FindingKind.FAILS]
    assert finding.line == 15
    assert "send the code with /time" in finding.message


async def test_code_that_shows_too_much_is_not_called_finished(library: Library) -> None:
    lines = "\n".join("x=1" for _ in range(1200))
    text = f"1 Write a number.\nAns: So it goes:\n\n```python\n{lines}\n```\n"

    [each] = (await review(library, "a.txt", text.encode())).reviewed

    assert not [one for one in each.findings if "did not finish" in one.message]


async def test_nothing_is_near_where_the_bot_would_not_know(library: Library) -> None:
    text = (
        "1 What is the weather like in Berlin?\nAns: It rains there in November.\n\n"
        "2 What is the difference between stack and cat?\nAns: Stack makes a new axis.\n"
    )

    weather, taken = (await review(library, "a.txt", text.encode())).reviewed

    assert (weather.nearest, weather.draft.nearest) == (None, None)
    assert taken.nearest is not None
    assert taken.nearest.is_same == (taken.nearest.question == taken.imported.question)
    assert taken.nearest.slug == "stack-vs-cat"


async def test_a_refused_file_runs_nothing(library: Library) -> None:
    runner = PythonRunner()

    found = await importing(library, runner).review("a.txt", b"1 What?\nAns:\n", AUTHOR, NOON)

    assert isinstance(found, Refused)
    assert runner.asked == []


async def test_without_a_sandbox_there_is_no_import(library: Library) -> None:
    runner = FakeRunner(SandboxUnavailable("gone"))

    with pytest.raises(SandboxUnavailable):
        await importing(library, runner).review("a.txt", LISTS.encode(), AUTHOR, NOON)


async def test_code_that_is_too_long_for_the_sandbox_is_not_run(library: Library) -> None:
    lines = "\n".join(f"x{number} = {'1' * 60}" for number in range(400))
    refusing = FakeRunner()

    found = await importing(library, refusing).review(
        "a.txt", f"1 Write numbers.\nAns: So it goes:\n\n{lines}\n".encode(), AUTHOR, NOON
    )

    assert isinstance(found, Import)
    assert FindingKind.NOT_RUN in kinds(found.reviewed[0])


async def test_code_that_is_too_deep_for_python_is_said_to_be_so(library: Library) -> None:
    deep = "+".join(["1"] * 3500)
    text = f"1 What is a sum?\nAns: So it goes:\n\n```python\nx = {deep}\n```\n"

    found = await review(library, "a.md", text.encode())

    [finding] = [each for each in found.reviewed[0].findings if each.kind is FindingKind.FAILS]
    assert finding.message == "the code is nested too deeply to be read"


async def test_the_same_text_is_not_saved_twice(library: Library, room: Classroom) -> None:
    first = await review(library, "a.txt", LISTS.encode())
    copy = await review(library, "b.txt", LISTS.replace("\n", "\r\n").encode())
    longer = await review(library, "a.txt", f"{LISTS}\n2 Why?\nAns: So.\n".encode())

    saved = [len(await room.store.save_all(found.drafts)) for found in (first, first, copy, longer)]

    assert saved == [1, 0, 0, 1]
    assert len(await room.store.drafts()) == 2


async def test_an_imported_draft_is_taken_up_in_chat_and_published(
    library: Library, room: Classroom
) -> None:
    found = await review(library, "lists.txt", LISTS.encode())
    [draft] = await room.store.save_all(found.drafts)
    assert draft.id is not None

    preview = await room.curation.drafts.resume(room.turn(INES), draft.id)
    published = await room.publish(draft.id, INES)

    assert isinstance(preview, Preview)
    assert preview.problems == ()
    assert isinstance(preview.draft, Draft)
    assert isinstance(published, Published)
    entry = published.version.entry
    assert entry is not None
    assert entry.sources == ("import:lists.txt#1",)
    assert ">>> a\n[1, 2]" in entry.short
