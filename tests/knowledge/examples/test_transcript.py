import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.examples import sessions
from knowledge.examples.sessions import Malformed, Shown
from knowledge.examples.transcript import (
    code_blocks,
    fenced,
    inputs,
    replaced,
    transcript,
    unwritable,
)

LINES = st.sampled_from(
    [
        "a = 1",
        "a",
        "b = [1,\n     2]",
        "for i in range(2):\n    a\n",
        "def f(x):\n    # why\n\n    return x\n",
        "@staticmethod\ndef g():\n    pass",
        "a = 1; b = 2",
        "# a note",
        "'''two\nlines'''",
        "",
    ]
)


def shown(printed: str = "", raised: str | None = None) -> Shown:
    return Shown(index=0, printed=printed, raised=raised)


def sources(code: str) -> tuple[str, ...]:
    found = inputs(code)
    assert not isinstance(found, Malformed), found
    return found


def test_plain_code_is_cut_into_what_a_prompt_takes() -> None:
    assert sources("a = 1\nfor i in range(2):\n    a\n\nb = 2; b") == (
        "a = 1\n",
        "for i in range(2):\n    a\n",
        "b = 2; b\n",
    )


def test_a_session_is_read_without_what_it_says_it_shows() -> None:
    assert sources(">>> a = [\n...     1]\n>>> a\n[2]\n") == ("a = [\n    1]\n", "a\n")


def test_what_is_not_python_is_named_with_its_line() -> None:
    found = inputs("a = 1\na = = 2")

    assert isinstance(found, Malformed)
    assert (found.line, "not Python" in found.message) == (2, True)


@pytest.mark.parametrize("prompt", ["", ">>> "])
@pytest.mark.parametrize("value", ["+".join(["1"] * 3500), "-" * 3500 + "1"])
def test_what_is_too_deep_for_python_is_a_fault_too(prompt, value) -> None:
    found = inputs(f"{prompt}x = {value}")

    assert isinstance(found, Malformed)
    assert (found.line, "nested too deeply" in found.message) == (1, True)


def test_a_session_shows_prompts_output_and_errors() -> None:
    code = "# one\nfor i in range(2):\n    i\na[5]"

    session = transcript(sources(code), [shown("0\n1\n"), shown(raised="IndexError: no\n")])

    assert session == (
        ">>> # one\n>>> for i in range(2):\n...     i\n0\n1\n>>> a[5]\n"
        "Traceback (most recent call last):\n    ...\nIndexError: no"
    )


def test_an_empty_line_in_output_becomes_dots() -> None:
    """It would end the example, and dots stand for anything."""
    session = transcript(["a\n"], [shown("[[1]\n\n [2]]\n")])

    assert session == ">>> a\n[[1]\n...\n [2]]"


@given(st.lists(LINES, max_size=6).map("\n".join))
def test_a_session_reads_back_as_the_code_it_came_from(code: str) -> None:
    """But for comments, which no prompt needs."""
    found = sources(code)
    session = transcript(found, [shown("1\n")] * len(found))

    read = sessions.parse(fenced(session)) if found else ()

    assert not isinstance(read, Malformed)
    assert [example.source for example in read] == [_bare(source) for source in found]


def _bare(source: str) -> str:
    lines = source.split("\n")
    while lines[0].startswith("#"):
        lines.pop(0)
    return "\n".join(lines)


@pytest.mark.parametrize("fence", ["```", "```python", "```py", "```pycon", "~~~ Python"])
def test_code_is_found_in_any_fence_and_put_back_as_a_session(fence: str) -> None:
    closing = fence[:3]
    markdown = f"Before.\n\n{fence}\na = 1\na\n{closing}\n\nAfter."

    blocks = code_blocks(markdown)
    assert not isinstance(blocks, Malformed)

    assert [block.sources for block in blocks] == [("a = 1\n", "a\n")]
    assert replaced(markdown, blocks, [">>> a"]) == "Before.\n\n```pycon\n>>> a\n```\n\nAfter."


def test_several_blocks_are_each_replaced() -> None:
    markdown = "```\na\n```\n\n```\nb\n```"
    blocks = code_blocks(markdown)
    assert not isinstance(blocks, Malformed)

    assert replaced(markdown, blocks, ["1", "2"]) == f"{fenced('1')}\n\n{fenced('2')}"


def test_an_error_s_message_is_written_with_spaces_for_its_tabs() -> None:
    raising = shown(raised="RuntimeError: in it:\n\tsize mismatch\n")

    assert unwritable("f()\n", raising) is None
    assert transcript(["f()\n"], [raising]).endswith("in it:\n        size mismatch")


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (shown("a\tb\n"), "a tab"),
        (shown(">>> 1\n"), "begins with >>>"),
        (shown("```\n"), "begins with ```"),
        (shown("\na\n"), "an empty line first"),
        (shown("a\n", "ValueError: b\n"), "output and then an error"),
    ],
)
def test_what_a_page_cannot_hold_is_named(what: Shown, words: str) -> None:
    assert words in (unwritable("f()\n", what) or "")
    assert unwritable("f()\n", shown("1\n")) is None
