from collections.abc import Sequence

from knowledge.pages.entry import Entry
from knowledge.search.arrays import Floats
from knowledge.search.encoder.kept import Kept
from knowledge.search.fit.fit import APART, FOLDS, apart, cases, fit, spread, texts
from knowledge.search.question import normalise
from knowledge.search.statistics import negatives


def test_a_fit_finds_its_thresholds(entries: tuple[Entry, ...], kept: Kept) -> None:
    found = fit(entries[:12], kept)

    assert 0 < found.suggest < 1
    assert 0 < found.answer < 1
    assert found.logit.candidate.sum() > 0


def test_what_a_fold_is_asked_its_encoder_was_not_taught(
    entries: tuple[Entry, ...], kept: Kept
) -> None:
    """Each fold's texts are judged by that fold's encoder alone."""
    asked: list[set[str]] = []

    class Noting:
        encoder_id = kept.encoder_id

        def __init__(self) -> None:
            asked.append(set())
            self._asked = asked[-1]

        def encode(self, texts: Sequence[str]) -> Floats:
            self._asked.update(texts)
            return kept.encode(texts)

        def is_word(self, text: str) -> bool:
            return kept.is_word(text)

    found = list(cases(entries[:3], [Noting() for _ in range(FOLDS)]))

    phrasings = sum(len(entry.phrasings) for entry in entries[:3])
    assert len([case for case in found if case.right is not None]) == phrasings
    assert len(asked) == FOLDS
    assert all(len(texts) > phrasings for texts in asked)


def test_folds_are_the_same_every_time(entries: tuple[Entry, ...], kept: Kept) -> None:
    one, other = (texts(entries[:3], kept) for _ in range(2))

    assert [text.asked for text in one] == [text.asked for text in other]
    assert {text.asked.fold for text in one} == set(range(FOLDS))


def test_what_was_written_apart_is_a_fold_of_its_own(entries: tuple[Entry, ...]) -> None:
    asked = spread(entries[:12])

    last = [one for one in asked if one.fold == APART]

    assert {one.text for one in asked if one.text in apart()} <= {one.text for one in last}
    assert {one.owner is None for one in last} == {True, False}
    twins = {normalise(one.text).sentence for one in last if one.text in apart()}
    assert {normalise(one.text).sentence for one in last} == twins


def test_twins_of_one_sentence_are_never_in_two_folds(entries: tuple[Entry, ...]) -> None:
    """An index that knows a sentence is no judge of it, in whatever way it was typed."""
    folds: dict[str, set[int]] = {}
    texts_of: dict[str, set[str]] = {}
    for one in spread(entries[:12]):
        sentence = normalise(one.text).sentence
        folds.setdefault(sentence, set()).add(one.fold)
        texts_of.setdefault(sentence, set()).add(one.text)

    assert any(len(several) > 1 for several in texts_of.values())
    assert [sentence for sentence, several in folds.items() if len(several) > 1] == []


def test_of_what_was_written_apart_only_the_ranking_learns(
    entries: tuple[Entry, ...], kept: Kept
) -> None:
    few = entries[:2]
    is_apart = [one.fold == APART for one in spread(few) if one.owner is not None]

    judged = [case for case in cases(few, [kept] * FOLDS) if case.right is not None]

    assert sum(case.ranks_only for case in judged) == sum(is_apart) > 0


def test_negatives_are_many_and_each_is_there_once() -> None:
    found = negatives()

    assert len(found) >= 250
    assert len(set(found)) == len(found)


def test_no_negative_is_a_phrasing(entries: tuple[Entry, ...]) -> None:
    phrasings = {text.lower() for entry in entries for text in entry.phrasings}

    assert not phrasings & {text.lower() for text in negatives()}
