import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest
from sqlalchemy import Engine, text

from database.engine import open_sync_engine
from database.migrations import upgrade
from knowledge.base.origin import content_hash
from knowledge.base.store import (
    BuildReport,
    EncoderMismatch,
    KnowledgeBase,
    KnowledgeBaseEmpty,
    KnowledgeStore,
)
from knowledge.pages.curriculum import Topic
from knowledge.pages.entry import Entry, Status
from knowledge.search.arrays import Floats
from tests.knowledge.writing import SHORT, fields

TOPICS = (Topic(slug="shapes", title="Shapes"), Topic(slug="memory", title="Memory"))


class CountingEncoder:
    """Gives every text a vector of its own, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Floats:
        self.asked.extend(texts)
        return np.array([[len(text), sum(text.encode()) % 1000] for text in texts], np.float32)


def entry(slug: str, **changes: object) -> Entry:
    texts = {"short": SHORT, "more": "More.", "pitfall": None}
    return Entry.model_validate({**fields(slug, **changes), **texts})


def phrasings(base: KnowledgeBase) -> list[str]:
    return [text for entry in base.entries for text in entry.phrasings]


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


@pytest.fixture
def encoder() -> CountingEncoder:
    return CountingEncoder()


def build(
    store: KnowledgeStore,
    entries: Sequence[Entry],
    encoder: CountingEncoder,
    *,
    topics: Sequence[Topic] = TOPICS,
    encoder_id: str = "counting-1",
    lexical: object = None,
    origin: str = "",
) -> BuildReport:
    return store.build(
        topics,
        entries,
        encode=encoder,
        encoder_id=encoder_id,
        lexical=lambda: lexical,
        origin=origin,
    )


def test_what_is_built_is_loaded(store: KnowledgeStore, encoder: CountingEncoder) -> None:
    entries = (
        entry("two", topic="memory"),
        entry("one", see_also=["two"], asked_in=["a book 3, question 1"], diagram="a.T"),
        entry("three", wordings=["said otherwise", "and again"]),
    )

    build(store, entries, encoder, lexical={"idf": [1.5, 2]})
    base = store.load()

    assert base.topics == TOPICS
    assert base.entries == entries
    assert base.vectors.dtype == np.float16
    assert np.array_equal(base.vectors, CountingEncoder()(phrasings(base)))
    assert (base.encoder_id, base.lexical) == ("counting-1", {"idf": [1.5, 2]})


def test_vectors_can_be_written_to(store: KnowledgeStore, encoder: CountingEncoder) -> None:
    build(store, [entry("one")], encoder)

    assert store.load().vectors.flags.writeable


def test_a_second_build_encodes_nothing(store: KnowledgeStore, encoder: CountingEncoder) -> None:
    entries = [entry("one"), entry("two")]
    build(store, entries, encoder)
    encoder.asked.clear()

    report = build(store, entries, encoder)

    assert report == BuildReport(added=(), changed=(), unchanged=("one", "two"), removed=())
    assert encoder.asked == []


def test_only_what_changed_is_encoded(store: KnowledgeStore, encoder: CountingEncoder) -> None:
    build(store, [entry("one"), entry("two"), entry("three")], encoder)
    encoder.asked.clear()
    changed, added = entry("two", question="What is the new wording?"), entry("four")

    report = build(store, [added, changed, entry("one")], encoder)

    assert report == BuildReport(("four",), ("two",), ("one",), ("three",))
    assert encoder.asked == [*added.phrasings, *changed.phrasings]
    base = store.load()
    assert [one.slug for one in base.entries] == ["four", "two", "one"]
    assert np.array_equal(base.vectors, CountingEncoder()(phrasings(base)))


def test_fewer_aliases_leave_no_old_phrasing_behind(
    store: KnowledgeStore, encoder: CountingEncoder
) -> None:
    build(store, [entry("one", aliases=[f"a {n}" for n in range(15)])], encoder)
    shorter = entry("one")

    build(store, [shorter], encoder)

    base = store.load()
    assert base.entries == (shorter,)
    assert len(base.vectors) == len(shorter.phrasings)


def test_another_encoder_encodes_everything_again(
    store: KnowledgeStore, encoder: CountingEncoder
) -> None:
    build(store, [entry("one")], encoder)
    encoder.asked.clear()

    report = build(store, [entry("one")], encoder, encoder_id="counting-2")

    assert report.changed == ("one",)
    assert encoder.asked == list(entry("one").phrasings)
    assert store.load().encoder_id == "counting-2"


def test_statistics_are_made_again_only_when_entries_changed_or_moved(
    store: KnowledgeStore, encoder: CountingEncoder
) -> None:
    """They go by the entries' order, so a new order makes old ones wrong."""
    one, two = entry("one"), entry("two")
    build(store, [one, two], encoder, lexical=1)

    seen = []
    for number, entries in enumerate([[one, two], [two, one], [two, one], [two]], start=2):
        build(store, entries, encoder, lexical=number)
        seen.append(store.load().lexical)

    assert seen == [1, 3, 3, 5]


