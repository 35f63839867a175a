import pytest

from knowledge.examples.markdown import tokens
from knowledge.importing.drafts import DraftText, draft_text
from knowledge.importing.findings.runs import program_of
from tests.knowledge.importing.reading import answered, read


def sections(answer: str) -> DraftText:
    one = answered(answer)
    return draft_text(one.parts, program_of(one.code))


def written(answer: str) -> str:
    found = sections(answer)
    assert found.more is None
    return found.answer


def test_code_stands_in_fences_with_the_imports_it_lacks() -> None:
    assert written("So:\n\nx = np.arange(3)\nx.sum()\nOutput: 3\n\nAnd so on it goes.") == (
        "So:\n\n```python\nimport numpy as np\nx = np.arange(3)\nx.sum()\n```\n\nAnd so on it goes."
    )


def test_prompts_below_each_other_are_one_block() -> None:
    assert written(">>> a = 1\n>>> a\n1") == "```python\na = 1\na\n```"


def test_what_follows_the_first_code_is_more_where_there_is_other_code() -> None:
    found = sections("One:\n\na = 1\n\nThen there is two:\n\nb = 2\n\nThat was all of it.")

    assert found == DraftText(
        "One:\n\n```python\na = 1\n```",
        "Then there is two:\n\n```python\nb = 2\n```\n\nThat was all of it.",
    )


@pytest.mark.parametrize(
    ("prose", "markdown"),
    [
        ("### Why\n\nSo.", "**Why**\n\nSo."),
        ("2*3*4 is 24", r"2\*3\*4 is 24"),
        ("a <b> and `2*3*4 <b>`", r"a \<b> and `2*3*4 <b>`"),
        ("words\n     far in", "words\nfar in"),
        ("- one\n      more of one", "- one\n      more of one"),
        ("Title\n-----", "Title\n"),
        ("3 < 4 and **so**", "3 < 4 and **so**"),
        ("```bash\npip <b> 2*3*4\n```", "```bash\npip <b> 2*3*4\n```"),
        ("```\nand no end", "\\```\nand no end"),
    ],
)
def test_prose_says_in_markdown_what_it_said(prose: str, markdown: str) -> None:
    assert written(prose) == markdown


@pytest.mark.parametrize("name", ["traps.txt", "shapes.txt", "shapes.md", "shapes.ipynb"])
def test_no_draft_holds_what_a_page_refuses(name: str) -> None:
    refused = {"heading_open", "html_block", "code_block"}

    for one in read(name).questions:
        text = draft_text(one.parts, program_of(one.code))
        for section in (text.answer, text.more or ""):
            assert not refused & {token.type for token in tokens(section)}, section


def test_a_fence_in_the_code_ends_nothing() -> None:
    assert written('```python\nx = 1\ns = """\n~~~\n"""\n```') == (
        '```python\nx = 1\ns = """\n~~~\n"""\n```'
    )


def test_bullets_of_word_are_lists_and_no_code() -> None:
    assert written("\t•\tone\n\t•\ttwo\n\nand\n\n\tthree") == "- one\n- two\n\nand\n\nthree"
