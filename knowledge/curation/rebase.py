"""A draft moved onto the newest state of its entry, after somebody else was faster. Pure."""

from dataclasses import replace
from typing import TypeVar

from knowledge.curation.draft import Draft, Step
from knowledge.entry import Entry

Text = TypeVar("Text", str, str | None)


def rebased(draft: Draft, newest: Entry, number: int, base: str | None) -> Draft:
    """Let the draft be a change of `newest`: what its author did not touch is as it is there.

    `number` is that of the entry's head and `base` what that was made from. The code is to be run
    again, since texts of two people have never stood together.
    """
    before = draft.original or newest
    return replace(
        draft,
        question=_chosen(draft.question, before.question, newest.question),
        answer=_chosen(draft.answer, before.short, newest.short),
        in_words=_is_in_words(draft, before, newest),
        more=_chosen(draft.more, before.more, newest.more),
        pitfall=_chosen(draft.pitfall, before.pitfall, newest.pitfall),
        aliases=_joined(draft.aliases, before.aliases, newest.aliases),
        step=Step.READY,
        proven=None,
        original=newest,
        expected=number,
        base=base,
    )


def made_anew(draft: Draft, number: int) -> Draft:
    """Let the draft be an entry again whose creation was taken back by the version `number`."""
    return replace(draft, step=Step.READY, expected=number, base=None)


def _chosen(mine: Text, before: Text, newest: Text) -> Text:
    return newest if mine == before else mine


def _is_in_words(draft: Draft, before: Entry, newest: Entry) -> bool:
    """Whether the answer that is kept needs no example: the draft's says so, or the newest entry's.

    Code that was sent as a draft's example is one whatever the answer says.
    """
    if draft.answer == before.short:
        return not draft.example and not newest.has_example
    return draft.in_words


def _joined(
    mine: tuple[str, ...] | None, before: tuple[str, ...], newest: tuple[str, ...]
) -> tuple[str, ...] | None:
    """The draft's own wordings, then those that the newest entry has and the one before had not."""
    if mine is None:
        return None
    return tuple(dict.fromkeys((*mine, *(each for each in newest if each not in before))))
