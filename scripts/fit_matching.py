"""Fit the matcher to the content: `python -P scripts/fit_matching.py [FOLDER]`, or `make fit`.

First the encoder's last layers learn, as low-rank changes, to bring phrasings of one entry together
and to keep those of its siblings and strangers' messages apart: once for each fold without that
fold's texts, once with all. Then weights and thresholds are fitted on what the folds' encoders find
for texts they never saw. Writes `adapter.npz` and `coefficients.json` beside the matcher's code,
and the vectors of all that ships.
FOLDER (default build/matching) keeps the folds' adapters, so that a run that was cut goes on.
As many folds are taught at once as there are cores.
"""

import hashlib
import json
import math
import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import torch
from torch import Tensor
from torch.nn import functional

from knowledge.pages import curriculum
from knowledge.search.encoder import adapter, weights
from knowledge.search.encoder.adapter import Update
from knowledge.search.encoder.encoder import Encoder
from knowledge.search.encoder.model import EPSILON, HEADS, LAYERS, WIDTH
from knowledge.search.fit import fit
from knowledge.search.question import normalise

FROZEN = 4
RANK = 32
EPOCHS = 3
BATCH = 96
STRANGERS = 16
RATE = 3e-3
SHARPNESS = 20.0
SMOOTHING = 0.05
CONTRAST = 0.5
DROPOUT = 0.1
# The share of a text's tokens that a lesson leaves out: no single word may decide.
FORGOTTEN = 0.15
# Where a stranger's message comes closer than this cosine to an entry, it is pushed away.
DISTANCE = 0.4
SEED = 17

T = TypeVar("T")
Weights = dict[str, Tensor]
States = list[Tensor]


@dataclass(frozen=True, slots=True)
class Ragged:
    """Texts of any length without padding: only attention needs them as [texts, tokens]."""

    rows: Tensor
    columns: Tensor
    mask: Tensor

    @classmethod
    def of(cls, lengths: Sequence[int]) -> "Ragged":
        counts = torch.tensor(lengths)
        mask = torch.arange(int(counts.max())) < counts[:, None]
        rows, columns = mask.nonzero(as_tuple=True)
        return cls(rows, columns, mask)

    def padded(self, flat: Tensor) -> Tensor:
        """[all tokens, width] to [texts, tokens, width]."""
        held = flat.new_zeros(*self.mask.shape, flat.shape[1])
        return held.index_put((self.rows, self.columns), flat)

    def flat(self, padded: Tensor) -> Tensor:
        return padded[self.rows, self.columns]

    def means(self, flat: Tensor) -> Tensor:
        """The mean over each text's tokens: [texts, width]."""
        sums = flat.new_zeros(len(self.mask), flat.shape[1]).index_add(0, self.rows, flat)
        return sums / self.mask.sum(1, keepdim=True)


def attend(states: Tensor, texts: Ragged, layer: str, known: Weights) -> Tensor:
    """One layer of BERT: [all tokens, 384] in and out."""

    def linear(name: str, value: Tensor) -> Tensor:
        weight, bias = (known[f"{layer}.{name}.{kind}"] for kind in ("weight", "bias"))
        return functional.linear(value, weight, bias)

    def norm(name: str, value: Tensor) -> Tensor:
        scale, shift = (known[f"{layer}.{name}.{kind}"] for kind in ("weight", "bias"))
        return functional.layer_norm(value, (WIDTH,), scale, shift, EPSILON)

    def by_head(name: str) -> Tensor:
        return texts.padded(linear(name, states)).unflatten(-1, (HEADS, -1)).transpose(1, 2)

    query, key, value = (by_head(f"attention.self.{part}") for part in ("query", "key", "value"))
    mask = texts.mask[:, None, None, :]
    mixed = functional.scaled_dot_product_attention(query, key, value, mask)
    joined = linear("attention.output.dense", texts.flat(mixed.transpose(1, 2).flatten(2)))
    states = norm("attention.output.LayerNorm", states + dropped(joined))
    wide = functional.gelu(linear("intermediate.dense", states))
    return norm("output.LayerNorm", states + dropped(linear("output.dense", wide)))


