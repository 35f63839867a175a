"""What messages become is held to what was recorded; `make golden` records it anew.

A change that is meant is read in the difference of `outcomes/`. A wording that improves is a line
of `legend.yaml`.
"""

import difflib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.golden import playing
from tests.golden.wire import Demo, Wire, running
from tests.sandbox.conftest import serving

RECORDS = "UNSQUEEZE_RECORD_GOLDEN" in os.environ
_SHOWN = 10


@pytest.fixture(scope="module")
def sandbox() -> Iterator[str]:
    with serving(module="tests.golden.patient") as (address, _):
        yield address


@pytest.fixture(scope="module")
def shared(prepared: Callable[[], Path], sandbox: str) -> Iterator[Demo]:
    with running(prepared(), sandbox) as demo:
        yield demo


@pytest.mark.parametrize("group", [it for it in playing.GROUPS if it not in playing.APART])
def test_messages_become_what_they_became(shared: Demo, group: str) -> None:
    _hold(shared, group)


@pytest.mark.parametrize("group", playing.APART)
def test_so_do_those_that_see_what_others_did(
    prepared: Callable[[], Path], sandbox: str, group: str
) -> None:
    with running(prepared(), sandbox) as demo:
        _hold(demo, group)


def _hold(demo: Demo, group: str) -> None:
    now = playing.play(demo, group)
    if RECORDS:
        playing.record(group, now)
    was, steps = playing.recorded(group), playing.steps(group)
    differ = [at for at in {**was, **now} if was.get(at) != now.get(at)]
    if differ:
        told = (_told(at, steps.get(at), was.get(at), now.get(at)) for at in differ[:_SHOWN])
        count = f"{len(differ)} of {len(now)} steps differ; where that is meant: make golden"
        pytest.fail("\n\n".join((*told, count)), pytrace=False)


def _told(at: str, step: playing.Step | None, was: Wire | None, now: Wire | None) -> str:
    """The lines that went (-) and came (+), below what was done."""
    lines = difflib.ndiff([*_lines(was)], [*_lines(now)])
    return "\n".join((f"{at}: {step}", *(f"  {it}" for it in lines if it[0] in "+-")))


def _lines(value: object, place: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, it in value.items():
            yield from _lines(it, f"{place}{name} ")
    elif isinstance(value, list):
        for it in value:
            yield from _lines(it, place)
    elif value is not None:
        yield f"{place}{value}"
