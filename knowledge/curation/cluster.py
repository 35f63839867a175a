"""Unanswered questions that ask the same, together: the most asked first. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np

from knowledge.search.arrays import Floats

# Closer than that, two questions can hardly want different answers.
SAME = 0.8
# With a page and a slug, a button has room for no more.
KEY_CHARACTERS = 10


@dataclass(frozen=True, slots=True)
class AskedWording:
    """One wording and how it came onto the list; `spelled` is how learners wrote it most often.

    `again` is how many of these signs are about a question that another of them counts.
    What was `said` after the page that it `follows` has that page's question before it here.
    """

    wording: str
    spelled: str
    abstained: int = 0
    declined: int = 0
    chosen: Mapping[str, int] = field(default_factory=dict)
    unhelpful: Mapping[str, int] = field(default_factory=dict)
    again: int = 0
    follows: str = ""
    said: str = ""

    @property
    def times(self) -> int:
        pressed = sum(self.chosen.values()) + sum(self.unhelpful.values())
        # The sign that counted it may have been dealt with, and this one came later.
        return max(1, self.abstained + self.declined + pressed - self.again)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Wordings that ask the same, the most asked first; `key` names it in a button.

    `proposed` are entries it may belong to: those that learners chose for it, then the nearest.
    """

    key: str
    asked: tuple[AskedWording, ...]
    proposed: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.asked[0].spelled

    @property
    def times(self) -> int:
        return sum(each.times for each in self.asked)

    @property
    def abstained(self) -> int:
        return sum(each.abstained for each in self.asked)

    @property
    def declined(self) -> int:
        """How often nothing was meant of what was suggested."""
        return sum(each.declined for each in self.asked)

    @property
    def chosen(self) -> Mapping[str, int]:
        """How often each entry was chosen from suggestions for it, the most chosen first."""
        return _summed([each.chosen for each in self.asked])

    @property
    def unhelpful(self) -> Mapping[str, int]:
        """How often each entry did not help with it."""
        return _summed([each.unhelpful for each in self.asked])


def clusters(asked: Sequence[AskedWording], vectors: Floats) -> tuple[Cluster, ...]:
    """Let each wording, the most asked first, join the first cluster whose leader it is near.

    `vectors[i]` is the unit vector of `asked[i]`. What was asked as often keeps its order.
    """
    order = sorted(range(len(asked)), key=lambda place: -asked[place].times)
    leaders: list[int] = []
    members: dict[int, list[AskedWording]] = {}
    for place in order:
        near = vectors[leaders] @ vectors[place] if leaders else np.zeros(0, np.float32)
        best = int(near.argmax()) if leaders else -1
        leader = leaders[best] if leaders and near[best] >= SAME else place
        if leader == place:
            leaders.append(place)
        members.setdefault(leader, []).append(asked[place])
    found = (Cluster(key_of(group[0].wording), tuple(group)) for group in members.values())
    return most_asked(found)


def most_asked(found: Iterable[Cluster]) -> tuple[Cluster, ...]:
    """Put the most asked first; those that were asked as often keep their order."""
    return tuple(sorted(found, key=lambda cluster: -cluster.times))


def key_of(wording: str) -> str:
    """Name a cluster by its leading wording, in letters that a button may carry."""
    return sha256(wording.encode(errors="replace")).hexdigest()[:KEY_CHARACTERS]


def _summed(counts: Sequence[Mapping[str, int]]) -> Mapping[str, int]:
    total = Counter[str]()
    for each in counts:
        total.update(each)
    return dict(total.most_common())
