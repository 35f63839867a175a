from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.typos import Speller

SPELLER = Speller(
    {"unsqueeze": 9, "squeeze": 5, "view": 7, "stride": 4, "strides": 2, "broadcasting": 6,
     "gather": 3, "xavier": 2},
    frozenset({"what", "does", "vie", "father", "striped"}).__contains__,
)  # fmt: skip


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("unsqeeze", "unsqueeze"),
        ("unsqueze", "unsqueeze"),
        ("veiw", "view"),
        ("xaiver", "xavier"),
        ("braodcastng", "broadcasting"),
        ("strid", "stride"),
    ],
)
def test_a_slip_is_mended(slip: str, meant: str) -> None:
    assert SPELLER.repair(f"what does {slip} do?") == f"what does {meant} do?"


@pytest.mark.parametrize(
    ("said", "mended"),
    [("flaot32", "float32"), ("x.flaot16()", "x.float16()"), ("vieww2", "vieww2")],
)
def test_before_digits_only_a_dtype_is_mended(said: str, mended: str) -> None:
    speller = Speller({"float": 9, "view": 7}, frozenset({"float", "view"}).__contains__)

    assert speller.repair(said) == mended


@pytest.mark.parametrize(
    "said",
    [
        *("why is my image uint8", "pdist2", "bfloat16", "resnet18"),  # parts of names
        *("it wont fit", "why isnt it", "you shouldnt"),
        *("an untrained net", "unbatched input", "unintended"),
        *("masking", "encoder", "decoders", "maskable"),
        *("selu", "vdot", "pdist", "nanmedian", "cupy", "keras"),
    ],
)
def test_a_right_word_that_is_near_another_stays(said: str) -> None:
    words = "int cdist float want int should trained batched intended making mask encode decode"
    near = Counter(dict.fromkeys((*words.split(), "relu", "dot", "copy", "reset", "median"), 9))
    speller = Speller(near, {"why", "image", "input"}.__contains__)

    assert speller.repair(said) == said


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        *(("runing", "running"), ("trainning", "training"), ("embeding", "embedding")),
        *(("caled", "called"), ("baches", "batches"), ("laye", "layer"), ("mismach", "mismatch")),
        *(("losss", "loss"), ("tensord", "tensor")),
    ],
)
def test_a_slip_is_none_the_less_one_that_looks_like_a_word_s_form(slip: str, meant: str) -> None:
    """Of a right word ("run"), or of one that nobody means here ("bach", "mach")."""
    words = "run running train training embed embedding called batches layer mismatch loss tensor"
    english = frozenset({"bach", "mach", "cal", "lay"})
    speller = Speller(Counter(words.split()), english.__contains__)

    assert speller.repair(slip) == meant


@pytest.mark.parametrize("word", ["father", "View", "striped", "xyz", "qwertyuiop", "UNSQUEEZE"])
def test_what_is_known_or_far_from_everything_stays(word: str) -> None:
    assert SPELLER.word(word) == word


def test_code_around_a_slip_survives() -> None:
    assert SPELLER.repair("x.unsqeeze(0)[None]") == "x.unsqueeze(0)[None]"


@given(st.text())
def test_repairing_twice_is_repairing_once(text: str) -> None:
    once = SPELLER.repair(text)

    assert SPELLER.repair(once) == once


@given(st.sampled_from(sorted(SPELLER.counts)), st.data())
def test_one_swap_of_neighbours_in_a_long_word_is_mended(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(word) - 2))
    slip = word[:place] + word[place + 1] + word[place] + word[place + 2 :]

    assert SPELLER.word(slip) in SPELLER.counts or SPELLER.is_known(slip)
