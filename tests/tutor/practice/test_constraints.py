"""What breaks an exercise's rules is refused with its line; honest code is not."""

import pytest

from tests.tutor.practice.catalogue import exercises, submissions
from tutor.practice.constraints.breach import breach


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


def test_every_exercise_has_an_honest_solution() -> None:
    assert {heading[0] for heading, _ in submissions("honest")} == set(exercises())


def test_code_that_is_slow_to_follow_is_refused() -> None:
    """A result that doubles what it depends on with each line has a billion ways back."""
    signature, constraints = exercises()["diag-by-stride"]
    lines = [f"    x{i + 1} = x{i} + x{i}" for i in range(60)]
    code = "\n".join(["def diag_view(x0):", *lines, "    return x60"])

    found = breach(code, signature, constraints)

    assert found is not None
    assert found.rule == "must_use"
