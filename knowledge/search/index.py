"""The matcher: a learner's message in, an answer, suggestions or an honest abstention out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from knowledge.pages.entry import Entry
from knowledge.search import question as search_question
from knowledge.search import refusals
from knowledge.search.arrays import Floats, Steps, from_steps
from knowledge.search.belief import Coefficients, evidence
from knowledge.search.lexical import Counts, pairs
from knowledge.search.question import Question
from knowledge.search.rank import Material, Ranker
from knowledge.search.refusals import framework
from knowledge.search.retrieval import Abstained, Candidate, Matched, Reason, Retrieval, Suggested
from knowledge.search.statistics import (
    Encoding,
    Study,
    core,
    question_terms,
    related,
    stranger_vectors,
    studied,
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
class Findings:
    """What a build finds by numbers among all entries, and a start only reads.

    `words` are those of all phrasings, `spelt` those that writers spelt with care.
    """

    ranker: Ranker
    verbatim: Verbatim
    words: Counts
    spelt: Counts

    @classmethod
    def of(
        cls,
        studied: Sequence[tuple[Entry, Study]],
        strangers: Steps,
        coefficients: Coefficients | None = None,
    ) -> Self:
        """Put together what is known of each; `strangers` are the messages not to answer."""
        studies = [study for _, study in studied]
        sizes = [len(study.vectors) for study in studies]
        material = Material(
            vectors=from_steps(np.concatenate([study.vectors for study in studies])),
            owners=np.repeat(np.arange(len(sizes)), sizes),
            core=core([entry for entry, _ in studied]),
            strangers=from_steps(strangers),
            phrasing_terms=[study.wordings for study in studies],
            pairs=[study.pairs for study in studies],
            bodies=[study.body for study in studies],
        )
        return cls(
            ranker=Ranker.of(material, (coefficients or Coefficients.shipped()).scope),
            verbatim=Verbatim.of([study.said for study in studies]),
            words=_summed(study.words for study in studies),
            spelt=_summed(study.spelt for study in studies),
        )


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
        cls, entries: Sequence[Entry], encoder: Encoding, coefficients: Coefficients | None = None
    ) -> Self:
        """Index `entries`, of which nothing was found out before."""
        found = [(entry, studied(entry, encoder)) for entry in entries]
        findings = Findings.of(found, stranger_vectors(encoder), coefficients)
        return cls.of(entries, findings, encoder, coefficients)

    @classmethod
    def of(
        cls,
        entries: Sequence[Entry],
        findings: Findings,
        encoder: Encoding,
        coefficients: Coefficients | None = None,
    ) -> Self:
        """Index `entries` by what was found out of them."""
        return cls(
            slugs=tuple(entry.slug for entry in entries),
            topics=tuple(entry.topic for entry in entries),
            related=tuple(related(entries)),
            ranker=findings.ranker,
            verbatim=findings.verbatim,
            speller=Speller(findings.spelt, encoder.is_word, findings.words.keys()),
            coefficients=coefficients or Coefficients.shipped(),
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


def _summed(counts: Iterable[Counts]) -> Counts:
    summed = Counter[str]()
    for some in counts:
        summed.update(some)
    return summed
