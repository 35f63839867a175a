"""Which family a pasted message belongs to, whatever release printed it."""

from pathlib import Path

import pytest
import yaml

from tutor.errors.families import families, family_of
from tutor.errors.pasted import read

_ROWS = [
    pair
    for row in yaml.safe_load(Path(__file__).with_name("families.yaml").read_text("utf-8"))
    for pair in row.items()
]


@pytest.mark.parametrize(("expected", "text"), _ROWS)
def test_a_pasted_message_is_told_apart_or_not_at_all(expected: str | None, text: str) -> None:
    found = family_of(read(text))

    assert (found.id if found else None) == expected


def test_no_family_stands_twice() -> None:
    ids = [each.id for each in families()]

    assert len(ids) == len(set(ids)) >= 103
