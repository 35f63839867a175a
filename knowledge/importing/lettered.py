"""Questions and answers behind letters of other languages: `F:` and `A:`, `P:` and `R:`. Pure."""

import re
from dataclasses import replace

from knowledge.importing.imported import Line
from knowledge.importing.marks import asks, number_of
from knowledge.importing.text import Text

# German and French, Spanish, French.
_MARK = re.compile(r"[ \t*_]*([AR])[*_]*[ \t]*:[*_]*(?=\s)")
# Above it, `A:` is the first answer to choose from.
_SECOND = re.compile(r"[ \t*_]*B[*_]*[ \t]*[:.)][*_]*(?=\s)")
_PAIRS = (("F", "A"), ("P", "R"), ("Q", "R"))


def respelled(text: Text) -> Text:
    """Write `Q:` and `A:` for them, where the whole file goes from one to the other."""
    if text.answers(short=text.has_named_question):
        return text
    read = next(filter(None, (_respelled(text, *pair) for pair in _PAIRS)), None)
    return read or _below_numbers(text) or text


def _below_numbers(text: Text) -> Text | None:
    """Write `Ans:` for the one `A:` or `R:` that stands below each question with a number."""
    marked = {n: one for n in text.open if (one := _MARK.match(text.lines[n].text))}
    asked = [n for n in text.open if _asks(text.lines[n].text)]
    kinds = [n in marked for n in sorted({*marked, *asked})]
    numbers = [number_of(text.lines[n].text) for n in asked]
    is_counted = numbers == [*range(1, len(asked) + 1)]
    if len(asked) < 2 or not is_counted or kinds != [False, True] * len(asked):
        return None
    has_options = any(_SECOND.match(text.lines[n].text) for n in text.open)
    if has_options or len({one[1] for one in marked.values()}) > 1:
        return None
    lines = list(text.lines)
    for place, one in marked.items():
        lines[place] = Line(lines[place].number, f"Ans: {lines[place].text[one.end() :].lstrip()}")
    return replace(text, lines=lines)


def _asks(text: str) -> bool:
    return number_of(text) is not None and asks(text)


def _respelled(text: Text, question: str, answer: str) -> Text | None:
    mark = re.compile(rf"([ \t*_]*)({question}|{answer})([ \t]*\d{{0,3}}[*_]*[ \t]*:)")
    found = [(n, one) for n in text.open if (one := mark.match(text.lines[n].text))]
    letters = [one[2] for _, one in found]
    asking = sum(asks(text.lines[n].text) for n, one in found if one[2] == question)
    count = len(letters) // 2
    if count < 2 or letters != [question, answer] * count or asking * 2 < count:
        return None
    lines = list(text.lines)
    for place, one in found:
        number, said = lines[place]
        letter = "Q" if one[2] == question else "A"
        lines[place] = Line(number, f"{one[1]}{letter}{one[3]}{said[one.end() :]}")
    return replace(text, lines=lines)
