"""A paste is read as the sandbox reads it, whose reading is the one that counts."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from knowledge.curation.draft import Draft, Proven
from knowledge.curation.version import Author
from knowledge.examples.sessions import Malformed
from sandbox.client import connect
from sandbox.protocol import Runner
from tests.tutor.curating import NOON
from tutor.curation.proof import Disproved, prove
from tutor.run import as_read, understood

DRAFT = Draft(Author(1002, "Ines"), NOON, question="What does this example show?", answer="This:")


@pytest.fixture
async def sandbox() -> AsyncIterator[Runner]:
    async with connect("embedded", spares=1) as runner:
        yield runner


def test_what_even_the_sandbox_does_not_read_is_left_as_it_is() -> None:
    long = f"x\u00a0= 1\n{'#' * 4096}"

    assert understood("x\u00a0= 1") == "x = 1"
    assert understood(">>> a = (1,\n 2)\n>>> a\n(1, 2)") == "a = (1,\n 2)\na\n"
    assert understood("a b") == "a b"
    assert understood(long) == long


def test_code_is_what_the_sandbox_takes_it_for() -> None:
    read = tuple(
        as_read(source)
        for source in (
            "x = 1",
            "%matplotlib inline\nx = 1",
            "if True:\n    %matplotlib inline",
            "x\u00a0=\u200b 1",
            "In [1]: x = 1",
            "y = 1\n%timeit y",
            "print(\u201chi\u201d)",
            "a b",
        )
    )

    assert read[:5] == (
        "x = 1",
        "\nx = 1",
        "if True:\n    pass",
        "x = 1",
        "x = 1",
    )
    timed, quoted, words = read[5:]
    assert isinstance(timed, Malformed)
    assert (timed.line, "send the code with /time" in timed.message) == (2, True)
    assert isinstance(quoted, Malformed)
    assert "is a typographic sign" in quoted.message
    assert words == Malformed(1, "the code is not Python: invalid syntax")


@pytest.mark.parametrize("source", ["x = 1", ">>> x\n1"])
def test_what_python_reads_stays_as_it_is(source: str) -> None:
    assert as_read(source) is source


async def test_a_paste_is_proven_and_shown_as_it_was_meant(sandbox: Runner) -> None:
    proven = await prove(sandbox, replace(DRAFT, example="%matplotlib inline\nx\u00a0= 2\nx"))
    answer = replace(DRAFT, answer="So:\n\n```\nx\u00a0= 2\nx\n```\n\nThat is it.")
    within = await prove(sandbox, answer)

    assert isinstance(proven, Proven), proven
    assert proven.short == "This:\n\n```pycon\n>>> x = 2\n>>> x\n2\n```"
    assert isinstance(within, Proven), within
    assert within.short == "So:\n\n```pycon\n>>> x = 2\n>>> x\n2\n```\n\nThat is it."


async def test_what_the_sandbox_does_not_know_either_is_said_in_its_words(sandbox: Runner) -> None:
    found = await prove(sandbox, replace(DRAFT, example="x = 2\n!pip install torch"))

    assert isinstance(found, Disproved)
    assert found.problems[0].startswith("line 2 of the code: the code is not Python: nothing can")
