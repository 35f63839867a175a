"""Which questions are listed where there are more than a list can hold."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import islice, permutations

from knowledge.search.retrieval import Retrieval
from progress.unanswered import Sign, Unmet
from tests.fakes.library import ENTRIES, WordIndex, library
from tests.tutor.curating import NOON
from tutor.curation.unanswered import (
    AT_ONCE,
    MOST_LOOKED_UP,
    MOST_WORDINGS,
    Open,
    OpenQuestions,
)
from tutor.library import Library

# Few words of each are another's, so that no two ask the same.
OPEN = [f"w{n} x{n} y{n} z{n}" for n in range(MOST_WORDINGS + 20)]
PAGE = ENTRIES[0]
# A `CountedIndex` answers each with that page; few are near another.
ANSWERED = [f"n{number} 0" for number in range(3 * MOST_WORDINGS)]


class CountedIndex(WordIndex):
    """Answers all of `ANSWERED`, and counts what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.searched = Counter[str]()
        self.weighed = Counter[str]()

    def search(self, text: str) -> Retrieval:
        self.searched[text] += 1
        return super().search(PAGE.question if text in ANSWERED else text)

    def rarity(self, word: str) -> float:
        self.weighed[word] += 1
        return super().rarity(word)


def asked(*wordings: str, times: int = 1) -> list[Unmet]:
    """Abstentions in the order of a log."""
    return [
        Unmet(wording, Sign.ABSTAINED, None, NOON + timedelta(minutes=place))
        for place, wording in enumerate(wordings)
        for _ in range(times)
    ]


def listed(unmet: list[Unmet]) -> Open:
    return OpenQuestions().clustered(library(), unmet, [])


def test_what_is_answered_by_now_takes_nobodys_place() -> None:
    """Its words in any order lead to its page, so each has to be searched for."""
    words = ENTRIES[0].question.rstrip("?").lower().split()
    answered = [" ".join(each) for each in islice(permutations(words), MOST_WORDINGS + 5)]

    found = listed([*asked(*answered, times=3), *asked("will it rain")])

    assert [each.title for each in found.clusters] == ["will it rain"]
    assert found.wordings == 1


def test_what_an_entry_has_word_for_word_is_answered() -> None:
    phrasings = [text for entry in ENTRIES for text in entry.phrasings]

    found = listed(asked(*phrasings, "will it rain"))

    assert [each.title for each in found.clusters] == ["will it rain"]


def test_of_too_many_the_most_asked_and_then_the_latest_are_listed() -> None:
    found = listed([*asked(OPEN[0], times=2), *asked(*OPEN[1:])])

    titles = [each.title for each in found.clusters]
    assert titles[:3] == [OPEN[0], OPEN[-1], OPEN[-2]]
    assert wordings_in(found) == MOST_WORDINGS
    assert found.wordings == len(OPEN)


def after(*said: str) -> list[Unmet]:
    return [
        replace(one, wording=f"{PAGE.question} {one.wording}", follows=PAGE.slug, said=one.wording)
        for one in asked(*said)
    ]


def wordings_in(found: Open) -> int:
    return sum(len(each.asked) for each in found.clusters)


def counting() -> tuple[Library, CountedIndex]:
    index = CountedIndex()
    return replace(library(), index=index), index


def test_a_list_looks_up_so_much_and_the_next_goes_on() -> None:
    """All instructors wait for it, and what is answered by meaning has to be searched for."""
    content, index = counting()
    questions, unmet = OpenQuestions(), [*asked(*ANSWERED, times=2), *asked("will it rain")]

    first = questions.clustered(content, unmet, [])
    searched = index.searched.total()
    while not questions.clustered(content, unmet, []).clusters:
        pass
    last = questions.clustered(content, unmet, [])

    assert first.clusters == ()
    assert first.wordings > 1
    assert searched <= MOST_LOOKED_UP + AT_ONCE
    assert [each.title for each in last.clusters] == ["will it rain"]
    assert set(index.searched.values()) == {1}, "each was searched for once"


def test_after_a_publication_a_list_looks_up_so_much_again() -> None:
    content, _ = counting()
    questions, unmet = OpenQuestions(), [*asked(*ANSWERED, times=2), *asked("will it rain")]
    while not questions.clustered(content, unmet, []).clusters:
        pass
    reindexed, index = counting()

    found = questions.clustered(reindexed, unmet, [])
    searched = index.searched.total()
    while not questions.clustered(reindexed, unmet, []).is_current:
        pass

    assert [each.title for each in found.clusters] == ["will it rain"]
    assert searched == MOST_LOOKED_UP
    assert set(index.searched.values()) == {1}, "later lists went on"


def test_of_many_follow_ups_that_are_new_the_most_asked_are_listed_first() -> None:
    """Each takes two searches and a look at its page."""
    content, index = counting()
    questions, unmet = OpenQuestions(), after(*OPEN)

    first = questions.clustered(content, unmet, [])
    searched = index.searched.total()
    for _ in range(4):
        last = questions.clustered(content, unmet, [])

    assert searched <= MOST_LOOKED_UP + 2 * AT_ONCE
    assert 0 < wordings_in(first) < wordings_in(last) == MOST_WORDINGS
    assert first.wordings == last.wordings == len(OPEN)


def test_a_publication_takes_no_follow_up_off_the_list() -> None:
    content, _ = counting()
    questions, unmet = OpenQuestions(), after(*OPEN)
    for _ in range(5):
        before = questions.clustered(content, unmet, [])
    reindexed, index = counting()

    found = questions.clustered(reindexed, unmet, [])

    assert (found.clusters, found.is_current) == (before.clusters, False)
    assert 0 < index.searched.total() <= MOST_LOOKED_UP + 2


def test_follow_ups_are_looked_up_once_while_their_page_and_the_index_are_the_same() -> None:
    content, index = counting()
    questions, unmet = OpenQuestions(), after("and for wombats?", "and on zork?")
    first = questions.clustered(content, unmet, [])
    looked_up = (index.searched.copy(), index.weighed.copy())

    amended = replace(content, entries=dict(content.entries), revision=1)
    again = questions.clustered(amended, unmet, [])

    assert len(again.clusters) == 2
    assert (again, (index.searched, index.weighed)) == (first, looked_up)


def test_what_no_list_asked_for_last_time_is_forgotten() -> None:
    content, index = counting()
    questions = OpenQuestions()
    for said in ("and for wombats?", "and on zork?", "and for wombats?"):
        questions.clustered(content, after(said), [])

    # Each list that looks asks whether its page covers it, and what else is near.
    assert index.searched["and on zork?"] == 2
    assert index.searched["and for wombats?"] == 2 * 2


def test_a_page_that_is_not_near_is_proposed_to_nobody() -> None:
    """A list that always names one teaches its readers to look past it."""
    far, near = "how do I submit homework three", "view and reshape what is the use"

    found = listed(asked(far, near)).clusters

    proposed = {each.title: each.proposed for each in found}
    assert proposed[far] == ()
    assert proposed[near][0] == "view-vs-reshape"
