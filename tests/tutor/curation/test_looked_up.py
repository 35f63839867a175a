"""What is remembered of the last list, and how much a list looks up anew."""

import pytest

from tutor.curation.open_questions import Effort, LookedUp

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


def test_the_same_is_looked_up_once(source: Source) -> None:
    first = LookedUp[str, str](Effort(9))
    found(first, source, *TEXTS, *TEXTS)
    found(first.following(Effort(9), is_changed=False), source, *TEXTS)

    assert source.asked == [*TEXTS]


def test_what_the_last_list_did_not_ask_for_is_forgotten(source: Source) -> None:
    first = LookedUp[str, str](Effort(9))
    found(first, source, "a", "b")
    second = first.following(Effort(9), is_changed=False)
    found(second, source, "b")
    third = second.following(Effort(9), is_changed=False)
    found(third, source, "a", "b")

    assert source.asked == ["a", "b", "a"]


def test_after_a_change_a_list_looks_up_so_much_and_the_next_goes_on(source: Source) -> None:
    known = LookedUp[str, str](Effort(9))
    found(known, source, *TEXTS)
    source.state = "2"

    known = known.following(Effort(3), is_changed=True)
    assert found(known, source, *TEXTS) == ["a2", "b2", "c2", "d1"]
    known = known.following(Effort(3), is_changed=False)
    assert found(known, source, *TEXTS) == ["a2", "b2", "c2", "d2"]


def test_what_was_never_looked_up_is_whatever_it_takes(source: Source) -> None:
    assert found(LookedUp[str, str](Effort(1)), source, "a", "b") == ["a1", "b1"]


def test_a_list_says_whether_all_of_it_is_as_of_now(source: Source) -> None:
    known = LookedUp[str, str](Effort(9))
    found(known, source, *TEXTS)
    efforts = [Effort(3), Effort(3)]
    for effort in efforts:
        known = known.following(effort, is_changed=effort is efforts[0])
        found(known, source, *TEXTS)

    assert [effort.is_current for effort in efforts] == [False, True]


def test_what_was_found_before_is_not_new(source: Source) -> None:
    """However often it has changed: only what is new keeps a list from being whole."""
    known = LookedUp[str, str](Effort(9))
    found(known, source, "a", "b")
    effort = Effort(1)
    found(known.following(effort, is_changed=True), source, "a", "b", "c")

    assert (effort.spent, effort.on_new, effort.is_overspent) == (2, 1, False)
