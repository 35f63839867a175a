"""The kernel's word on whom it killed for want of memory."""

from pathlib import Path

import pytest

from sandbox.oom import OomWatch, counted


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("low 0\nhigh 0\nmax 9\noom 4\noom_kill 3\noom_group_kill 1\n", 3),
        ("nr_free_pages 17\noom_kill 0\n", 0),
        ("", None),
    ],
)
def test_the_count_is_found_among_others(text: str, count: int | None) -> None:
    assert counted(text) == count


def test_each_kill_is_told_once(tmp_path: Path) -> None:
    events = tmp_path / "memory.events"
    events.write_text("oom_kill 2\n")
    watch = OomWatch((tmp_path / "absent", events))

    assert not watch.has_struck()
    events.write_text("oom_kill 3\n")
    assert watch.has_struck()
    assert not watch.has_struck()


def test_a_system_that_counts_nothing_never_strikes(tmp_path: Path) -> None:
    assert not OomWatch((tmp_path / "absent",)).has_struck()
