from hypothesis import given
from hypothesis import strategies as st

from progress.mastery import suggestion

ENTRIES = {
    "shapes": [],
    "views": ["shapes"],
    "broadcasting": ["shapes"],
    "gradients": [],
    "backward": ["gradients"],
    "both": ["views", "backward"],
}
SLUGS = st.sampled_from("abcdef")
GRAPHS = st.dictionaries(SLUGS, st.lists(SLUGS | st.just("retired"), max_size=3))


def test_a_newcomer_begins_at_the_beginning() -> None:
    assert suggestion(ENTRIES, []) == "shapes"


def test_what_builds_on_the_latest_reading_comes_first() -> None:
    assert suggestion(ENTRIES, ["shapes"]) == "views"
    assert suggestion(ENTRIES, ["shapes", "gradients"]) == "backward"


def test_nothing_is_suggested_before_its_prerequisites() -> None:
    assert suggestion(ENTRIES, ["backward"]) == "shapes"


def test_a_prerequisite_that_has_retired_is_no_hurdle() -> None:
    assert suggestion({"views": ["retired"]}, []) == "views"


def test_who_has_seen_everything_gets_nothing() -> None:
    assert suggestion(ENTRIES, [*ENTRIES, "retired"]) is None


def test_a_circle_is_entered_somewhere() -> None:
    assert suggestion({"a": ["b"], "b": ["a"]}, []) == "a"


@given(GRAPHS, st.lists(SLUGS, unique=True))
def test_a_suggestion_is_new_and_ready_where_anything_is(
    entries: dict[str, list[str]], seen: list[str]
) -> None:
    chosen = suggestion(entries, seen)

    unseen = [slug for slug in entries if slug not in seen]
    ready = [s for s in unseen if all(p in seen for p in entries[s] if p in entries)]
    assert (chosen is None) == (not unseen)
    assert chosen is None or chosen in (ready or unseen)


@given(GRAPHS)
def test_following_every_suggestion_reads_everything_once(entries: dict[str, list[str]]) -> None:
    seen: list[str] = []
    while (slug := suggestion(entries, seen)) is not None:
        seen.append(slug)

    assert sorted(seen) == sorted(entries)
