import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.belief import (
    CANDIDATE_FEATURES,
    EVIDENCE,
    NONE_FEATURES,
    Beliefs,
    Logit,
    evidence,
)
from knowledge.search.fit import regression
from knowledge.search.fit.regression import (
    FALSE_HOPES,
    PRECISION,
    Case,
    answer_threshold,
    binary,
    conditional,
    suggest_threshold,
)
from knowledge.search.lexical import pairs
from knowledge.search.probe import Probe
from knowledge.search.rank import SHORTLIST, Material, Phrasings, Ranker, shortlist

# How far a cosine may be off where numbers are bytes: four of a half step each.
A_BYTE = 4 * 0.5 / 127
SEED = st.integers(0, 2**32 - 1)


def phrasings(seed: int, entries: int = 4, each: int = 6, width: int = 12):
    """Phrasings around one direction an entry, as unit vectors."""
    generator = np.random.default_rng(seed)
    owners = np.repeat(np.arange(entries), each)
    vectors = np.eye(width)[owners] * 2 + generator.normal(0, 0.3, (len(owners), width))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32), owners


@given(SEED)
def test_the_probe_knows_its_own(seed: int) -> None:
    vectors, owners = phrasings(seed)
    probe = Probe.of(vectors, owners, owners >= 0)

    found = [int(probe.scores(vector).argmax()) for vector in vectors]

    assert found == owners.tolist()


@given(SEED)
def test_what_asks_for_the_whole_entry_counts_for_more(seed: int) -> None:
    """Near the few phrasings that ask for all of it, an entry gets a higher score for them."""
    vectors, owners = phrasings(seed)
    few = np.arange(len(owners)) == 0

    plain, told = (Probe.of(vectors, owners, core) for core in (few & ~few, few))

    assert _margin(told.scores(vectors[0])) > _margin(plain.scores(vectors[0]))


def _margin(scores) -> float:
    """How far the first entry is before the best other one."""
    return float(scores[0] - scores[1:].max())


@given(SEED)
def test_adapted_vectors_have_length_one(seed: int) -> None:
    vectors, owners = phrasings(seed)

    adapted = Probe.of(vectors, owners, owners >= 0).adapt(vectors)

    assert np.allclose(np.linalg.norm(adapted, axis=1), 1, atol=1e-3)


