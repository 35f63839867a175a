from collections.abc import Mapping

import pytest

from knowledge.base.store import BuildReport, compared

NONE = BuildReport((), (), (), ())


@pytest.mark.parametrize(
    ("before", "after", "report"),
    [
        ({}, {}, NONE),
        ({}, {"b": "1", "a": "1"}, BuildReport(("b", "a"), (), (), ())),
        ({"a": "1", "b": "1"}, {"b": "1", "a": "2"}, BuildReport((), ("a",), ("b",), ())),
        ({"b": "1", "a": "1", "c": "1"}, {"c": "1"}, BuildReport((), (), ("c",), ("a", "b"))),
    ],
)
def test_a_build_changes_what_differs(
    before: Mapping[str, str], after: Mapping[str, str], report: BuildReport
) -> None:
    """In the order of the content; what is gone by name."""
    assert compared(before, after) == report
