"""How well and how fast questions are matched: `python bench/matching.py [QUESTIONS.jsonl]`.

A line of QUESTIONS is {"text", "slug" or null, "also": [slugs], "skip"?}. Rows whose entries all
do not exist are left out. Without a file, only speed and memory are measured.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from knowledge import curriculum
from knowledge.matching.encoder import Encoder
from knowledge.matching.index import Index
from knowledge.matching.normalise import normalise
from knowledge.matching.retrieval import Matched, Retrieval, Suggested
from knowledge.problem import Refused

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled question and what became of it."""

    text: str
    right: tuple[str, ...]
    found: Retrieval

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(candidate.slug for candidate in self.found.candidates)

    @property
    def answered(self) -> bool:
        return isinstance(self.found, Matched)

    def within(self, first: int, *, strict: bool = False) -> bool:
        right = self.right[:1] if strict else self.right
        return bool(set(self.slugs[:first]) & set(right))


def judged(index: Index, rows: Sequence[dict[str, Any]]) -> list[Judged]:
    known = set(index.slugs)
    found = []
    for row in rows:
        right = (row["slug"], *row.get("also", ())) if row["slug"] else ()
        if not row.get("skip") and (not right or known & set(right)):
            found.append(Judged(row["text"], right, index.search(row["text"])))
    return found


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Return how often a question of ours gets more confidence than one that is not."""
    difference = np.subtract.outer(np.array(inside), np.array(outside))
    return float((difference > 0).mean() + (difference == 0).mean() / 2)


def confidence(found: Retrieval) -> float:
    return found.candidates[0].score if found.candidates else 0.0


def quality(rows: Sequence[Judged]) -> dict[str, float | int]:
    inside = [row for row in rows if row.right]
    outside = [row for row in rows if not row.right]
    answered = [row for row in inside if row.answered]
    offered = [row for row in inside if isinstance(row.found, Matched | Suggested)]
    wrong_outside = sum(row.answered for row in outside)
    right = sum(row.within(1) for row in answered)
    return {
        "questions": len(inside),
        "R@1 strict": share(row.within(1, strict=True) for row in inside),
        "R@1 lenient": share(row.within(1) for row in inside),
        "R@3 lenient": share(row.within(3) for row in inside),
        "R@5 lenient": share(row.within(5) for row in inside),
        "AUROC": auroc(
            [confidence(row.found) for row in inside], [confidence(row.found) for row in outside]
        ),
        "answered": share(row.answered for row in inside),
        "answered or suggested": share(row in offered for row in inside),
        "answer precision": right / max(len(answered), 1),
        "answer precision, out of scope counted": right / max(len(answered) + wrong_outside, 1),
        "out of scope": len(outside),
        "out of scope answered": wrong_outside,
        "out of scope suggested": sum(isinstance(row.found, Suggested) for row in outside),
    }


def share(claims: Iterable[bool]) -> float:
    return float(np.mean(list(claims)))


def timings(index: Index, texts: Sequence[str]) -> dict[str, float]:
    """Time searches and bare encoding in turns, so that noise meets both alike."""
    encoder = index.encoder
    sentences = [normalise(text).sentence for text in texts]
    searches, encodings = [], []
    for _ in range(ROUNDS):
        for text, sentence in zip(texts, sentences, strict=True):
            encodings.append(seconds(encoder.encode, [sentence]))
            searches.append(seconds(index.search, text))
    p50, p95 = np.percentile(searches, [50, 95]) * 1000
    bare50, bare95 = np.percentile(encodings, [50, 95]) * 1000
    return {
        "search p50 ms": p50,
        "search p95 ms": p95,
        "encoder p50 ms": bare50,
        "encoder p95 ms": bare95,
        "p50 ratio": p50 / bare50,
        "p95 ratio": p95 / bare95,
    }


def seconds(act: Callable[..., object], argument: object) -> float:
    start = perf_counter()
    act(argument)
    return perf_counter() - start


def resident_mebibytes() -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def show(title: str, figures: dict[str, float | int]) -> None:
    print(title)
    for name, figure in figures.items():
        print(f"  {name:42} {figure:.3f}" if isinstance(figure, float) else f"  {name:42} {figure}")


def mistakes(rows: Sequence[Judged]) -> None:
    for row in rows:
        wrong = not row.within(1) if row.right else row.answered
        if wrong:
            kind, score = type(row.found).__name__, confidence(row.found)
            print(
                f"  {kind:9} {score:.2f} {row.text[:70]!r} -> {row.slugs[:3]} not {row.right[:2]}"
            )


def main(arguments: Sequence[str]) -> None:
    read = curriculum.read(curriculum.shipped())
    if isinstance(read, Refused):
        raise SystemExit("the content has problems: run `unsqueeze knowledge check`")
    entries = read.entries
    with tempfile.TemporaryDirectory() as scratch:
        encoder = Encoder.open(Path(scratch))
    start = perf_counter()
    index = Index.build(entries, encoder)
    print(f"indexed {len(entries)} entries in {perf_counter() - start:.2f} s")
    texts = [entry.aliases[number % len(entry.aliases)] for number, entry in enumerate(entries)]
    if arguments:
        lines = Path(arguments[0]).read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
        texts = [row["text"] for row in rows]
        results = judged(index, rows)
        show("quality", quality(results))
        mistakes(results)
    show("speed", timings(index, texts))
    show("memory", {"resident MiB": resident_mebibytes()})


if __name__ == "__main__":
    main(sys.argv[1:])
