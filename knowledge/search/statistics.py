"""What a build counts and encodes beside the phrasings' vectors: one JSON value, read at start."""

import re
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from typing import Protocol, TypedDict, TypeVar

import numpy as np

from knowledge.examples.markdown import Booleans, Floats, Halves, Places
from knowledge.pages.entry import Entry
from knowledge.pages.page import APART
from knowledge.search import question as search_question
from knowledge.search.lexical import Counts, Hashes, joined, pairs, terms
from knowledge.search.question import Question

# Raise it whenever `Statistics` takes another form.
VERSION = 6

_PROMPT = re.compile(r"^>>> |^\.\.\. |^Traceback .*$", re.MULTILINE)


class Counted(TypedDict):
    """What is the entries' own: lists with one item an entry, then counts over all of them.

    `pairs` are packed. `words` are those of all phrasings, `spelt` those that a writer spelt with
    care.
    """

    sentences: Sequence[Sequence[str]]
    wordings: Sequence[Counts]
    pairs: Sequence[str]
    bodies: Sequence[Counts]
    words: Counts
    spelt: Counts


class Statistics(Counted):
    """With the packed vectors of `strangers`: the messages not to answer."""

    strangers: str


class Encoding(Protocol):
    """Texts to unit vectors, and the words that it was taught."""

    @property
    def encoder_id(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> Floats: ...

    def is_word(self, text: str) -> bool: ...


def vectors_id(encoder: Encoding) -> str:
    """Name all that a build's vectors and statistics depend on beside the entries.

    A base that was built under another name must be built anew.
    """
    strangers = sha256("\n".join(negatives()).encode()).hexdigest()[:8]
    return f"{encoder.encoder_id}-n{search_question.VERSION}-s{VERSION}-{strangers}"


def phrasing_vectors(encoder: Encoding, texts: Iterable[str]) -> Floats:
    """Encode phrasings the way questions will be: normalised first."""
    return encoder.encode([search_question.normalise(text).sentence for text in texts])


def statistics(entries: Sequence[Entry], encoder: Encoding) -> Statistics:
    """Count the words of `entries`, and encode the messages not to answer."""
    strangers = packed(phrasing_vectors(encoder, negatives()))
    return {**counted(entries), "strangers": strangers}


def counted(entries: Sequence[Entry]) -> Counted:
    """Return the statistics that are the entries' own."""
    asked = [[search_question.normalise(text) for text in entry.phrasings] for entry in entries]
    words = Counter(word for group in asked for one in group for word in one.words)
    return {
        "sentences": [[one.sentence for one in group] for group in asked],
        "wordings": [
            Counter(term for one in group for term in question_terms(one)) for group in asked
        ],
        "pairs": [packed_pairs(joined(pairs(one.words) for one in group)) for group in asked],
        "bodies": [Counter(body_terms(entry)) for entry in entries],
        "words": _alphabetic(words),
        "spelt": _alphabetic(Counter(word for entry in entries for word in _careful(entry))),
    }


def _careful(entry: Entry) -> tuple[str, ...]:
    """List the words of what a writer spelt with care; wordings have learners' slips on purpose."""
    texts = (entry.question, *entry.aliases, _PROMPT.sub("", _body(entry)))
    return tuple(word for text in texts for word in search_question.words(text.lower()))


def _alphabetic(counts: Counts) -> Counts:
    return {word: count for word, count in counts.items() if word.isalpha()}


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
    return files("knowledge.search").joinpath("negatives.txt").read_text(encoding="utf-8")


def _messages(text: str) -> tuple[str, ...]:
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("# "))


def packed(vectors: Floats) -> str:
    """Write vectors as text, in half precision."""
    return b64encode(vectors.astype("<f2").tobytes()).decode("ascii")


def unpacked(text: str, width: int) -> Floats:
    return np.frombuffer(b64decode(text), "<f2").reshape(-1, width).astype(np.float32)


def packed_pairs(found: Hashes) -> str:
    return b64encode(found.astype("<u4").tobytes()).decode("ascii")


def unpacked_pairs(text: str) -> Hashes:
    return np.frombuffer(b64decode(text), "<u4").astype(np.uint32, copy=False)


