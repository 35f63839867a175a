"""Fit the coefficients from the content itself; `scripts/fit_matching.py` calls it.

Every phrasing is asked of an index made without it (and without a fifth of the others), so no
phrasing ever judges itself. What must not be answered comes from two sources: `negatives.txt`, and
every phrasing asked once more of the index without the entry it belongs to.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import numpy as np

from knowledge.pages import curriculum
from knowledge.pages.curriculum import Curriculum
from knowledge.pages.entry import Entry
from knowledge.pages.problems import Refused
from knowledge.search.arrays import Floats
from knowledge.search.belief import FILE, Coefficients, Signals
from knowledge.search.encoder import kept
from knowledge.search.fit import regression
from knowledge.search.fit.regression import Case
from knowledge.search.lexical import Hashes, joined, pairs
from knowledge.search.question import Question, normalise
from knowledge.search.rank import Material, Ranker
from knowledge.search.statistics import (
    Encoding,
    body_terms,
    core,
    negatives,
    negatives_apart,
    question_terms,
    related,
    sentences,
)

# Whether the matcher was fitted to what the entries say today.

# Fits carry over to entries that are new or reworded; beyond this share of them they are stale.
TOLERATED = 0.05
STRANGERS = "negatives"


def fingerprints(entries: Sequence[Entry]) -> dict[str, str]:
    """Name what a fit learns from: each entry's phrasings, and the messages not to answer."""
    texts = {entry.slug: entry.phrasings for entry in entries} | {STRANGERS: negatives()}
    return {name: _short("\n".join(group)) for name, group in texts.items()}


def changed(entries: Sequence[Entry], fitted: Mapping[str, str]) -> tuple[str, ...]:
    """Return the slugs whose phrasings are not those of the fit, those that have gone included."""
    today = fingerprints(entries)
    return tuple(sorted({slug for slug, _ in today.items() ^ fitted.items()}))


def advice(entries: Sequence[Entry], fitted: Mapping[str, str]) -> str | None:
    """Say that a new fit is due; None while most of what it learnt from still holds."""
    moved = set(changed(entries, fitted))
    if len(moved) <= TOLERATED * len(entries) and STRANGERS not in moved:
        return None
    return (
        f"the matcher was fitted before {len(moved)} of {len(entries)} entries or negatives "
        "changed their wordings; it works, and `make fit` makes it better"
    )


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


# What was written apart is a fold of its own, the last one: it resembles the rest no more than a
# learner's message does, while what was written in one sitting resembles itself.
FOLDS = 5
APART = FOLDS - 1
SEED = 17
# An entry that is missing leaves siblings that half answer: weaker evidence than a stranger.
MISSING_WEIGHT = 0.15
STRANGER_WEIGHT = 1.5
# Fewer were written apart than not, and learners' messages are more like those.
APART_WEIGHT = 4.0


@dataclass(frozen=True, slots=True)
class TrainingQuestion:
    """A phrasing or a negative; `owner` is the entry's place, None for a negative.

    `is_core` where it asks for the whole entry.
    """

    text: str
    owner: int | None
    fold: int
    is_core: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One of `spread`, as an encoder reads it."""

    question: Question
    vector: Floats
    asked: TrainingQuestion

    @property
    def owner(self) -> int | None:
        return self.asked.owner


def spread(entries: Sequence[Entry]) -> list[TrainingQuestion]:
    """Spread all phrasings and negatives over the folds at random but reproducibly.

    Twins, which normalise to one sentence, share a fold: an index that knows the one is no judge of
    the other. What was written apart is in the last fold, with its twins and nothing else.
    """
    owned = [(text, place) for place, entry in enumerate(entries) for text in entry.phrasings]
    asked: list[tuple[str, int | None]] = [*owned, *((text, None) for text in negatives())]
    read = [_normalised(text).sentence for text, _ in asked]
    drawn = random.Random(SEED).choices(range(APART), k=len(asked))
    folds = dict(zip(read, drawn, strict=True))
    folds |= {_normalised(text).sentence: APART for text, _ in asked if text in apart()}
    are_core = [*core(entries).tolist(), *(False for _ in negatives())]
    rows = zip(asked, read, are_core, strict=True)
    return [
        TrainingQuestion(text, owner, folds[sentence], is_core)
        for (text, owner), sentence, is_core in rows
    ]


@cache
def _normalised(text: str) -> Question:
    return normalise(text)


def texts(entries: Sequence[Entry], encoder: Encoding) -> list[Text]:
    """Make all phrasings and negatives ready, as `encoder` reads them."""
    asked = spread(entries)
    questions = [_normalised(one.text) for one in asked]
    vectors = encoder.encode([question.sentence for question in questions])
    rows = zip(questions, vectors, asked, strict=True)
    return [Text(question, vector, one) for question, vector, one in rows]


def ranker(entries: Sequence[Entry], known: Sequence[Text]) -> Ranker:
    """Index the phrasings among `known`; the negatives among them draw the domain's border."""
    owned = sorted((text for text in known if text.owner is not None), key=_owner)
    phrasing_terms = [Counter[str]() for _ in entries]
    found: list[list[Hashes]] = [[] for _ in entries]
    for text in owned:
        phrasing_terms[_owner(text)].update(question_terms(text.question))
        found[_owner(text)].append(pairs(text.question.words))
    material = Material(
        vectors=np.stack([text.vector for text in owned]),
        owners=np.array([_owner(text) for text in owned], np.intp),
        core=np.array([text.asked.is_core for text in owned]),
        strangers=np.stack([text.vector for text in known if text.owner is None]),
        phrasing_terms=phrasing_terms,
        pairs=[joined(some) for some in found],
        bodies=[Counter(body_terms(entry)) for entry in entries],
    )
    return Ranker.of(material, scope(known))


