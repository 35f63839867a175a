"""The Markdown dialect of content: CommonMark with front matter, read as markdown-it tokens."""

from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

# What Python's blocks are called between fences, in messages, pages, drafts and files alike.

# Most have no name. The sandbox, which knows nothing of us, has the other names once more.
PYTHON: Final = frozenset(
    {
        *("", "python", "py", "python2", "python3", "py3", "pycon", "pycon3", "python-repl"),
        *("doctest", "ipython", "ipython3"),
    }
)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").use(front_matter_plugin)


def tokens(markdown: str) -> list[Token]:
    """Read the block tokens; their `map` counts lines from 0, front matter included."""
    return _parser().parse(markdown)


def has_fence(markdown: str) -> bool:
    return "```" in markdown


def without_fences(markdown: str) -> str:
    """Leave out blocks of code and the empty lines that they leave behind."""
    lines = markdown.split("\n")
    fences = [token.map for token in tokens(markdown) if token.type == "fence" and token.map]
    for start, end in reversed(fences):
        lines[start:end] = []
        if 0 < start < len(lines) and not lines[start - 1].strip() and not lines[start].strip():
            del lines[start]
    return "\n".join(lines).strip()


def first_line(token: Token) -> int:
    """Say which line a block token starts on, from 0."""
    return token.map[0] if token.map else 0
