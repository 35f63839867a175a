"""A file without any question is told what comes nearest to one, and what that lacks."""

import pytest

from tests.knowledge.importing.reading import refused


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("(a) What?\nThis.\n\n(b) Why?\nSo.\n", "1: '(a) What?' asks, but no line begins as"),
        ("Hello.\n\nI. What?\nThis.\n", "3: 'I. What?' asks, but no line begins as"),
        ("Q: What? A: a\nQ: Why? A: b\n", "1: 'Q: What? A: a' is a question and its answer"),
        ("1. What? Ans: a\n2. Why? Ans: b\n", "1: '1. What? Ans: a' is a question and its answer"),
        ("> 1. What?\n> Ans: a\n", "1: '> 1. What?' is quoted"),
        ("| Question | Answer |\n|---|---|\n", "1: '| Question | Answer |' is a row of"),
        ("<h2>What?</h2>\n<p>a</p>\n", "1: '<h2>What?</h2>' is HTML"),
        ("Explain it.\n\nAns: a\n", "3: 'Ans: a' is the mark of an answer, but nothing above it"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_where_nothing_is_found_the_first_thing_seen_is_named(
    name: str, text: str, problem: str
) -> None:
    [found] = refused(name, text)

    assert found.startswith(f"{name}:{problem}")


def test_headings_in_plain_text_are_told_where_they_are_read() -> None:
    [found] = refused("a.txt", "# What?\nThis.\n\n# Why?\nSo.\n")

    assert found.startswith("a.txt:1: '# What?' is a heading, and headings are read where the")
