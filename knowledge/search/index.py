"""The matcher: a learner's message in, an answer, suggestions or an honest abstention out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from knowledge.examples.markdown import Floats, Halves
from knowledge.pages.entry import Entry
from knowledge.search import question as search_question
from knowledge.search import refusals
from knowledge.search.belief import Coefficients, evidence
from knowledge.search.lexical import pairs
from knowledge.search.question import Question
from knowledge.search.rank import Material, Ranker
from knowledge.search.refusals import framework
from knowledge.search.retrieval import Abstained, Candidate, Matched, Reason, Retrieval, Suggested
from knowledge.search.statistics import (
    Encoding,
    Statistics,
    core,
    owners,
    phrasing_vectors,
    question_terms,
    related,
    statistics,
    unpacked,
    unpacked_pairs,
)
from knowledge.search.typos import Speller
from knowledge.search.verbatim import Verbatim

CANDIDATES = 10
SUGGESTIONS = 3
# What scores less is not worth a button beside an answer that we are sure of.
ALSO_LIKELY = 0.1
TOPICS = 3
# Who asks in the very words of one phrasing, or pastes its error, means its entry.
VERBATIM = 0.98
_WORDED = (Reason.NOTHING_CLOSE, Reason.TOO_LONG)


@dataclass(frozen=True, slots=True)
class _Ranking:
    """Shares of belief, and how sure we are that the best answers and that any does."""

    shares: Floats
    best_answers: float
    any_answers: float

    def best(self) -> list[tuple[int, float]]:
        """Return the first places; the best one's score is its probability of being right."""
        order = np.argsort(-self.shares, kind="stable")[:CANDIDATES]
        scores = self.shares[order] * (self.best_answers / self.shares[order[0]])
        return list(zip(order.tolist(), scores.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Index:
    """All entries in memory; a search is one run of the encoder and some small products."""

    slugs: tuple[str, ...]
    topics: tuple[str, ...]
    related: tuple[frozenset[int], ...]
    ranker: Ranker
    verbatim: Verbatim
    speller: Speller
    coefficients: Coefficients
    encoder: Encoding

    @classmethod
    def build(
        cls,
        entries: Sequence[Entry],
        encoder: Encoding,
        *,
        vectors: Floats | Halves | None = None,
        lexical: Statistics | None = None,
        coefficients: Coefficients | None = None,
    ) -> Self:
        """Index `entries`; `vectors` and `lexical` are what a build stored, made here if absent."""
        texts = [text for entry in entries for text in entry.phrasings]
        known = vectors if vectors is not None else phrasing_vectors(encoder, texts)
        known = known.astype(np.float16, copy=False)
        counted = lexical if lexical is not None else statistics(entries, encoder)
        chosen = coefficients if coefficients is not None else Coefficients.shipped()
        return cls(
            slugs=tuple(entry.slug for entry in entries),
            topics=tuple(entry.topic for entry in entries),
            related=tuple(related(entries)),
            ranker=Ranker.of(_material(entries, known, counted), chosen.scope),
            verbatim=Verbatim.of(counted["sentences"]),
            speller=Speller(counted["spelt"], encoder.is_word, counted["words"].keys()),
            coefficients=chosen,
            encoder=encoder,
        )

    def search(self, text: str) -> Retrieval:
        """Decide what becomes of `text`; candidates come back whatever is decided, best first."""
        question = self._read(search_question.relevant(text))
        ranking = self._ranking(question)
        candidates = tuple(Candidate(self.slugs[place], score) for place, score in ranking.best())
        refused = self._refused(text, question)
        if refused is not None:
            return self._abstained(refused, 0.0, candidates)
        if framework(text) and not self._is_verbatim(question):
            return self._suggested(candidates, ranking.any_answers)
        return self._outcome(candidates, ranking.any_answers)

    def _read(self, said: str) -> Question:
        """Read a message, mended unless it is in a phrasing's very words, slips and all."""
        as_said = search_question.read(said)
        mended = self.speller.repair(said)
        if mended == said or self._is_verbatim(as_said):
            return as_said
        return search_question.read(mended)

    def owner(self, text: str) -> str | None:
        """Name the one entry that is asked for in the very words of `text`."""
        place = self.verbatim.owner(search_question.normalise(text).sentence)
        return None if place is None else self.slugs[place]

    def rarity(self, word: str) -> float:
        """Weigh a stem by how few answers hold it; one that none holds weighs most."""
        return self.ranker.bodies.rarity(word)

    def _ranking(self, question: Question) -> _Ranking:
        vector = self.encoder.encode([question.sentence])[0]
        signals = self.ranker.signals(
            vector,
            question_terms(question),
            pairs(question.words),
            known=self.speller.share_counted(question.words),
        )
        rows, none = signals.candidates(), signals.none()
        beliefs = self.coefficients.logit.beliefs(rows, none)
        place = self.verbatim.owner(question.sentence)
        if place is not None:
            return _Ranking(beliefs.moved_to(place, VERBATIM).candidates, VERBATIM, VERBATIM)
        near = self.related[int(beliefs.candidates.argmax())]
        known, verdict = evidence(beliefs, rows, none, near), self.coefficients.verdict
        return _Ranking(beliefs.candidates, *verdict.both(known))

    def _refused(self, text: str, question: Question) -> Reason | None:
        """Say why a message is not worth matching, if it is not."""
        if (reason := refusals.refusal(text)) is not None:
            return reason
        return None if self._is_readable(question) else Reason.NO_WORDS

    def _is_readable(self, question: Question) -> bool:
        """Claim that there is a symbol, or a word that means something, to us or in English.

        Or that a phrasing is made of these very words, such as the name of an error.
        """
        if self._is_verbatim(question):
            return True
        words = (word for word in question.words if len(word) > 1)
        return bool(question.symbols) or any(map(self.speller.is_known, words))

    def _is_verbatim(self, question: Question) -> bool:
        return self.verbatim.owner(question.sentence) is not None

    def _outcome(self, candidates: tuple[Candidate, ...], any_answers: float) -> Retrieval:
        """Weigh the best candidate, then whether any will do."""
        best = candidates[0]
        if best.score >= self.coefficients.answer:
            likely = candidates[1:SUGGESTIONS]
            others = tuple(other.slug for other in likely if other.score >= ALSO_LIKELY)
            return Matched(best.slug, best.score, candidates, others)
        return self._suggested(candidates, any_answers)

    def _suggested(self, candidates: tuple[Candidate, ...], any_answers: float) -> Retrieval:
        best = candidates[0]
        if any_answers >= self.coefficients.suggest:
            slugs = tuple(candidate.slug for candidate in candidates[:SUGGESTIONS])
            return Suggested(slugs, best.score, candidates)
        return self._abstained(Reason.NOTHING_CLOSE, best.score, candidates)

    def _abstained(
        self, reason: Reason, confidence: float, candidates: tuple[Candidate, ...]
    ) -> Abstained:
        """Name the nearest topics, but only where there were words to be near to."""
        nearest = self._topics(candidates) if reason in _WORDED else ()
        return Abstained(reason, nearest, confidence, candidates)

    def _topics(self, candidates: tuple[Candidate, ...]) -> tuple[str, ...]:
        topic_of = dict(zip(self.slugs, self.topics, strict=True))
        return tuple(dict.fromkeys(topic_of[one.slug] for one in candidates))[:TOPICS]


def _material(entries: Sequence[Entry], vectors: Halves, lexical: Statistics) -> Material:
    return Material(
        vectors=vectors,
        owners=owners([len(entry.phrasings) for entry in entries]),
        core=core(entries),
        strangers=unpacked(lexical["strangers"], vectors.shape[1]),
        phrasing_terms=lexical["wordings"],
        pairs=[unpacked_pairs(text) for text in lexical["pairs"]],
        bodies=lexical["bodies"],
    )
