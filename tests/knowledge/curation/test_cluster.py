import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.curation.cluster import SAME, AskedWording, clusters, key_of

ANGLES = st.lists(st.tuples(st.floats(0, 3.1), st.integers(1, 9)), max_size=12)


def unit(*angles: float) -> np.ndarray:
    return np.array([[np.cos(angle), np.sin(angle)] for angle in angles], np.float32)


def asked(wording: str, times: int = 1) -> AskedWording:
    return AskedWording(wording, wording.upper(), abstained=times)


def test_near_wordings_are_one_and_the_most_asked_leads() -> None:
    found = clusters([asked("a"), asked("b", 3), asked("c", 2)], unit(0.0, 0.1, 1.5))

    assert [(each.title, each.times) for each in found] == [("B", 4), ("C", 2)]
    assert found[0].key == key_of("b")


def test_presses_are_summed_over_wordings() -> None:
    one = AskedWording("a", "A", chosen={"x": 1, "y": 2}, unhelpful={"z": 1})
    other = AskedWording("b", "B", abstained=5, declined=1, chosen={"x": 3})

    [cluster] = clusters([one, other], unit(0.0, 0.0))

    assert (cluster.abstained, cluster.declined, cluster.times) == (5, 1, 13)
    assert list(cluster.chosen.items()) == [("x", 4), ("y", 2)]
    assert cluster.unhelpful == {"z": 1}


def test_a_question_with_two_signs_counts_once() -> None:
    unhelpful_then_chosen = AskedWording("a", "A", chosen={"y": 1}, unhelpful={"x": 1}, again=1)
    chosen_after_the_other_was_dealt_with = AskedWording("a", "A", chosen={"y": 1}, again=1)

    assert unhelpful_then_chosen.times == 1
    assert chosen_after_the_other_was_dealt_with.times == 1


def test_of_nothing_there_is_no_cluster() -> None:
    assert clusters([], np.zeros((0, 2), np.float32)) == ()


@given(ANGLES)
def test_each_wording_is_in_one_cluster_near_its_leader(
    drawn: list[tuple[float, int]],
) -> None:
    wordings = [asked(f"w{place}", times) for place, (_, times) in enumerate(drawn)]
    vectors = unit(*(angle for angle, _ in drawn)).reshape(-1, 2)
    place = {each.wording: position for position, each in enumerate(wordings)}

    found = clusters(wordings, vectors)

    members = [each for cluster in found for each in cluster.asked]
    assert sorted(each.wording for each in members) == sorted(place)
    assert [cluster.times for cluster in found] == sorted(
        (cluster.times for cluster in found), reverse=True
    )
    for cluster in found:
        leader = vectors[place[cluster.asked[0].wording]]
        assert all(vectors[place[e.wording]] @ leader >= SAME - 1e-6 for e in cluster.asked)
        assert max(each.times for each in cluster.asked) == cluster.asked[0].times
