"""Vectors that outlive the process that made them: found again, or made again, never wrong."""

from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from knowledge.search.encoder.kept import Kept, place, read, write


class Counting:
    encoder_id = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[len(text), 1 / 3] for text in texts], np.float32).reshape(-1, 2)

    def is_word(self, text: str) -> bool:
        return text == "word"


class Other(Counting):
    encoder_id = "other"


def asked_of(encoder: Counting, folder: Path, texts: Sequence[str]) -> list[str]:
    """What has to be encoded when a start asks for `texts` and keeps them."""
    kept = Kept(encoder, folder)
    kept.encode(texts)
    kept.save([])
    return encoder.asked


def test_the_next_start_encodes_only_what_is_new(tmp_path: Path) -> None:
    asked_of(Counting(), tmp_path, ["a", "bb"])

    assert asked_of(Counting(), tmp_path, ["bb", "ccc", "a"]) == ["ccc"]


def test_vectors_come_back_to_the_bit(tmp_path: Path) -> None:
    texts = ["a", "x[:, none]", "half a pair \ud83d", "größe", ""]
    made = Kept(Counting(), tmp_path)
    fresh = made.encode(texts)
    made.save([])

    again = Kept(Counting(), tmp_path).encode(texts)

    assert again.dtype == np.float32
    assert np.array_equal(again, fresh)


def test_another_encoder_finds_nothing_and_clears_away(tmp_path: Path) -> None:
    asked_of(Counting(), tmp_path, ["a"])

    assert asked_of(Other(), tmp_path, ["a"]) == ["a"]
    assert list((tmp_path / "models").iterdir()) == [place(tmp_path, "other")]


def test_only_what_the_content_holds_is_kept(tmp_path: Path) -> None:
    asked_of(Counting(), tmp_path, ["gone", "unchanged", "asked"])
    kept = Kept(Counting(), tmp_path)
    kept.encode(["asked", "new"])

    kept.save(["unchanged", "never encoded"])

    assert read(place(tmp_path, "counting")).keys() == {"unchanged", "asked", "new"}


@pytest.mark.parametrize("cut", [0, 1, 20, 45, -1])
def test_a_file_that_was_cut_off_is_made_again(tmp_path: Path, cut: int) -> None:
    asked_of(Counting(), tmp_path, ["a", "bb"])
    path = place(tmp_path, "counting")
    path.write_bytes(path.read_bytes()[:cut])

    assert asked_of(Counting(), tmp_path, ["a", "bb"]) == ["a", "bb"]
    assert read(path).keys() == {"a", "bb"}


def test_one_changed_byte_anywhere_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "some.vectors"
    write(path, {"a": np.ones(3, np.float32)})
    sound = path.read_bytes()

    for at, byte in enumerate(sound):
        path.write_bytes(sound[:at] + bytes([byte ^ 1]) + sound[at + 1 :])

        assert read(path) == {}


def test_of_nothing_there_is_nothing_to_read(tmp_path: Path) -> None:
    path = tmp_path / "some.vectors"
    write(path, {})

    assert read(path) == read(tmp_path / "missing.vectors") == {}


def test_where_nothing_can_be_written_all_is_encoded_again(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder would be")

    assert asked_of(Counting(), tmp_path, ["a"]) == ["a"]
    assert asked_of(Counting(), tmp_path, ["a"]) == ["a"]


def test_of_several_that_write_at_once_one_is_there_whole(tmp_path: Path) -> None:
    path = tmp_path / "some.vectors"
    spawn = get_context("spawn")
    writers = [spawn.Process(target=_write_often, args=(path, number)) for number in range(2)]

    for writer in writers:
        writer.start()
    seen = [read(path) for _ in range(200) if path.exists()]
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0, 0]
    assert all(len(found) == 400 for found in [*seen, read(path)])
    assert list(tmp_path.iterdir()) == [path]


def _write_often(path: Path, number: int) -> None:
    for _ in range(20):
        write(path, {f"{number}-{text}": np.full(8, number, np.float32) for text in range(400)})
