"""Instructors' buttons: what is packed comes back, and nothing else is taken for a button."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import curation, learners
from bot.buttons.codec import Stale
from bot.buttons.curation import (
    CODEC,
    AnswerCluster,
    AskRetire,
    AskTopic,
    DismissCluster,
    DropPart,
    EditEntry,
    FinishPart,
    MergeCluster,
    OpenDraft,
    PutAside,
    Rebase,
    Restore,
    Retire,
    RunDraft,
    Settle,
    SetTopic,
    ShowConflict,
    ShowDrafts,
    ShowHeld,
    ShowHistory,
    ShowUnanswered,
    Undo,
    UndoDismissal,
    UnfoldDraft,
    WritePart,
    pack,
    unpack,
)
from bot.buttons.publishing import AskDiscard, Discard, Publish
from knowledge.curation.draft import Step
from knowledge.curation.listing import Which
from knowledge.curation.stores.drafts import NUMBER_BITS

NAMES = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda s: len(s) <= 48)
OF_TYPE = {
    int: st.integers(0, 999_999_999),
    bool: st.booleans(),
    str: NAMES,
    Step: st.sampled_from(Step),
    Which: st.sampled_from(Which),
}
PRESSES = st.sampled_from(list(CODEC.meanings.values())).flatmap(
    lambda kind: st.builds(kind.press, **{name: OF_TYPE[of] for name, of in kind.types.items()})
)


@given(PRESSES.filter(lambda press: not isinstance(press, MergeCluster)))
def test_what_is_packed_unpacks_within_64_bytes(press) -> None:
    data = pack(press)

    assert len(data.encode()) <= 64
    assert unpack(data) == press


def test_the_longest_merge_fits() -> None:
    press = MergeCluster(59, "0123456789", "s" * 48)

    assert len(pack(press)) == 64
    assert unpack(pack(press)) == press


def test_the_longest_topic_of_a_draft_fits() -> None:
    press = SetTopic(2**NUMBER_BITS - 1, "s" * 48)

    assert len(pack(press)) == 64
    assert unpack(pack(press)) == press


@given(st.text(st.characters(exclude_categories=()), max_size=70) | st.none())
def test_any_text_unpacks_to_something(data) -> None:
    press = unpack(data)

    assert isinstance(press, Stale) or pack(press) == data


@pytest.mark.parametrize(
    "data",
    ["", "i", "iu", "iu-1", "iu01", "iu1.2", "io", "ioSLUG", "ioa--b", "ir1", "ir1.", "is2.1.slug",
     "ip1.nonsense", "iw9223372036854775808", "i~1", "iu\u0661", "ij0", "1o00slug"],
)  # fmt: skip
def test_what_nobody_packs_is_stale(data) -> None:
    assert unpack(data) == Stale()


@given(PRESSES)
def test_no_button_is_one_of_a_learner(press) -> None:
    assert learners.unpack(pack(press)) == Stale()
    assert not learners.VERSION.startswith(curation.VERSION)


# Messages that were sent long ago have these below them: what is said here never changes.
SENT = {
    "iu3": ShowUnanswered(3),
    "ia0123456789": AnswerCluster("0123456789"),
    "im3.0123456789.view-vs-reshape": MergeCluster(3, "0123456789", "view-vs-reshape"),
    "id3.0123456789": DismissCluster(3, "0123456789"),
    "ioview-vs-reshape": ShowHeld("view-vs-reshape"),
    "ieview-vs-reshape": EditEntry("view-vs-reshape"),
    "iq7.view-vs-reshape": AskRetire(7, "view-vs-reshape"),
    "ir7.view-vs-reshape": Retire(7, "view-vs-reshape"),
    "ib7.view-vs-reshape": Restore(7, "view-vs-reshape"),
    "iz7.view-vs-reshape": Undo(7, "view-vs-reshape"),
    "ihview-vs-reshape": ShowHistory("view-vs-reshape"),
    "icview-vs-reshape": ShowConflict("view-vs-reshape"),
    "is1.7.view-vs-reshape": Settle(True, 7, "view-vs-reshape"),
    "is0.7.view-vs-reshape": Settle(False, 7, "view-vs-reshape"),
    "il3": ShowDrafts(3),
    "iw42": OpenDraft(42),
    "if42": FinishPart(42),
    "ip42.example": WritePart(42, Step.EXAMPLE),
    "ik42.more": DropPart(42, Step.MORE),
    "it42": AskTopic(42),
    "ig42.first-tensors": SetTopic(42, "first-tensors"),
    "iv42.1.0": UnfoldDraft(42, True, False),
    "ix42": RunDraft(42),
    "iy42": Publish(42),
    "in42": Rebase(42),
    "ij": PutAside(),
    "ii42": AskDiscard(42),
    "i042": Discard(42),
    "i442.7": Publish(42, 7),
    "i542.7": Discard(42, 7),
    "i30123456789": UndoDismissal("0123456789"),
}


@pytest.mark.parametrize(("data", "press"), SENT.items())
def test_buttons_of_earlier_releases_say_what_they_said(data, press) -> None:
    assert unpack(data) == press
    assert pack(press) == data
