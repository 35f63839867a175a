"""A library of four entries whose index goes by whole wordings and words: no model, no disk."""

from zlib import crc32

import numpy as np

from knowledge.pages.entry import Entry, Status, Verified
from knowledge.search import refusals
from knowledge.search.retrieval import Abstained, Candidate, Matched, Reason, Suggested
from tutor.library import Library


def entry(slug: str, question: str, **fields) -> Entry:
    usual = {
        "aliases": tuple(f"{question} {number}" for number in range(8)),
        "topic": "shapes",
        "difficulty": 1,
        "verified": Verified(torch="2.13.0", numpy="2.4.6"),
        "sources": ("https://example.org",),
        "status": Status.REVIEWED,
        "short": "It **depends**.\n\n```pycon\n>>> 1 + 1\n2\n```",
    }
    return Entry(slug=slug, question=question, **{**usual, **fields})


ENTRIES = (
    entry(
        "stack-vs-cat",
        "What is the difference between stack and cat?",
        short=(
            "`cat` glues along an axis that is **there**;\nanother line.\n\n"
            "```pycon\n>>> torch.cat([a, b]).shape\ntorch.Size([4, 3])\n```\n\nDone."
        ),
        more="`stack` is `cat` after `unsqueeze`.\n\n- one\n- two",
        pitfall="Reshaping is **not** the same.",
        see_also=("view-vs-reshape", "gone-for-good"),
    ),
    entry(
        "view-vs-reshape",
        "What is the difference between view and reshape?",
        short="It **depends**.\n\n```pycon\n>>> m = torch.arange(6).view(2, 3)\n```",
        diagram="m.T",
    ),
    entry(
        "what-is-a-leaf", "What is a leaf tensor in autograd?", topic="autograd", more="m" * 4060
    ),
    entry("no-example", "Why is this one told in words alone?", topic="autograd", short="None."),
)
TOPICS = {"shapes": "Shapes & views", "autograd": "Autograd", "empty": "Nothing yet"}


class WordEncoder:
    """Texts that share most words are near each other."""

    encoder_id = "words"

    def encode(self, texts) -> np.ndarray:
        counts = np.zeros((len(texts), 512), np.float32)
        for row, text in zip(counts, texts, strict=True):
            for word in text.lower().split():
                row[crc32(word.strip("?!.,").encode()) % 512] += 1
        return counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-6)

    def is_word(self, text: str) -> bool:
        return False


class WordIndex:
    """Finds an entry by its wording, suggests by shared words, and abstains from all else."""

    def __init__(self, entries=ENTRIES) -> None:
        self._entries = entries
        self.encoder = WordEncoder()

    def search(self, text: str):
        reason = refusals.refusal(text)
        if reason is not None:
            return Abstained(reason, (), 0.0, ())
        wanted = _words(text)
        ranked = sorted(
            (
                Candidate(each.slug, _overlap(wanted, _words(each.question)))
                for each in self._entries
            ),
            key=lambda candidate: -candidate.score,
        )
        candidates = tuple(ranked)
        best = candidates[0]
        if best.score > 0.9:
            return Matched(best.slug, best.score, candidates)
        if best.score > 0.3:
            return Suggested(tuple(each.slug for each in candidates[:3]), best.score, candidates)
        return Abstained(Reason.NOTHING_CLOSE, ("shapes",), 1 - best.score, candidates)

    def owner(self, text: str) -> str | None:
        wanted = _words(text)
        asked = {each.slug for each in self._entries if wanted in map(_words, each.phrasings)}
        return asked.pop() if len(asked) == 1 else None

    def rarity(self, word: str) -> float:
        return 1.0


def library(entries=ENTRIES) -> Library:
    return Library(
        entries={each.slug: each for each in entries},
        topics=TOPICS,
        index=WordIndex(entries),
    )


def _words(text: str) -> set[str]:
    return set(text.lower().strip("?!. ").split())


def _overlap(left: set[str], right: set[str]) -> float:
    return len(left & right) / len(left | right)
