"""How well and how fast questions are matched: `python -P bench/matching.py [QUESTIONS.jsonl …]`.

A line of QUESTIONS is {"text", "slug" or null, "also": [slugs], "form"?, "skip"?}. Rows whose
entries all do not exist are left out. Without a file, only speed and memory are measured. With
--ablation, what each part brings is printed as a table, which takes some minutes.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).resolve().parent
sys.path[:] = [str(HERE.parent), *(entry for entry in sys.path if entry != str(HERE))]

# As the command line has it, and read when numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from bench import ablation
from bench.judge import forms, judged, mistakes, quality, read_rows, show
from knowledge.search.index import Index
from knowledge.search.question import normalise
from unsqueeze.library import open_library
from unsqueeze.settings import Settings

ROUNDS = 3


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


# What a bot holds of it: the base was built before, by another process.
LOADED = """
from bench.matching import resident_mebibytes
from unsqueeze.library import open_library
from unsqueeze.settings import read_settings

if __name__ == "__main__":
    library = open_library(read_settings())
    library.search("what is broadcasting?")
    print(resident_mebibytes())
"""


def resident_mebibytes() -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def loaded_mebibytes(scratch: Path) -> float:
    """Load everything twice, each time in a new process; the second one finds it built."""
    environment = os.environ | {"UNSQUEEZE_DATA_DIR": str(scratch)}
    for _ in range(2):
        command = [sys.executable, "-c", LOADED]
        printed = subprocess.run(
            command, cwd=HERE.parent, env=environment, stdout=subprocess.PIPE, check=True
        ).stdout
    return float(printed)


def main() -> None:
    given = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        measure(Path(scratch), given.questions, steps=given.ablation)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("questions", nargs="*", type=Path, metavar="QUESTIONS.jsonl")
    parser.add_argument("--ablation", action="store_true", help="print what each part brings")
    given = parser.parse_args()
    if missing := [str(file) for file in given.questions if not file.is_file()]:
        parser.error(f"no such file: {', '.join(missing)}")
    return given


def measure(scratch: Path, files: Sequence[Path], *, steps: bool) -> None:
    start = perf_counter()
    library = open_library(Settings(data_dir=scratch))
    index, entries = library.index, library.shipped
    print(f"a first start with {len(entries)} entries takes {perf_counter() - start:.2f} s")
    texts = [entry.aliases[number % len(entry.aliases)] for number, entry in enumerate(entries)]
    for file in files:
        rows = read_rows(str(file))
        texts = [row["text"] for row in rows]
        results = judged(index, rows)
        show(f"quality: {file}", quality(results))
        forms(results)
        mistakes(results)
    if steps:
        ablation.table(entries, scratch, {file.name: read_rows(str(file)) for file in files})
    show("speed", timings(index, texts))
    show("memory", {"a process that has loaded all, MiB": loaded_mebibytes(scratch)})


if __name__ == "__main__":
    main()
