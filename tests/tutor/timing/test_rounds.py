import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.timing.rounds import CONFIDENCE, Faster, NoDifference, TooFewRounds, compared, spread

SECONDS = st.floats(1e-8, 1.0)
ROUNDS = st.lists(st.tuples(SECONDS, SECONDS), min_size=3, max_size=40)


def swapped(rounds: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(second, first) for first, second in rounds]


@given(ROUNDS)
def test_naming_the_blocks_the_other_way_round_turns_the_answer_round(rounds) -> None:
    match compared(rounds), compared(swapped(rounds)):
        case Faster(second=one, ratio=ratio), Faster(second=other, ratio=same):
            assert (one, ratio) == (not other, same)
        case found, turned:
            assert isinstance(found, NoDifference)
            assert isinstance(turned, NoDifference)


@given(ROUNDS, st.randoms())
def test_the_order_of_rounds_does_not_matter(rounds, chance: random.Random) -> None:
    shuffled = rounds.copy()
    chance.shuffle(shuffled)

    assert compared(shuffled) == compared(rounds)


@given(ROUNDS, st.sampled_from([0.25, 2.0, 1024.0]))
def test_a_machine_that_is_slower_throughout_changes_nothing(rounds, factor) -> None:
    assert compared([(a * factor, b * factor) for a, b in rounds]) == compared(rounds)


@given(st.lists(SECONDS, min_size=3, max_size=40))
def test_equal_blocks_show_no_difference(seconds) -> None:
    assert isinstance(compared([(each, each) for each in seconds]), NoDifference)


@given(ROUNDS)
def test_a_difference_is_told_only_where_the_interval_keeps_clear_of_one(rounds) -> None:
    found = compared(rounds)

    assert not isinstance(found, TooFewRounds)
    assert found.ratio.low <= found.ratio.middle <= found.ratio.high
    if isinstance(found, Faster):
        assert found.ratio.low > 1


@given(st.lists(SECONDS, min_size=1, max_size=60))
def test_a_spread_lies_within_its_values_and_around_their_middle(values) -> None:
    found = spread(values)

    assert min(values) <= found.low <= found.middle <= found.high <= max(values)


def test_one_wild_round_in_fifteen_changes_no_verdict() -> None:
    rounds = [(3.0, 1.0)] * 14

    calm, wild = compared([*rounds, (3.0, 1.0)]), compared([*rounds, (1.0, 50.0)])

    assert calm == wild
    assert isinstance(calm, Faster)
    assert (calm.second, calm.ratio.middle, calm.rounds) == (True, 3.0, 15)


def test_a_difference_too_small_to_mean_anything_is_none() -> None:
    assert isinstance(compared([(1.02, 1.0)] * 15), NoDifference)
    assert isinstance(compared([(1.04, 1.0)] * 15), Faster)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_two_rounds_prove_nothing(count) -> None:
    assert compared([(9.0, 1.0)] * count) == TooFewRounds(count)


@pytest.mark.parametrize("count", [9, 15, 30])
def test_the_interval_holds_the_true_middle_as_often_as_it_says(count) -> None:
    chance = random.Random(0)
    drawn = [spread([chance.lognormvariate(0, 1) for _ in range(count)]) for _ in range(2000)]

    held = sum(each.low <= 1 <= each.high for each in drawn) / len(drawn)

    assert held > CONFIDENCE - 0.02
