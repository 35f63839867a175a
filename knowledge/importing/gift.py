r"""Read GIFT, Moodle's format for writing questions as text. Pure.

`::title:: question {=right ~wrong #feedback}`: a blank line ends a question, and a sign of the
format that is meant as itself stands behind a backslash.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.importing.assembly import Remark
from knowledge.importing.html_text import as_markdown
from knowledge.importing.imported import Line, Lines, Questionnaire, joined, numbered
from knowledge.importing.marks import asks, is_answer, named_line, numbered_line
from knowledge.importing.options import Chosen, Option, chosen, matched, truth
from knowledge.importing.pairs import Pair, alike, paired
from knowledge.pages.problems import Refused

_TITLE = re.compile(r"\s*::(.*?)(?<!\\)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|markdown|plain|moodle)\]")
_OPENED = re.compile(r"(?<!\\)\{")
_CLOSED = re.compile(r"(?<!\\)\}")
_GENERAL = re.compile(r"(?<!\\)####")
_MARK = re.compile(r"(?<!\\)([=~])")
_FEEDBACK = re.compile(r"(?<!\\)#")
_SHARE = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%")
_TRUTH = re.compile(r"(T|TRUE|F|FALSE)$", re.IGNORECASE)
_RANGE = re.compile(r"(.+?)(\.\.|:)(.+)$")
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_SET_APART = re.compile(r"\$(?:CATEGORY|COURSE):", re.IGNORECASE)
# What begins a question of GIFT, and next to nothing else that people write.
_BEGUN = re.compile(r"\s*::.*?::|\s*\$CATEGORY:", re.DOTALL)
# What its answers look like, and now and then code.
_SIGN = re.compile(
    r".*?(?<![\\^_\w])\{\s*(?:[=~]\s*[^\s}]|#\s*[=\d.-]|(?:T|F|TRUE|FALSE)\s*[#}])", re.DOTALL
)
_BLANK = "_____"


def is_gift(text: str) -> bool:
    """Whether the first paragraph, comments aside, is a question or a category of GIFT."""
    said = [joined(one) for one in _paragraphs(numbered(text))]
    if not said or any(is_answer(line) for line in text.split("\n")):
        return False
    if _BEGUN.match(said[0]):
        return True
    return bool(_SIGN.match(said[0]) and _CLOSED.search(said[0])) and _is_braced(said)


def _is_braced(said: Sequence[str]) -> bool:
    """Whether braces are the answers of a text, and no code that it asks about."""
    first = said[0].split("\n", 1)[0]
    if numbered_line(first) or named_line(first) is not None:
        return len(said) > 1 and all(
            _SIGN.match(one) and one.rstrip().endswith("}") for one in said
        )
    return 2 * sum("{" in one or "}" in one for one in said) >= len(said)


def read_gift(path: str, text: str) -> Questionnaire | Refused:
    """Read every question; one that cannot be read refuses all."""
    pairs: list[Pair] = []
    notes: list[Remark] = []
    for paragraph in _paragraphs(numbered(text)):
        read = _read(paragraph)
        if isinstance(read, Pair):
            pairs.append(read)
        else:
            notes.append(read)
    if not pairs:
        first = notes[0] if notes else (1, "")
        return Refused.at(
            path, first[0], "expected a question of GIFT such as 'Why? {=so ~not so}', got none"
        )
    titles = sum(bool(_TITLE.match(joined(each))) for each in _paragraphs(numbered(text)))
    if titles:
        notes.append((pairs[0].line, f"left out, the titles between '::' ({titles} of them)"))
    return paired(path, pairs, notes)


def _paragraphs(lines: Lines) -> Iterator[Lines]:
    """Cut at blank lines; comments, and the line of a category, are alone."""
    kept: list[Line] = []
    for line in [*lines, Line(0, "")]:
        is_comment = line.text.lstrip().startswith("//")
        is_apart = bool(_SET_APART.match(line.text.strip()))
        if is_comment:
            continue
        if kept and (is_apart or not line.text.strip()):
            yield kept
            kept = []
        if is_apart:
            yield [line]
        elif line.text.strip():
            kept.append(line)


@dataclass(frozen=True, slots=True)
class _Block:
    """A question of the file: what is asked, in which format, and what stands in braces."""

    line: int
    asked: str
    inside: str
    format: str

    def said(self, text: str) -> str:
        """Read a piece of it as Markdown, in its format unless it names one of its own."""
        own = _FORMAT.match(text)
        text = text[own.end() :] if own else text
        bare = _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text).strip()
        return as_markdown(bare) if (own[1] if own else self.format) == "html" else bare


def _read(paragraph: Lines) -> Pair | Remark:
    line, text = paragraph[0].number, joined(paragraph)
    titled = _TITLE.match(text)
    rest = text[titled.end() :] if titled else text
    named = _FORMAT.match(rest)
    rest = rest[named.end() :] if named else rest
    opened, closed = list(_OPENED.finditer(rest)), list(_CLOSED.finditer(rest))
    if _SET_APART.match(text.strip()):
        return line, f"left out, a category: {text.strip()!r}"
    if not opened and not closed and any(map(asks, rest.split("\n"))):
        message = f"expected an answer in braces behind {rest.strip()!r}, got none"
        return Pair(line, [], [], fault=message)
    if not opened and not closed:
        return line, f"left out, it has no answer in braces: {text.strip()!r}"
    if len(opened) != 1 or len(closed) != 1 or closed[0].start() < opened[0].start():
        return Pair(line, [], [], fault=_braces(len(opened), len(closed)))
    before, behind = rest[: opened[0].start()].strip(), rest[closed[0].end() :].strip()
    asked = (
        f"{before} {_BLANK}{'' if behind[:1] in '.,;:?!' else ' '}{behind}" if behind else before
    )
    inside = rest[opened[0].end() : closed[0].start()]
    return _pair(_Block(line, asked, inside, named[1] if named else "moodle"))


def _braces(opened: int, closed: int) -> str:
    return (
        f"expected one answer in braces, got {opened} '{{' and {closed} '}}': no blank line may "
        r"stand inside, and a brace that is meant as itself is written '\{' or '\}'"
    )


def _pair(block: _Block) -> Pair:
    question = block.said(block.asked)
    inside, *general = _GENERAL.split(block.inside, maxsplit=1)
    told = block.said(general[0]) if general else ""
    first = _FEEDBACK.split(inside.strip(), maxsplit=1)[0].strip()
    if is_true := _TRUTH.match(first):
        is_right = is_true[1].upper().startswith("T")
        question, answer = truth(
            question, is_true=is_right, feedback=_feedback(block, inside), general=told
        )
        return _told(block, question, Chosen(answer))
    if inside.strip().startswith("#"):
        return _told(block, question, _of_numbers(block, question, inside.strip()[1:], told))
    if _MARK.search(inside):
        return _told(block, question, _of_options(block, question, inside, told))
    said = "\n\n".join(filter(None, (block.said(inside), told)))
    return _told(block, question, Chosen(said))


def _told(block: _Block, question: str, read: Chosen) -> Pair:
    return Pair(
        block.line,
        alike(block.line, question),
        alike(block.line, read.answer),
        fault=read.fault,
        notes=read.notes,
    )


def _feedback(block: _Block, inside: str) -> str:
    """Join both: the first is for a wrong answer, the second for the right one."""
    _, *feedback = _FEEDBACK.split(inside)
    return "\n\n".join(filter(None, map(block.said, feedback)))


def _of_options(block: _Block, question: str, inside: str, told: str) -> Chosen:
    ahead, *marked = _MARK.split(inside)
    if ahead.strip():
        return Chosen(fault=f"expected '=' or '~' before each option, got {ahead.strip()!r}")
    options = [(mark, text) for mark, text in zip(marked[::2], marked[1::2], strict=True)]
    if all(mark == "=" and "->" in text for mark, text in options):
        halves = (_FEEDBACK.split(text)[0].split("->", 1) for _, text in options)
        return Chosen(matched([(block.said(a), block.said(b)) for a, b in halves], told))
    read = [_option(block, mark, text) for mark, text in options]
    found = chosen(question, read, told)
    return (
        found if not found.fault else Chosen(fault=f"{found.fault}: put '=' before the right one")
    )


def _option(block: _Block, mark: str, text: str) -> Option:
    share = _SHARE.match(text)
    said, *feedback = _FEEDBACK.split(text[share.end() :] if share else text, maxsplit=1)
    worth = float(share[1]) if share else 100.0 if mark == "=" else 0.0
    return Option(block.said(said), worth, block.said(feedback[0]) if feedback else "")


def _of_numbers(block: _Block, question: str, inside: str, told: str) -> Chosen:
    if not _MARK.search(inside):
        inside = f"={inside}"
    _, *marked = _MARK.split(inside)
    read = [
        _option(block, mark, text) for mark, text in zip(marked[::2], marked[1::2], strict=True)
    ]
    return chosen(
        question, [Option(_number(one.text), one.share, one.feedback) for one in read], told
    )


def _number(text: str) -> str:
    """Write `3:0.1` and `2..4` so that people can read them."""
    found = _RANGE.match(text)
    if not found:
        return text
    return f"{found[1]} to {found[3]}" if found[2] == ".." else f"{found[1]} (± {found[3]})"
