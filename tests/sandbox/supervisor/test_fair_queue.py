"""A fair queue: nobody waits for another's whole line, and nobody fills the queue alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sandbox.supervisor.queue import FairQueue

LEARNERS = st.sampled_from("abcde")


def _queue(at_once: int = 1, most: int = 64) -> FairQueue[str]:
    return FairQueue(at_once=at_once, most=most)


def _order(queue: FairQueue[str]) -> list[str]:
    """Everyone in line, one after another; a ticket begins with its learner."""
    order = []
    while (ticket := queue.next()) is not None:
        order.append(ticket)
        queue.leave(ticket[0])
    return order


def test_learners_alternate() -> None:
    queue = _queue()
    for ticket in ("a1", "a2", "a3", "b1", "b2", "c1"):
        queue.join(ticket[0], ticket)

    assert _order(queue) == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_one_learner_alone_is_served_in_order() -> None:
    queue = _queue()
    for number in range(5):
        queue.join("a", f"a{number}")

    assert _order(queue) == [f"a{number}" for number in range(5)]


def test_a_learner_with_nothing_running_goes_first() -> None:
    queue = _queue(at_once=4)
    for ticket in ("a1", "a2", "c1", "d1", "a3", "b1"):
        queue.join(ticket[0], ticket)
    assert [queue.next() for _ in range(5)] == ["a1", "c1", "d1", "b1", None]
    queue.join("e", "e1")

    queue.leave("c")

    assert queue.next() == "e1"


def test_the_last_place_is_not_for_one_who_has_all_others() -> None:
    queue = _queue(at_once=3)
    for ticket in ("a1", "a2", "a3"):
        queue.join("a", ticket)
    assert [queue.next(), queue.next(), queue.next()] == ["a1", "a2", None]

    queue.join("b", "b1")
    assert queue.next() == "b1"

    queue.leave("a")
    assert queue.next() == "a3"


def test_who_has_no_name_may_have_every_place() -> None:
    queue = _queue(at_once=2)

    assert [queue.enter(""), queue.enter(""), queue.enter("")] == [True, True, False]


def test_a_full_queue_turns_the_newcomer_away() -> None:
    queue = _queue(most=1)
    queue.join("a", "a1")
    queue.next()

    assert queue.join("b", "b1") is None
    assert queue.join("c", "c1") == "c1"
    assert queue.waiting == 1


def test_who_fills_the_queue_makes_way_for_another() -> None:
    queue = _queue(most=3)
    for ticket in ("a0", "a1", "a2", "a3"):
        queue.join("a", ticket)
        queue.next()

    assert queue.join("b", "b1") == "a3"
    queue.leave("a")
    assert _order(queue) == ["a1", "b1", "a2"]


def test_a_queue_of_none_turns_all_away_that_would_wait() -> None:
    queue = _queue(most=0)

    assert queue.join("a", "a1") is None
    assert queue.next() == "a1"
    assert queue.join("a", "a2") == "a2"


def test_who_gives_up_is_forgotten() -> None:
    queue = _queue()
    for ticket in ("a1", "a2", "b1"):
        queue.join(ticket[0], ticket)

    queue.withdraw("a", "a1")
    queue.withdraw("b", "b1")

    assert _order(queue) == ["a2"]


@given(st.lists(LEARNERS, max_size=60), LEARNERS.map(str.upper))
def test_a_newcomer_waits_for_one_snippet_of_each_learner_at_most(
    before: list[str], newcomer: str
) -> None:
    queue = _queue()
    for number, learner in enumerate(before):
        queue.join(learner, f"{learner}{number}")
    queue.join(newcomer, newcomer)

    assert _order(queue).index(newcomer) <= len(set(before))


def test_who_rests_is_passed_over_until_awake() -> None:
    queue = _queue()
    queue.rest("a")
    for ticket in ("a1", "b1", "a2"):
        queue.join(ticket[0], ticket)

    assert not queue.enter("a")
    assert _order(queue) == ["b1"]

    queue.wake("a")

    assert _order(queue) == ["a1", "a2"]


def test_two_rests_end_with_the_second() -> None:
    queue = _queue()
    for _ in range(2):
        queue.rest("a")
    queue.wake("a")

    assert not queue.enter("a")


def test_who_rests_cannot_fill_an_idle_queue() -> None:
    queue = _queue(at_once=2, most=2)
    queue.rest("a")

    assert [queue.join("a", f"a{number}") for number in range(3)] == [None, None, "a2"]
    assert queue.join("b", "b1") is None
    assert queue.next() == "b1"


class Queue(RuleBasedStateMachine):
    """Whatever happens, counts are right, no ticket is lost and none is called twice."""

    def __init__(self) -> None:
        super().__init__()
        self.queue: FairQueue[str] = _queue(at_once=3, most=5)
        self.waiting: list[str] = []
        self.running: list[str] = []
        self.resting: list[str] = []
        self.number = 0

    def may_run(self, learner: str) -> bool:
        own = [ticket for ticket in self.running if ticket[0] == learner]
        return len(self.running) < 3 and len(own) < 2 and learner not in self.resting

    @rule(learner=LEARNERS)
    def join(self, learner: str) -> None:
        self.number += 1
        ticket = f"{learner}{self.number}"
        self.waiting.append(ticket)
        away = self.queue.join(learner, ticket)
        if away is not None:
            self.waiting.remove(away)
            # Those that joined before anything ran are let in, and called at once elsewhere.
            assert len(self.waiting) >= 5
            assert not self.may_run(learner)

    @rule()
    def call(self) -> None:
        ticket = self.queue.next()
        if ticket is None:
            assert not any(self.may_run(one[0]) for one in self.waiting)
            return
        assert self.may_run(ticket[0])
        self.waiting.remove(ticket)
        self.running.append(ticket)

    @precondition(lambda self: self.running)
    @rule(data=st.data())
    def end(self, data: st.DataObject) -> None:
        ticket = data.draw(st.sampled_from(self.running))
        self.running.remove(ticket)
        self.queue.leave(ticket[0])

    @rule(learner=LEARNERS)
    def rest(self, learner: str) -> None:
        self.resting.append(learner)
        self.queue.rest(learner)

    @precondition(lambda self: self.resting)
    @rule(data=st.data())
    def wake(self, data: st.DataObject) -> None:
        learner = data.draw(st.sampled_from(self.resting))
        self.resting.remove(learner)
        self.queue.wake(learner)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def give_up(self, data: st.DataObject) -> None:
        ticket = data.draw(st.sampled_from(self.waiting))
        self.waiting.remove(ticket)
        self.queue.withdraw(ticket[0], ticket)

    @invariant()
    def counts_are_right(self) -> None:
        assert self.queue.waiting == len(self.waiting)
        assert self.queue.running == len(self.running) <= 3


TestQueue = pytest.mark.filterwarnings("error")(Queue.TestCase)
TestQueue.settings = settings(max_examples=60, stateful_step_count=40)
