"""Curated Markdown as text with entities, laid out for a narrow screen.

Lines that a file wraps flow together again, so a phone wraps them where it needs to. Covers what
content uses: emphasis, code, links, lists, quotes, headings, tables (as aligned text), rules.
"""

from collections.abc import Callable, Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from telegram.constants import MessageEntityType as Type

from bot.sending.styled import Styled, code, joined, plain, pre, stacked, styled, units

Render = Callable[[SyntaxTreeNode], Styled]

# Clients know no `pycon`; as Python they colour it well.
_LANGUAGES = {"pycon": "python", "py": "python", "": None}


def markdown(text: str) -> Styled:
    """Render one section of an entry."""
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return _blocks(SyntaxTreeNode(parser.parse(text)).children)


def _blocks(nodes: Sequence[SyntaxTreeNode], between: str = "\n\n") -> Styled:
    return joined((_block(node) for node in nodes), between)


def _block(node: SyntaxTreeNode) -> Styled:
    return _BLOCKS.get(node.type, _inside)(node)


def _fence(node: SyntaxTreeNode) -> Styled:
    language = node.info.split(" ")[0]
    return pre(node.content.rstrip("\n"), _LANGUAGES.get(language, language))


def _list(node: SyntaxTreeNode) -> Styled:
    first = int(node.attrs.get("start", 1))
    marks = (
        (f"{number}. " for number in range(first, first + len(node.children)))
        if node.type == "ordered_list"
        else ("• " for _ in node.children)
    )
    items = zip(marks, node.children, strict=True)
    return stacked(*(plain(mark) + _blocks(item.children, "\n") for mark, item in items))


_BLOCKS: Mapping[str, Render] = {
    "fence": _fence,
    "code_block": _fence,
    "heading": lambda node: wrapped(_inline(node.children), Type.BOLD),
    "bullet_list": _list,
    "ordered_list": _list,
    "blockquote": lambda node: wrapped(_blocks(node.children), Type.BLOCKQUOTE),
    "table": lambda node: pre(_aligned(_cells(node))),
    "hr": lambda _node: plain("———"),
}


def _inline(nodes: Sequence[SyntaxTreeNode]) -> Styled:
    return joined(_span(node) for node in nodes)


def _inside(node: SyntaxTreeNode) -> Styled:
    return _inline(node.children)


def _span(node: SyntaxTreeNode) -> Styled:
    return _SPANS.get(node.type, _inside)(node)


def _link(node: SyntaxTreeNode) -> Styled:
    return wrapped(_inline(node.children), Type.TEXT_LINK, url=str(node.attrs["href"]))


_SPANS: Mapping[str, Render] = {
    "text": lambda node: plain(node.content),
    "code_inline": lambda node: code(node.content),
    "softbreak": lambda _node: plain(" "),
    "hardbreak": lambda _node: plain("\n"),
    "link": _link,
    "strong": lambda node: wrapped(_inline(node.children), Type.BOLD),
    "em": lambda node: wrapped(_inline(node.children), Type.ITALIC),
    "s": lambda node: wrapped(_inline(node.children), Type.STRIKETHROUGH),
}


def wrapped(inner: Styled, kind: str, *, url: str | None = None) -> Styled:
    """One more entity over the whole; Telegram lets neither code nor a quote be inside another."""
    over = styled(inner.text, kind, url=url).entities
    if kind == Type.BLOCKQUOTE or not _is_all_code(inner):
        return Styled(inner.text, (*over, *inner.entities))
    return inner


def _is_all_code(inner: Styled) -> bool:
    return any(
        entity.type == Type.CODE and entity.length == units(inner.text) for entity in inner.entities
    )


def _cells(table: SyntaxTreeNode) -> list[list[str]]:
    rows = (row for part in table.children for row in part.children)
    return [[_inline(cell.children).text for cell in row.children] for row in rows]


def _aligned(rows: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "  ".join("─" * width for width in widths), *lines[1:]])
