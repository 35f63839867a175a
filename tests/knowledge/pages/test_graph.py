from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from knowledge.pages.entry import Entry
from knowledge.pages.graph import find_cycle, related, teaching_order
from tests.knowledge.writing import SHORT, fields

SLUGS = [f"s{n}" for n in range(7)]


def entry(slug: str, **changes: object) -> Entry:
    return Entry.model_validate({**fields(slug, **changes), "short": SHORT})


graphs = st.dictionaries(
    st.sampled_from(SLUGS), st.lists(st.sampled_from(SLUGS), max_size=3, unique=True), min_size=1
)


def reachable(graph: dict[str, list[str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for slug in graph.get(waiting.pop(), []):
            if slug not in seen:
                seen.add(slug)
                waiting.append(slug)
    return seen


@given(graphs)
def test_a_cycle_is_found_exactly_where_one_is(graph: dict[str, list[str]]) -> None:
    cycle = find_cycle(graph)

    assert (cycle is not None) == any(slug in reachable(graph, slug) for slug in graph)
    if cycle:
        assert cycle[0] == cycle[-1]
        assert all(needed in graph[slug] for slug, needed in pairwise(cycle))


@given(graphs, st.randoms(use_true_random=False))
def test_nothing_is_taught_before_what_it_needs(
    graph: dict[str, list[str]], random: object
) -> None:
    """Edges lead to earlier slugs only, so there is no cycle. The order of files is nothing."""
    entries = [
        entry(
            slug,
            prerequisites=[other for other in graph.get(slug, []) if other < slug],
            topic=("shapes", "memory")[len(graph.get(slug, [])) % 2],
        )
        for slug in SLUGS
    ]
    order = teaching_order(entries, ["shapes", "memory"])

    assert sorted(order) == SLUGS
    for one in entries:
        assert all(order.index(needed) < order.index(one.slug) for needed in one.prerequisites)
    shuffled = entries[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert teaching_order(shuffled, ["shapes", "memory"]) == order


def test_topics_come_in_their_order_and_easy_entries_first() -> None:
    entries = [
        entry("late", topic="memory"),
        entry("hard", difficulty=3),
        entry("easy-b"),
        entry("easy-a"),
    ]

    assert teaching_order(entries, ["shapes", "memory"]) == ("easy-a", "easy-b", "hard", "late")


def test_an_entry_s_neighbours_are_the_named_ones_then_what_builds_on_it_then_its_needs() -> None:
    here = entry("here", see_also=["friend", "gone"], prerequisites=["need", "friend"])
    entries = [
        here,
        entry("friend"),
        entry("need"),
        entry("hard", prerequisites=["here"], difficulty=2),
        entry("next", prerequisites=["here"]),
        entry("far"),
    ]

    near = related(here, {one.slug: one for one in entries})

    assert near == ("friend", "next", "hard", "need")
