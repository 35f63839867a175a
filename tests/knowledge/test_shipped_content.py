"""The content of this release: what learners will read is sound, and every example is true."""

import pytest

from knowledge.pages import curriculum
from knowledge.pages.check import check
from knowledge.pages.curriculum import Curriculum
from knowledge.pages.limits import excesses, overlong_caption
from sandbox.client import connect
from sandbox.protocol import RunRequest, RunResult, Want
from tutor.draw import diagram

# Examples are given more time than learners' code: the machine that tests may be busy.
WALL_SECONDS = 20.0


@pytest.fixture(scope="module")
def shipped() -> Curriculum:
    content = curriculum.read(curriculum.shipped())
    assert isinstance(content, Curriculum), "\n".join(map(str, content.problems))
    return content


def test_every_page_is_sound_and_agrees_with_the_others(shipped: Curriculum) -> None:
    assert len(shipped.entries) == len(shipped.pages) >= 67


def test_every_page_fits_a_message(shipped: Curriculum) -> None:
    assert [str(problem) for page in shipped.pages for problem in excesses(page)] == []


def test_every_page_fits_a_button(shipped: Curriculum) -> None:
    assert [str(fault) for page in shipped.pages if (fault := overlong_caption(page))] == []


def test_every_topic_has_an_entry(shipped: Curriculum) -> None:
    assert {entry.topic for entry in shipped.entries} == {topic.slug for topic in shipped.topics}


def test_the_questions_of_two_sources_are_all_answered(shipped: Curriculum) -> None:
    """By number only: 12 of the seed, and chapter 17 with its tasks for further research."""
    marks = {mark for entry in shipped.entries for mark in entry.asked_in}
    chapter = "fastbook 17, "

    assert {f"seed {number}" for number in range(1, 13)} <= marks
    assert {mark for mark in marks if mark.startswith(chapter)} == {
        *(f"{chapter}question {number}" for number in range(1, 41)),
        *(f"{chapter}further research {number}" for number in range(1, 5)),
    }


async def test_every_example_shows_what_its_page_says_and_every_diagram_draws(
    shipped: Curriculum,
) -> None:
    async with connect("embedded", spares=2) as runner:

        async def execute(code: str) -> RunResult:
            want = Want(tensors=False, images=False)
            return await runner.run(RunRequest(code=code, wall_seconds=WALL_SECONDS, want=want))

        async def draw(code: str) -> str | None:
            found = await diagram(runner, code)
            return found if isinstance(found, str) else None

        proofs = [proof async for proof in check(shipped, execute, draw)]

    assert [str(problem) for proof in proofs for problem in proof.problems] == []
    assert all(proof.examples for proof in proofs)
    assert all(proof.is_drawn == bool(proof.page.entry.diagram) for proof in proofs)


def test_topics_that_are_about_shapes_are_drawn(shipped: Curriculum) -> None:
    drawn = [entry.topic for entry in shipped.entries if entry.diagram]

    assert {"shapes", "broadcasting", "memory", "einsum", "matmul", "autograd"} <= set(drawn)
    assert len(drawn) >= 60
