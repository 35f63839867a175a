"""Where a page speaks of something."""

from knowledge.followup.passage import code_in, passage, share, telling
from knowledge.pages.entry import Section
from tests.fakes.library import entry

BLOCK = "```pycon\n>>> torch.cat([a])\n```"
PAGE = entry(
    "some-page",
    "What does it do?",
    short=f"It joins rows.\n\n{BLOCK}\n\nThe last line shows a **copy**.",
    more="With NumPy it is called `concatenate`:\n\n```pycon\n>>> 1\n```\n\nIn place it fails.",
    pitfall="Rows of other lengths are refused.",
)


def even(_word: str) -> float:
    return 1.0


def test_the_paragraph_that_speaks_of_it_comes_with_its_code() -> None:
    found = passage(PAGE, telling("in numpy"), even)

    assert found is not None
    assert found.section is Section.MORE
    assert found.text == "With NumPy it is called `concatenate`:\n\n```pycon\n>>> 1\n```"


def test_a_paragraph_that_looks_back_brings_the_code_before_it() -> None:
    found = passage(PAGE, telling("is it a view"), even)

    assert found is not None
    assert found.text == f"{BLOCK}\n\nThe last line shows a **copy**."


def test_words_count_before_code() -> None:
    prose, code = (passage(PAGE, telling(text), even) for text in ("other lengths", "cat"))

    assert prose is not None
    assert prose.section is Section.PITFALL
    assert code is not None
    assert code.text.startswith("It joins rows.")


def test_nothing_is_found_where_a_telling_word_is_missing() -> None:
    assert (
        passage(PAGE, telling("rows in excel"), lambda word: 9.0 if "excel" in word else 1.0)
        is None
    )
    assert passage(PAGE, telling("and then"), even) is None


def test_learners_and_writers_name_things_differently() -> None:
    for said, written in (
        ("in-place", "works in place"),
        ("np", "NumPy"),
        ("is it a view?", "it shares the same memory"),
        ("the optimizer", "an optimiser"),
        ("how fast is it", "slower"),
        ("dim 0", "with `dim=0`"),
    ):
        assert share(telling(said), telling(written), even) == 1.0, said


def test_code_is_cut_out_as_it_stands() -> None:
    assert code_in(PAGE.short) == BLOCK
    assert code_in("no code") == ""
