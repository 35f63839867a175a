"""What follows on an answer, held against messages written for it: `followups.jsonl`.

`kind` is what the message asks for after the page `after`; `about` names the page that answers,
which is `after` itself where a part of it does. `complete` are questions of their own. Those of the
`round` "stranger" are by somebody who had seen no rule; they were in view while rules were mended.
"""

import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.followup.lead import (
    Anything,
    Lead,
    Neighbour,
    Nowhere,
    OwnQuestion,
    lead,
    neighbours,
)
from knowledge.followup.passage import Passage
from knowledge.followup.reading import Subject, only_wishes, read
from knowledge.followup.wish import Wish
from knowledge.pages.entry import Entry
from knowledge.search.index import Index
from knowledge.search.retrieval import Abstained, Matched
from tutor.library import Library

ROWS = [
    json.loads(line)
    for line in Path(__file__).with_name("followups.jsonl").read_text("utf-8").splitlines()
]
COMPLETE = "complete"
UNCOVERED = "uncovered"
STRANGER = "stranger"


@pytest.fixture(scope="module")
def by_slug(entries: tuple[Entry, ...]) -> Mapping[str, Entry]:
    return {entry.slug: entry for entry in entries}


def led(text: str, after: str, by_slug: Mapping[str, Entry], index: Index) -> Lead | Wish:
    asked = read(text)
    if asked is None:
        return OwnQuestion()
    own = index.search(text)
    if asked.gives_way and isinstance(own, Matched):
        return OwnQuestion()
    if asked.wish is not Wish.ABOUT:
        return asked.wish
    return lead(asked, own, by_slug[after], by_slug, index)


def understood(
    row: Mapping[str, Any], by_slug: Mapping[str, Entry], index: Index
) -> tuple[str, str | None]:
    """The kind that a message was taken for, and the page that then answers it."""
    match led(row["text"], row["after"], by_slug, index):
        case Wish() as wish:
            return wish.value, row["after"]
        case Anything(wish=wish):
            return wish.value, row["after"]
        case Neighbour(slug=slug):
            return Wish.ABOUT.value, slug
        case Passage():
            return Wish.ABOUT.value, row["after"]
        case Nowhere():
            return UNCOVERED, None
        case OwnQuestion():
            found = index.search(row["text"])
            return COMPLETE, found.slug if isinstance(found, Matched) else None


def is_right(row: Mapping[str, Any], kind: str, slug: str | None) -> bool:
    """A page that is right is right, however it was come by."""
    if row["kind"] == Wish.ABOUT:
        return slug in {row["slug"], *row["also"]}
    return kind == row["kind"]


def follow_ups(by_slug: Mapping[str, Entry]) -> list[Mapping[str, Any]]:
    return [row for row in ROWS if row["kind"] != COMPLETE and row["after"] in by_slug]


def test_follow_ups_are_understood(by_slug: Mapping[str, Entry], index: Index) -> None:
    rows = [row for row in follow_ups(by_slug) if "round" not in row]
    right: dict[str, list[bool]] = {row["kind"]: [] for row in rows}

    for row in rows:
        right[row["kind"]].append(is_right(row, *understood(row, by_slug, index)))

    shares = {kind: round(float(np.mean(found)), 3) for kind, found in right.items()}
    overall = np.mean([one for found in right.values() for one in found])
    print(f"{len(rows)} follow-ups, {overall:.3f} understood: {shares}")  # noqa: T201
    assert len(rows) >= 80
    assert overall >= 0.90
    assert min(shares.values()) >= 0.85


def test_a_strangers_follow_ups_are_understood_or_honestly_declined(
    by_slug: Mapping[str, Entry], index: Index
) -> None:
    rows = [row for row in follow_ups(by_slug) if row.get("round") == STRANGER]

    found = [(row, *understood(row, by_slug, index)) for row in rows]
    right = [is_right(row, kind, slug) for row, kind, slug in found]
    honest = [kind == UNCOVERED for _, kind, _ in found]

    either = np.mean(np.logical_or(right, honest))
    print(f"{len(rows)} of a stranger: {np.mean(right):.3f} right, {either:.3f} or honest")  # noqa: T201
    assert len(rows) >= 190
    assert np.mean(right) >= 0.68
    assert either >= 0.77


