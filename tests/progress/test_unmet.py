from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from progress.events import Event, Kind, Sender, Turn
from progress.stores.progress_store import ProgressStore
from progress.unanswered import PRESS_WITHIN, Pairing, Sign, Unmet
from tests.progress.examples import ADA, BOB, EVENTS, NOON


def event(kind: Kind, text: str | None = None, slug: str | None = None, **fields) -> Event:
    usual = {"telegram_user_id": 1, "at": NOON, "text": text, "slug": slug}
    return Event(kind=kind, **{**usual, **fields})


def suggested(text: str, *slugs: str, **fields) -> list[Event]:
    detail = {"offered": " ".join(slugs)}
    return [
        event(Kind.ASKED, text, **fields),
        event(Kind.SUGGESTED, text, slugs[0], detail=detail, **fields),
    ]


def signs(*events: Event) -> list[tuple[Sign, str, str | None]]:
    return [(each.sign, each.wording, each.slug) for each in Pairing().read(events)]


def test_what_nobody_could_answer_is_unmet() -> None:
    found = signs(event(Kind.ASKED, "why?"), event(Kind.ABSTAINED, "why?"))

    assert found == [(Sign.ABSTAINED, "why?", None)]


def test_what_a_page_did_not_cover_names_the_page_and_what_was_said() -> None:
    """The wording is the page's question with what was said: a search for it finds the page."""
    uncovered = {"reason": "uncovered", "follows": "a"}
    ended = {"reason": "all_said", "follows": "a"}
    events = [
        event(Kind.ASKED, "and wombats?"),
        event(Kind.ABSTAINED, "Why? and wombats?", detail=uncovered),
        event(Kind.ASKED, "more"),
        event(Kind.ABSTAINED, detail=ended),
    ]

    found = [(each.wording, each.follows, each.said) for each in Pairing().read(events)]

    assert found == [("Why? and wombats?", "a", "and wombats?"), ("", "", "")]


def test_none_of_these_is_told_apart() -> None:
    declined = event(Kind.ABSTAINED, "why?", detail={"reason": "none_of_these"})

    assert signs(*suggested("why?", "a"), declined) == [(Sign.DECLINED, "why?", None)]


def test_the_first_suggestion_that_is_opened_is_the_choice() -> None:
    events = [
        *suggested("why?", "a", "b"),
        event(Kind.CHOSEN, slug="b"),
        event(Kind.CHOSEN, slug="a"),
    ]

    assert signs(*events) == [(Sign.CHOSEN, "why?", "b")]


def doubtful(text: str, slug: str, *others: str) -> list[Event]:
    """An answer with others on buttons below it."""
    detail = {"offered": " ".join(others)}
    return [event(Kind.ASKED, text), event(Kind.ANSWERED, slug=slug, detail=detail)]


def other(slug: str) -> Event:
    """A press on such a button."""
    return event(Kind.CHOSEN, slug=slug, detail={"beside": True})


def test_a_suggestion_that_was_not_said_is_no_choice() -> None:
    asked, offer = suggested("why?", "a", "b")
    unsaid = replace(offer, detail={**offer.detail, "unsaid": True})

    assert signs(asked, unsaid, event(Kind.CHOSEN, slug="a")) == []


def test_what_is_opened_in_place_of_an_answer_is_a_choice() -> None:
    events = [*doubtful("why?", "a", "b", "c"), other("d"), other("c"), other("b")]

    assert signs(*events) == [(Sign.CHOSEN, "why?", "c")]


def test_reading_on_is_no_choice() -> None:
    """The entry that an answer names as likely may be opened from elsewhere, to read on."""
    assert signs(*doubtful("why?", "a", "b"), event(Kind.CHOSEN, slug="b")) == []


def test_a_question_is_listed_once_whichever_press_comes_first() -> None:
    unhelpful = event(Kind.UNHELPFUL, slug="a")
    instead = {"offered": "c", "instead_of": "a"}
    offer = event(Kind.SUGGESTED, "why?", "c", detail=instead)
    logs = (
        [other("b"), unhelpful],
        [unhelpful, other("b")],
        [unhelpful, offer, other("b")],
    )

    for log in logs:
        found = list(Pairing().read([*doubtful("why?", "a", "b"), *log]))
        assert [each.again for each in found] == [False, True]


def test_another_question_is_listed_by_itself() -> None:
    asked = [*doubtful("why?", "a", "b"), other("b"), *doubtful("how?", "c", "d"), other("d")]

    found = [(each.wording, each.again) for each in Pairing().read(asked)]

    assert found == [("why?", False), ("how?", False)]


def test_an_entry_that_was_not_suggested_is_no_choice() -> None:
    assert signs(*suggested("why?", "a"), event(Kind.CHOSEN, slug="c")) == []


def test_a_press_after_another_question_is_no_choice() -> None:
    later = [event(Kind.ASKED, "what?"), event(Kind.ANSWERED, slug="c")]

    assert signs(*suggested("why?", "a"), *later, event(Kind.CHOSEN, slug="a")) == []


def test_a_late_press_is_no_choice() -> None:
    late = event(Kind.CHOSEN, slug="a", at=NOON + PRESS_WITHIN + timedelta(seconds=1))

    assert signs(*suggested("why?", "a"), late) == []


