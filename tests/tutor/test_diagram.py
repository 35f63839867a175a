"""Diagrams of entries: what is drawn, and what a writer is told otherwise."""

import pytest

from tests.tutor.test_draw import HereRunner
from tutor.draw import diagram
from tutor.picture.scene.marks import Scene


async def test_a_diagram_is_what_draw_would_draw() -> None:
    found = await diagram(HereRunner(), "a = torch.ones(2, 3)\na + torch.arange(3)")

    assert isinstance(found, Scene)
    assert found.description.startswith("a + torch.arange(3): Axes line up")


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("3 + 4", "expected code that ends in something that can be drawn"),
        ("a = 1 / 0\ntorch.ones(2)", "expected code that runs as far as"),
        ("torch.ones(", "expected code that runs as far as"),
        ("torch.tensor(3)", "expected a picture with more in it than one number"),
    ],
)
async def test_what_is_no_diagram_is_said_in_a_writers_words(code: str, fault: str) -> None:
    found = await diagram(HereRunner(), code)

    assert isinstance(found, str)
    assert found.startswith(fault)