def test_whole_questions_are_not_taken_to_follow_on(
    by_slug: Mapping[str, Entry], index: Index
) -> None:
    rows = [row for row in ROWS if row["kind"] == COMPLETE and row["after"] in by_slug]

    taken = [row for row in rows if understood(row, by_slug, index)[0] != COMPLETE]

    print(f"{len(rows)} whole questions, {len(taken)} taken to follow on")  # noqa: T201
    assert len(rows) >= 60
    assert len(taken) <= 1, taken


def test_no_phrasing_of_an_entry_is_taken_to_follow_on(
    by_slug: Mapping[str, Entry], index: Index, entries: tuple[Entry, ...]
) -> None:
    """Every wording that the base knows is a question of its own, whatever was read before."""
    asked = [(text, before.slug) for before, entry in pairwise(entries) for text in entry.phrasings]

    taken = [
        text
        for text, after in asked
        if not isinstance(led(text, after, by_slug, index), OwnQuestion)
    ]

    print(f"{len(asked)} phrasings, {len(taken)} taken to follow on")  # noqa: T201
    assert len(taken) <= len(asked) / 1000, taken


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("why?", Wish.MORE),
        ("Why is that so?", Wish.MORE),
        ("can you explain that again", Wish.MORE),
        ("more", Wish.MORE),
        ("how?", Wish.MORE),
        ("say that again", Wish.AGAIN),
        ("in short?", Wish.SIMPLER),
        ("ok, and why?", Wish.MORE),
        ("I don\N{RIGHT SINGLE QUOTATION MARK}t understand", Wish.MORE),
        ("i dont get it", Wish.MORE),
        ("im totally lost", Wish.MORE),
        ("i cant follow", Wish.MORE),
        ("that doesnt make sense", Wish.MORE),
        ("shorter pls", Wish.SIMPLER),
        ("please, the short version", Wish.SIMPLER),
        ("how so please", Wish.MORE),
        ("can u explain it simpler", Wish.SIMPLER),
        ("in simple words", Wish.SIMPLER),
        ("simpler please", Wish.SIMPLER),
        ("a simple example", Wish.EXAMPLE),
        ("too hard", Wish.SIMPLER),
        ("so which one should I use then?", Wish.AGAIN),
        ("which is better?", Wish.AGAIN),
        ("and back?", Wish.AGAIN),
        ("and the other way around?", Wish.AGAIN),
        ("vice versa", Wish.AGAIN),
        ("and then?", Wish.MORE),
        ("example?", Wish.EXAMPLE),
        ("exmaple pls", Wish.EXAMPLE),
        ("show me", Wish.EXAMPLE),
        ("e.g.?", Wish.EXAMPLE),
        ("show me more", Wish.MORE),
        ("when does it fail?", Wish.PITFALL),
        ("what can go wrong?", Wish.PITFALL),
        ("but why tho", Wish.MORE),
        ("whyyy", Wish.MORE),
        ("y?", Wish.MORE),
        ("can i try it?", Wish.EXAMPLE),
        ("can i try it here", Wish.EXAMPLE),
        ("i want to try it", Wish.EXAMPLE),
        ("wait, what?", Wish.MORE),
        ("still dont get it", Wish.MORE),
        ("why would anyone use that", Wish.MORE),
        ("that was too long", Wish.SIMPLER),
        ("other direction?", Wish.AGAIN),
        ("another one please", Wish.EXAMPLE),
        ("exemple with numbers please", Wish.EXAMPLE),
        ("3d example?", Wish.EXAMPLE),
        ("how do i write it", Wish.EXAMPLE),
    ],
)
def test_a_bare_wish_names_nothing(text: str, wish: Wish) -> None:
    found = read(text)

    assert found is not None
    assert (found.wish, found.text) == (wish, text)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("and in numpy?", Subject.MISSING),
        ("what about 3d?", Subject.MISSING),
        ("along dim 1?", Subject.MISSING),
        ("is it a view?", Subject.PRONOUN),
        ("does that copy?", Subject.PRONOUN),
        ("why doesnt that copy?", Subject.PRONOUN),
        ("and what's a stride?", Subject.OWN),
        ("and whats a stride?", Subject.OWN),
        ("how do I undo it?", Subject.PRONOUN),
        ("is there a scheduler for that?", Subject.PRONOUN),
        ("and what is a stride?", Subject.OWN),
        ("what is a stride?", Subject.WHOLE),
        ("why does view fail on a transposed tensor?", Subject.WHOLE),
        ("in which order does F.pad take its numbers", Subject.WHOLE),
        ("which one is faster", Subject.CHOOSING),
        ("which is the fastest loss", Subject.WHOLE),
        ("what happens to the gradient there", Subject.POINTING),
        ("how many dimensions are there", Subject.WHOLE),
        ("whats the shape of the result", Subject.POINTING),
        ("what is the output of a linear layer", Subject.WHOLE),
        ("what is overfitting and how do i avoid it", Subject.WHOLE),
        ("and what is dropout, when do I use it?", Subject.OWN),
        ("can i write into it", Subject.PRONOUN),
        ("is it ok to write into it", Subject.PRONOUN),
        ("do i have to write it", Subject.PRONOUN),
        ("should i try it", Subject.PRONOUN),
        ("y", Subject.WHOLE),
        ("does it help to lower it", Subject.PRONOUN),
        ("does it help to call it after step", Subject.PRONOUN),
        ("does it make sense to call it twice", Subject.PRONOUN),
        ("which do i use cat or stack", Subject.WHOLE),
        ("which should i use, relu/sigmoid", Subject.WHOLE),
        ("which should i use for training or testing", Subject.CHOOSING),
    ],
)
def test_what_a_message_lacks_is_seen_by_its_wording(text: str, subject: Subject) -> None:
    found = read(text)

    assert found is not None
    assert (found.wish, found.subject) == (Wish.ABOUT, subject)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "RuntimeError: mat1 and mat2 shapes cannot be multiplied",
        "and then\nx.t()",
        "does it matter in which order I multiply them",
        "can it happen that the loss is negative",
        "is it worth moving small tensors to the gpu",
        "does it make sense to use dropout there",
        "does it help to normalise the data before using it",
        "/draw the rows",
        "and I have a long story to tell about a model that used to train but does not any more",
    ],
)
def test_code_errors_and_long_stories_never_follow_on(text: str) -> None:
    assert read(text) is None


