"""Quarto's and R Markdown's files."""

import pytest

from tests.knowledge.importing.reading import of, told

TEXT = """---
title: Quiz
---

## What is a view?

::: {.callout-tip title="Look"}
A tensor.
:::

```{python}
#| echo: false
x = 1
```

## Why copy?

To be safe.
"""


@pytest.mark.parametrize("name", ["a.qmd", "a.Rmd"])
def test_chunks_are_code_and_marks_of_blocks_no_words(name: str) -> None:
    first, second = of(name, TEXT).questions

    assert (first.line, first.question) == (5, "What is a view?")
    assert told(first) == [("prose", "A tensor."), ("code", "x = 1", "")]
    assert (second.line, second.answer) == (16, "To be safe.")


def test_what_is_taken_out_is_named() -> None:
    assert [str(note) for note in of("a.qmd", TEXT).notes] == [
        "a.qmd:1: left out, the head of the file",
        "a.qmd:7: left out, the title of a block: 'Look'",
        "a.qmd:12: left out, an option of a chunk: '#| echo: false'",
    ]


def test_blocks_of_myst_are_no_words_in_markdown_either() -> None:
    text = (
        "## What is a view?\n\n:::{admonition} Answer\n:class: dropdown\nA tensor.\n:::\n\n"
        "## Why?\n\n```{admonition} Answer\n:class: dropdown\nSo.\n```\n\n"
        "```{code-cell} ipython3\nx = 1\n```\n"
    )

    found = of("a.md", text)

    assert [told(one) for one in found.questions] == [
        [("prose", "A tensor.")],
        [("prose", "So."), ("code", "x = 1", "")],
    ]
    assert [note.line for note in found.notes] == [3, 10]