def scope(known: Sequence[Text]) -> Floats:
    """Fit the direction that tells our subject from everything else."""
    vectors = np.stack([text.vector for text in known])
    inside = np.array([text.owner is not None for text in known])
    return regression.binary(vectors, inside)


def cases(entries: Sequence[Entry], unseen: Sequence[Encoding]) -> Iterator[Case]:
    """Ask every text of an index, and by an encoder, that never saw it."""
    near = related(entries)
    for fold, encoder in enumerate(unseen):
        asked = texts(entries, encoder)
        known = [text for text in asked if text.asked.fold != fold]
        index = ranker(entries, known)
        words = {word for text in known if text.owner is not None for word in text.question.words}
        for text in asked:
            if text.asked.fold == fold:
                yield from _cases_of(text, _signals(index, text, words), near)


def _cases_of(text: Text, signals: Signals, related: Sequence[frozenset[int]]) -> Iterator[Case]:
    known, is_apart = (signals.candidates(), signals.none()), text.asked.fold == APART
    weight = APART_WEIGHT if text.asked.text in apart() else 1.0
    if text.owner is None:
        yield Case(*known, None, weight * STRANGER_WEIGHT, ranks_only=is_apart)
        return
    yield Case(*known, text.owner, weight, related[text.owner], ranks_only=is_apart)
    missing, lighter = signals.without(text.owner), weight * MISSING_WEIGHT
    yield Case(missing.candidates(), missing.none(), None, lighter, ranks_only=True)


def _signals(index: Ranker, text: Text, words: set[str]) -> Signals:
    asked = text.question.words
    known = sum(word in words for word in asked) / max(len(asked), 1)
    terms, ordered = question_terms(text.question), pairs(asked)
    return index.signals(text.vector, terms, ordered, known=known)


def _owner(text: Text) -> int:
    return -1 if text.owner is None else text.owner


def fit(
    entries: Sequence[Entry], encoder: Encoding, unseen: Sequence[Encoding] | None = None
) -> Coefficients:
    """Fit weights, then set the thresholds where the folds keep the precision we promise.

    `unseen[k]` was taught nothing of fold k; an encoder that was taught nothing serves for all.
    """
    judged = list(cases(entries, unseen or [encoder] * FOLDS))
    return weighed(entries, judged, scope(texts(entries, encoder)))


def weighed(entries: Sequence[Entry], judged: Sequence[Case], border: Floats) -> Coefficients:
    """Fit the weights to what `cases` found; `border` is the `scope` of all texts."""
    logit = regression.conditional(judged)
    judges = [case for case in judged if not case.ranks_only]
    verdict, answer, suggest = regression.fit(logit, judges, related(entries))
    return Coefficients(logit, verdict, border, answer, suggest, fingerprints(entries))


def content() -> tuple[Entry, ...]:
    """Read the entries that ship with this version."""
    return _shipped().entries


@cache
def apart() -> frozenset[str]:
    """Return the texts of ours that go by other sources than the pages and their wordings."""
    return negatives_apart().union(*(page.wordings.apart for page in _shipped().pages))


def _shipped() -> Curriculum:
    read = curriculum.read(curriculum.shipped())
    if isinstance(read, Refused):
        raise SystemExit("the content has problems: run `unsqueeze knowledge check`")
    return read


def save(found: Coefficients) -> None:
    """Write a fit where the next start reads it."""
    target = Path(str(files("knowledge.search").joinpath(FILE)))
    target.write_text(json.dumps(found.to_json(), indent=1) + "\n", encoding="utf-8")


def ship(encoder: Encoding) -> None:
    """Write the vectors of all that ships; what the file holds already stays as it is."""
    kept.Kept(encoder).write(shipped_sentences())


def shipped_sentences() -> list[list[str]]:
    """Read all that a first start has to encode: each entry's phrasings, then the negatives."""
    groups = [*(entry.phrasings for entry in content()), negatives()]
    return [list(dict.fromkeys(sentences(group))) for group in groups]
