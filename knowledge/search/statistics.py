"""What matching goes by of each entry: counted and encoded by a build, read at start."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Protocol

import numpy as np

from knowledge.pages.entry import Entry
from knowledge.pages.page import APART
from knowledge.search import question as search_question
from knowledge.search.arrays import Booleans, Floats, Steps, in_steps
from knowledge.search.lexical import Counts, Hashes, joined, pairs, terms
from knowledge.search.question import Question
from knowledge.search.verbatim import Digests, digests

NEGATIVES = "negatives.txt"

_PROMPT = re.compile(r"^>>> |^\.\.\. |^Traceback .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Study:
    """What matching goes by of one entry.

    `said` are its phrasings as `Verbatim` knows them; `words` are those of all phrasings, `spelt`
    those that a writer spelt with care.
    """

    vectors: Steps
    said: Digests
    wordings: Counts
    pairs: Hashes
    body: Counts
    words: Counts
    spelt: Counts


class Encoding(Protocol):
    """Texts to unit vectors, and the words that it was taught."""

    @property
    def encoder_id(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> Floats: ...

    def is_word(self, text: str) -> bool: ...


def studied(entry: Entry, encoder: Encoding) -> Study:
    """Count and encode one entry."""
    asked = [search_question.normalise(text) for text in entry.phrasings]
    sentences = [one.sentence for one in asked]
    return Study(
        vectors=in_steps(encoder.encode(sentences)),
        said=digests(sentences),
        wordings=Counter(term for one in asked for term in question_terms(one)),
        pairs=joined(pairs(one.words) for one in asked),
        body=Counter(body_terms(entry)),
        words=_alphabetic(word for one in asked for word in one.words),
        spelt=_alphabetic(_careful(entry)),
    )


def sentences(texts: Iterable[str]) -> list[str]:
    """Read phrasings as they are encoded: the way that questions will be."""
    return [search_question.normalise(text).sentence for text in texts]


def phrasing_vectors(encoder: Encoding, texts: Iterable[str]) -> Floats:
    return encoder.encode(sentences(texts))


def stranger_vectors(encoder: Encoding) -> Steps:
    """Encode the messages not to answer."""
    return in_steps(phrasing_vectors(encoder, negatives()))


def _careful(entry: Entry) -> Iterable[str]:
    """List the words of what a writer spelt with care; wordings have learners' slips on purpose."""
    texts = (entry.question, *entry.aliases, _PROMPT.sub("", _body(entry)))
    return (word for text in texts for word in search_question.words(text.lower()))


def _alphabetic(words: Iterable[str]) -> Counts:
    return Counter(word for word in words if word.isalpha())


def question_terms(question: Question) -> tuple[str, ...]:
    return terms(question.words, question.symbols)


def body_terms(entry: Entry) -> tuple[str, ...]:
    """Return the words of the answer, those of its examples included."""
    return terms(search_question.words(_PROMPT.sub("", _body(entry))), ())


def negatives() -> tuple[str, ...]:
    """Read the messages that must not be answered."""
    return _messages(_negatives())


def negatives_apart() -> frozenset[str]:
    """Return those of the `negatives` that go by other sources, like wordings below `APART`."""
    _, _, apart = _negatives().partition(f"\n{APART}\n")
    return frozenset(_messages(apart))


def _negatives() -> str:
    return files("knowledge.search").joinpath(NEGATIVES).read_text(encoding="utf-8")


def _messages(text: str) -> tuple[str, ...]:
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("# "))


def related(entries: Sequence[Entry]) -> list[frozenset[int]]:
    """Return for each entry the places of those that it names or that name it under `see_also`."""
    places = {entry.slug: place for place, entry in enumerate(entries)}
    found: list[set[int]] = [set() for _ in entries]
    for place, entry in enumerate(entries):
        for other in {places[slug] for slug in entry.see_also if slug in places} - {place}:
            found[place].add(other)
            found[other].add(place)
    return [frozenset(others) for others in found]


def core(entries: Sequence[Entry]) -> Booleans:
    """Tell for each phrasing, all entries' in a row, whether its writer asked for a whole entry."""
    return np.concatenate(
        [np.arange(len(entry.phrasings)) <= len(entry.aliases) for entry in entries]
    )


def _body(entry: Entry) -> str:
    return "\n\n".join(part for part in (entry.short, entry.more, entry.pitfall) if part)


# An encoder that knows many texts already: an index made anew encodes only what is new.


class Remembered:
    """Remembers a vector for each text; never for a learner's questions, which have no end."""

    def __init__(self, encoder: Encoding, known: Mapping[str, Floats] | None = None) -> None:
        self._encoder = encoder
        self._vectors = dict(known or {})
        self._asked: set[str] = set()

    @property
    def encoder_id(self) -> str:
        return self._encoder.encoder_id

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one unit vector a text, encoding those that were never seen."""
        if not texts:
            return self._encoder.encode(texts)
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, self._encoder.encode(new), strict=True))
        self._asked.update(texts)
        return np.stack([self._vectors[text] for text in texts])

    def is_word(self, text: str) -> bool:
        return self._encoder.is_word(text)

    def forget_unasked(self) -> None:
        """Drop what was not asked for since the last time, so that old texts do not pile up."""
        self._vectors = {text: self._vectors[text] for text in self._asked}
        self._asked = set()
