import pytest

from knowledge.importing.draft_text import draft_text
from knowledge.importing.running import program_of
from knowledge.markdown import tokens
from tests.knowledge.importing.reading import answered, read


def written(answer: str) -> str:
    one = answered(answer)
    return draft_text(one.parts, program_of(one.code))


def test_code_stands_in_fences_with_the_imports_it_lacks() -> None:
    assert written("So:\n\nx = np.arange(3)\nx.sum()\nOutput: 3\n\nAnd so on it goes.") == (
        "So:\n\n```python\nimport numpy as np\nx = np.arange(3)\nx.sum()\n```\n\nAnd so on it goes."
    )


def test_prompts_below_each_other_are_one_block() -> None:
    assert written(">>> a = 1\n>>> a\n1") == "```python\na = 1\na\n```"


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
    ],
)
def test_prose_says_in_markdown_what_it_said(prose: str, markdown: str) -> None:
    assert written(prose) == markdown


@pytest.mark.parametrize("name", ["traps.txt", "shapes.txt", "shapes.md", "shapes.ipynb"])
def test_no_draft_holds_what_a_page_refuses(name: str) -> None:
    refused = {"heading_open", "html_block", "code_block"}

    for one in read(name).questions:
        text = draft_text(one.parts, program_of(one.code))
        assert not refused & {token.type for token in tokens(text)}, text


def test_a_fence_in_the_code_ends_nothing() -> None:
    assert written('```python\nx = 1\ns = """\n~~~\n"""\n```') == (
        '```python\nx = 1\ns = """\n~~~\n"""\n```'
    )