def related(entries: Sequence[Entry]) -> list[frozenset[int]]:
    """Return for each entry the places of those that it names or that name it under `see_also`."""
    places = {entry.slug: place for place, entry in enumerate(entries)}
    found: list[set[int]] = [set() for _ in entries]
    for place, entry in enumerate(entries):
        for other in {places[slug] for slug in entry.see_also if slug in places} - {place}:
            found[place].add(other)
            found[other].add(place)
    return [frozenset(others) for others in found]


def owners(counts: Sequence[int]) -> Places:
    """Return for each of the rows, `counts` of them an entry, the place of its entry."""
    return np.repeat(np.arange(len(counts)), counts)


def core(entries: Sequence[Entry]) -> Booleans:
    """Tell for each phrasing, all entries' in a row, whether its writer asked for a whole entry."""
    return np.concatenate(
        [np.arange(len(entry.phrasings)) <= len(entry.aliases) for entry in entries]
    )


def _body(entry: Entry) -> str:
    return "\n\n".join(part for part in (entry.short, entry.more, entry.pitfall) if part)


# The statistics of changed content, from those it had before: only what changed is counted.
#
# An instructor waits for it, and to normalise every phrasing anew takes most of a second.

Item = TypeVar("Item")


def recounted(
    before: Sequence[Entry], stated: Statistics, after: Sequence[Entry], encoder: Encoding
) -> Statistics:
    """Return `statistics(after)`, given that `stated` is `statistics(before)`."""
    known = set(before)
    new = [entry for entry in after if entry not in known]
    if stated.keys() != Statistics.__required_keys__ or len(new) == len(after):
        return statistics(after, encoder)
    gone = list(known.difference(after))
    added, lost = counted(new), counted(gone)
    place_of = {entry: place for place, entry in enumerate((*before, *new))}
    places = [place_of[entry] for entry in after]

    def items(old: Sequence[Item], more: Sequence[Item]) -> list[Item]:
        """Those of the entries that are there now, in their order."""
        both = (*old, *more)
        return [both[place] for place in places]

    return {
        "sentences": items(stated["sentences"], added["sentences"]),
        "wordings": items(stated["wordings"], added["wordings"]),
        "pairs": items(stated["pairs"], added["pairs"]),
        "bodies": items(stated["bodies"], added["bodies"]),
        "words": _counts(stated["words"], added["words"], lost["words"]),
        "spelt": _counts(stated["spelt"], added["spelt"], lost["spelt"]),
        "strangers": stated["strangers"],
    }


def _counts(stated: Counts, added: Counts, lost: Counts) -> Counts:
    counts = Counter[str](stated)
    counts.update(added)
    counts.subtract(lost)
    return {word: count for word, count in counts.items() if count > 0}


# An encoder that knows many texts already: an index made anew encodes only what is new.


class Remembered:
    """Remembers a vector for each text; never for a learner's questions, which have no end."""

    def __init__(self, encoder: Encoding, known: Mapping[str, Halves] | None = None) -> None:
        self._encoder = encoder
        self._vectors = dict(known or {})
        self._asked: set[str] = set()

    @property
    def encoder_id(self) -> str:
        return self._encoder.encoder_id

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one unit vector a text, encoding those that were never seen."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(paired(new, self._encoder.encode(new).astype(np.float16)))
        self._asked.update(texts)
        if not texts:
            return self._encoder.encode([])
        return np.stack([self._vectors[text] for text in texts]).astype(np.float32)

    def is_word(self, text: str) -> bool:
        return self._encoder.is_word(text)

    @property
    def known(self) -> Mapping[str, Halves]:
        return self._vectors

    def forget_unasked(self, others: Iterable[str] = ()) -> None:
        """Drop what was not asked for since the last time, so that old texts do not pile up.

        `others` are spared.
        """
        wanted = self._asked.union(others)
        self._vectors = {text: row for text, row in self._vectors.items() if text in wanted}
        self._asked = set()


def paired(texts: Iterable[str], vectors: Halves) -> dict[str, Halves]:
    """Vectors by their texts, for a start."""
    return dict(zip(texts, vectors, strict=True))
