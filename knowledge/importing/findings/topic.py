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

import numpy as np

from knowledge.importing.questionnaire import Finding, FindingKind, Imported, Prose
from knowledge.search import question as search_question
from knowledge.search.arrays import Floats
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
    adapt, entries = index.ranker.probe.adapt, index.ranker.phrasings_adapted
    question = adapt(index.encoder.encode([search_question.normalise(one.question).sentence])[0])
    adapted = adapt(phrasing_vectors(index.encoder, [text for _, text in pieces]))
    near, nearest = entries.best(question), np.array([entries.best(each) for each in adapted])
    found = index.search(one.question)
    own = index.slugs.index(found.slug) if isinstance(found, Matched) else None
    heights = np.array([_standard(row) for row in nearest])
    passages = [*_passages(pieces, heights, index, near, own)]
    strangeness = _strangeness(question, near, adapted, nearest, _coverage(one, index))
    missed = None if own is None or heights[:, own].max() >= NEAR else index.slugs[own]
    if strange := _strange(one, passages, strangeness, missed):
        yield strange
        return
    for each in passages:
        if each.is_far:
            message = f"this passage reads like one about another question, {each.slug}"
            yield Finding(FindingKind.PARTLY_OFF_TOPIC, each.line, message)


def _strange(
    one: Imported, passages: Sequence[MeasuredPassage], strangeness: float, missed: str | None
) -> Finding | None:
    """Say why the answer as a whole is about something else, or None where it is not.

    `missed` is the entry that the question surely asks for, where nothing comes near it.
    """
    line = one.parts[0].line
    straying = [each for each in passages if each.strays]
    whole = sum(each.words for each in passages)
    if sum(each.words for each in straying) * 2 >= whole:
        farthest = max(straying, key=lambda each: each.ahead)
        line = farthest.line
        message = f"the answer reads like one to another question, {farthest.slug}"
    elif strangeness > THRESHOLD:
        message = "the answer has next to nothing to do with its question"
    elif missed is not None and whole >= TOLD_WORDS and one.prose:
        told = max(passages, key=lambda each: each.height).slug
        message = f"the question asks for {missed}, the answer is about {told} and such"
    else:
        return None
    return Finding(FindingKind.OFF_TOPIC, line, message)


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
                yield part.at[place], paragraph.replace("`", "").replace("*", "")
            place += paragraph.count("\n") + 2


def _passages(
    pieces: Sequence[tuple[int, str]], heights: Floats, index: Index, near: Floats, own: int | None
) -> Iterator[MeasuredPassage]:
    """Hold each against what the question may mean: what is near, and where that sends readers."""
    places = np.argsort(-near, kind="stable")[:MEANT].tolist()
    perhaps = sorted({*places, *(other for place in places[:3] for other in index.related[place])})
    surely = [] if own is None else sorted({own, *index.related[own]})
    for (line, text), row in zip(pieces, heights, strict=True):
        best = int(row.argmax())
        height = float(row[best])
        away = height - float(row[surely].max()) if surely else 0.0
        ahead = height - float(row[perhaps].max())
        yield MeasuredPassage(line, len(text.split()), index.slugs[best], height, ahead, away)


def _strangeness(
    question: Floats, near: Floats, adapted: Floats, nearest: Floats, coverage: float
) -> float:
    """Say how likely the answer is none to its question, going by its nearest passage."""
    best = nearest.max(axis=0)
    belief = np.exp(near * _SHARPNESS)
    values = {
        "coverage": coverage,
        "nearness": (float((adapted @ question).max()) - float(best.mean())) / _spread(best),
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
