"""What each part of the matcher brings: the same fit with parts of the evidence left out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.judge import judged, quality
from knowledge.pages.entry import Entry
from knowledge.search.belief import CANDIDATE_FEATURES, NONE_FEATURES
from knowledge.search.encoder.encoder import Encoder
from knowledge.search.fit import fit
from knowledge.search.fit.regression import Case
from knowledge.search.index import Index

CLOSEST = {"closeness", "cosine", "constant"}
WORDS = {"wording_coverage", "body_z", "body_coverage", "known"}
EVERYTHING = {*CANDIDATE_FEATURES, *NONE_FEATURES}
COLUMNS = ("R@1 strict", "R@1 lenient", "R@3 lenient", "AUROC", "answered", "answer precision")


class Remembering:
    """An encoder that runs once a text, since every step asks for the same ones."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Any] = {}
        self.encoder_id = encoder.encoder_id

    def encode(self, texts: Sequence[str]) -> Any:
        for text in texts:
            if text not in self._known:
                self._known[text] = self._encoder.encode([text])[0]
        return np.stack([self._known[text] for text in texts])

    def is_word(self, text: str) -> bool:
        return self._encoder.is_word(text)


def table(
    entries: Sequence[Entry], scratch: Path, files: Mapping[str, Sequence[dict[str, Any]]]
) -> None:
    """Print the steps, each on top of the one before; thresholds are set anew by each."""
    untaught = Remembering(Encoder.open(scratch, scratch / "no adapter"))
    few = [entry.model_copy(update={"wordings": ()}) for entry in entries]
    steps = {}
    cases = list(fit.cases(few, [untaught] * fit.FOLDS))
    for name, used in (
        ("closest phrasing", CLOSEST),
        ("+ words", CLOSEST | WORDS),
        ("+ discriminants, scope, strangers", EVERYTHING),
    ):
        steps[name] = fitted(few, untaught, cases, used)
    cases = list(fit.cases(entries, [untaught] * fit.FOLDS))
    steps["+ wordings"] = fitted(entries, untaught, cases, EVERYTHING)
    steps["+ last layers taught"] = Index.build(entries, Encoder.open(scratch))
    for file, rows in files.items():
        print(f"\n{file}\n| step | {' | '.join(COLUMNS)} | out of scope answered |")
        print("| --- " * (len(COLUMNS) + 2) + "|")
        for name, index in steps.items():
            found = quality(judged(index, rows))
            shown = " | ".join(f"{found[column]:.3f}".lstrip("0") for column in COLUMNS)
            strangers = f"{found['out of scope answered']} of {found['out of scope']}"
            print(f"| {name} | {shown} | {strangers} |", flush=True)


def fitted(
    entries: Sequence[Entry], encoder: Remembering, cases: Sequence[Case], used: set[str]
) -> Index:
    """Fit with the evidence that is not `used` blanked: its weights stay at nothing."""
    candidate = np.array([name in used for name in CANDIDATE_FEATURES], np.float32)
    none = np.array([name in used for name in NONE_FEATURES], np.float32)
    blanked = [
        replace(case, candidates=case.candidates * candidate, none=case.none * none)
        for case in cases
    ]
    border = fit.scope(fit.texts(entries, encoder))
    found = fit.weighed(entries, blanked, border)
    return Index.build(entries, encoder, coefficients=found)
