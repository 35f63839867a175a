"""Whether an answer is about its question, held against what the existing entries are about.

All is measured in the space that the index learns from its phrasings, where tone and form count
little. A passage strays where another entry's wordings are much nearer to it than those of all
entries that the question might mean. Where the question surely asks for one entry, an answer of
some length comes near that entry somewhere. And an answer that shares nothing with its question
is found by a regression over three numbers. `docs/importing.md` has what this finds and misses.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.importing.finding import Finding, Kind
from knowledge.importing.imported import Imported, Prose
from knowledge.matching import normalise
from knowledge.matching.index import Index
from knowledge.matching.lexical import terms
from knowledge.matching.retrieval import Matched
from knowledge.matching.statistics import phrasing_vectors, question_terms

Floats = npt.NDArray[np.float32]

# How many entries a question may mean, and how far another one must be ahead of all of them; in
# standard deviations over the entries.
MEANT = 20
CLEAR = 4.0
AHEAD = 2.0
# One passage among others is remarked on only where it is long and far away.
FAR = 5.0
FAR_AHEAD = 3.0
ENOUGH_WORDS = 25
# An answer of so many words to a question that an entry surely answers comes so near it somewhere.
TOLD_WORDS = 40
NEAR = 2.0
# Fitted on the shipped entries, their own answers against answers of others; above the threshold
# are one in two hundred of the former.
WEIGHTS = {"coverage": -2.1, "nearness": -0.72, "agreement": -0.69, "constant": 1.96}
THRESHOLD = 0.8
_SHARPNESS = 12.0


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of an answer, and which entry its words are nearest to."""

    line: int
    words: int
    slug: str
    height: float
    ahead: float

    @property
    def strays(self) -> bool:
        return self.height >= CLEAR and self.ahead >= AHEAD

    @property
    def is_far(self) -> bool:
        return self.height >= FAR and self.ahead >= FAR_AHEAD and self.words >= ENOUGH_WORDS


def topic_findings(one: Imported, index: Index) -> Iterator[Finding]:
    """Compare; entries are named by their slugs."""
    measured = _measured(one, index)
    strange = _strange(one, index, measured)
    if strange:
        yield strange
        return
    for each in measured.passages:
        if each.is_far:
            message = f"this passage reads like one about another question, {each.slug}"
            yield Finding(Kind.PARTLY_OFF_TOPIC, each.line, message)


@dataclass(frozen=True, slots=True)
class _Measured:
    """How near the entries are to the question, and each passage of the answer to them."""

    question: Floats
    near: Floats
    adapted: Floats
    heights: Floats
    passages: tuple[Passage, ...]


def _measured(one: Imported, index: Index) -> _Measured:
    adapt, entries = index.ranker.probe.adapt, index.ranker.phrasings_adapted
    question = adapt(index.encoder.encode([normalise.normalise(one.question).sentence])[0])
    pieces = [*_pieces(one)]
    adapted = adapt(phrasing_vectors(index.encoder, [text for _, text in pieces]))
    heights = np.array([_standard(entries.best(each)) for each in adapted])
    near = entries.best(question)
    passages = _passages(pieces, heights, _meant(index, near), index.slugs)
    return _Measured(question, near, adapted, heights, tuple(passages))


def _strange(one: Imported, index: Index, measured: _Measured) -> Finding | None:
    """Say why the answer as a whole is about something else, or None where it is not."""
    passages = measured.passages
    straying = [each for each in passages if each.strays]
    whole = sum(each.words for each in passages)
    if sum(each.words for each in straying) * 2 >= whole:
        farthest = max(straying, key=lambda each: each.ahead)
        message = f"the answer reads like one to another question, {farthest.slug}"
        return Finding(Kind.OFF_TOPIC, farthest.line, message)
    line = one.parts[0].line
    if _share(one, index, measured) > THRESHOLD:
        message = "the answer has next to nothing to do with its question"
        return Finding(Kind.OFF_TOPIC, line, message)
    found = index.search(one.question)
    if isinstance(found, Matched) and whole >= TOLD_WORDS and one.prose:
        own = measured.heights[:, index.slugs.index(found.slug)]
        if own.max() < NEAR:
            highest = max(passages, key=lambda each: each.height).slug
            message = f"the question asks for {found.slug}, the answer is about {highest} and such"
            return Finding(Kind.OFF_TOPIC, line, message)
    return None


def _pieces(one: Imported) -> Iterator[tuple[int, str]]:
    """List the paragraphs with their lines; of an answer in code alone, the code as a whole."""
    prose = [part for part in one.parts if isinstance(part, Prose)]
    for part in prose:
        line = part.line
        for paragraph in part.text.split("\n\n"):
            if paragraph.strip():
                yield line, paragraph.replace("`", "").replace("*", "")
            line += paragraph.count("\n") + 2
    if not prose:
        yield one.parts[0].line, " ".join(code.source for code in one.code)


def _meant(index: Index, near: Floats) -> list[int]:
    """List the entries that the question may mean, and what the first three of them send to."""
    places = np.argsort(-near, kind="stable")[:MEANT].tolist()
    return sorted({*places, *(other for place in places[:3] for other in index.related[place])})


def _passages(
    pieces: Sequence[tuple[int, str]], heights: Floats, meant: list[int], slugs: Sequence[str]
) -> Iterator[Passage]:
    for (line, text), row in zip(pieces, heights, strict=True):
        best = int(row.argmax())
        height = float(row[best])
        ahead = height - float(row[meant].max())
        yield Passage(line, len(text.split()), slugs[best], height, ahead)


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
    weights = index.ranker.wordings.idf
    asked = {t for t in question_terms(normalise.normalise(one.question)) if t in weights}
    told = set(terms(normalise.words(one.answer), ()))
    whole = sum(weights[term] for term in asked)
    return sum(weights[term] for term in asked & told) / whole if whole else 0.0


def _standard(values: Floats) -> Floats:
    standard: Floats = (values - values.mean()) / np.float32(_spread(values))
    return standard


def _spread(values: Floats) -> float:
    return max(float(values.std()), 1e-6)
