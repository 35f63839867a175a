"""What breaks an exercise's rules is refused with its line; honest code is not."""

import pytest

from tests.tutor.practice.catalogue import exercises, submissions
from tutor.practice.constraints import breach
from tutor.practice.submission import Breach, Submission, submitted


def _id(value: object) -> str | None:
    return "-".join(value) if isinstance(value, list) else ""


@pytest.mark.parametrize(("heading", "code"), submissions("evasions"), ids=_id)
def test_an_evasion_is_refused_with_its_line(heading: list[str], code: str) -> None:
    exercise, line = heading
    found = breach(code, *exercises()[exercise])

    assert found is not None
    assert found.line == int(line), found.sentence


@pytest.mark.parametrize(("heading", "code"), submissions("honest"), ids=_id)
def test_an_honest_solution_is_accepted(heading: list[str], code: str) -> None:
    assert breach(code, *exercises()[heading[0]]) is None
