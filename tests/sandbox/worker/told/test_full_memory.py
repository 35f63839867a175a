"""Of a full memory Python makes several errors; they are told as the one that it was."""

import linecache
import sys
from collections.abc import Iterator
from types import FrameType, TracebackType

import pytest

from sandbox.protocol import FILENAME
from sandbox.worker.execute import remember_source
from sandbox.worker.told.full_memory import put_back

SOURCE = """
def inner():
    note("inner")
    1


def outer():
    note("outer")
    inner()


note("program")
outer()
"""


def _frames() -> dict[str, FrameType]:
    """As they are once they have ended."""
    frames: dict[str, FrameType] = {}

    def note(name: str) -> None:
        frames[name] = sys._getframe(1)

    exec(compile(SOURCE, FILENAME, "exec"), {"note": note})  # noqa: S102
    return frames


def _error(*frames: FrameType) -> MemoryError:
    trace = None
    for frame in reversed(frames):
        trace = TracebackType(trace, frame, frame.f_lasti, frame.f_lineno)
    return MemoryError().with_traceback(trace)


def _names(error: BaseException) -> list[str]:
    names, trace = [], error.__traceback__
    while trace is not None:
        names.append(trace.tb_frame.f_code.co_name)
        trace = trace.tb_next
    return names


def test_frames_that_an_earlier_error_knows_are_put_back() -> None:
    frames = _frames()
    error, first = _error(frames["program"]), _error(frames["outer"], frames["inner"])
    error.__context__ = MemoryError()
    error.__context__.__context__ = first

    put_back(error, None, was_full=True)

    assert _names(error) == ["<module>", "outer", "inner"]
    assert error.__context__ is None


def test_what_was_raised_before_all_of_them_is_kept() -> None:
    error, first, before = MemoryError(), MemoryError(), KeyError("k")
    error.__context__, first.__context__ = first, before

    put_back(error, None, was_full=True)

    assert error.__context__ is before


def test_one_that_the_snippet_was_told_of_stays_an_error_of_its_own() -> None:
    frames = _frames()
    error, told = _error(frames["program"]), _error(frames["program"], frames["outer"])
    error.__context__ = told

    put_back(error, None, was_full=True)

    assert _names(error) == ["<module>"]
    assert error.__context__ is told


def test_a_circle_of_them_has_an_end() -> None:
    error, first = MemoryError(), MemoryError()
    error.__context__, first.__context__ = first, error

    put_back(error, None, was_full=True)

    assert _names(error) == []


def test_the_program_itself_has_a_line_even_where_no_error_knows_one() -> None:
    error, program = MemoryError(), _frames()["program"]

    put_back(error, program, was_full=True)

    assert error.__traceback__ is not None
    assert error.__traceback__.tb_lineno == SOURCE.rstrip().count("\n") + 1
    assert str(error) == "took more than 256 MiB of memory"


def test_words_of_its_own_are_left() -> None:
    error = MemoryError("mine")

    put_back(error, None, was_full=True)

    assert str(error) == "mine"


def test_one_that_a_snippet_raises_without_words_gets_none() -> None:
    try:
        exec(compile("raise MemoryError", FILENAME, "exec"))  # noqa: S102
    except MemoryError as caught:
        error = caught

    put_back(error, None, was_full=True)

    assert error.args == ()


def _raised(code: str) -> BaseException:
    remember_source(code)
    try:
        exec(compile(code, FILENAME, "exec"))  # noqa: S102
    except MemoryError as caught:
        return caught
    raise AssertionError


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    yield
    linecache.cache.pop(FILENAME, None)


WANTED = "asked for more memory than there is (256 MiB)"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("bytearray(10**18)", WANTED),
        ("x = 'é'; y = [list(range(10**18)),\n2]", WANTED),
        ("bytes(\n10**18\n)", WANTED),
        ("'x' * 10**18", WANTED),
        ("eval('-' * 20000 + '1')", ""),
        ("import ast\nast.literal_eval('-' * 20000 + '1')", ""),
    ],
)
def test_what_never_held_much_is_told_as_what_it_asked_for_if_anything(
    code: str, words: str
) -> None:
    """A MemoryError is also what Python says of code that is nested too deep for its parser."""
    error = _raised(code)

    put_back(error, None, was_full=False)

    assert str(error) == words


def test_steps_that_are_no_snippets_are_kept() -> None:
    """Those of a thread that was to call a function of C, for example."""
    error = _error(sys._getframe())

    put_back(error, None, was_full=True)

    assert _names(error) == ["test_steps_that_are_no_snippets_are_kept"]


def test_the_object_of_another_error_is_never_asked() -> None:
    asked = []

    class Own(Exception):
        __traceback__ = property(lambda _: asked.append(1))  # type: ignore[assignment]

    error, own = MemoryError(), Own()
    error.__context__ = own

    put_back(error, None, was_full=True)

    assert error.__context__ is own
    assert asked == []
