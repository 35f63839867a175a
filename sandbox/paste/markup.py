"""Marks of pages and forums around code: HTML, [code], quotes, and the words of their buttons."""

import re
from collections.abc import Iterator
from typing import Final

from sandbox.paste.statements import (
    LITERAL,
    code_beside,
    first_outside_texts,
    is_prose,
    lines_in_texts,
    outside,
)

_ENTITY: Final = re.compile(r"&(?:(lt|gt|amp|quot|apos|nbsp)|#([0-9]{2,3})|#x([0-9a-fA-F]{2}));")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'", "nbsp": " "}
_HTML: Final = (
    r"</?(?:pre|code|p|div|span|br|font|strong|em|table|tbody|tr|td|ol|ul|li)"
    r"""(?:\s+[\w-]+=(?:"[^"<>]*"|'[^'<>]*'))*\s*/?>"""
)
_TAG: Final = re.compile(_HTML)
_LITERAL_OR_TAG: Final = re.compile(f"{LITERAL}|{_HTML}", re.DOTALL)
# What a highlighter marks has a class; a page's own elements are no values.
_VALUE: Final = re.compile(r"[=(,\[{]\s*<(?!br\b)(?:(?:p|div|table|tbody|tr|td|ol|ul|li)\b|\w+>)")
# A highlighter's tags stand around a text; these are between two, or stick to one.
_BESIDE_TEXT: Final = re.compile(
    rf"\0<(?!br\b)\w|</[^<>]*>\0|\0{_ENTITY.pattern}|{_ENTITY.pattern}\0"
)
_FORUM: Final = re.compile(r"\[/?(?:code|python|py|pre|tt)(?:[= ][\w\"'. =-]*)?\]", re.IGNORECASE)
_FORUM_ENDS: Final = re.compile(r"\[/(?:code|python|py|pre|tt)\]", re.IGNORECASE)
# A prompt's `>>>` is no quote, nor is a comparison's `>=`.
_QUOTE: Final = re.compile(r"[ \t]{0,3}>(?!>>|=) ?(?:>(?!>>|=) ?)*")
_QUOTED_FENCE: Final = re.compile(rf"{_QUOTE.pattern}[ \t]*(?:`{{3}}|~{{3}})")
_BUTTON: Final = re.compile(
    r"[ \t]*(?:python3?|py)? ?(?:copy code|copy ?edit|copy to clipboard|copy snippet|copied!"
    r"|run code)[ \t]*$",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"\s*(?:python ?3?|py|copy|edit|run|wrap|download)\s*$", re.IGNORECASE)


def without_html(lines: list[str], at: int) -> list[str] | None:
    """As a browser shows it; None where the fault is in nothing of HTML's."""
    bare = outside(lines[at - 1])
    if not (_TAG.search(bare) or _ENTITY.search(bare)) or _is_of_a_text(lines[at - 1], bare):
        return None
    text = _LITERAL_OR_TAG.sub(_behind_tag, "\n".join(lines))
    return _ENTITY.sub(_behind_entity, text).split("\n")


def _is_of_a_text(line: str, bare: str) -> bool:
    """Whether the HTML is rather a text's that lacks a quote, or has one too many."""
    lacks_quote = re.search("[\"']", bare) and "&quot;" not in line
    if lacks_quote or _VALUE.search(bare):
        return True
    # A sign of our own in place of each text.
    marked = _LITERAL_OR_TAG.sub(lambda found: "\0" if found[1] else found[0], line)
    return _BESIDE_TEXT.search(marked) is not None


def _behind_tag(found: re.Match[str]) -> str:
    """A break within a line is the only end that the line has."""
    is_break = found.end() < len(found.string) and found.string[found.end()] not in "\n<"
    return found[1] or ("\n" if found[0].startswith("<br") and is_break else "")


def _behind_entity(found: re.Match[str]) -> str:
    name, number, hexadecimal = found.groups()
    sign = _NAMED.get(name or "") or chr(int(number or hexadecimal, 10 if number else 16))
    return sign if sign.isprintable() else found[0]


def without_forum_tags(lines: list[str], at: int) -> list[str] | None:
    """Without `[code]`, which is a list to Python, and its `[/code]`, which is nothing."""
    if not _FORUM.search(lines[at - 1]) or not any(map(_FORUM_ENDS.search, lines)):
        return None
    begun = (_FORUM.sub("", line, 1) if _FORUM.match(line.lstrip()) else line for line in lines)
    return [_FORUM_ENDS.sub("", line) for line in begun]


def without_quotes(lines: list[str], at: int) -> list[str] | None:
    """Without the `>` of mails and forums; prose above a quoted block of code is left to it."""
    if _begins_quote(lines, at) or any(map(_QUOTED_FENCE.match, lines[at - 1 :])):
        return list(_unquoted(lines))
    return _below_prose(lines, at)


def _below_prose(lines: list[str], at: int) -> list[str] | None:
    """Below the line in which a mail says who wrote what it quotes."""
    first = first_outside_texts(lines, _QUOTE)
    if first is None or at >= first or not _begins_quote(lines, first):
        return None
    above = code_beside(lines[: first - 1])
    says_who = "\n".join(lines[: first - 1]).rstrip().endswith(":")
    return None if above is None or not says_who else [*above, *list(_unquoted(lines))[first - 1 :]]


def _unquoted(lines: list[str]) -> Iterator[str]:
    """A text that was not quoted where it begins keeps what it says."""
    texts, is_quoted = lines_in_texts(lines), False
    for number, line in enumerate(lines, 1):
        is_quoted = is_quoted if number in texts else _QUOTE.match(line) is not None
        yield _QUOTE.sub("", line, 1) if is_quoted and _QUOTE.match(line) else line


def _begins_quote(lines: list[str], at: int) -> bool:
    """Not right below code, where somebody forgot the brackets around a comparison."""
    if not _QUOTE.match(lines[at - 1]):
        return False
    above = lines[at - 2] if at > 1 else ""
    return not above.strip() or is_prose(above) or _QUOTE.match(above) is not None


def without_buttons(lines: list[str], at: int) -> list[str] | None:
    """Without what stands above a block of code in a chat: its language and "Copy code"."""
    texts = lines_in_texts(lines)
    buttons = [n for n, line in enumerate(lines, 1) if _BUTTON.match(line) and n not in texts]
    if not buttons:
        return None
    labels = {n for button in buttons for n in _labels(lines, button)}
    plain = ["" if n in labels else line for n, line in enumerate(lines, 1)]
    if at in labels:
        return plain
    above = code_beside(plain[: buttons[0]]) if at <= buttons[0] else None
    return None if above is None else [*above, *plain[buttons[0] :]]


def _labels(lines: list[str], button: int) -> list[int]:
    """The lines of the button and of what stands right above and below it."""
    near = (button - 1, button + 1)
    return [button, *(n for n in near if 0 < n <= len(lines) and _LABEL.match(lines[n - 1]))]
