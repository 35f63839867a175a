"""What is said of an example that a run did not come to, and whether its writer can be at fault."""

import pytest

from knowledge.examples.sessions import Example
from sandbox.protocol import Outcome, RunError
from tests.fakes.python_runner import PythonRunner
from tests.fakes.runner import FakeRunner, result
from tutor.curation.proof import Ending, rehearsed

EXAMPLES = (Example(1, "a = 1\n", "", None), Example(2, "a + 1\n", "", None))
ERROR = RunError(type="MemoryError", message="no room", line=1, column=0, end_column=1)


async def test_each_example_shows_what_it_printed() -> None:
    found = await rehearsed(PythonRunner(), EXAMPLES, wall_seconds=5)

    assert [found.shown[place].printed for place in range(2)] == ["", "2\n"]


@pytest.mark.parametrize(
    ("how", "words", "was_tried"),
    [
        ({"outcome": Outcome.REJECTED, "error": ERROR}, "is not run: no room", False),
        ({"outcome": Outcome.ERROR, "error": ERROR}, "ended the run: MemoryError: no room", True),
        ({"outcome": Outcome.TIMEOUT}, "did not finish: timeout", True),
        ({"outcome": Outcome.OK}, "ended the run by itself: leave that out", True),
        (
            {"outcome": Outcome.OK, "dropped_bytes": 7},
            "was not reached: the code is too long, or shows too much, to be written down",
            False,
        ),
    ],
)
async def test_what_was_not_reached_has_its_reason(how, words, was_tried) -> None:
    found = await rehearsed(FakeRunner(result(**how)), EXAMPLES, wall_seconds=5)

    assert found.shown == {}
    assert found.ending == Ending(words, was_tried=was_tried)