def test_statistics_that_fail_leave_the_old_base_whole(
    store: KnowledgeStore, encoder: CountingEncoder
) -> None:
    build(store, [entry("one")], encoder)

    with pytest.raises(ZeroDivisionError):
        store.build(TOPICS, [entry("two")], encode=encoder, encoder_id="c", lexical=lambda: 1 / 0)

    assert [one.slug for one in store.load().entries] == ["one"]


def test_topics_come_go_and_move_with_their_entries(
    store: KnowledgeStore, encoder: CountingEncoder
) -> None:
    build(store, [entry("one"), entry("two", topic="memory")], encoder)
    topics = [Topic(slug="matmul", title="Products"), Topic(slug="memory", title="Storage")]

    build(
        store, [entry("one", topic="matmul"), entry("two", topic="memory")], encoder, topics=topics
    )

    assert store.load().topics == tuple(topics)


def test_an_empty_curriculum_is_a_base_too(store: KnowledgeStore, encoder: CountingEncoder) -> None:
    build(store, [], encoder, topics=[])

    base = store.load()

    assert (base.entries, len(base.vectors)) == ((), 0)


def test_a_base_that_was_never_built_says_what_to_do(store: KnowledgeStore) -> None:
    with pytest.raises(KnowledgeBaseEmpty, match="unsqueeze knowledge build"):
        store.load()


def test_a_build_that_fails_leaves_the_old_base_whole(
    store: KnowledgeStore, encoder: CountingEncoder
) -> None:
    build(store, [entry("one")], encoder)
    before = store.load()

    with pytest.raises(EncoderMismatch, match=r"expected 9 vectors, got the shape \(1, 2\)"):
        store.build(
            [TOPICS[0]],
            [entry("two")],
            encode=lambda _texts: np.zeros((1, 2), np.float32),
            encoder_id="counting-1",
            lexical=dict,
        )

    after = store.load()
    assert after.entries == before.entries
    assert after.topics == before.topics


def test_two_builds_at_once_encode_once(url: str) -> None:
    """The second waits for the first, then finds nothing left to do."""
    entries = [entry(f"e{n}") for n in range(20)]
    encoder, together = CountingEncoder(), Barrier(2)

    def start() -> BuildReport:
        engine = open_sync_engine(url)
        together.wait()
        report = build(KnowledgeStore(engine), entries, encoder)
        engine.dispose()
        return report

    with ThreadPoolExecutor(2) as threads:
        reports = [future.result() for future in [threads.submit(start) for _ in range(2)]]

    assert sorted(len(report.added) for report in reports) == [0, 20]
    assert len(encoder.asked) == 20 * 9


def test_a_base_can_be_read_while_another_is_built(
    store: KnowledgeStore, url: str, encoder: CountingEncoder
) -> None:
    build(store, [entry("one")], encoder)
    seen: list[tuple[str, ...]] = []

    def reading(texts: Sequence[str]) -> Floats:
        engine = open_sync_engine(url)
        seen.append(tuple(one.slug for one in KnowledgeStore(engine).load().entries))
        engine.dispose()
        return encoder(texts)

    store.build(TOPICS, [entry("two")], encode=reading, encoder_id="counting-1", lexical=dict)

    assert seen == [("one",)]
    assert [one.slug for one in store.load().entries] == ["two"]


def test_the_file_holds_float16_bytes(
    store: KnowledgeStore, url: str, encoder: CountingEncoder
) -> None:
    build(store, [entry("one")], encoder)

    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    [(text, vector)] = connection.execute("select text, vector from phrasings where position = 0")
    connection.close()
    assert np.frombuffer(vector, "<f2")[0] == len(text)


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


def test_a_base_knows_what_it_was_built_from(
    store: KnowledgeStore, encoder: CountingEncoder
) -> None:
    entries = [entry("two"), entry("one")]
    build(store, entries, encoder, origin="these files")

    again = build(store, entries, encoder, origin="these files")

    assert store.built_from("these files", "counting-1") == again
    assert store.built_from("other files", "counting-1") is None
    assert store.built_from("these files", "counting-2") is None


def test_a_base_that_another_build_changed_since_is_not_taken_for_built(
    store: KnowledgeStore, encoder: CountingEncoder
) -> None:
    """By a release, say, that did not write down what it was built from."""
    build(store, [entry("one")], encoder, origin="these files")
    with store._engine.begin() as connection:
        connection.execute(text("UPDATE entries SET content_hash = 'another'"))

    assert store.built_from("these files", "counting-1") is None


def test_an_empty_base_was_built_from_nothing(store: KnowledgeStore) -> None:
    assert store.built_from("", "") is None