def dropped(value: Tensor) -> Tensor:
    return functional.dropout(value, DROPOUT) if torch.is_grad_enabled() else value


def embed(ids: Sequence[Sequence[int]], texts: Ragged, known: Weights) -> Tensor:
    words = known["embeddings.word_embeddings.weight"][
        torch.tensor([i for row in ids for i in row])
    ]
    places = known["embeddings.position_embeddings.weight"][texts.columns]
    states = words + places + known["embeddings.token_type_embeddings.weight"][0]
    scale, shift = (known[f"embeddings.LayerNorm.{name}"] for name in ("weight", "bias"))
    return functional.layer_norm(states, (WIDTH,), scale, shift, EPSILON)


def frozen_states(sentences: Sequence[str], known: Weights) -> States:
    """What the frozen layers make of each text, once for all epochs: [tokens, 384] each."""
    tokenizer = Encoder.tokenizer()
    ids = [tokenizer.encode(sentence).ids for sentence in sentences]
    with torch.no_grad():
        return [rows for some in batches(ids, 64) for rows in frozen(some, known)]


def frozen(ids: Sequence[Sequence[int]], known: Weights) -> States:
    lengths = [len(row) for row in ids]
    texts = Ragged.of(lengths)
    states = embed(ids, texts, known)
    for number in range(FROZEN):
        states = attend(states, texts, f"encoder.layer.{number}", known)
    return [rows.clone() for rows in states.split(lengths)]


def forgetful(states: Tensor) -> Tensor:
    """Leave some tokens out, never the first, which stands for the whole text."""
    kept = torch.rand(len(states)) >= FORGOTTEN
    kept[0] = True
    return states[kept]


