"""Bring a learner's message into the one form that phrasings have too."""

import re
from dataclasses import dataclass

from knowledge.search import code_words, error_words
from knowledge.search.lexical import terms

# Raise it whenever a sentence comes out differently: stored vectors are then made anew.
VERSION = 4
MAX_CHARACTERS = 1000
ENOUGH_WORDS = 2

# Blank lines are no indentation: a thousand of them would be looked at a million times.
_PROMPT = re.compile(r"^[^\S\n]*(?:>>>|\.\.\.|In \[\d*\]:)\s?", re.MULTILINE)
_LIBRARY = re.compile(
    r"\s*\b(?:in|with|using|of|for|from|by) (?:the )?(?:py)?torch\b(?![._(])"
    r"|\b(?:py)?torch\b(?![._(])\s*:?"
    r"|\b(?:torch|nn|F|Tensor)\.(?=[A-Za-z_])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[0-9]+-?[dD]\b")
_GREETING = re.compile(
    r"^\s*(?:hi|hello|hey|dear all|good (?:morning|evening))\b[\s,!.]*(?=\S)"
    r"|\b(?:please|pls|plz|thanks(?: in advance)?|thank you)\b[\s,!.]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A message made ready: a sentence for the encoder, words and symbols for counting."""

    sentence: str
    words: tuple[str, ...]
    symbols: tuple[str, ...]


def relevant(text: str) -> str:
    """Cut a message down to what it asks: of a traceback, what went wrong."""
    # JSON can carry half a surrogate pair, which no tokenizer takes.
    text = text.encode("utf-8", "replace").decode("utf-8")
    return (error_words.told(text) or _PROMPT.sub("", text).strip())[:MAX_CHARACTERS]


def normalise(text: str) -> Question:
    """Read a message or a phrasing; both go through here, so that they meet."""
    return read(relevant(text))


def read(text: str) -> Question:
    """Read what is `relevant` of a text."""
    signs = code_words.symbols(text)
    meanings = [code_words.MEANINGS[s] for s in signs] if signs and code_words.is_code(text) else []
    asked = _asked(text)
    plain = _GREETING.sub(
        " ", error_words.template(asked) if error_words.is_error(asked) else asked
    )
    return Question(_sentence(plain, meanings), words(plain), signs)


def _asked(text: str) -> str:
    """Leave code out of a message that asks in words; "why does this fail?" needs its code.

    Comments and printed results are no asking, an error among them is.
    """
    if "\n" not in text:
        return text
    said = code_words.prose(text)
    if code_words.is_code(text) and not error_words.is_error(said):
        return text
    return said if len(terms(words(said), ())) >= ENOUGH_WORDS else text


def _sentence(plain: str, meanings: list[str]) -> str:
    # Most questions name no library, which is told much sooner than by the pattern.
    names_library = "torch" in plain.lower() or "." in plain
    said = _LIBRARY.sub(" ", plain) if names_library else plain
    return " ".join(" ".join([said, *meanings]).split()).strip(" :").lower()


def words(plain: str) -> tuple[str, ...]:
    """List words in lower case; a name with underscores counts whole and in its parts."""
    found = []
    for word in _WORD.findall(plain):
        parts = [part for part in word.lower().split("_") if part]
        found.extend([word.lower().strip("_"), *parts] if len(parts) > 1 else parts)
    return tuple(found)
