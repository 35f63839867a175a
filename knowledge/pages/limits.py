"""Whether every rendering of a page fits a Telegram message, with room to spare. Pure.

How the bot renders is its own affair, so these are bounds: shown text is never longer than its
Markdown plus the margin, and every span of Markdown becomes at most one entity.
"""

from collections.abc import Iterator

from knowledge.examples.markdown import tokens
from knowledge.pages.entry import CAPTION_CHARACTERS, Section, entry_code
from knowledge.pages.page import Page
from knowledge.pages.problems import Problem

MESSAGE_UNITS = 4096
# A title in bold, blank lines and bullets that the bot adds.
MARGIN_UNITS = 128
ENTITIES = 100
MARGIN_ENTITIES = 5
CODE_BYTES = 16 * 1024
SHORT_WORDS = 130

_SPANS = frozenset({"fence", "code_inline", "strong_open", "em_open", "link_open", "autolink"})


def utf16_units(text: str) -> int:
    """Count as Telegram does: an emoji beyond the basic plane is two."""
    return len(text.encode("utf-16-le")) // 2


def room(question: str) -> int:
    """How many characters a section may have below its question."""
    return MESSAGE_UNITS - MARGIN_UNITS - utf16_units(question)


def overlong_caption(page: Page) -> Problem | None:
    """Find a question that a button would cut, of a page that has no short title."""
    if (size := len(page.entry.caption)) <= CAPTION_CHARACTERS:
        return None
    expected = f"short_title: expected one of at most {CAPTION_CHARACTERS} characters, for buttons"
    return Problem(page.path, page.at("question"), f"{expected}: the question has {size}")


def excesses(page: Page) -> tuple[Problem, ...]:
    """Find what is too long to be shown or run."""
    return tuple(
        Problem(page.path, page.parts[section].line, message)
        for section in page.parts
        for message in _of_section(page, section)
    )


def _of_section(page: Page, section: Section) -> Iterator[str]:
    text = page.parts[section].text
    units = utf16_units(page.entry.question) + utf16_units(text)
    bounds = [
        ("UTF-16 units with its title", units, MESSAGE_UNITS - MARGIN_UNITS),
        ("formatted spans", _spans(text), ENTITIES - MARGIN_ENTITIES),
    ]
    if section is Section.SHORT:
        code_bytes = len(entry_code(page.entry).encode())
        bounds.append(("words outside its block", words(text), SHORT_WORDS))
        bounds.append(("bytes of code", code_bytes, CODE_BYTES))
    for what, count, most in bounds:
        if count > most:
            yield f"{section}: expected at most {most} {what}, got {count}"


def _spans(text: str) -> int:
    return sum(
        inside.type in _SPANS
        for token in tokens(text)
        for inside in (token, *(token.children or ()))
    )


def words(text: str) -> int:
    """Count the words outside blocks of code."""
    return sum(len(token.content.split()) for token in tokens(text) if token.type == "inline")
