"""What follows on an answer: understood from what was read last, or said not to be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.pages.entry import Section
from progress.events import Event, Kind, Sender, Turn
from progress.stores.progress_store import ProgressStore
from tests.fakes.runner import FakeRunner
from tutor.conversation.ask import Answer, Answered, Suggestions, Unknown
from tutor.conversation.before import REMEMBERED
from tutor.conversation.explain import Unexplained
from tutor.conversation.followup import (
    AllSaid,
    ChooseFirst,
    Excerpt,
    FollowedUp,
    InWords,
    NothingBefore,
    TakenAs,
    Uncovered,
)
from tutor.conversation.message import NOTHING_SAID, Before
from tutor.library import Library
from tutor.tutor import Tutor

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
UNSQUEEZE = "what does unsqueeze do?"
MULTIPLIED = "RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x5 and 4x5)"


class Lena:
    """A learner whose messages come one by one, a second apart, each in a turn of its own."""

    def __init__(self, library: Library, store: ProgressStore, user: int = 1001) -> None:
        self._tutor = Tutor(library, FakeRunner(), store)
        self._store = store
        self._user = user
        self._update = user * 1000
        self.now = NOON

    async def says(self, text: str, before: Before = NOTHING_SAID) -> Answer | FollowedUp:
        turn = self._turn()
        found = await self._tutor.conversation.ask(turn, text, before)
        await self._store.commit(turn)
        return found

    async def opens(self, slug: str) -> None:
        turn = self._turn()
        self._tutor.choose(turn, slug)
        await self._store.commit(turn)

    async def votes_against(self, slug: str) -> None:
        turn = self._turn()
        await self._tutor.vote(turn, slug, helpful=False)
        await self._store.commit(turn)

    async def events(self) -> list[Event]:
        return [each async for each in self._store.events() if each.telegram_user_id == self._user]

    def _turn(self) -> Turn:
        self._update += 1
        self.now += timedelta(seconds=1)
        return Turn(Sender(self._user), self.now, self._update)


@pytest.fixture
def lena(library: Library, store: ProgressStore) -> Lena:
    return Lena(library, store)


async def test_why_shows_more_of_the_last_page_then_its_pitfall_then_no_more(lena: Lena) -> None:
    await lena.says(UNSQUEEZE)

    more, pitfall, end = [await lena.says(text) for text in ("why?", "more", "more")]

    assert isinstance(more, Excerpt)
    assert (more.entry.slug, more.section, more.text) == (
        "unsqueeze",
        Section.MORE,
        more.entry.more,
    )
    assert isinstance(pitfall, Excerpt)
    assert pitfall.section is Section.PITFALL
    assert isinstance(end, AllSaid)
    assert end.near


async def test_an_example_is_that_of_the_page_and_another_is_another(lena: Lena) -> None:
    await lena.says(UNSQUEEZE)

    first, second = await lena.says("example?"), await lena.says("another example?")

    assert isinstance(first, Excerpt)
    assert isinstance(second, Excerpt)
    assert (first.section, second.section) == (Section.SHORT, Section.MORE)
    assert first.text.startswith("```pycon")
    assert "The numbers and their order" not in first.text


async def test_a_pitfall_is_shown_as_often_as_asked_for(lena: Lena) -> None:
    await lena.says(UNSQUEEZE)

    found = [await lena.says("when does it fail?") for _ in range(2)]

    assert [isinstance(each, Excerpt) and each.section for each in found] == [Section.PITFALL] * 2


async def test_how_to_prevent_it_is_said_where_the_page_warns(lena: Lena) -> None:
    await lena.opens("accidental-broadcast")

    found = await lena.says("how do I prevent this?")

    assert isinstance(found, Excerpt)
    assert found.section is Section.PITFALL


async def test_the_short_answer_is_said_again_as_often_as_asked_for(lena: Lena) -> None:
    await lena.says(UNSQUEEZE)

    found = [await lena.says("say that again") for _ in range(2)]

    assert [isinstance(each, Excerpt) and each.section for each in found] == [Section.SHORT] * 2


@pytest.mark.parametrize("said", ["simpler", "tldr", "explain like im 5"])
async def test_who_wants_it_simpler_gets_a_sentence_then_what_it_builds_on(
    lena: Lena, said: str
) -> None:
    await lena.says(UNSQUEEZE)

    sentence, end = await lena.says(said), await lena.says("simpler please")

    assert isinstance(sentence, Excerpt)
    assert sentence.text == "`t.unsqueeze(dim)` adds a new axis of **length 1** at position `dim`."
    assert isinstance(end, AllSaid)
    assert [each.slug for each in end.near] == ["rank-vs-shape"]


async def test_a_fragment_finds_the_paragraph_that_speaks_of_it(lena: Lena) -> None:
    await lena.opens("split-vs-chunk")

    found = await lena.says("and in numpy?")

    assert isinstance(found, Excerpt)
    assert "np.array_split" in found.text
    assert (await lena.events())[-1].slug == "split-vs-chunk"


async def test_a_neighbour_answers_and_is_followed_on_in_its_turn(lena: Lena) -> None:
    await lena.says(UNSQUEEZE)

    taken, view = await lena.says("and squeeze?"), await lena.says("is it a view?")

    assert isinstance(taken, TakenAs)
    assert (taken.said, taken.after.slug, taken.answered.entry.slug) == (
        "and squeeze?",
        "unsqueeze",
        "squeeze-dim",
    )
    assert isinstance(view, Excerpt)
    assert view.entry.slug == "squeeze-dim"


async def test_a_neighbour_that_does_not_help_is_listed_as_asked_after_the_page(
    lena: Lena, store: ProgressStore
) -> None:
    await lena.says(UNSQUEEZE)
    taken = await lena.says("and squeeze?")
    await lena.says("why?")

    await lena.votes_against("squeeze-dim")

    assert isinstance(taken, TakenAs)
    [listed] = await store.unmet(NOON)
    assert (listed.wording, listed.follows, listed.said) == (
        f"{taken.after.question} and squeeze?",
        "unsqueeze",
        "and squeeze?",
    )


async def test_what_no_page_covers_is_said_and_left_to_instructors(
    lena: Lena, store: ProgressStore
) -> None:
    await lena.opens("softmax-dim")

    found = await lena.says("and in julia?")

    assert isinstance(found, Uncovered)
    assert (found.entry.slug, found.said) == ("softmax-dim", "and in julia?")
    assert 1 <= len(found.near) <= 3
    (_, asked, abstained) = await lena.events()
    assert (asked.kind, asked.text) == (Kind.ASKED, "and in julia?")
    assert abstained.kind is Kind.ABSTAINED
    assert abstained.text == f"{found.entry.question} and in julia?"
    assert abstained.detail == {"reason": "uncovered", "follows": "softmax-dim"}
    statistics = await store.class_statistics(lena.now)
    assert [each.times for each in statistics.unanswered] == [1]


async def test_an_uncovered_follow_up_leaves_the_last_page_the_last(lena: Lena) -> None:
    await lena.opens("cumsum")
    await lena.says("and in julia?")

    found = await lena.says("and in numpy?")

    assert isinstance(found, Excerpt)
    assert found.entry.slug == "cumsum"


@pytest.mark.parametrize("text", ["why?", "example?", "when does it fail?", "does that copy?"])
async def test_without_anything_read_we_ask_back(lena: Lena, text: str) -> None:
    found = await lena.says(text)

    assert found == NothingBefore()
    asked, abstained = await lena.events()
    assert (asked.kind, asked.text) == (Kind.ASKED, text)
    assert (abstained.kind, abstained.text) == (Kind.ABSTAINED, None)


@pytest.mark.parametrize(
    "text", ["is it worth using einsum", "what is dropout, and when do I use it?"]
)
async def test_a_full_question_needs_nothing_before_it(lena: Lena, text: str) -> None:
    """Its "it" stands for what it goes on to name, or has named."""
    assert not isinstance(await lena.says(text), NothingBefore)


async def test_what_was_read_too_long_ago_is_not_followed_on(lena: Lena) -> None:
    await lena.says(UNSQUEEZE)

    lena.now += REMEMBERED - timedelta(seconds=2)
    still = await lena.says("why?")
    lena.now += REMEMBERED
    late = await lena.says("why?")

    assert isinstance(still, Excerpt)
    assert late == NothingBefore()


async def test_another_learner_has_a_past_of_their_own(
    lena: Lena, library: Library, store: ProgressStore
) -> None:
    await lena.says(UNSQUEEZE)

    assert await Lena(library, store, user=1002).says("why?") == NothingBefore()


async def test_a_restart_forgets_nothing(
    lena: Lena, library: Library, store: ProgressStore
) -> None:
    await lena.says(UNSQUEEZE)
    again = Lena(library, store)
    again._update += 10

    assert isinstance(await again.says("why?"), Excerpt)


async def test_a_whole_question_is_answered_for_itself(lena: Lena) -> None:
    await lena.says(UNSQUEEZE)

    answered = await lena.says("and what is broadcasting?")
    suggested = await lena.says("why does view fail on a transposed tensor?")
    unknown = await lena.says("how do I boil an egg?")

    assert isinstance(answered, Answered)
    assert answered.entry.slug == "what-is-broadcasting"
    assert isinstance(suggested, Answered | Suggestions)
    assert isinstance(unknown, Unknown)


async def test_a_fragment_without_a_past_is_searched_as_it_stands(lena: Lena) -> None:
    found = await lena.says("what about tanh?")

    assert isinstance(found, Answered | Suggestions)


async def test_what_a_message_quotes_comes_before_what_was_read_last(
    lena: Lena, library: Library
) -> None:
    await lena.says(UNSQUEEZE)
    quoted = f"{library.entries['strides'].question}\n\nThe strides, one per axis, …"

    found = await lena.says("why?", Before(quoted=quoted))

    assert isinstance(found, Excerpt)
    assert found.entry.slug == "strides"


async def test_in_a_group_only_a_quote_is_followed_on(lena: Lena, library: Library) -> None:
    await lena.says(UNSQUEEZE)
    quoted = f"{library.entries['strides'].question}\n\n…"

    alone = await lena.says("why?", Before(alone=False))
    answering = await lena.says("why?", Before(quoted=quoted, alone=False))

    assert alone == NothingBefore()
    assert isinstance(answering, Excerpt)


async def test_an_edited_message_follows_on_what_came_before_it(lena: Lena) -> None:
    await lena.says(UNSQUEEZE)
    await lena.says("and squeeze?")
    sent = lena.now

    found = await lena.says("why?", Before(sent=sent))

    assert isinstance(found, Excerpt)
    assert found.entry.slug == "unsqueeze"


@pytest.mark.parametrize(
    "said",
    ["how do i fix it", "how to solve this", "how can i solve this error?", "and the solution?"],
)
async def test_how_to_mend_a_pasted_error_is_asked_of_its_page(lena: Lena, said: str) -> None:
    """By such words alone, pages about something else are nearer."""
    await lena.says(MULTIPLIED)

    more, why, end = [await lena.says(text) for text in (said, "why?", said)]

    assert isinstance(more, Excerpt)
    assert (more.entry.slug, more.section) == ("inner-dims-match", Section.MORE)
    assert isinstance(why, Excerpt)
    assert why.section is Section.PITFALL
    assert isinstance(end, AllSaid)


async def test_it_still_is_when_the_message_is_edited(lena: Lena) -> None:
    await lena.says(MULTIPLIED)
    await lena.says("how do i fix it")
    sent = lena.now
    await lena.says(UNSQUEEZE)

    found = await lena.says("how to solve this", Before(sent=sent))

    assert isinstance(found, Excerpt)
    assert found.entry.slug == "inner-dims-match"


async def test_of_a_pasted_error_without_a_page_nothing_more_is_known(lena: Lena) -> None:
    """What was read before it has nothing to do with it."""
    await lena.says(UNSQUEEZE)
    unknown = await lena.says("zorp.ZorpError: the zorp went blorp")

    found = [await lena.says(text) for text in ("how do i fix it", "why?")]

    assert isinstance(unknown, Unknown)
    assert found == [Unexplained("ZorpError", ())] * 2


@pytest.mark.parametrize(
    ("pasted", "error"),
    [
        ("Exception: the zorp went blorp", "Exception"),
        ("my code says ZorpError: the zorp went blorp, what now?", "ZorpError"),
        (
            'Traceback (most recent call last):\n  File "a.py", line 1\nzorp.Zorp: it went up',
            "Zorp",
        ),
    ],
)
async def test_an_error_is_known_for_one_however_it_is_pasted(
    lena: Lena, pasted: str, error: str
) -> None:
    await lena.says(UNSQUEEZE)
    unknown = await lena.says(pasted)

    found = [await lena.says(text) for text in ("show me an example", "why?")]

    assert isinstance(unknown, Unknown)
    assert found == [Unexplained(error, ())] * 2


async def test_after_a_question_without_an_answer_the_last_page_is_still_there(lena: Lena) -> None:
    await lena.says(UNSQUEEZE)
    unknown = await lena.says("please tell me about the weather tomorrow")

    found = await lena.says("why?")

    assert isinstance(unknown, Unknown)
    assert isinstance(found, Excerpt)


async def test_anything_else_after_a_pasted_error_is_asked_as_ever(lena: Lena) -> None:
    await lena.says(MULTIPLIED)

    found = [await lena.says(text) for text in ("my code doesn't work", "how do I fix batch norm?")]

    assert not any(isinstance(each, Excerpt) for each in found)


@pytest.mark.parametrize("said", ["the last one", "second", "the first"])
async def test_a_choice_with_nothing_to_choose_from_is_no_question(lena: Lena, said: str) -> None:
    """What is found for such words is chance."""
    await lena.says(UNSQUEEZE)

    assert isinstance(await lena.says(said), NothingBefore)
    assert len(await lena.events()) == 2


async def test_suggestions_wait_for_a_choice(lena: Lena) -> None:
    await lena.says(UNSQUEEZE)
    offered = await lena.says("dimension trouble")
    assert isinstance(offered, Suggestions)

    waiting = await lena.says("why?")
    await lena.opens(offered.entries[0].slug)
    chosen = await lena.says("why?")

    assert waiting == ChooseFirst(offered.entries)
    assert isinstance(chosen, Excerpt)
    assert chosen.entry == offered.entries[0]


async def test_a_page_in_words_has_no_example_and_names_the_nearest_that_has(
    library: Library, store: ProgressStore
) -> None:
    """The first page that it names is in words as well, so the second is offered."""
    words = {"short": "It is **said** in words.", "more": None, "pitfall": None}
    named = {**words, "see_also": ("squeeze-dim", "flatten")}
    in_words = {
        "squeeze-dim": library.entries["squeeze-dim"].model_copy(update=words),
        "unsqueeze": library.entries["unsqueeze"].model_copy(update=named),
    }
    lena = Lena(replace(library, entries={**library.entries, **in_words}), store)
    await lena.opens("unsqueeze")

    found = await lena.says("example?")

    assert isinstance(found, InWords)
    assert [each.slug for each in found.near] == ["flatten"]


async def test_without_a_neighbour_the_nearest_by_its_question_is_offered(
    library: Library, store: ProgressStore
) -> None:
    words = {"short": "In words.", "more": None, "pitfall": None, "see_also": ()}
    entry = library.entries["unsqueeze"].model_copy(update=words)
    lena = Lena(replace(library, entries={**library.entries, "unsqueeze": entry}), store)
    await lena.opens("unsqueeze")

    found = await lena.says("example?")

    assert isinstance(found, InWords)
    assert [each.has_example for each in found.near] == [True]
