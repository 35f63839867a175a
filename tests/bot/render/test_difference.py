"""What differs between two states of an entry, in a few lines."""

from bot.render.entries import difference, lost_picture
from tests.fakes.library import entry

BEFORE = entry(
    "one", "What is the first one?", short="Line one.\nLine two.\n\n```pycon\n>>> 1\n1\n```"
)


def test_only_lines_that_differ_are_shown_by_field() -> None:
    after = BEFORE.model_copy(
        update={"short": BEFORE.short.replace("two", "2"), "aliases": (*BEFORE.aliases, "new")}
    )

    shown = difference(BEFORE, after)

    assert shown.text == "Other wordings\n+ new\nAnswer\n- Line two.\n+ Line 2."


def test_a_long_change_is_cut_and_says_so() -> None:
    after = BEFORE.model_copy(update={"more": "\n".join(f"line {n}" for n in range(20))})

    text = difference(BEFORE, after, most=3).text

    assert text == "More\n+ line 0\n+ line 1\n+ line 2\n… and 17 more lines"


def test_one_line_that_is_left_out_is_one() -> None:
    after = BEFORE.model_copy(update={"more": "line 0\nline 1"})

    assert difference(BEFORE, after, most=1).text == "More\n+ line 0\n… and 1 more line"


def test_equal_entries_do_not_differ() -> None:
    assert difference(BEFORE, BEFORE).text == "No difference."


def test_a_picture_that_goes_is_told_with_its_reason() -> None:
    drawn = BEFORE.model_copy(update={"diagram": "m + v"})
    in_words = BEFORE.model_copy(update={"short": "In words."})

    assert "it shows m + v, which can't be drawn after the new code" in lost_picture(drawn, BEFORE)
    assert lost_picture(drawn, in_words) == "The picture behind Draw goes with the example."
    assert lost_picture(drawn, drawn) == ""
    assert lost_picture(BEFORE, BEFORE) == ""
    assert lost_picture(None, BEFORE) == ""
