import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.timing.blocks import Blocks, Unclear, blocks_in


@pytest.mark.parametrize(
    ("texts", "blocks"),
    [
        (["a"], Blocks("a")),
        (["a", "b"], Blocks("a", "b")),
        (["s", "a", "b"], Blocks("a", "b", "s")),
        (["a\n---\nb"], Blocks("a", "b")),
        (["a\n# vs\nb"], Blocks("a", "b")),
        (["a\n\n  # VS.  \n\nb\n"], Blocks("a", "b")),
        (["s\n---\na\n-----\nb"], Blocks("a", "b", "s")),
        # Keyboards of phones make these of two dashes and of three.
        (["s\n\N{EM DASH}\na\n\N{EM DASH}-\nb"], Blocks("a", "b", "s")),
        (["a\n-\nb"], Blocks("a\n-\nb")),
        (["# setup\ns\n---\na"], Blocks("a", None, "# setup\ns")),
        (["# set-up: sizes\ns", "a\n# vs\nb"], Blocks("a", "b", "# set-up: sizes\ns")),
        (["a", "b", "#setup\ns"], Blocks("a", "b", "#setup\ns")),
        (["  a\n    b"], Blocks("  a\n    b")),
        (["sum(x) vs x.sum()"], Blocks("sum(x)", "x.sum()")),
        (["sum(x) vs. x.sum()"], Blocks("sum(x)", "x.sum()")),
        (["# setup\nx = 1", "-x vs 0 - x"], Blocks("-x", "0 - x", "# setup\nx = 1")),
        (["'a vs b'"], Blocks("'a vs b'")),
        (["a vs b vs c"], Blocks("a vs b vs c")),
        (["x + 1  # warm vs cold"], Blocks("x + 1  # warm vs cold")),
    ],
)
def test_blocks_are_read_as_they_were_written(texts, blocks) -> None:
    assert blocks_in(texts) == blocks


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        ([], 0),
        ([" \n "], 0),
        (["---"], 0),
        (["# setup\ns"], 0),
        (["a", "b", "c", "d"], 4),
        (["# setup\ns", "# setup\nt", "a"], 1),
        (["# setup\ns", "a", "b", "c"], 3),
    ],
)
def test_anything_else_is_unclear(texts, count) -> None:
    assert blocks_in(texts) == Unclear(count)


def test_dashes_and_words_inside_code_part_nothing() -> None:
    code = "x = 5 - --1\ny = x  # vs the other\n# vs. that\n--x"

    assert blocks_in([code]) == Blocks(code)


@given(st.lists(st.text(), max_size=4))
def test_any_texts_are_blocks_or_unclear(texts) -> None:
    match blocks_in(texts):
        case Blocks() as blocks:
            assert blocks.first.strip()
            assert blocks.second is None or blocks.second.strip()
        case Unclear():
            pass
