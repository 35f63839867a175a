"""What Markdown pasted from elsewhere holds that no part of an entry can. Pure.

A page's own check refuses the same at the end; there its writer has gone on to other parts.
"""

from collections.abc import Iterator
from itertools import chain, pairwise

from markdown_it.token import Token

from knowledge.markdown import tokens

_SHOWN = 40
_HTML = frozenset({"html_block", "html_inline"})


def prose_fault(markdown: str) -> str | None:
    """Say what is expected instead of the first thing that cannot be shown, or would not be run."""
    # A rule on the first line would be read as front matter.
    parsed = tokens(f"\n{markdown}")
    return next(chain(_headings(parsed), _others(parsed)), None)


def _headings(parsed: list[Token]) -> Iterator[str]:
    for token, inside in pairwise(parsed):
        if token.type == "heading_open":
            title = _clipped(inside.content) or token.markup
            yield (
                f"“{title}” is a heading, and a part has none: write it in bold. More and Pitfall "
                "are parts of their own."
            )


def _others(parsed: list[Token]) -> Iterator[str]:
    for token in (inside for each in parsed for inside in (each, *(each.children or ()))):
        if token.type in _HTML:
            yield (
                f"“{_clipped(token.content)}” is HTML, and Markdown is expected, such as **bold**. "
                "What is to be read as it stands belongs between backticks."
            )
        if token.type == "image":
            yield f"An image can't be shown in an entry: “{_clipped(token.content)}”."
        if token.type == "code_block":
            yield (
                f"Code that is only indented is not run: put “{_clipped(token.content)}” and what "
                "belongs to it between ``` and ```."
            )


def _clipped(text: str) -> str:
    line = text.strip().split("\n", 1)[0]
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
