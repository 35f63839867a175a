"""What a search costs as phrasings grow: `python -P bench/matching_curve.py`.

The shipped base is grown by entries whose phrasings are those of real ones moved a little, so that
vectors and words are spread as real ones are. Each size is searched in turns with bare runs of the
encoder; the ratio and the memory that the bench holds are printed, a line a size.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).resolve().parent
sys.path[:] = [str(HERE.parent), *(entry for entry in sys.path if entry != str(HERE))]

# As the command line has it, and read when numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import numpy.typing as npt

from bench.ablation import Remembering
from bench.matching import resident_mebibytes, timings
from knowledge.pages.entry import Entry
from knowledge.search.arrays import in_steps
from knowledge.search.encoder.encoder import Encoder
from knowledge.search.encoder.kept import Kept
from knowledge.search.fit.fit import content
from knowledge.search.index import Findings, Index
from knowledge.search.statistics import Study, phrasing_vectors, stranger_vectors, studied

SIZES = (1_000, 10_000, 100_000)
ASKED = 200
MOVED = 0.05


def grown(
    entries: Sequence[Entry], vectors: npt.NDArray[np.float32], phrasings: int
) -> tuple[list[Entry], npt.NDArray[np.float32]]:
    """Repeat whole entries until there are so many phrasings; copies are moved at random."""
    generator = np.random.default_rng(3)
    starts = np.cumsum([0, *(len(entry.phrasings) for entry in entries)])
    chosen: list[Entry] = []
    rows: list[npt.NDArray[np.float32]] = []
    total = 0
    while total < phrasings:
        copy, place = divmod(len(chosen), len(entries))
        entry = entries[place]
        some = vectors[starts[place] : starts[place + 1]]
        if copy:
            entry = entry.model_copy(update={"slug": f"{entry.slug[:40]}-{copy}", "see_also": ()})
            some = some + generator.normal(0, MOVED, some.shape).astype(np.float32)
            some /= np.linalg.norm(some, axis=1, keepdims=True)
        chosen.append(entry)
        rows.append(some)
        total += len(some)
    return chosen, np.concatenate(rows)


def moved(
    entries: Sequence[Entry], encoder: Remembering, vectors: npt.NDArray[np.float32]
) -> list[tuple[Entry, Study]]:
    """Study entries as if their phrasings had these vectors."""
    parts = iter(in_steps(vectors))
    studies = ((entry, studied(entry, encoder)) for entry in entries)
    return [
        (entry, replace(study, vectors=np.stack(list(islice(parts, len(study.vectors))))))
        for entry, study in studies
    ]


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        encoder = Encoder.open(Path(scratch))
    remembering = Remembering(Kept(encoder))
    entries = content()
    vectors = phrasing_vectors(remembering, [text for entry in entries for text in entry.phrasings])
    texts = [entry.question for entry in entries][:ASKED]
    print("| phrasings | entries | search ÷ encoder p50 | p95 | index made in s | resident MiB |")
    print("| --- | --- | --- | --- | --- | --- |")
    for size in SIZES:
        chosen, rows = grown(entries, vectors, size)
        studies, strangers = moved(chosen, remembering, rows), stranger_vectors(remembering)
        start = perf_counter()
        index = Index.of(chosen, Findings.of(studies, strangers), encoder)
        made = perf_counter() - start
        speed = timings(index, texts)
        print(
            f"| {len(rows):,} | {len(chosen):,} | {speed['p50 ratio']:.2f} | "
            f"{speed['p95 ratio']:.2f} | {made:.1f} | {resident_mebibytes():.0f} |",
            flush=True,
        )
        del index, rows, chosen, studies


if __name__ == "__main__":
    main()
