"""What stays of somebody who asked to be forgotten: small facts that sums are made of. Pure."""

import builtins
import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from progress.rollups import ERROR_CHARACTERS, NO_ERROR

# What roll-ups and statistics of exercises are folded from; other facts of an event go.
FACTS = frozenset(
    {
        "again",
        "error",
        "hints",
        "instead_of",
        "mistake",
        "outcome",
        "passed",
        "reason",
        "right",
        "settled",
        "takes_back",
        "tries",
        "unfit",
    }
)
EMPTY = "{}"
SOME_ERROR = "Exception"


def remaining(detail: Mapping[str, Any], errors: Collection[str]) -> dict[str, Any]:
    """The facts of an event that stay."""
    facts = {name: fact for name, fact in detail.items() if name in FACTS}
    return facts | {"error": nobodys(str(facts["error"]), errors)} if facts.get("error") else facts


def nobodys(error: str, errors: Collection[str]) -> str:
    """An exception's name, unless they made it up: it is Python's, or others' runs raised it."""
    name = error[:ERROR_CHARACTERS]
    is_known = name == NO_ERROR or hasattr(builtins, name) or name in errors
    return name if is_known else SOME_ERROR


def names(raw: str, who: int) -> bool:
    """Whether an update tells of a person by their number."""
    return re.search(rf"(?<!\d){who}(?!\d)", raw) is not None


def is_from(raw: str, who: int) -> bool:
    """Whether an update is a person's own: another's may quote them, and waits for its answer."""
    try:
        parts = json.loads(raw).values()
    except (ValueError, AttributeError):
        return False
    senders = [part.get("from") for part in parts if isinstance(part, dict)]
    return any(isinstance(each, dict) and each.get("id") == who for each in senders)