def test_presses_are_paired_with_the_question_of_the_same_learner() -> None:
    events = [
        *suggested("mine", "a"),
        *suggested("theirs", "a", telegram_user_id=2),
        event(Kind.CHOSEN, slug="a"),
    ]

    assert signs(*events) == [(Sign.CHOSEN, "mine", "a")]


def test_an_answer_that_did_not_help_is_paired_with_its_question() -> None:
    events = [
        event(Kind.ASKED, "why?"),
        event(Kind.ANSWERED, slug="a"),
        event(Kind.ASKED, "what?"),
        event(Kind.ANSWERED, slug="b"),
        event(Kind.UNHELPFUL, slug="a"),
    ]

    assert signs(*events) == [(Sign.UNHELPFUL, "why?", "a")]


def followed(said: str, slug: str, after: str, wording: str | None = None) -> list[Event]:
    """An answer to what follows on the page `after`."""
    detail = {"followup": "about", "follows": after}
    return [event(Kind.ASKED, said), event(Kind.ANSWERED, wording, slug, detail=detail)]


def test_a_page_that_did_not_help_did_not_help_with_what_it_was_opened_for() -> None:
    """More of a page was asked for in between; the vote stands under the page itself."""
    events = [
        event(Kind.ASKED, "what is a view?"),
        event(Kind.ANSWERED, slug="a"),
        *followed("why?", "a", after="a"),
        event(Kind.UNHELPFUL, slug="a"),
    ]

    assert signs(*events) == [(Sign.UNHELPFUL, "what is a view?", "a")]


def test_a_neighbour_that_did_not_help_names_the_page_and_what_was_said_after_it() -> None:
    events = [
        event(Kind.ASKED, "what is a view?"),
        event(Kind.ANSWERED, slug="a"),
        *followed("and copies?", "b", after="a", wording="What is a view? and copies?"),
        event(Kind.ASKED, "why?"),
        event(Kind.ANSWERED, slug="b", detail={"followup": "more", "follows": "b"}),
        event(Kind.UNHELPFUL, slug="b"),
    ]

    [found] = Pairing().read(events)

    assert (found.wording, found.follows, found.said, found.slug) == (
        "What is a view? and copies?",
        "a",
        "and copies?",
        "b",
    )


def test_what_is_offered_after_a_bad_answer_is_about_its_question() -> None:
    """It was asked before another one, and counts already: its answer did not help."""
    instead = {"offered": "c d", "instead_of": "a"}
    events = [
        event(Kind.ASKED, "why?"),
        event(Kind.ANSWERED, slug="a"),
        event(Kind.ASKED, "what?"),
        event(Kind.ANSWERED, slug="b"),
        event(Kind.UNHELPFUL, slug="a"),
        event(Kind.SUGGESTED, "why?", "c", detail=instead),
        event(Kind.CHOSEN, slug="d"),
        *suggested("how?", "e"),
        event(Kind.CHOSEN, slug="e"),
    ]

    found = [(each.wording, each.sign, each.again) for each in Pairing().read(events)]

    assert found == [
        ("why?", Sign.UNHELPFUL, False),
        ("why?", Sign.CHOSEN, True),
        ("how?", Sign.CHOSEN, False),
    ]


def test_an_answer_from_a_menu_has_no_question() -> None:
    events = [event(Kind.CHOSEN, slug="a"), event(Kind.UNHELPFUL, slug="a")]

    assert signs(*events) == [(Sign.UNHELPFUL, "", "a")]


@given(st.lists(EVENTS))
def test_any_log_is_read_and_names_nobody(events: list[Event]) -> None:
    found = list(Pairing().read(events))

    assert len(found) <= len(events)
    assert {field for each in found for field in each.__dataclass_fields__} <= {
        "again",
        "wording",
        "sign",
        "slug",
        "at",
        "follows",
        "said",
    }


@given(st.lists(EVENTS), st.integers(0, 9))
def test_a_log_may_be_read_in_portions(events: list[Event], cut: int) -> None:
    pairing = Pairing()

    parts = [*pairing.read(events[:cut]), *pairing.read(events[cut:])]

    assert parts == list(Pairing().read(events))


async def test_the_store_reads_what_buttons_said(store: ProgressStore) -> None:
    sender = Sender(ADA.telegram_user_id, ADA.name)
    asking = Turn(sender, NOON, 1)
    asking.record(Kind.ASKED, text="why?")
    asking.record(Kind.ANSWERED, slug="a", offered="b c")
    pressing = Turn(sender, NOON, 2)
    pressing.record(Kind.CHOSEN, slug="c", beside=True)
    for turn in (asking, pressing):
        await store.commit(turn)

    assert await store.unmet(NOON) == [Unmet("why?", Sign.CHOSEN, "c", NOON)]


async def test_the_store_reads_it_from_then_on(store: ProgressStore) -> None:
    for number, (sender, at) in enumerate(((ADA, NOON), (BOB, NOON + timedelta(days=1)))):
        turn = Turn(Sender(sender.telegram_user_id, sender.name), at, number)
        turn.record(Kind.ASKED, text="why?")
        turn.record(Kind.ABSTAINED, text="why?")
        await store.commit(turn)

    found = await store.unmet(NOON + timedelta(hours=1))

    assert found == [Unmet("why?", Sign.ABSTAINED, None, NOON + timedelta(days=1))]
