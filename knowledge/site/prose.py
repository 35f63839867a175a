"""Curated Markdown as HTML: escaped throughout, and examples laid out to be read and copied."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from knowledge.examples import sessions

_PROMPT, _GOES_ON = ">>>", "..."


def html(markdown: str) -> str:
    """A section of an entry."""
    return str(_parser().render(markdown))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("table_open", lambda *_: '<div class="scroll"><table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def _fence(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _environment: Mapping[str, Any],
) -> str:
    content = tokens[index].content.rstrip("\n")
    is_session = tokens[index].info.strip() == sessions.LANGUAGE
    lines = _session(content) if is_session else map(_code, content.split("\n"))
    return _example("\n".join(lines))


def _example(lines: str) -> str:
    # What may scroll sideways must be reached by the keyboard too.
    return (
        '<div class="example"><button type="button" class="copy" hidden>Copy</button>'
        f'<pre tabindex="0" role="group" aria-label="Example"><code>{lines}</code></pre></div>\n'
    )


def _session(content: str) -> Iterator[str]:
    """Code after its prompts, and what it printed."""
    is_code = False
    for line in content.split("\n"):
        prompt, rest = line[:3], line[4:]
        is_code = prompt == _PROMPT or (is_code and prompt == _GOES_ON and line[3:4] in {"", " "})
        if is_code:
            yield f'<span class="prompt">{escape(line[:4])}</span>{_code(rest)}'
        else:
            yield f'<span class="output">{escape(line)}</span>'


def _code(line: str) -> str:
    return f'<span class="code">{escape(line)}</span>'
