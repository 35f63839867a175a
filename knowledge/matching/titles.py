"""Which page the few words of a follow-up name, after the last page and by the titles. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.entry import Entry
from knowledge.matching.passage import ENOUGH
from knowledge.matching.telling import Rarity, is_number, share, telling

# By such words alone a title is the last thing to go by: "can I change that?" is seldom asked of
# the page that changes dtypes.
_PLAIN = telling("change store join")
_AS_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Around:
    """The words that are wanted of the page read last, and what is near that page."""

    wanted: frozenset[str]
    last: Entry
    near: tuple[Entry, ...]
    rarity: Rarity

    @property
    def is_plain(self) -> bool:
        """Claim that no title would be told by these words: plain verbs and numbers."""
        return all(word in _PLAIN or is_number(word) for word in self.wanted)

    def share_in(self, words: frozenset[str]) -> float:
        return share(self.wanted, words, self.rarity)


def named(around: Around) -> Entry | None:
    """Find the neighbour whose title says most of what is wanted, and more than the last one's."""
    best = max(
        around.near,
        key=lambda entry: (around.share_in(title(entry)), len(_common(entry, around))),
        default=None,
    )
    if best is None:
        return None
    said = around.share_in(title(best))
    return best if said >= ENOUGH and said > around.share_in(title(around.last)) else None


def is_its_subject(entry: Entry, around: Around) -> bool:
    """Claim that a page is about what is wanted, or about that and the last page's subject."""
    name = _name(entry)
    return (len(name) > 1 and name <= around.wanted) or (
        bool(_common(entry, around)) and around.share_in(name) >= ENOUGH
    )


def elsewhere(around: Around, entries: Iterable[Entry]) -> Entry | None:
    """Find the page about what is wanted that has the last one's subject as code.

    So a page of NumPy's names is asked "and in numpy?" after any function that it translates.
    """
    name = _name(around.last)
    titled = (entry for entry in entries if around.share_in(title(entry)) >= ENOUGH)
    best = max(titled, key=lambda entry: share(name, _code(entry), around.rarity), default=None)
    if best is None or best is around.last:
        return None
    return best if share(name, _code(best), around.rarity) >= ENOUGH else None


def title(entry: Entry) -> frozenset[str]:
    return telling(entry.question) | _name(entry)


def answer(entry: Entry) -> str:
    return "\n".join((entry.short, entry.more or "", entry.pitfall or ""))


def _common(entry: Entry, around: Around) -> frozenset[str]:
    """Return the subjects of the last page that another's title names beside what is wanted."""
    return (title(entry) & _name(around.last)) - around.wanted


def _name(entry: Entry) -> frozenset[str]:
    return telling(entry.slug.replace("-", " "))


def _code(entry: Entry) -> frozenset[str]:
    return telling(" ".join(_AS_CODE.findall(answer(entry))))
