"""Fair turns: nobody waits for another's whole line, and nobody fills the queue alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sandbox.turns import Turns

LEARNERS = st.sampled_from("abcde")


def _turns(at_once: int = 1, most: int = 64) -> Turns[str]:
    return Turns(at_once=at_once, most=most)


def _order(turns: Turns[str]) -> list[str]:
    """Everyone in line, one after another; a ticket begins with its learner."""
    order = []
    while (ticket := turns.next()) is not None:
        order.append(ticket)
        turns.leave(ticket[0])
    return order


def test_learners_alternate() -> None:
    turns = _turns()
    for ticket in ("a1", "a2", "a3", "b1", "b2", "c1"):
        turns.join(ticket[0], ticket)

    assert _order(turns) == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_one_learner_alone_is_served_in_order() -> None:
    turns = _turns()
    for number in range(5):
        turns.join("a", f"a{number}")

    assert _order(turns) == [f"a{number}" for number in range(5)]


def test_a_learner_with_nothing_running_goes_first() -> None:
    turns = _turns(at_once=2)
    for ticket in ("a1", "a2", "a3"):
        turns.join("a", ticket)
    assert [turns.next(), turns.next(), turns.next()] == ["a1", "a2", None]
    turns.join("b", "b1")

    turns.leave("a")

    assert turns.next() == "b1"


def test_a_full_queue_turns_the_newcomer_away() -> None:
    turns = _turns(most=1)
    turns.join("a", "a1")
    turns.next()

    assert turns.join("b", "b1") is None
    assert turns.join("c", "c1") == "c1"
    assert turns.waiting == 1


def test_who_fills_the_queue_makes_way_for_another() -> None:
    turns = _turns(most=3)
    for ticket in ("a0", "a1", "a2", "a3"):
        turns.join("a", ticket)
        turns.next()

    assert turns.join("b", "b1") == "a3"
    turns.leave("a")
    assert _order(turns) == ["a1", "b1", "a2"]


def test_a_queue_of_none_turns_all_away_that_would_wait() -> None:
    turns = _turns(most=0)

    assert turns.join("a", "a1") is None
    assert turns.next() == "a1"
    assert turns.join("a", "a2") == "a2"


def test_who_gives_up_is_forgotten() -> None:
    turns = _turns()
    for ticket in ("a1", "a2", "b1"):
        turns.join(ticket[0], ticket)

    turns.withdraw("a", "a1")
    turns.withdraw("b", "b1")

    assert _order(turns) == ["a2"]


@given(st.lists(LEARNERS, max_size=60), LEARNERS.map(str.upper))
def test_a_newcomer_waits_for_one_snippet_of_each_learner_at_most(
    before: list[str], newcomer: str
) -> None:
    turns = _turns()
    for number, learner in enumerate(before):
        turns.join(learner, f"{learner}{number}")
    turns.join(newcomer, newcomer)

    assert _order(turns).index(newcomer) <= len(set(before))


def test_who_rests_is_passed_over_until_awake() -> None:
    turns = _turns()
    turns.rest("a")
    for ticket in ("a1", "b1", "a2"):
        turns.join(ticket[0], ticket)

    assert not turns.enter("a")
    assert _order(turns) == ["b1"]

    turns.wake("a")

    assert _order(turns) == ["a1", "a2"]


def test_two_rests_end_with_the_second() -> None:
    turns = _turns()
    for _ in range(2):
        turns.rest("a")
    turns.wake("a")

    assert not turns.enter("a")


def test_who_rests_cannot_fill_an_idle_queue() -> None:
    turns = _turns(at_once=2, most=2)
    turns.rest("a")

    assert [turns.join("a", f"a{number}") for number in range(3)] == [None, None, "a2"]
    assert turns.join("b", "b1") is None
    assert turns.next() == "b1"


class Queue(RuleBasedStateMachine):
    """Whatever happens, counts are right, no ticket is lost and none is called twice."""

    def __init__(self) -> None:
        super().__init__()
        self.turns: Turns[str] = _turns(at_once=2, most=5)
        self.waiting: list[str] = []
        self.running: list[str] = []
        self.resting: list[str] = []
        self.number = 0

    @rule(learner=LEARNERS)
    def join(self, learner: str) -> None:
        self.number += 1
        ticket = f"{learner}{self.number}"
        self.waiting.append(ticket)
        away = self.turns.join(learner, ticket)
        if away is not None:
            self.waiting.remove(away)
            # Those that joined before anything ran are let in, and called at once elsewhere.
            assert len(self.waiting) >= 5
            assert len(self.running) == 2 or learner in self.resting

    @rule()
    def call(self) -> None:
        ticket = self.turns.next()
        if ticket is None:
            awake = [one for one in self.waiting if one[0] not in self.resting]
            assert not awake or len(self.running) == 2
            return
        assert ticket[0] not in self.resting
        self.waiting.remove(ticket)
        self.running.append(ticket)

    @precondition(lambda self: self.running)
    @rule(data=st.data())
    def end(self, data: st.DataObject) -> None:
        ticket = data.draw(st.sampled_from(self.running))
        self.running.remove(ticket)
        self.turns.leave(ticket[0])

    @rule(learner=LEARNERS)
    def rest(self, learner: str) -> None:
        self.resting.append(learner)
        self.turns.rest(learner)

    @precondition(lambda self: self.resting)
    @rule(data=st.data())
    def wake(self, data: st.DataObject) -> None:
        learner = data.draw(st.sampled_from(self.resting))
        self.resting.remove(learner)
        self.turns.wake(learner)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def give_up(self, data: st.DataObject) -> None:
        ticket = data.draw(st.sampled_from(self.waiting))
        self.waiting.remove(ticket)
        self.turns.withdraw(ticket[0], ticket)

    @invariant()
    def counts_are_right(self) -> None:
        assert self.turns.waiting == len(self.waiting)
        assert self.turns.running == len(self.running) <= 2


TestQueue = pytest.mark.filterwarnings("error")(Queue.TestCase)
TestQueue.settings = settings(max_examples=60, stateful_step_count=40)
