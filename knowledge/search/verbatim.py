"""Who asks in the very words of one phrasing means its entry.

Sentences are known by digests: as texts they would be a fortieth of what a bot holds, and two of
them share one of 64 bits in one of a hundred thousand million bases.

The marks that end a sentence say nothing: "what is a tensor?" asks in the words "what is a tensor".
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Self

import numpy as np
import numpy.typing as npt

Digests = npt.NDArray[np.uint64]
DIGEST_BYTES = 8

# Not the dots of `x[..., 0]`, which nothing blank follows.
_MARKS: Final = re.compile(r"\s*[?!.]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Digests, ascending, and the place of the entry that each one means."""

    digests: Digests
    places: npt.NDArray[np.uint16]

    @classmethod
    def of(cls, said: Sequence[Digests]) -> Self:
        """Take what each entry is asked by; what two entries are asked by means neither."""
        groups = [np.unique(group) for group in said]
        owners = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
        every = np.concatenate([digests([]), *groups])
        found, first, times = np.unique(every, return_index=True, return_counts=True)
        alone = times == 1
        return cls(found[alone], owners[first[alone]].astype(np.uint16))

    def owner(self, sentence: str) -> int | None:
        """Return the place of the one entry that `sentence` means."""
        for asked in digests([sentence]):
            at = int(self.digests.searchsorted(asked))
            if at < len(self.digests) and self.digests[at] == asked:
                return int(self.places[at])
        return None


def digests(sentences: Iterable[str]) -> Digests:
    """Digest those of the sentences that hold more than marks."""
    said = b"".join(digest(bare) for each in sentences if (bare := _unmarked(each)))
    return np.frombuffer(said, "<u8").astype(np.uint64, copy=False)


def digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=DIGEST_BYTES).digest()


def _unmarked(sentence: str) -> str:
    return _MARKS.sub("", sentence).strip()