@given(text=st.text(max_size=300))
def test_any_message_can_be_read(text: str) -> None:
    found = read(text)

    assert found is None or found.text == text.strip()


@pytest.mark.parametrize(
    "text",
    ["how do i get the mean?", "what is the mean", "what does mean do?", "what is an instance?"],
)
def test_a_thing_that_is_called_like_a_wish_is_none(text: str) -> None:
    assert not only_wishes(text)


@pytest.mark.parametrize("text", ["what does it mean?", "what do you mean", "for instance?"])
def test_the_same_words_wish_where_they_name_nothing(text: str) -> None:
    assert only_wishes(text)


def test_alone_a_bare_wish_finds_nothing(library: Library) -> None:
    for text in ("why?", "more", "example?", "show me", "what can go wrong?"):
        assert isinstance(library.search(text), Abstained), text


def test_code_and_complaints_are_no_wishes() -> None:
    for text in ("i,i-> meaning", "x[more]", "you are wrong"):
        found = read(text)

        assert found is None or found.wish is Wish.ABOUT


def test_a_linked_page_is_nearer_than_one_of_the_topic(by_slug: Mapping[str, Entry]) -> None:
    near = neighbours(by_slug["unsqueeze"], by_slug)

    assert near.index("squeeze-dim") < near.index("flatten")
    assert "unsqueeze" not in near
    assert len(set(near)) == len(near)