@given(SEED, st.lists(st.integers(1, 5), min_size=1, max_size=5))
def test_rows_are_judged_by_their_own_entry(seed: int, counts: list[int]) -> None:
    generator = np.random.default_rng(seed)
    owners = np.repeat(np.arange(len(counts)), counts)
    vectors = generator.normal(size=(len(owners), 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = vectors @ vectors[0]

    places = np.arange(len(counts))[::-1]
    best = [cosines[owners == entry].max() for entry in places]

    means, nearest = Phrasings.of(vectors, owners).nearest(vectors[0], places)
    assert (means <= np.array(best) + A_BYTE).all()
    assert np.allclose(cosines[nearest], best, atol=A_BYTE)
    assert (owners[nearest] == places).all()


def test_an_entry_with_few_phrasings_is_judged_by_those() -> None:
    vectors = np.eye(4, dtype=np.float32)
    phrasings = Phrasings.of(vectors, np.array([0, 1, 1, 1]))

    means, _ = phrasings.nearest(vectors[0], np.array([0, 1]))

    assert np.allclose(means, [1, 0], atol=A_BYTE)


def test_the_shortlist_holds_the_likely_ones_and_not_too_many() -> None:
    few, many = np.arange(40.0, dtype=np.float32) * 10, np.arange(40.0, dtype=np.float32)

    assert sorted(shortlist(few)) == [35, 36, 37, 38, 39]
    assert sorted(shortlist(many)) == list(range(40 - SHORTLIST, 40))
    assert list(shortlist(few[:1])) == [0]


def test_what_is_not_on_the_shortlist_is_never_nearer_than_what_is() -> None:
    """The evidence of 40 entries, of which a shortlist is looked at."""
    vectors, owners = phrasings(7, entries=40, width=64)
    words = [{"word": 1}] * 40
    material = Material(
        vectors,
        owners,
        owners >= 0,
        vectors[:2],
        phrasing_terms=words,
        pairs=[pairs(["two", "words"])] * 40,
        bodies=words,
    )
    ranker = Ranker.of(material, np.zeros(65, np.float32))

    found = ranker.signals(vectors[0], ["word"], pairs(["two", "words"]), known=1.0)

    looked_at = shortlist(found.probe)
    others = np.setdiff1d(np.arange(40), looked_at)
    assert 0 < len(looked_at) <= SHORTLIST
    assert found.cosine.argmax() == owners[0]
    for signal in (found.cosine, found.adapted):
        assert (signal[others] <= signal[looked_at].min()).all()


@given(SEED)
def test_beliefs_sum_to_one_and_follow_the_evidence(seed: int) -> None:
    generator = np.random.default_rng(seed)
    candidates = generator.normal(size=(5, 2)).astype(np.float32)
    logit = Logit(np.array([2, 0], np.float32), np.array([0.5], np.float32))

    beliefs = logit.beliefs(candidates, np.ones(1, np.float32))

    assert np.isclose(beliefs.candidates.sum() + beliefs.none, 1, atol=1e-5)
    assert beliefs.candidates.argmax() == candidates[:, 0].argmax()


def test_the_fit_finds_what_tells_right_from_wrong() -> None:
    """The first feature marks the right candidate, where there is one; the second is noise."""
    generator = np.random.default_rng(3)
    cases = []
    for number in range(200):
        evidence = generator.normal(size=(4, 2)).astype(np.float32)
        right = None if number % 4 == 0 else number % 3
        evidence[:, 0] = [3.0 if place == right else 0.0 for place in range(4)]
        cases.append(Case(evidence, np.ones(1, np.float32), right, 1.0))

    logit = conditional(cases)

    assert logit.candidate[0] > 1
    assert abs(logit.candidate[1]) < 0.5


def test_verdicts_tell_right_answers_from_wrong_and_ours_from_strangers() -> None:
    generator = np.random.default_rng(4)
    cases = []
    for number in range(200):
        right = None if number % 4 == 0 else number % 3
        rows = generator.normal(size=(4, len(CANDIDATE_FEATURES))).astype(np.float32)
        rows[:, 0] = [3.0 if place == right else 0.0 for place in range(4)]
        cases.append(Case(rows, np.ones(len(NONE_FEATURES), np.float32), right, 1.0))
    logit = conditional(cases)

    verdict, answer, suggest = regression.fit(logit, cases, [frozenset()] * 4)

    assert 0 < answer < 1
    assert 0 < suggest < 1
    known = [
        evidence(logit.beliefs(case.candidates, case.none), case.candidates, case.none, ())
        for case in cases
    ]
    ours = np.array([case.right is not None for case in cases])
    some = np.array([verdict.any_answers(row) for row in known])
    assert some[ours].mean() > some[~ours].mean() + 0.3


def test_belief_in_entries_that_the_best_one_names_is_evidence() -> None:
    beliefs = Beliefs(np.array([0.5, 0.4, 0.05], np.float32), 0.05)
    rows = np.zeros((3, len(CANDIDATE_FEATURES)), np.float32)
    none = np.ones(len(NONE_FEATURES), np.float32)

    found = dict(zip(EVIDENCE, evidence(beliefs, rows, none, {1}), strict=True))

    assert np.isclose(found["related"], 0.4)
    assert np.isclose(found["odds"], 0, atol=1e-5)


def test_the_answer_threshold_keeps_both_promises() -> None:
    sure = np.linspace(1, 0, 100)
    right = np.arange(100) < 60

    free = answer_threshold(sure, right, np.zeros(100))
    held = answer_threshold(sure, right, np.full(100, 0.8))

    assert right[sure >= free].mean() >= PRECISION
    assert held == 0.8
    assert np.isclose(suggest_threshold(np.linspace(0, 1, 101)), 1 - FALSE_HOPES)


def test_a_border_is_found_between_two_clouds() -> None:
    generator = np.random.default_rng(5)
    positive = np.arange(60) < 20
    vectors = generator.normal(size=(60, 6)).astype(np.float32)
    vectors[:, 0] += np.where(positive, 2, -2)

    border = binary(vectors, positive)

    assert ((vectors @ border[:-1] + border[-1] > 0) == positive).mean() > 0.95
