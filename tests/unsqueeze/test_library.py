"""The library with instructors' entries is the one that a build of all of them would give."""

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from knowledge.base.origin import fingerprint
from knowledge.curation.version import Action, Author, Version
from knowledge.pages.entry import Status
from knowledge.search.encoder.encoder import Encoder
from knowledge.search.index import Index
from knowledge.search.retrieval import Matched
from tests.fakes.library import entry
from tests.unsqueeze.conftest import SLUGS, Variables
from tutor.library import Library
from unsqueeze.library import open_library, open_with_indexer, written
from unsqueeze.settings import Settings
from unsqueeze.terminal import shown

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
NEW = entry(
    "fold-vs-unfold",
    "What is the difference between nn.Fold and nn.Unfold?",
    aliases=(
        "fold or unfold",
        "nn.Unfold extracts sliding patches of an image",
        "how do I put overlapping patches back together with fold",
        "torch.nn.functional.unfold",
        "im2col and col2im",
        "patches of an image as columns",
        "what does nn.Fold sum",
        "F.fold(F.unfold(x, 3), (8, 8), 3)",
    ),
    short="`Unfold` cuts patches out, `Fold` adds them up.\n\n```pycon\n>>> 1 + 1\n2\n```",
)


def version(one, action: Action = Action.CREATED, base: str | None = None) -> Version:
    return Version(one.slug, 1, action, Author(1, "Ines"), NOON, one, base)


@pytest.fixture(scope="module")
def settings(library: Library, data_dir: Path) -> Settings:
    """Where the shared library was built already."""
    assert library.entries
    return Settings(data_dir=data_dir)


def test_a_local_entry_is_answered(settings: Settings, library: Library) -> None:
    opened, _ = open_with_indexer(settings, [version(NEW)], 1)

    found = opened.search("when do I use nn.Fold and when nn.Unfold")

    assert isinstance(found, Matched)
    assert found.slug == NEW.slug
    assert (opened.revision, opened.indexed) == (1, 1)
    assert len(opened.entries) == len(library.entries) + 1


def test_a_retired_entry_is_not_indexed(settings: Settings, library: Library) -> None:
    shipped = library.entries["unsqueeze"]
    gone = shipped.model_copy(update={"status": Status.RETIRED})

    opened, _ = open_with_indexer(
        settings, [version(gone, Action.RETIRED, fingerprint(shipped))], 1
    )

    assert "unsqueeze" not in opened.entries
    assert "unsqueeze" not in opened.index.slugs
    assert opened.conflicts == ()


def test_an_entry_that_an_upgrade_changed_too_is_a_conflict(
    settings: Settings, library: Library
) -> None:
    local = library.entries["unsqueeze"].model_copy(update={"more": "Ours."})

    opened, _ = open_with_indexer(settings, [version(local, Action.EDITED, "0" * 64)], 1)

    assert opened.entries["unsqueeze"].more == "Ours."
    assert [(each.slug, each.shipped) for each in opened.conflicts] == [
        ("unsqueeze", library.entries["unsqueeze"])
    ]


def test_an_index_made_anew_is_the_one_that_was_loaded(settings: Settings) -> None:
    opened, indexer = open_with_indexer(settings)

    index = indexer.index(tuple(opened.entries.values()))

    for text in ("why do I need unsqueeze to broadcast?", "shape problem", "x[:, None]"):
        assert index.search(text) == opened.index.search(text)