def test_an_uncovered_follow_up_names_pages_near_the_last(
    by_slug: Mapping[str, Entry], index: Index
) -> None:
    found = led("and in julia?", "softmax-dim", by_slug, index)

    assert isinstance(found, Nowhere)
    assert set(found.near) == set(neighbours(by_slug["softmax-dim"], by_slug))


@pytest.mark.parametrize(
    ("after", "text", "slug"),
    [
        # A page of names in NumPy is far from most functions that it names.
        ("unsqueeze", "and in numpy?", "axis-vs-dim"),
        ("unsqueeze", "what is it in numpy", "axis-vs-dim"),
        # "Change" and "zero" are in other titles by chance.
        ("default-dtypes", "can I change that", "default-dtypes"),
        ("inspect-tensor", "how do I change it?", "change-dtype"),
        ("relu-gradient", "and at zero?", "relu-gradient"),
        # No sign of following on, and no page is sure.
        ("vector-plus-matrix", "why the rows?", "vector-plus-matrix"),
        ("expand-vs-repeat", "can i write into it", "expand-vs-repeat"),
        # The search is sure of the very page.
        ("type-promotion", "and int plus bool?", "type-promotion"),
    ],
)
def test_a_page_or_a_part_of_the_last_one_answers(
    after: str, text: str, slug: str, by_slug: Mapping[str, Entry], index: Index
) -> None:
    found = led(text, after, by_slug, index)

    assert isinstance(found, Neighbour | Passage)
    assert (found.slug if isinstance(found, Neighbour) else after) == slug


@pytest.mark.parametrize(
    ("after", "text", "wish"),
    [
        ("view-vs-reshape", "so which is safer", Wish.AGAIN),
        ("accidental-broadcast", "how to prevent this", Wish.PITFALL),
    ],
)
def test_some_words_ask_for_a_part_of_the_page(
    after: str, text: str, wish: Wish, by_slug: Mapping[str, Entry], index: Index
) -> None:
    assert led(text, after, by_slug, index) == Anything(wish)


@pytest.mark.parametrize(
    ("after", "text"),
    [
        ("what-is-broadcasting", "is this slow?"),
        # One word is in the title of the page that it finds.
        ("gather", "and in numpy?"),
        ("empty-vs-zeros", "is it really faster"),
    ],
)
def test_what_was_found_by_chance_is_not_suggested(
    after: str, text: str, by_slug: Mapping[str, Entry], index: Index
) -> None:
    assert isinstance(led(text, after, by_slug, index), Nowhere)


@pytest.mark.parametrize(
    ("after", "text"),
    [
        ("embedding-lookup", "so int divided by int gives float in torch?"),
        ("print-options", "select rows 0 and 2"),
        ("vanishing-exploding", "how do i save my model"),
        # They end with a place, and yet say all that they ask about.
        ("zero-grad", "how does broadcasting work here"),
        ("zero-grad", "why do I need unsqueeze here?"),
        ("zero-grad", "why does view fail here"),
        ("zero-grad", "why is keepdim needed here"),
        ("what-is-einsum", "why use detach here"),
        ("what-is-einsum", "what does softmax do here"),
        ("what-is-einsum", "why is a bias there"),
        ("what-is-einsum", "what is a batch here"),
        # They name what to choose between.
        ("view-vs-reshape", "which do i use cat or stack"),
        ("view-vs-reshape", "which should i use relu or sigmoid"),
        ("view-vs-reshape", "which are leaf tensors"),
        ("zero-grad", "which should i use sum or mean"),
        # "The output" is any output.
        ("zero-grad", "why is the output nan"),
        ("what-is-broadcasting", "how do i normalise the output"),
        ("what-is-broadcasting", "why is the output always 0.5"),
        ("what-is-broadcasting", "how do i print the output"),
    ],
)
def test_a_whole_question_is_not_joined_with_the_page_before(
    after: str, text: str, by_slug: Mapping[str, Entry], index: Index
) -> None:
    assert isinstance(led(text, after, by_slug, index), OwnQuestion)
