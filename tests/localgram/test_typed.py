import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from localgram.actions import compose
from localgram.text import accepted


def spans(typed: str) -> tuple[str, list[tuple[str, str]]]:
    """The text, and each entity's kind with what it covers."""
    said = compose(typed)
    wide = said.text.encode("utf-16-le")
    covered = [
        (e["type"], wide[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le"))
        for e in said.entities
    ]
    return said.text, covered


@pytest.mark.parametrize(
    ("typed", "text", "entities"),
    [
        ("hello", "hello", []),
        ("/start now", "/start now", [("bot_command", "/start")]),
        ("/run@local_bot", "/run@local_bot", [("bot_command", "/run@local_bot")]),
        ("an a/b and /etc/passwd", "an a/b and /etc/passwd", []),
        ("use `x.view` 😀 `y`", "use x.view 😀 y", [("code", "x.view"), ("code", "y")]),
        ("```\nx = 1\n```", "x = 1", [("pre", "x = 1")]),
        ("😀 ```x``` end", "😀 x end", [("pre", "x")]),
        ("see https://pytorch.org/docs.", "see https://pytorch.org/docs.", [("url", "https://pytorch.org/docs")]),
        ("@local_bot help a@b.cd", "@local_bot help a@b.cd", [("mention", "@local_bot")]),
        ("  odd ``` one ", "odd ``` one", []),
    ],
)  # fmt: skip
def test_what_is_typed_becomes(typed: str, text: str, entities: list[tuple[str, str]]) -> None:
    assert spans(typed) == (text, entities)


def test_a_fence_names_its_language() -> None:
    said = compose("look\n```python\nif x:\n    y()\n```\nthere")

    assert said.text == "look\nif x:\n    y()\nthere"
    assert said.entities == ({"type": "pre", "offset": 5, "length": 13, "language": "python"},)


@given(st.text(alphabet="`/@ab \n😀:htps."))
def test_what_is_typed_never_has_a_wrong_entity(typed: str) -> None:
    said = compose(typed)

    assume(said.text.strip())
    accepted(said.text, said.entities)
