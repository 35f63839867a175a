"""Proof on the real sandbox: what is written down is what the check of content accepts."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from knowledge.curation.compose import Place, composed, faults
from knowledge.curation.draft import Draft, Proven, Step
from knowledge.curation.version import Author
from knowledge.pages.entry import Entry
from sandbox.client import connect
from sandbox.protocol import Runner, SandboxBusy, SandboxUnavailable
from tests.fakes.library import entry as fake_entry
from tests.fakes.python_runner import PythonRunner
from tests.fakes.runner import FakeRunner
from tests.tutor.curating import NOON
from tutor.curation.proof import Disproved, examples_hold, illustrated, prove, rehearsable

DRAFT = Draft(Author(1002, "Ines"), NOON, question="What does this example show?", answer="This:")
PLACE = Place("what-it-shows", "shapes", 1)

HOLDS = {
    "a shape": "import torch\nm = torch.zeros(2, 3)\nm.shape",
    "three dimensions, with an empty line between": "import torch\ntorch.arange(8).view(2, 2, 2)",
    "a loop that prints": "for i in range(2):\n    print(i)\n\nprint('done')",
    "a string of several lines": 's = """a\n\nb"""\nlen(s)',
    "an error": "import torch\ntorch.ones(2) @ torch.ones(3)",
    "an error with tabs in its message, and code after it": (
        "import torch\nold, new = torch.nn.Linear(2, 3), torch.nn.Linear(2, 4)\n"
        "new.load_state_dict(old.state_dict())\n1 + 1"
    ),
    "comments": "# the rows\nimport torch\n# and the sum\ntorch.ones(2, 3).sum(1)   # by row",
    "a seed": "import torch\n_ = torch.manual_seed(0)\ntorch.rand(2)",
    "a seed whose generator is not shown": "import torch\ntorch.manual_seed(0)\ntorch.rand(2)",
    "a seed below a comment": "import torch\n# The same\n# each time\ntorch.manual_seed(0)",
    "a hash of its own": "sorted({'a', 'b'})\n{1: 'a', 2: 'b'}\n10**14",
    "a session with stale output": ">>> 1 + 1\n3\n>>> 'a'\n'b'",
    "a decorated function": "@staticmethod\ndef f():\n    return 1\n\nf()",
    "nothing shown": "x = 1",
    "names that snippets have by themselves": "torch.ones(2).sum()",
}
FAILS = {
    "something else each time": "import torch\ntorch.rand(2)",
    "and leave out times": "import time\ntime.perf_counter()",
    "`object()` shows an address in memory": "object()",
    "`x.data_ptr()` shows an address": "x = torch.ones(2)\nx.data_ptr()",
    "a set, whose order": "print({'b', 'a', 'c'})",
    "TimeoutError: stopped after": "while True:\n    pass",
    "not Python": "def f(:\n    pass",
    "a tab": "print('a\\tb')",
    "an empty line first": "print()",
    "ended the run by itself": "import sys\nsys.exit()\n1",
    "too long, or shows too much": "x = 1\n" * 1200,
    "ended the run": "import os\nos._exit(3)",
}


@pytest.fixture
async def sandbox() -> AsyncIterator[Runner]:
    async with connect("embedded", spares=2) as runner:
        yield runner


async def test_what_holds_is_proven_and_what_does_not_is_named(sandbox: Runner) -> None:
    for what, code in HOLDS.items():
        entry = await made(sandbox, code)
        assert isinstance(entry, Entry), (what, entry)
        assert faults(entry, {}) == (), what
        assert await examples_hold(sandbox, entry, "1002") == (), what

    for words, code in FAILS.items():
        found = await made(sandbox, code)
        assert isinstance(found, Disproved), (words, found)
        assert words in found.problems[0], found


async def test_a_seed_on_the_first_line_shows_nothing(sandbox: Runner) -> None:
    found = await prove(sandbox, replace(DRAFT, example="torch.manual_seed(0)\ntorch.rand(1)"))

    assert isinstance(found, Proven)
    assert ">>> _ = torch.manual_seed(0)\n>>> torch.rand(1)\ntensor([" in found.short


async def made(sandbox: Runner, code: str) -> Entry | Disproved:
    draft = replace(DRAFT, example=code)
    proven = await prove(sandbox, draft)
    if isinstance(proven, Disproved):
        return proven
    entry = composed(draft, proven, PLACE, {})
    assert isinstance(entry, Entry), entry
    return entry


async def test_words_alone_are_proven_on_the_same_releases(sandbox: Runner) -> None:
    with_code = await made(sandbox, "1 + 1")
    draft = replace(DRAFT, answer="In words.", in_words=True)

    proven = await prove(sandbox, draft)

    assert isinstance(proven, Proven), proven
    entry = composed(draft, proven, PLACE, {})
    assert isinstance(entry, Entry), entry
    assert isinstance(with_code, Entry), with_code
    assert (entry.short, entry.verified) == ("In words.", with_code.verified)
    assert faults(entry, {}) == ()
    assert await examples_hold(sandbox, entry, "1002") == ()


async def test_sections_share_names_and_each_keeps_its_place(sandbox: Runner) -> None:
    draft = replace(
        DRAFT,
        answer="First:\n\n```python\na = 20\n```\n\nThen more.",
        more="```\na + 1\n```",
        pitfall="Careful:\n\n```py\na / 0\n```",
    )

    proven = await prove(sandbox, draft)

    assert isinstance(proven, Proven), proven
    assert proven.short == "First:\n\n```pycon\n>>> a = 20\n```\n\nThen more."
    assert proven.more == "```pycon\n>>> a + 1\n21\n```"
    assert proven.pitfall is not None
    assert proven.pitfall.endswith("ZeroDivisionError: division by zero\n```")


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (SandboxBusy(3.0), "the sandbox is busy; try again in 3 s"),
        (SandboxUnavailable(), "the sandbox does not answer"),
    ],
)
async def test_a_sandbox_that_does_not_run_it_is_said(trouble: Exception, words: str) -> None:
    found = await made(FakeRunner(trouble), "1 + 1")

    assert isinstance(found, Disproved)
    assert words in found.problems[0]


async def test_a_name_that_no_snippet_finds_is_missing_in_an_entry_about_it() -> None:
    draft = replace(DRAFT, example="random.random()")

    proven = await prove(PythonRunner(), draft)

    assert isinstance(proven, Proven), proven
    assert ">>> random.random()" in proven.short
    assert "import random" not in proven.short
    assert "NameError: name 'random' is not defined" in proven.short


async def test_code_of_a_file_gets_the_imports_that_files_leave_out() -> None:
    draft = replace(DRAFT, source="import:quiz.md#1", example="random.Random(0).randint(3, 3)")

    proven = await prove(PythonRunner(), draft)

    assert isinstance(proven, Proven), proven
    assert ">>> import random\n>>> random.Random(0)" in proven.short


SUM = fake_entry(
    "row-added",
    "Why is a row added to each row?",
    short=(
        "So:\n\n```pycon\n>>> import torch\n>>> m = torch.ones(2, 3)\n>>> v = torch.arange(3)\n```"
    ),
    diagram="m + v",
)


def renamed(old: str, new: str) -> Entry:
    return SUM.model_copy(update={"short": SUM.short.replace(old, new)})


async def test_a_diagram_goes_with_the_names_it_stands_on(sandbox: Runner) -> None:
    """*Draw* would end in a NameError, and so would the check of an export."""
    other = renamed(">>> m =", ">>> a =")

    found = await illustrated(sandbox, other, SUM, "")

    assert isinstance(found, Entry)
    assert (found.diagram, found.short) == (None, other.short)


async def test_a_diagram_that_can_still_be_drawn_stays(sandbox: Runner) -> None:
    other = renamed("ones(2, 3)", "ones(4, 3)")

    assert await illustrated(sandbox, other, SUM, "") == other


async def test_nothing_is_drawn_where_the_code_before_the_diagram_is_the_same() -> None:
    runner = FakeRunner()

    assert await illustrated(runner, SUM, SUM, "") == SUM
    assert runner.asked == []


async def test_a_diagram_does_not_go_because_the_sandbox_is_busy() -> None:
    busy = FakeRunner(SandboxBusy(3))

    found = await illustrated(busy, renamed("2, 3", "4, 3"), SUM, "5")

    assert found == Disproved(("the picture was not drawn: the sandbox is busy; try again in 3 s",))
    assert busy.learners == ["5"]


def test_code_that_is_too_deep_for_python_is_rehearsed_as_it_was_sent() -> None:
    """The sandbox says what is wrong with it."""
    code = "x = " + "-" * 3500 + "1"

    assert rehearsable(Step.EXAMPLE, code) == code
