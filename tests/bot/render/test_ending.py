"""The line that tells how a run ended is read back as it is written."""

import pytest
from telegram import MessageEntity
from telegram.constants import MessageEntityType as Type

from bot.render.ending import ending, error_line, tells_of_run
from bot.render.timing import timing
from bot.sending.styled import bold
from sandbox.protocol import Outcome, RunError
from tests.fakes.runner import result
from tutor.timing import BlockFailed, Blocks

# Bold lines as they stand in chats since the first release; they are read for as long as it lasts.
RELEASED = (
    "✅ Finished in 2 ms",
    "❌ ValueError on line 3",
    "❌ ValueError in A, line 2",
    "❌ ValueError in the set-up",
    "⏱ Stopped after 5 s: it took too long",
    "🧠 Stopped: it needed more memory than a snippet gets",
    "📜 Stopped: it printed far too much",
    "💥 Stopped: the process ended before the code did",
    "🚫 Not run",
    "💥 Stopped",
    "🚫 Not accepted",
)


def failed(**fields) -> RunError:
    usual = {"type": "ValueError", "message": "no", "line": 3, "column": 0, "end_column": 4}
    return RunError(**{**usual, **fields})


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_ending_is_known_again(outcome) -> None:
    told = ending(result(outcome=outcome, seconds=5.0))

    assert tells_of_run(told.text, told.entities)


@pytest.mark.parametrize("line", RELEASED)
def test_what_was_released_is_known_again(line) -> None:
    told = bold(line)

    assert tells_of_run(told.text, told.entities)


def test_of_all_endings_only_a_failure_names_an_error() -> None:
    lines = {}
    for outcome in Outcome:
        error = failed() if outcome is Outcome.ERROR else None
        told = ending(result(outcome=outcome, error=error))
        lines[outcome] = error_line(told.text, told.entities)

    assert {outcome: line for outcome, line in lines.items() if line} == {
        Outcome.ERROR: "ValueError"
    }


@pytest.mark.parametrize("line", [None, 3])
def test_an_error_is_named_with_or_without_its_line(line) -> None:
    told = ending(result(outcome=Outcome.ERROR, error=failed(line=line)))

    assert error_line(told.text, told.entities) == "ValueError"


@pytest.mark.parametrize("block", ["setup", "first", "second"])
@pytest.mark.parametrize("line", [None, 2])
@pytest.mark.parametrize("blocks", [Blocks("f(y)"), Blocks("f(y)", "g(y)")])
def test_an_error_in_a_timed_block_is_named_alike(block, line, blocks) -> None:
    error = BlockFailed(block=block, type="torch.LinAlgError", message="no", line=line, again=False)

    told = timing(error, blocks).text

    assert error_line(told.text, told.entities) == "torch.LinAlgError: no"


def test_an_ending_without_an_error_names_none() -> None:
    told = ending(result(outcome=Outcome.ERROR))

    assert tells_of_run(told.text, told.entities)
    assert error_line(told.text, told.entities) == ""


@pytest.mark.parametrize("text", ["Finished", "Answered 3 questions", "❌", "What each part held"])
def test_other_bold_lines_tell_of_no_run(text) -> None:
    assert not tells_of_run(text, [MessageEntity(Type.BOLD, 0, len(text))])


FULL = "asked for more memory than there is (256 MiB)"
OF_AN_ARRAY = "Unable to allocate 763. MiB for an array with shape (10000, 10000)"
ALLOCATOR = "DefaultCPUAllocator: can't allocate memory: you tried to allocate 400000000 bytes"


@pytest.mark.parametrize(
    ("kind", "message", "advice"),
    [
        ("MemoryError", FULL, "Try it on less data; if there is a loop, look whether it ends."),
        ("MemoryError", OF_AN_ARRAY, "Try it on smaller tensors."),
        ("RuntimeError", ALLOCATOR, "Try it on smaller tensors."),
    ],
)
def test_a_memory_full_of_lists_has_no_tensors_to_make_smaller(kind, message, advice) -> None:
    error = failed(type=kind, message=message)

    told = ending(result(outcome=Outcome.MEMORY, error=error))

    assert told.text.split("\n")[1] == advice


def test_without_an_error_tensors_are_likelier() -> None:
    assert ending(result(outcome=Outcome.MEMORY)).text.endswith("Try it on smaller tensors.")


def test_what_took_too_long_may_be_a_training_that_does_end() -> None:
    assert ending(result(outcome=Outcome.TIMEOUT)).text.split("\n")[1] == (
        "Look for a loop that doesn't end, or try it on smaller tensors or with fewer steps."
    )


FILLED = "stopped after filling its folder: 64 MiB or 8,192 files and folders are the most"


@pytest.mark.parametrize(
    ("outcome", "kind", "message", "line"),
    [
        (Outcome.KILLED, "DiskLimit", FILLED, "💥 Stopped"),
        (Outcome.KILLED, "ProcessExit", "stopped since its main thread had ended", "💥 Stopped"),
        (Outcome.REJECTED, "ForgedResult", "the snippet wrote into it", "🚫 Not accepted"),
    ],
)
def test_what_the_sandbox_stopped_is_not_said_to_have_crashed_or_not_run(
    outcome, kind, message, line
) -> None:
    error = failed(type=kind, message=message)

    assert ending(result(outcome=outcome, error=error)).text == line


def test_what_ended_python_is_said_to_have_done_so() -> None:
    error = failed(type="ProcessExit", message="the process ended before the snippet did")

    told = ending(result(outcome=Outcome.KILLED, error=error)).text

    assert "crashes Python itself" in told