def batches(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def vectors(states: Sequence[Tensor], known: Weights) -> Tensor:
    """Run the last layers and take unit means: [texts, 384]."""
    texts = Ragged.of([len(rows) for rows in states])
    flat = torch.cat(list(states))
    for number in range(FROZEN, LAYERS):
        flat = attend(flat, texts, f"encoder.layer.{number}", known)
    return functional.normalize(texts.means(flat), dim=1)


class LowRank:
    """The changes of every matrix of the last layers; `up` starts at zero and changes nothing."""

    def __init__(self, known: Weights) -> None:
        layers = tuple(f"encoder.layer.{number}." for number in range(FROZEN, LAYERS))
        self._known = known
        self.names = [name for name in known if name.startswith(layers) and known[name].dim() == 2]
        self.up = [torch.zeros(known[name].shape[0], RANK) for name in self.names]
        self.down = [torch.randn(RANK, known[name].shape[1]) for name in self.names]
        self.down = [matrix / math.sqrt(matrix.shape[1]) for matrix in self.down]
        for matrix in self.parameters():
            matrix.requires_grad_()

    def parameters(self) -> list[Tensor]:
        return [*self.up, *self.down]

    def applied(self) -> Weights:
        pairs = zip(self.names, self.up, self.down, strict=True)
        return {**self._known, **{name: self._known[name] + up @ down for name, up, down in pairs}}

    def updates(self) -> dict[str, Update]:
        pairs = zip(self.names, self.up, self.down, strict=True)
        return {
            name: Update(up.detach().numpy(), down.detach().numpy()) for name, up, down in pairs
        }


def loss(inside: Tensor, outside: Tensor, centres: Tensor, owners: Tensor) -> Tensor:
    """Each phrasing close to its entry's centre and its fellows, strangers close to no centre."""
    centres = functional.normalize(centres, dim=1)
    told_apart = functional.cross_entropy(
        SHARPNESS * inside @ centres.T, owners, label_smoothing=SMOOTHING
    )
    cosines = SHARPNESS * inside @ torch.cat([inside, outside]).T
    itself = torch.eye(*cosines.shape, dtype=torch.bool)
    everyone = torch.cat([owners, torch.full((len(outside),), -1)])
    fellows = (owners[:, None] == everyone) & ~itself
    shares = cosines.masked_fill(itself, -1e9).log_softmax(1)
    has = fellows.any(1)
    together = -(shares * fellows).sum(1)[has] / fellows.sum(1)[has]
    near = (outside @ centres.T).amax(1)
    return (
        told_apart
        + CONTRAST * (together.mean() if has.any() else 0)
        + functional.relu(near - DISTANCE).mean()
    )


def learn(inside: States, owners: Tensor, outside: States, known: Weights) -> dict[str, Update]:
    """Learn the changes from phrasings with their `owners` and from strangers' messages."""
    torch.manual_seed(SEED)
    changes = LowRank(known)
    with torch.no_grad():
        start = torch.cat(
            [vectors([inside[i] for i in b], known) for b in batches(range(len(inside)), 64)]
        )
    centres = torch.zeros(int(owners.max()) + 1, WIDTH).index_add_(0, owners, start)
    centres = functional.normalize(centres, dim=1).requires_grad_()
    optimiser = torch.optim.AdamW([*changes.parameters(), centres], lr=RATE, weight_decay=0.0)
    steps = EPOCHS * (len(inside) // BATCH)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, steps, pct_start=0.1)
    for _ in range(EPOCHS):
        order = torch.randperm(len(inside)).tolist()
        for some in batches(order, BATCH)[: len(inside) // BATCH]:
            strange = torch.randperm(len(outside))[:STRANGERS].tolist()
            rows = [inside[place] for place in some] + [outside[place] for place in strange]
            found = vectors([forgetful(row) for row in rows], changes.applied())
            value = loss(found[: len(some)], found[len(some) :], centres, owners[list(some)])
            optimiser.zero_grad()
            value.backward()
            optimiser.step()
            plan.step()
    return changes.updates()


def side_by_side(act: Callable[[T], None], items: Sequence[T]) -> None:
    """Act on each item in a process of its own, on as many at once as there are cores."""
    context = multiprocessing.get_context("fork")
    for some in batches(items, os.cpu_count() or 1):
        processes = [context.Process(target=act, args=(item,)) for item in some]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
            if process.exitcode:
                raise SystemExit(f"a lesson ended with exit code {process.exitcode}")


def main(folder: Path) -> None:
    """Learn, fold by fold and whole, then fit; say how long each took."""
    torch.set_num_threads(1)  # the same sums in the same order everywhere
    folder.mkdir(parents=True, exist_ok=True)
    entries = fit.content()
    asked = fit.spread(entries)
    # In a checkout that is not the one that is installed, this would be the other one's.
    print(f"{len(asked)} texts of {len(entries)} entries in {curriculum.shipped()}", flush=True)
    known = {
        name: torch.from_numpy(value.copy())
        for name, value in weights.tensors(weights.verified("model.safetensors")).items()
    }
    states = frozen_states([normalise(one.text).sentence for one in asked], known)
    recipe = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()

    def lesson(fold: int | None) -> None:
        start = perf_counter()
        taught = [place for place, one in enumerate(asked) if one.fold != fold]
        ours = [place for place in taught if asked[place].owner is not None]
        strange = [place for place in taught if asked[place].owner is None]
        updates = learn(
            [states[place] for place in ours],
            torch.tensor([asked[place].owner for place in ours]),
            [states[place] for place in strange],
            known,
        )
        adapter.write(folder / f"{stamp(asked, fold, recipe)}.npz", updates)
        print(f"fold {fold}: {len(ours)} phrasings, {perf_counter() - start:.0f} s", flush=True)

    folds = [*range(fit.FOLDS), None]
    missing = [f for f in folds if not (folder / f"{stamp(asked, f, recipe)}.npz").exists()]
    side_by_side(lesson, missing)
    *unseen, whole = [folder / f"{stamp(asked, fold, recipe)}.npz" for fold in folds]
    encoders = [Encoder.open(folder, path) for path in unseen]
    found = fit.fit(entries, Encoder.open(folder, whole), encoders)
    # Only now, as one is of no use without the other.
    adapter.shipped().write_bytes(whole.read_bytes())
    fit.save(found)
    fit.ship(Encoder.open(folder))


def stamp(asked: Sequence[fit.TrainingQuestion], fold: int | None, recipe: str) -> str:
    texts = json.dumps([[one.text, one.owner, one.fold] for one in asked])
    return hashlib.sha256(f"{recipe}{fold}{texts}".encode()).hexdigest()[:16]


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/matching"))
