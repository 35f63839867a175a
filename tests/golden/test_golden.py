"""What messages become is held to what was recorded: `python -m tests.golden.record [GROUP …]`.

A change that is meant is recorded anew, and read in the difference of `outcomes/`. A wording that
improves is a line of `legend.yaml`.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.golden import playing
from tests.golden.wire import Demo, Wire, running


@pytest.fixture(scope="module")
def shared(prepared: Callable[[], Path]) -> Iterator[Demo]:
    with running(prepared()) as demo:
        yield demo


@pytest.mark.parametrize("group", [it for it in playing.GROUPS if it not in playing.APART])
def test_messages_become_what_they_became(shared: Demo, group: str) -> None:
    _hold(shared, group)


@pytest.mark.parametrize("group", playing.APART)
def test_so_do_those_that_see_what_others_did(prepared: Callable[[], Path], group: str) -> None:
    with running(prepared()) as demo:
        _hold(demo, group)


def _hold(demo: Demo, group: str) -> None:
    was, now = playing.recorded(group), playing.play(demo, group)
    steps = {
        f"{case.name} {number}": step
        for case in playing.cases(group)
        for number, step in enumerate(case.steps, start=1)
    }
    told = [
        _told(f"{at}: {dict(steps.get(at, {}))}", was.get(at, {}), now.get(at, {}))
        for at in {**was, **now}
        if was.get(at) != now.get(at)
    ]
    if told:
        pytest.fail("\n\n".join((f"{len(told)} of {len(now)} differ", *told)), pytrace=False)


def _told(title: str, was: Wire, now: Wire) -> str:
    keys = [key for key in {**was, **now} if was.get(key) != now.get(key)]
    pairs = ((key, _json(was.get(key)), _json(now.get(key))) for key in keys)
    lines = (f"  {key}\n    was {before}\n    is  {after}" for key, before, after in pairs)
    return "\n".join((title, *lines))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
