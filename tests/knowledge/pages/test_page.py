from typing import Any

import pytest

from knowledge.pages.entry import Section
from knowledge.pages.page import Page, read_page
from knowledge.pages.problems import Refused
from tests.knowledge.writing import SHORT, fields, line_of, page, page_text

PATH = "questions/shapes/squeeze.md"


def refusal(text: str, path: str = PATH) -> list[tuple[int, str]]:
    read = read_page(path, text)
    assert isinstance(read, Refused)
    assert {problem.path for problem in read.problems} == {path}
    return [(problem.line, problem.message) for problem in read.problems]


def test_a_page_becomes_an_entry_with_its_sections() -> None:
    body = f"{SHORT}\n\nAfter it.\n\n## More\n\nMore `text`.\n\n## Pitfall\nMind the *gap*."

    entry = page("squeeze", body).entry

    assert entry.slug == "squeeze"
    assert entry.short == f"{SHORT}\n\nAfter it."
    assert entry.more == "More `text`."
    assert entry.pitfall == "Mind the *gap*."
    assert len(entry.phrasings) == 9


def test_a_page_may_stop_after_the_short_answer() -> None:
    entry = page("squeeze").entry

    assert (entry.more, entry.pitfall) == (None, None)


def test_a_page_knows_where_its_sections_stand() -> None:
    text = page_text("squeeze", f"{SHORT}\n\n## Pitfall\n\nMind it.")

    read = read_page(PATH, text)

    assert isinstance(read, Page)
    assert read.line(Section.SHORT, 1) == line_of(text, "It is the")
    assert read.line(Section.PITFALL, 1) == line_of(text, "Mind it.")
    assert read.at("aliases", 3) == line_of(text, "other words 3")


def test_a_heading_inside_a_block_is_not_a_section() -> None:
    body = "Short.\n\n```pycon\n>>> print('## More')\n## More\n```"

    assert page("squeeze", body).entry.more is None


@pytest.mark.parametrize(
    ("changes", "needle", "message"),
    [
        ({"colour": "red"}, "colour", "colour: unknown field"),
        ({"short": "x"}, "short:", "short: unknown field"),
        ({"question": None}, "---", "question: expected this field, it is missing"),
        ({"difficulty": 4}, "difficulty", "difficulty: expected less than or equal to 3"),
        ({"status": "done"}, "status", "status: expected 'draft', 'reviewed' or 'retired'"),
        ({"verified": {"torch": 2.13, "numpy": "2"}}, "torch: 2", "verified.torch: expected text"),
        ({"aliases": ["a", 5, *"cdefghij"]}, "- 5", "aliases.1: "),
        ({"aliases": ["too", "few"]}, "aliases", "aliases: expected at least 8, got 2"),
        ({"sources": []}, "sources", "sources: expected at least 1, got 0"),
        ({"asked_in": ["A sentence about it."]}, "- A sentence", "asked_in.0: "),
        ({"question": "w" * 201}, "question", "question: String should have at most 200"),
    ],
)
def test_front_matter_outside_the_schema_is_refused(
    changes: dict[str, Any], needle: str, message: str
) -> None:
    text = page_text("squeeze", **changes)

    [(line, got)] = refusal(text)

    assert got.startswith(message)
    assert line == line_of(text, needle) + (needle == "---")


def test_a_field_given_twice_is_refused() -> None:
    text = page_text("squeeze").replace("topic: shapes", "topic: shapes\ntopic: shapes")

    assert refusal(text) == [(line_of(text, "topic") + 1, "the field 'topic' is given twice")]


def test_the_name_that_only_code_uses_is_no_field() -> None:
    text = page_text("squeeze").replace("id: squeeze", "slug: squeeze")

    assert (2, "slug: unknown field") in refusal(text)


def test_a_file_must_be_named_after_its_entry_and_topic() -> None:
    messages = [message for _, message in refusal(page_text("squeeze"), "questions/memory/un.md")]

    assert messages == [
        "id: expected 'un' as the file is named, got 'squeeze'",
        "topic: expected 'memory' as the folder is, got 'shapes'",
    ]


@pytest.mark.parametrize("text", ["", "no front matter", "# Title\n\ntext"])
def test_a_page_without_front_matter_is_refused(text: str) -> None:
    assert refusal(text) == [(1, "expected front matter between --- lines, got none")]


