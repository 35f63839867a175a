import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons.codec import Stale
from bot.buttons.learners import (
    DrawExample,
    DrawQuoted,
    NoneOfThese,
    OpenEntry,
    OpenOther,
    OpenTold,
    RunExample,
    ShowTopic,
    ShowTopics,
    Unfold,
    View,
    Vote,
    pack,
    unpack,
)
from knowledge.pages.entry import Section

SLUGS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda s: len(s) <= 48)
VIEWS = st.builds(View, st.booleans(), st.booleans(), st.booleans())
PRESSES = st.one_of(
    st.builds(OpenEntry, SLUGS),
    st.builds(OpenOther, SLUGS),
    st.builds(OpenTold, SLUGS, st.sampled_from([Section.MORE, Section.PITFALL])),
    st.builds(RunExample, SLUGS, st.sampled_from(Section)),
    st.builds(Unfold, SLUGS, VIEWS),
    st.builds(Vote, SLUGS, st.booleans(), VIEWS),
    st.builds(ShowTopics),
    st.builds(ShowTopic, SLUGS, st.integers(0, 99)),
    st.builds(NoneOfThese, st.integers(0, 2**63 - 1)),
    st.builds(DrawExample, SLUGS),
    st.builds(DrawQuoted),
)


@given(PRESSES)
def test_what_is_packed_unpacks_within_64_bytes(press) -> None:
    data = pack(press)

    assert len(data.encode()) <= 64
    assert unpack(data) == press


@given(st.text(st.characters(exclude_categories=()), max_size=70) | st.none())
def test_any_text_unpacks_to_something(data) -> None:
    press = unpack(data)

    assert isinstance(press, Stale) or pack(press) == data


@pytest.mark.parametrize(
    "data",
    ["", "2o00slug", "1q00slug", "1o0slug", "1o99slug", "1u08slug", "1a00slug", "1o00SLUG",
     "1o00a b", "1o00slug\n", "1o00" + "s" * 49, "1o\u0660\u0660slug",
     "1x00", "1x00slug", "1x00-5", "1x0007", "1x017", "1x009223372036854775808"],
)  # fmt: skip
def test_what_nobody_packs_is_stale(data) -> None:
    assert unpack(data) == Stale()


# Messages that were sent long ago have these below them: what is said here never changes.
SENT = {
    "1o00view-vs-reshape": OpenEntry("view-vs-reshape"),
    "1r00view-vs-reshape": RunExample("view-vs-reshape", Section.SHORT),
    "1u01view-vs-reshape": Unfold("view-vs-reshape", View(more=True)),
    "1u06view-vs-reshape": Unfold("view-vs-reshape", View(pitfall=True, voted=True)),
    "1y04view-vs-reshape": Vote("view-vs-reshape", True, View(voted=True)),
    "1n07view-vs-reshape": Vote("view-vs-reshape", False, View(True, True, True)),
    "1a00": ShowTopics(),
    "1t12first-tensors": ShowTopic("first-tensors", 12),
    "1x00123456789": NoneOfThese(123456789),
    "1e00view-vs-reshape": DrawExample("view-vs-reshape"),
    "1d00": DrawQuoted(),
}


@pytest.mark.parametrize(("data", "press"), SENT.items())
def test_buttons_of_earlier_releases_say_what_they_said(data, press) -> None:
    assert unpack(data) == press
    assert pack(press) == data
