"""What the service may use here."""

import os
from pathlib import Path

import pytest

from sandbox.linux.machine import descriptors_for, processors

ALLOWED = len(os.sched_getaffinity(0))


@pytest.mark.parametrize(
    ("quota", "most"),
    [("max 100000", ALLOWED), ("50000 100000", 1), ("100000 100000", 1), ("6400000 100000", 64)],
)
def test_a_containers_share_of_time_counts_as_processors(
    tmp_path: Path, quota: str, most: int
) -> None:
    (tmp_path / "cpu.max").write_text(f"{quota}\n")

    assert processors(tmp_path / "cpu.max") == min(most, ALLOWED)


def test_without_a_quota_it_is_the_processors_allowed(tmp_path: Path) -> None:
    assert processors(tmp_path / "none") == ALLOWED


def test_more_spares_than_the_system_has_descriptors_for_are_refused() -> None:
    with pytest.raises(OSError, match=r"need .* open files, this system allows"):
        descriptors_for(2**40)
