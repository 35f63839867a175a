"""Whether one sentence says the opposite of another that is nearly the same. Pure.

Only what can be seen in the words themselves: the same claim with a "not" more or less, or with
one word of a pair of opposites for the other. Other words for the opposite are not understood.
"""

import re
from dataclasses import dataclass
from itertools import chain

from knowledge.search.lexical import stem, terms
from knowledge.search.question import words

_NOT = re.compile(
    r"\b(?:not(?! only)|no|never|cannot|without|nor|neither|none)\b|n't\b", re.IGNORECASE
)
_OPPOSITES = (
    ("copy", "view"),
    ("copy", "share"),
    ("row", "column"),
    ("left", "right"),
    ("first", "last"),
    ("front", "end"),
    ("before", "after"),
    ("same", "different"),
    ("same", "new"),
    ("more", "less"),
    ("more", "fewer"),
    ("larger", "smaller"),
    ("large", "small"),
    ("high", "low"),
    ("higher", "lower"),
    ("increase", "decrease"),
    ("grow", "shrink"),
    ("explode", "vanish"),
    ("always", "never"),
    ("always", "sometimes"),
    ("all", "none"),
    ("every", "no"),
    ("faster", "slower"),
    ("fast", "slow"),
    ("true", "false"),
    ("forward", "backward"),
    ("add", "remove"),
    ("adds", "removes"),
    ("input", "output"),
    ("method", "attribute"),
    ("elementwise", "matrix"),
    ("sum", "mean"),
    ("allowed", "forbidden"),
    ("possible", "impossible"),
    ("contiguous", "scattered"),
    ("horizontally", "vertically"),
    ("raises", "works"),
    ("fails", "works"),
)
_PAIRS = tuple((stem(one), stem(other)) for one, other in _OPPOSITES)
_PAIRED = frozenset(chain.from_iterable(_PAIRS))
ENOUGH_SHARED = 0.6
LEAST_SHARED = 2


@dataclass(frozen=True, slots=True)
class Gist:
    """What a sentence is about: its words' stems, and whether it negates what it says."""

    subject: frozenset[str]
    is_negated: bool


def gist(sentence: str) -> Gist:
    said = words(sentence)
    sides = _PAIRED.intersection(map(stem, said))
    negations = len(_NOT.findall(sentence))
    return Gist(sides.union(terms(said, ())), negations % 2 == 1)


def are_opposite(one: Gist, other: Gist) -> bool:
    """Whether both speak of the same and an odd number of things turns one into the other."""
    turned = [pair for pair in _PAIRS if _is_turned(one, other, *pair)]
    aside = frozenset(chain.from_iterable(turned))
    shared = (one.subject & other.subject) - aside
    whole = (one.subject | other.subject) - aside
    if len(shared) < max(LEAST_SHARED, ENOUGH_SHARED * len(whole)):
        return False
    return (len(turned) + (one.is_negated != other.is_negated)) % 2 == 1


def _is_turned(one: Gist, other: Gist, left: str, right: str) -> bool:
    """Whether each has one word of the pair, and not the same one."""
    sides = one.subject & {left, right}, other.subject & {left, right}
    return all(len(side) == 1 for side in sides) and sides[0] != sides[1]
