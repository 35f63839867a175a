"""Questions and answers behind letters of other languages: `F:` and `A:`, `P:` and `R:`. Pure."""

import re
from dataclasses import replace

from knowledge.importing.imported import Line
from knowledge.importing.marks import asks
from knowledge.importing.text import Text

# German and French, Spanish, French.
_PAIRS = (("F", "A"), ("P", "R"), ("Q", "R"))


def respelled(text: Text) -> Text:
    """Write `Q:` and `A:` for them, where the whole file goes from one to the other."""
    if text.answers(short=text.has_named_question):
        return text
    return next(filter(None, (_respelled(text, *pair) for pair in _PAIRS)), text)


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
