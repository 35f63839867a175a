"""The matcher: a learner's message in, an answer, suggestions or an honest abstention out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from knowledge.entry import Entry
from knowledge.matching import normalise, rules
from knowledge.matching.coefficients import Coefficients
from knowledge.matching.followup import only_wishes
from knowledge.matching.normalise import Question
from knowledge.matching.pairs import pairs
from knowledge.matching.rank import Material, Ranker
from knowledge.matching.retrieval import (
    Abstained,
    Candidate,
    Matched,
    Reason,
    Retrieval,
    Suggested,
)
from knowledge.matching.statistics import (
    Encoding,
    Halves,
    core,
    owners,
    phrasing_vectors,
    question_terms,
    related,
    statistics,
    unpacked,
    unpacked_pairs,
)
from knowledge.matching.typos import Speller
from knowledge.matching.verbatim import Verbatim
from knowledge.matching.verdict import evidence

Vectors = npt.NDArray[np.float32]

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

    shares: Vectors
    sure: float
    ours: float

    def best(self) -> list[tuple[int, float]]:
        """Return the first places; the best one's score is its probability of being right."""
        order = np.argsort(-self.shares, kind="stable")[:CANDIDATES]
        scores = self.shares[order] * (self.sure / self.shares[order[0]])
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
        vectors: Vectors | Halves | None = None,
        lexical: Mapping[str, Any] | None = None,
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
        question = normalise.read(self.speller.repair(normalise.relevant(text)))
        ranking = self._ranking(question)
        candidates = tuple(Candidate(self.slugs[place], score) for place, score in ranking.best())
        reason = rules.refusal(text) or self._unreadable(question)
        if reason is None and only_wishes(text):
            reason = Reason.NOTHING_CLOSE
        if reason is not None:
            return Abstained(reason, self._nearest(candidates, reason), 0.0, candidates)
        return self._outcome(candidates, ranking.ours)

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

    def _unreadable(self, question: Question) -> Reason | None:
        """Refuse what holds no symbol and no word that means something, to us or in English."""
        words = (word for word in question.words if len(word) > 1)
        readable = question.symbols or any(map(self.speller.is_known, words))
        return None if readable else Reason.NO_WORDS

    def _outcome(self, candidates: tuple[Candidate, ...], some: float) -> Retrieval:
        """Weigh the best candidate, then whether any will do: `some` is the belief in that."""
        best, reason = candidates[0], Reason.NOTHING_CLOSE
        if best.score >= self.coefficients.answer:
            likely = candidates[1:SUGGESTIONS]
            others = tuple(other.slug for other in likely if other.score >= ALSO_LIKELY)
            return Matched(best.slug, best.score, candidates, others)
        if some >= self.coefficients.suggest:
            slugs = tuple(candidate.slug for candidate in candidates[:SUGGESTIONS])
            return Suggested(slugs, best.score, candidates)
        return Abstained(reason, self._nearest(candidates, reason), best.score, candidates)

    def _nearest(self, candidates: tuple[Candidate, ...], reason: Reason) -> tuple[str, ...]:
        """Name topics only where there were words to be near to."""
        if reason not in _WORDED:
            return ()
        topic_of = dict(zip(self.slugs, self.topics, strict=True))
        return tuple(dict.fromkeys(topic_of[one.slug] for one in candidates))[:TOPICS]


def _material(entries: Sequence[Entry], vectors: Halves, lexical: Mapping[str, Any]) -> Material:
    return Material(
        vectors=vectors,
        owners=owners([len(entry.phrasings) for entry in entries]),
        core=core(entries),
        strangers=unpacked(lexical["strangers"], vectors.shape[1]),
        wordings=lexical["wordings"],
        pairs=[unpacked_pairs(text) for text in lexical["pairs"]],
        bodies=lexical["bodies"],
    )