def test_only_what_is_new_is_encoded(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, indexer = open_with_indexer(settings)
    encoded: list[str] = []
    monkeypatch.setattr(indexer, "_encoder", _Noting(indexer._encoder, encoded))

    indexer.index((*opened.entries.values(), NEW))

    assert 0 < len(encoded) <= len(NEW.phrasings) + 4


def test_it_is_what_a_build_from_nothing_gives(settings: Settings) -> None:
    """On a few entries: to encode all takes long."""
    opened, indexer = open_with_indexer(settings)
    few = (*list(opened.entries.values())[:6], NEW)

    index, scratch = indexer.index(few), Index.build(few, indexer._encoder)

    for text in (NEW.question, few[0].question, "sliding patches", "no idea"):
        one, other = index.search(text), scratch.search(text)
        assert [c.slug for c in one.candidates] == [c.slug for c in other.candidates]
        assert np.allclose(
            [c.score for c in one.candidates], [c.score for c in other.candidates], atol=1e-3
        )


def test_a_base_that_another_release_built_meanwhile_is_not_used(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, indexer = open_with_indexer(settings)
    few = (*list(opened.entries.values())[:3], NEW)
    right = indexer.index(few)
    monkeypatch.setattr("unsqueeze.library.origin", lambda: "another")

    index = indexer.index(few)

    assert index.search(few[0].question) == right.search(few[0].question)
    assert np.array_equal(index.ranker.phrasings.pairs, right.ranker.phrasings.pairs)


def test_of_an_edited_entry_only_what_is_worded_anew_is_encoded(settings: Settings) -> None:
    """An instructor waits for it."""
    opened, indexer = open_with_indexer(settings)
    encoded: list[str] = []
    indexer._encoder = _Noting(indexer._encoder, encoded)
    known, one = opened.entries, opened.entries["unsqueeze"]

    for more in ("an axis of one", "yet an axis of one"):
        one = one.model_copy(update={"short": "Yes.", "wordings": (*one.wordings, more)})
        indexer.index(tuple({**known, one.slug: one}.values()))

    assert encoded == ["an axis of one", "yet an axis of one"]


def test_a_first_build_encodes_nothing_that_ships(
    settings: Settings, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[str] = []
    monkeypatch.setattr(Encoder, "_mean", lambda _, text: encoded.append(text))
    elsewhere = Settings(data_dir=tmp_path, model_dir=settings.data_dir)

    report = written(elsewhere)

    assert len(report.added) == len(library.entries)
    assert encoded == []
    one, other = (each.index.ranker.phrasings.pairs for each in (open_library(elsewhere), library))
    assert np.array_equal(one, other)


@pytest.mark.parametrize("damage", ["cut", "newer"])
def test_a_base_that_cannot_be_read_is_built_again(
    on_small: Variables, tmp_path: Path, damage: str
) -> None:
    """It is a product of the content: nobody has a backup of it, and nobody needs one."""
    shutil.copytree(on_small["UNSQUEEZE_DATA_DIR"], tmp_path, dirs_exist_ok=True)
    _spoil(tmp_path / "knowledge.sqlite", damage)
    environment = os.environ | on_small | {"UNSQUEEZE_DATA_DIR": str(tmp_path)}

    searched, built = [
        subprocess.run(
            [sys.executable, "-m", "unsqueeze", "knowledge", *command],
            capture_output=True,
            encoding="utf-8",
            env=environment,
            check=False,
        )
        for command in (("search", "what does unsqueeze do"), ("build",))
    ]

    assert (searched.returncode, searched.stdout.split()[3:][1]) == (0, "unsqueeze")
    assert f"unchanged {len(SLUGS)}, removed 0" in built.stderr


def test_a_base_that_cannot_be_written_is_a_sentence(on_small: Variables, tmp_path: Path) -> None:
    """A build is a process of its own, and SQLAlchemy's errors cannot leave it."""
    program = (
        "import resource\n"
        "from unsqueeze.settings import Settings\n"
        "from unsqueeze.library import open_library\n"
        "if __name__ == '__main__':\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))\n"
        "    open_library(Settings())\n"
    )
    script = tmp_path / "program.py"
    script.write_text(program)

    done = subprocess.run(
        [sys.executable, script],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | on_small | {"UNSQUEEZE_DATA_DIR": str(tmp_path / "data")},
        check=False,
    )

    last = done.stderr.splitlines()[-1]
    assert last.startswith("unsqueeze.faults.SetupFault: UNSQUEEZE_DATA_DIR: ")
    assert "knowledge.sqlite: disk I/O error" in last


def test_what_takes_no_time_leaves_no_line(capfd: pytest.CaptureFixture[str]) -> None:
    """Not even an empty one: a collector of JSON would stumble over it."""
    with shown("building", "json"):
        pass

    assert capfd.readouterr().err == ""


def _spoil(base: Path, damage: str) -> None:
    if damage == "newer":
        with sqlite3.connect(base) as connection:
            connection.execute("UPDATE knowledge_version SET version_num = '9999'")
        connection.close()
    else:
        base.write_bytes(base.read_bytes()[: base.stat().st_size // 2])


class _Noting:
    """An encoder that notes what it is asked for."""

    def __init__(self, encoder, encoded: list[str]) -> None:
        self._encoder = encoder
        self._encoded = encoded

    def encode(self, texts):
        self._encoded.extend(texts)
        return self._encoder.encode(texts)

    def is_word(self, text: str) -> bool:
        return self._encoder.is_word(text)

    @property
    def encoder_id(self) -> str:
        return self._encoder.encoder_id
