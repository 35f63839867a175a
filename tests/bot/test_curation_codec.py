"""Instructors' buttons: what is packed comes back, and nothing else is taken for a button."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import codec, curation_codec
from bot.codec import Stale
from bot.curation_codec import _KINDS, MergeCluster, pack, unpack
from knowledge.curation.draft import Step

NAMES = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda s: len(s) <= 48)
OF_TYPE = {
    int: st.integers(0, 999_999_999),
    bool: st.booleans(),
    str: NAMES,
    Step: st.sampled_from(Step),
}
PRESSES = st.sampled_from(list(_KINDS.values())).flatmap(
    lambda kind: st.builds(kind, **{each.name: OF_TYPE[each.type] for each in fields(kind)})
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
    assert codec.unpack(pack(press)) == Stale()
    assert not codec.VERSION.startswith(curation_codec.VERSION)
