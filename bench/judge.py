"""Labelled questions held against a matcher: what became of each, and the figures of all."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.search.index import Index
from knowledge.search.retrieval import Abstained, Matched, Retrieval, Suggested


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled question and what became of it."""

    text: str
    right: tuple[str, ...]
    found: Retrieval
    form: str = ""

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(candidate.slug for candidate in self.found.candidates)

    @property
    def answered(self) -> bool:
        return isinstance(self.found, Matched)

    @property
    def offered(self) -> tuple[str, ...]:
        """What the learner is shown: the answer and what it offers beside, or suggestions."""
        match self.found:
            case Matched(slug=slug, others=others):
                return (slug, *others)
            case Suggested(slugs=slugs):
                return slugs
            case Abstained():
                return ()

    @property
    def shows_right(self) -> bool:
        return bool(set(self.offered) & set(self.right))

    def within(self, first: int, *, strict: bool = False) -> bool:
        right = self.right[:1] if strict else self.right
        return bool(set(self.slugs[:first]) & set(right))


def judged(index: Index, rows: Sequence[dict[str, Any]]) -> list[Judged]:
    known = set(index.slugs)
    found = []
    for row in rows:
        right = (row["slug"], *row.get("also", ())) if row["slug"] else ()
        if not row.get("skip") and (not right or known & set(right)):
            form = row.get("form", "")
            found.append(Judged(row["text"], right, index.search(row["text"]), form))
    return found


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Return how often a question of ours gets more confidence than one that is not."""
    difference = np.subtract.outer(np.array(inside), np.array(outside))
    return float((difference > 0).mean() + (difference == 0).mean() / 2)


def confidence(found: Retrieval) -> float:
    return found.confidence


def quality(rows: Sequence[Judged]) -> dict[str, float | int]:
    inside = [row for row in rows if row.right]
    outside = [row for row in rows if not row.right]
    answered = [row for row in inside if row.answered]
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
        "answered or suggested": share(bool(row.offered) for row in inside),
        "right among what is shown": share(row.shows_right for row in inside),
        "right without what is beside an answer": share(
            row.within(1) if row.answered else row.shows_right for row in inside
        ),
        "buttons beside an answer": sum(len(row.offered) - 1 for row in answered)
        / max(len(answered), 1),
        "answer precision": right / max(len(answered), 1),
        "answer precision, out of scope counted": right / max(len(answered) + wrong_outside, 1),
        "out of scope": len(outside),
        "out of scope answered": wrong_outside,
        "out of scope suggested": sum(isinstance(row.found, Suggested) for row in outside),
        "calibration error": calibration_error(inside + outside),
    }


def calibration_error(rows: Sequence[Judged], bins: int = 10) -> float:
    """Confidence in the best entry against how often it is right, in bins of equal width."""
    sure = np.array([confidence(row.found) for row in rows])
    right = np.array([row.within(1) for row in rows])
    place = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [
        abs(sure[place == bin_].mean() - right[place == bin_].mean()) * (place == bin_).mean()
        for bin_ in range(bins)
        if (place == bin_).any()
    ]
    return float(sum(gaps))


def forms(rows: Sequence[Judged]) -> None:
    """Print each form of asking by itself."""
    print("by form: questions, R@1 strict, lenient, R@3, answered")
    for form in sorted({row.form for row in rows} - {""}):
        some = [row for row in rows if row.form == form]
        answered = share(row.answered for row in some)
        if not some[0].right:
            print(f"  {form:16} {len(some):4} {'':20} {answered:.3f}")
            continue
        first, lenient = (share(row.within(1, strict=s) for row in some) for s in (True, False))
        three = share(row.within(3) for row in some)
        print(f"  {form:16} {len(some):4} {first:.3f} {lenient:.3f} {three:.3f} {answered:.3f}")


def share(claims: Iterable[bool]) -> float:
    return float(np.mean(list(claims)))


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


def read_rows(file: str) -> list[dict[str, Any]]:
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]