@pytest.mark.parametrize("front", ["- a list", "just words", "", "a: [", "a: &x [*x]", "\t: 1"])
def test_front_matter_that_is_no_plain_mapping_is_refused(front: str) -> None:
    [(line, _)] = refusal(f"---\n{front}\n---\n{SHORT}\n")

    assert line in {2, 3}


@pytest.mark.parametrize(
    ("body", "needle", "message"),
    [
        ("Words only.", "Words", "expected one pycon block in the short answer, got 0"),
        (f"{SHORT}\n\n{SHORT}", "It", "expected one pycon block in the short answer, got 2"),
        (f"{SHORT}\n\n## Less\n\nx", "## Less", "expected the headings 'More', then 'Pitfall'"),
        (f"{SHORT}\n\n## Pitfall\n\nx\n\n## More\n\ny", "## Pit", "expected the headings 'More'"),
        (f"{SHORT}\n\n### Deep\n\nx", "### Deep", "expected no headings but"),
        (f"{SHORT}\n\n```python\nx\n```", "```python", "expected a pycon block, which is run"),
        (f"{SHORT}\n\n    >>> 1\n    2", "    >>> 1", "an indented code block is not allowed"),
        (f"{SHORT}\n\n<b>x</b>", "<b>", "HTML is not allowed"),
        (f"{SHORT}\n\n<div>\n</div>", "<div>", "HTML is not allowed"),
        (f"{SHORT}\n\n![a](b.png)", "![a]", "an image is not allowed"),
        (f"{SHORT}\n\n## More\n\n```pycon\n1 + 1\n```", "1 + 1", "expected a >>> prompt"),
        (f"{SHORT}\n\n## More\n\n```pycon\n>>>1\n```", ">>>1", "the pycon block lacks blank"),
        (f"{SHORT}\n\n## More\n\n```pycon\n>>> 1 +\n```", ">>> 1 +", "the example is not Python"),
        (
            f"{SHORT}\n\n## More\n\n```pycon\n>>> 1\n1\n>>> 2  # doctest: +SKIP\n3\n```",
            ">>> 2",
            "doctest directives are not allowed",
        ),
    ],
)
def test_a_body_that_could_not_be_shown_and_run_is_refused(
    body: str, needle: str, message: str
) -> None:
    text = page_text("squeeze", body)

    problems = refusal(text)

    assert [(line, message in got) for line, got in problems] in (
        [(line_of(text, needle), True)],
        [(line_of(text, needle), True)] * 2,
    )


def test_every_problem_of_a_page_is_named_at_once() -> None:
    text = page_text("squeeze", "Words only.", colour="red", difficulty=9)

    assert len(refusal(text)) == 3


def test_an_empty_section_is_refused_like_a_missing_block() -> None:
    [(_, message)] = refusal(page_text("squeeze", f"{SHORT}\n\n## More\n"))

    assert message == "expected text in this section, got none"


def test_windows_line_ends_make_no_difference() -> None:
    text = page_text("squeeze", f"{SHORT}\n\n## More\n\nMore.")

    read = read_page(PATH, text.replace("\n", "\r\n"))

    assert isinstance(read, Page)
    assert read.entry == page("squeeze", f"{SHORT}\n\n## More\n\nMore.").entry


def test_the_fields_of_the_tests_are_all_the_fields() -> None:
    assert len(fields("x")) == 12


WORDS = "It is said in words."


def test_an_answer_in_words_says_so_in_its_front_matter() -> None:
    one = page("squeeze", f"{WORDS}\n\n## More\n\n{SHORT}", example="none")

    assert not one.entry.has_example
    assert one.entry.short == WORDS


def test_an_example_that_was_forgotten_is_no_answer_in_words() -> None:
    [(line, message)] = refusal(page_text("squeeze", WORDS))

    assert line == line_of(page_text("squeeze", WORDS), WORDS)
    assert message.startswith("expected one pycon block in the short answer, got 0")
    assert "'example: none'" in message


def test_an_answer_in_words_has_no_block() -> None:
    [(_, message)] = refusal(page_text("squeeze", SHORT, example="none"))

    assert message == "expected no pycon block in the short answer of 'example: none', got 1"


def test_no_other_example_is_spoken_of() -> None:
    [(_, message)] = refusal(page_text("squeeze", SHORT, example="one"))

    assert message == "example: expected 'none' or no such field, got 'one'"
