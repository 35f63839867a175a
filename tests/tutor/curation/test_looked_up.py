"""What is remembered of the last list, and how much a list looks up anew."""

import pytest

from tutor.curation.looked_up import Effort, LookedUp

TEXTS = ("a", "b", "c", "d")


class Source:
    """Finds a text in another state each time it changes; remembers what it was asked."""

    def __init__(self, state: str) -> None:
        self.state = state
        self.asked: list[str] = []

    def look_up(self, text: str) -> str:
        self.asked.append(text)
        return text + self.state


def found(known: LookedUp[str, str], source: Source, *texts: str) -> list[str]:
    return [known.find(text, lambda text=text: source.look_up(text)) for text in texts]


@pytest.fixture
def source() -> Source:
    return Source("1")


@pytest.fixture
def known() -> LookedUp[str, str]:
    looked_up = LookedUp[str, str]()
    looked_up.begin(Effort(9))
    return looked_up


def test_the_same_is_looked_up_once(known: LookedUp[str, str], source: Source) -> None:
    found(known, source, *TEXTS, *TEXTS)
    known.begin(Effort(9))
    found(known, source, *TEXTS)

    assert source.asked == [*TEXTS]


def test_what_the_last_list_did_not_ask_for_is_forgotten(
    known: LookedUp[str, str], source: Source
) -> None:
    for texts in (("a", "b"), ("b",), ("a", "b")):
        known.begin(Effort(9))
        found(known, source, *texts)

    assert source.asked == ["a", "b", "a"]


def test_after_a_change_a_list_looks_up_so_much_and_the_next_goes_on(
    known: LookedUp[str, str], source: Source
) -> None:
    found(known, source, *TEXTS)
    source.state = "2"
    efforts = [Effort(3), Effort(3)]

    known.begin(efforts[0], is_changed=True)
    assert found(known, source, *TEXTS) == ["a2", "b2", "c2", "d1"]
    known.begin(efforts[1])
    assert found(known, source, *TEXTS) == ["a2", "b2", "c2", "d2"]
    assert [effort.is_current for effort in efforts] == [False, True]


def test_what_was_never_looked_up_is_whatever_it_takes(
    known: LookedUp[str, str], source: Source
) -> None:
    known.begin(Effort(1))

    assert found(known, source, "a", "b") == ["a1", "b1"]


def test_what_was_found_before_is_not_new(known: LookedUp[str, str], source: Source) -> None:
    """However often it has changed: only what is new keeps a list from being whole."""
    found(known, source, "a", "b")
    effort = Effort(1)
    known.begin(effort, is_changed=True)
    found(known, source, "a", "b", "c")

    assert (effort.spent, effort.on_new, effort.is_overspent) == (2, 1, False)
