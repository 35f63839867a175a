"""Whether an answer is about its question, held against what the existing entries are about.

All is measured in the space that the index learns from its phrasings, where tone and form count
little. A passage strays where another entry's wordings are much nearer to it than those of all
entries that the question might mean. Where the question surely asks for one entry, an answer of
some length comes near that entry somewhere. And an answer that shares nothing with its question
is found by a regression over three numbers. `docs/importing.md` has what this finds and misses.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from knowledge.examples.markdown import Floats
from knowledge.importing.finding import Finding, FindingKind
from knowledge.importing.imported import Imported, Prose
from knowledge.search import question as search_question
from knowledge.search.index import Index
from knowledge.search.lexical import terms
from knowledge.search.retrieval import Matched
from knowledge.search.statistics import phrasing_vectors, question_terms

# How many entries a question may mean, and how far another one must be ahead of all of them; in
# standard deviations over the entries.
MEANT = 20
CLEAR = 3.6
AHEAD = 1.2
# Of so few words nothing can be told: "Like so:" is near whatever it happens to be near.
FEWEST_WORDS = 8
FEWEST_NAMES = 6
# One passage among others is remarked on only where it is long and far away.
FAR = 3.6
FAR_AWAY = 3.0
ENOUGH_WORDS = 25
# An answer of so many words to a question that an entry surely answers comes so near it somewhere.
TOLD_WORDS = 40
NEAR = 1.8
# Fitted on the shipped entries, their own answers against answers of others; above the threshold
# is none of the former in whole.
WEIGHTS = {"coverage": -2.1, "nearness": -0.72, "agreement": -0.69, "constant": 1.96}
THRESHOLD = 0.84
_SHARPNESS = 12.0
_NAME = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class MeasuredPassage:
    """A paragraph of an answer; `slug` is the entry that its words are nearest to.

    `height` is how near. `ahead` is by how much nearer that entry is than any which the question
    may mean, `away` by how much nearer than the entry that the question surely asks for and its
    related ones; 0 where the question surely asks for none.
    """

    line: int
    words: int
    slug: str
    height: float
    ahead: float
    away: float = 0.0

    @property
    def strays(self) -> bool:
        return self.height >= CLEAR and self.ahead >= AHEAD

    @property
    def is_far(self) -> bool:
        return self.height >= FAR and self.away >= FAR_AWAY and self.words >= ENOUGH_WORDS


def topic_findings(one: Imported, index: Index) -> Iterator[Finding]:
    """Compare; entries are named by their slugs. Where too little is said, there is no finding."""
    pieces = [*_pieces(one)]
    if not pieces:
        return
    measured = _measured(one, index, pieces)
    strange = _strange(one, index, measured)
    if strange:
        yield strange
        return
    for each in measured.passages:
        if each.is_far:
            message = f"this passage reads like one about another question, {each.slug}"
            yield Finding(FindingKind.PARTLY_OFF_TOPIC, each.line, message)


@dataclass(frozen=True, slots=True)
class _Measured:
    """How near the entries are to the question, and each passage of the answer to them.

    `own` is the place of the entry that surely answers the question, if one does.
    """

    question: Floats
    near: Floats
    adapted: Floats
    heights: Floats
    own: int | None
    passages: tuple[MeasuredPassage, ...]


def _measured(one: Imported, index: Index, pieces: Sequence[tuple[int, str]]) -> _Measured:
    adapt, entries = index.ranker.probe.adapt, index.ranker.phrasings_adapted
    question = adapt(index.encoder.encode([search_question.normalise(one.question).sentence])[0])
    adapted = adapt(phrasing_vectors(index.encoder, [text for _, text in pieces]))
    heights = np.array([_standard(entries.best(each)) for each in adapted])
    near = entries.best(question)
    found = index.search(one.question)
    own = index.slugs.index(found.slug) if isinstance(found, Matched) else None
    passages = _passages(pieces, heights, _Meant.of(index, near, own), index.slugs)
    return _Measured(question, near, adapted, heights, own, tuple(passages))


def _strange(one: Imported, index: Index, measured: _Measured) -> Finding | None:
    """Say why the answer as a whole is about something else, or None where it is not."""
    passages = measured.passages
    straying = [each for each in passages if each.strays]
    whole = sum(each.words for each in passages)
    if sum(each.words for each in straying) * 2 >= whole:
        farthest = max(straying, key=lambda each: each.ahead)
        message = f"the answer reads like one to another question, {farthest.slug}"
        return Finding(FindingKind.OFF_TOPIC, farthest.line, message)
    line = one.parts[0].line
    if _share(one, index, measured) > THRESHOLD:
        message = "the answer has next to nothing to do with its question"
        return Finding(FindingKind.OFF_TOPIC, line, message)
    is_told = whole >= TOLD_WORDS and bool(one.prose)
    if is_told and measured.own is not None and measured.heights[:, measured.own].max() < NEAR:
        asked = index.slugs[measured.own]
        told = max(passages, key=lambda each: each.height).slug
        message = f"the question asks for {asked}, the answer is about {told} and such"
        return Finding(FindingKind.OFF_TOPIC, line, message)
    return None


def _pieces(one: Imported) -> Iterator[tuple[int, str]]:
    """List the paragraphs with their lines; where next to nothing is said, the code as a whole."""
    if len(one.prose.split()) < FEWEST_WORDS:
        source = " ".join(code.source for code in one.code)
        if len(set(_NAME.findall(source))) >= FEWEST_NAMES:
            yield one.code[0].line, source
        return
    for part in (part for part in one.parts if isinstance(part, Prose)):
        place = 0
        for paragraph in part.text.split("\n\n"):
            if paragraph.strip():
                yield part.line_of(place), paragraph.replace("`", "").replace("*", "")
            place += paragraph.count("\n") + 2


@dataclass(frozen=True, slots=True)
class _Meant:
    """Places of the entries that a question may mean, and of those it surely means, if any."""

    perhaps: list[int]
    surely: list[int]

    @classmethod
    def of(cls, index: Index, near: Floats, own: int | None) -> Self:
        """Take what is near, and what the first three of it send their readers to."""
        places = np.argsort(-near, kind="stable")[:MEANT].tolist()
        sent = (other for place in places[:3] for other in index.related[place])
        surely = [] if own is None else sorted({own, *index.related[own]})
        return cls(sorted({*places, *sent}), surely)


def _passages(
    pieces: Sequence[tuple[int, str]], heights: Floats, meant: _Meant, slugs: Sequence[str]
) -> Iterator[MeasuredPassage]:
    for (line, text), row in zip(pieces, heights, strict=True):
        best = int(row.argmax())
        height = float(row[best])
        ahead = height - float(row[meant.perhaps].max())
        away = height - float(row[meant.surely].max()) if meant.surely else 0.0
        yield MeasuredPassage(line, len(text.split()), slugs[best], height, ahead, away)


def _share(one: Imported, index: Index, measured: _Measured) -> float:
    """Say how likely the answer is none to its question, going by its nearest passage."""
    best = np.max([index.ranker.phrasings_adapted.best(each) for each in measured.adapted], axis=0)
    belief = np.exp(measured.near * _SHARPNESS)
    nearest = float((measured.adapted @ measured.question).max())
    values = {
        "coverage": _coverage(one, index),
        "nearness": (nearest - float(best.mean())) / _spread(best),
        "agreement": float((belief / belief.sum()) @ _standard(best)),
        "constant": 1.0,
    }
    return 1 / (1 + math.exp(-sum(WEIGHTS[name] * value for name, value in values.items())))


def _coverage(one: Imported, index: Index) -> float:
    """How much of the question's telling words the answer has, in terms that entries have too."""
    known = index.ranker.phrasing_terms
    asked = {t for t in question_terms(search_question.normalise(one.question)) if t in known}
    told = set(terms(search_question.words(one.answer), ()))
    whole = sum(map(known.rarity, asked))
    return sum(map(known.rarity, asked & told)) / whole if whole else 0.0


def _standard(values: Floats) -> Floats:
    standard: Floats = (values - values.mean()) / np.float32(_spread(values))
    return standard


def _spread(values: Floats) -> float:
    return max(float(values.std()), 1e-6)
