"""Tracebacks are those of Python, and as long as its own for a recursion of any depth."""

import sys
import traceback
from collections.abc import Callable, Iterator

import pytest
import torch

from sandbox.worker.told.error import is_out_of_memory
from sandbox.worker.told.traceback import printed_whole, traceback_of


def _raised(work: Callable[[], object]) -> BaseException:
    try:
        work()
    except BaseException as error:  # noqa: BLE001
        return error
    raise AssertionError


def _down(n: int) -> int:
    return 1 // n if n == 0 else 1 + _down(n - 1)


def _there(n: int) -> int:
    return 1 // n if n == 0 else 1 + _back(n - 1)


def _back(n: int) -> int:
    return 1 + _there(max(n - 1, 0))


def _chained() -> None:
    try:
        _down(9)
    except ZeroDivisionError as error:
        raise ExceptionGroup("both", [_raised(lambda: _down(8)), KeyError("k")]) from error


@pytest.fixture
def deep() -> Iterator[None]:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(limit)


@pytest.mark.parametrize("work", [_chained, lambda: _down(2), lambda: _down(4), lambda: _there(40)])
def test_it_reads_as_python_writes_it(work: Callable[[], object]) -> None:
    error = _raised(work)

    assert printed_whole(error) == "".join(traceback.format_exception(error))


def _group(*members: Exception, cause: Exception | None = None) -> ExceptionGroup:
    group = ExceptionGroup("many", members)
    group.__cause__ = cause
    return group


def _doubled(times: int) -> Exception:
    error: Exception = ValueError(1)
    for _ in range(times):
        error = _group(error, error)
    return error


_SHARED = KeyError("shared")


@pytest.mark.parametrize(
    "error",
    [
        _doubled(9),
        _doubled(10),
        _doubled(12),
        _group(*map(ValueError, range(15))),
        _group(*map(ValueError, range(40)), cause=_group(*map(TypeError, range(16)))),
        _group(_group(KeyError(1), cause=_SHARED), _group(KeyError(2), cause=_SHARED)),
        _group(_group(KeyError(1), cause=_doubled(3)), _doubled(2), cause=_doubled(11)),
    ],
)
def test_groups_read_as_python_writes_them(error: Exception) -> None:
    assert printed_whole(error) == "".join(traceback.format_exception(error))


@pytest.mark.usefixtures("deep")
def test_of_two_that_call_each_other_the_middle_is_left_out() -> None:
    shown = traceback_of(_raised(lambda: _there(10_000)), whole=True)

    text = "".join(shown.format())
    assert len(shown.stack) == 2001
    assert "more calls]\n" in text
    assert text.endswith("ZeroDivisionError: integer division or modulo by zero\n")


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("std::bad_alloc"),
        RuntimeError("[enforce fail] can't allocate memory: 9"),
        torch.OutOfMemoryError("Failed to alloc"),
    ],
)
def test_libraries_say_in_their_own_words_that_memory_is_full(error: Exception) -> None:
    def fail(error: Exception) -> None:
        raise error

    assert is_out_of_memory(_raised(lambda: fail(error)))
    assert not is_out_of_memory(_raised(lambda: fail(ValueError(str(error)))))
