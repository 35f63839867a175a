"""What is left of a text on a screen that obeys its carriage returns and colours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.output import on_screen, uncoloured

ANYTHING = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("printed", "seen"),
    [
        ("\r 0%\r 50%\r100%", "100% (2 earlier states of this line)"),
        ("good\revil", "evil (1 earlier state of this line)"),
        ("a\nb\rc\nd", "a\nc (1 earlier state of this line)\nd"),
        # A bar that is wiped off at its end.
        ("\r 50%\r100%\r    \r", "100% (1 earlier state of this line)"),
        ("\r 50%\r\x1b[K100%\r\x1b[K", "100% (1 earlier state of this line)"),
        ("50%\x1b[K\r100%\x1b[K\n", "100% (1 earlier state of this line)\n"),
        ("a\r\x1b[Kdone", "done (1 earlier state of this line)"),
        ("\x1b[2K\x1b[Kdone\x1b[K", "done"),
        ("\x1b[K", ""),
        ("\rdone", "done"),
        ("windows\r\nlines\r\n", "windows\nlines\n"),
        ("done\r\r\n", "done\n"),
        ("\x1b[1;32mgreen\x1b[0m\r\x1b[31mred\x1b[m", "red (1 earlier state of this line)"),
        ("\r\x1b[0m", ""),
        ("\r\r\n", "\n"),
    ],
)
def test_the_last_state_of_a_line_is_seen_and_the_others_counted(printed, seen) -> None:
    assert on_screen(printed).text == seen


def test_what_is_left_out_is_known() -> None:
    assert on_screen("a\rb\rc\nd\re").earlier == 3
    assert on_screen("\x1b[31mred\x1b[0m\r\n").earlier == 0


@pytest.mark.parametrize(
    "control", ["\x1b[2J", "\x1b[A", "\x1b]0;m\x07", "\x9b31m", "\x1b[31", "\b"]
)
def test_only_colours_are_dropped(control) -> None:
    assert uncoloured(f"a{control}b") == f"a{control}b"


@given(ANYTHING.filter(lambda text: "\r" not in text and "\x1b" not in text))
def test_all_else_stays_as_it_is(text) -> None:
    assert on_screen(text).text == text
