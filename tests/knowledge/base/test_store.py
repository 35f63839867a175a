from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine

from database.engine import open_sync_engine
from database.migrations import upgrade
from knowledge.base.origin import content_hash
from knowledge.base.store import BuildReport, KnowledgeBaseEmpty, KnowledgeStore, Studies
from knowledge.pages.curriculum import Topic
from knowledge.pages.entry import Entry, Status
from tests.knowledge.writing import SHORT, fields

TOPICS = (Topic(slug="shapes", title="Shapes"), Topic(slug="memory", title="Memory"))


def entry(slug: str, **changes: object) -> Entry:
    texts = {"short": SHORT, "more": "More.", "pitfall": None}
    return Entry.model_validate({**fields(slug, **changes), **texts})


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path / 'knowledge.sqlite'}"
    upgrade(address, "knowledge")
    return address


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_sync_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> KnowledgeStore:
    return KnowledgeStore(engine)


def build(
    store: KnowledgeStore,
    entries: Sequence[Entry],
    origin: str = "these files",
    topics: Sequence[Topic] = TOPICS,
) -> BuildReport:
    studies = Studies([one.slug.encode() for one in entries], b"strangers", b"findings")
    return store.build(topics, entries, lambda: studies, origin)


def slugs(store: KnowledgeStore) -> list[str]:
    return [one.slug for one in store.load().entries]


def test_what_is_built_is_loaded(store: KnowledgeStore) -> None:
    entries = (
        entry("two", topic="memory"),
        entry("one", see_also=["two"], asked_in=["a book 3, question 1"], diagram="a.T"),
        entry("three", wordings=["said otherwise", "and again"]),
    )

    build(store, entries)

    base = store.load()
    assert (base.topics, base.entries, base.findings) == (TOPICS, entries, b"findings")
    known = {one.slug: (one, one.slug.encode()) for one in entries}
    assert store.studies("these files") == (known, b"strangers")
    assert store.studies("other files") is None


def test_a_build_of_what_is_there_does_nothing(store: KnowledgeStore) -> None:
    entries = [entry("two"), entry("one")]
    build(store, entries)

    again = store.build(TOPICS, entries, lambda: 1 / 0, "these files")

    assert again == BuildReport(added=(), changed=(), unchanged=("two", "one"), removed=())
    assert store.built_from("these files") == again
    assert store.built_from("other files") is None


def test_a_build_of_other_files_says_what_it_did(store: KnowledgeStore) -> None:
    build(store, [entry("one"), entry("two"), entry("three")])
    changed = entry("two", question="What is the new wording?")
    topics = [Topic(slug="matmul", title="Products"), Topic(slug="memory", title="Storage")]

    report = build(store, [entry("four"), changed, entry("one")], "other files", topics)

    assert report == BuildReport(("four",), ("two",), ("one",), ("three",))
    assert slugs(store) == ["four", "two", "one"]
    assert store.load().topics == tuple(topics)


def test_a_base_that_was_never_built_says_what_to_do(store: KnowledgeStore) -> None:
    assert store.built_from("") is None
    with pytest.raises(KnowledgeBaseEmpty, match="unsqueeze knowledge build"):
        store.load()


def test_a_build_that_fails_leaves_the_old_base_whole(store: KnowledgeStore) -> None:
    build(store, [entry("one")])
    before = store.load()

    with pytest.raises(ZeroDivisionError):
        store.build([TOPICS[0]], [entry("two")], lambda: 1 / 0, "other files")

    assert store.load() == before


def test_two_builds_at_once_study_once(url: str) -> None:
    """The second waits for the first, then finds nothing left to do."""
    entries, together = [entry(f"e{n}") for n in range(20)], Barrier(2)

    def start() -> BuildReport:
        engine = open_sync_engine(url)
        together.wait()
        report = build(KnowledgeStore(engine), entries)
        engine.dispose()
        return report

    with ThreadPoolExecutor(2) as threads:
        reports = [future.result() for future in [threads.submit(start) for _ in range(2)]]

    assert sorted(len(report.added) for report in reports) == [0, 20]


def test_a_base_can_be_read_while_another_is_built(store: KnowledgeStore, url: str) -> None:
    build(store, [entry("one")])
    seen: list[str] = []

    def reading() -> Studies:
        engine = open_sync_engine(url)
        seen.extend(slugs(KnowledgeStore(engine)))
        engine.dispose()
        return Studies([b""], b"", b"")

    store.build(TOPICS, [entry("two")], reading, "other files")

    assert seen == ["one"]
    assert slugs(store) == ["two"]


def test_the_hash_sees_every_field_and_nothing_else() -> None:
    one = entry("one")

    assert content_hash(one) == content_hash(entry("one"))
    for name, value in {
        "more": "x",
        "status": Status.DRAFT,
        "not_for": ("x",),
        "difficulty": 2,
    }.items():
        assert content_hash(one.model_copy(update={name: value})) != content_hash(one)
