"""Whether a message can be the part of a draft that is asked for. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, pairwise

from markdown_it.token import Token

from knowledge.curation.draft import Draft, Step, lines_of, wants_topic
from knowledge.curation.topics import topic_fault
from knowledge.examples.markdown import tokens
from knowledge.examples.transcript import fences
from knowledge.pages.limits import SHORT_WORDS, room, utf16_units, words

QUESTION_LENGTHS = range(8, 201)
FEWEST_ALIASES = 8
_SHOWN = 40
_HTML = frozenset({"html_block", "html_inline"})


def prose_fault(markdown: str) -> str | None:
    """Say what is expected instead of the first thing that cannot be shown, or would not be run.

    A page's own check refuses the same at the end; there its writer has gone on to other parts.
    """
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


_UNREAD_WORDS = "I can read only written words here, and that message has none."
_IDLE = "That code has nothing to run: it is empty, or has comments alone."
_NO_WORDS = "That message has no words that learners could read there."
_UNREAD = "I can read only written code or a .py file here, and that message has neither."


def unsuitable(step: Step, text: str) -> str | None:
    """Say what is expected of a part where a text cannot be it, and what came."""
    if not text.strip():
        return _UNREAD if step is Step.EXAMPLE else _UNREAD_WORDS
    fault = _FAULTS.get(step)
    return fault(text) if fault else None


def awaits_topic(draft: Draft) -> bool:
    return draft.step is Step.TOPIC or (draft.step is Step.READY and wants_topic(draft))


def topic_named(draft: Draft, text: str, topics: Mapping[str, str]) -> str | None:
    """Find the topic whose name a message is, where a complete draft waits for one."""
    if not awaits_topic(draft):
        return None
    said = _topic_words(text)
    named = (slug for slug, title in topics.items() if said in map(_topic_words, (slug, title)))
    return next(named, None)


def _topic_words(text: str) -> list[str]:
    """A topic's name, however it is spelled and asked for."""
    found = re.findall(r"[^\W_]+", text.casefold())
    return [word for word in found if word not in {"and", "please", "topic"}]


def unsuitable_parts(draft: Draft) -> tuple[str, ...]:
    """Say the same of a draft that is complete; an imported one was never asked for its parts."""
    parts = {Step.QUESTION: draft.question, Step.ANSWER: draft.answer}
    others = {Step.MORE: draft.more, Step.PITFALL: draft.pitfall}
    there = parts | {step: text for step, text in others.items() if text}
    found = (unsuitable(step, text) for step, text in there.items())
    return tuple(each for each in found if each)


def _question(text: str) -> str | None:
    length = len(" ".join(text.split()))
    if length in QUESTION_LENGTHS:
        return None
    shortest, longest = QUESTION_LENGTHS[0], QUESTION_LENGTHS[-1]
    return f"A question has {shortest} to {longest} characters; that one has {length}."


def _answer(text: str) -> str | None:
    if (count := words(text)) > SHORT_WORDS:
        return (
            f"A short answer has at most {SHORT_WORDS} words beside its code; that one has "
            f"{count}. What is too long for it may stand under More."
        )
    if (count := len(fences(text))) > 1:
        return (
            f"A short answer has one block of code; that one has {count}. Join them, or let "
            "the others stand under More."
        )
    return _section(text)


def _section(text: str) -> str | None:
    most, size = room(""), utf16_units(text)
    if size <= most:
        return _IDLE if any(_is_idle(each.code) for each in fences(text)) else prose_fault(text)
    return f"One message shows a part with its code: at most {most} characters; that has {size}."


def _words(text: str) -> str | None:
    return _section(text) if any(map(str.isalnum, text)) else _NO_WORDS


def _example(text: str) -> str | None:
    most, size = room(""), utf16_units(text)
    if size <= most:
        return _IDLE if _is_idle(text) else None
    return (
        f"The code stands in one message, with what it shows: at most {most} characters; that has "
        f"{size}. Send a shorter one."
    )


def _is_idle(code: str) -> bool:
    """Whether no line of it does anything, so that there would be nothing to show."""
    return all(line.strip().startswith("#") for line in code.splitlines() if line.strip())


def _aliases(text: str) -> str | None:
    count = len(lines_of(text))
    if count >= FEWEST_ALIASES:
        return None
    return f"An entry has {FEWEST_ALIASES} or more other wordings, one a line; I found {count}."


_FAULTS: Mapping[Step, Callable[[str], str | None]] = {
    Step.QUESTION: _question,
    Step.ANSWER: _answer,
    Step.EXAMPLE: _example,
    Step.MORE: _words,
    Step.PITFALL: _words,
    Step.ALIASES: _aliases,
    Step.TOPIC: topic_fault,
}
