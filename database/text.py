"""Text from strangers, made storable. Pure."""

import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """Replace NUL and lone surrogates: PostgreSQL refuses the one, UTF-8 the other."""
    return _UNSTORABLE.sub(REPLACEMENT, text)


def clean_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Clean the strings of a flat object; numbers that JSON does not know become null."""
    return {clean(name): _clean_fact(value) for name, value in facts.items()}


def clean_document(value: Any) -> Any:
    """Clean every string of a JSON value, however deep."""
    match value:
        case dict():
            return {clean(str(name)): clean_document(each) for name, each in value.items()}
        case list() | tuple():
            return [clean_document(each) for each in value]
        case _:
            return _clean_fact(value)


def _clean_fact(value: Any) -> Any:
    match value:
        case str():
            return clean(value)
        case float() if not math.isfinite(value):
            return None
        case _:
            return value


# A wording as it is compared with others: what a reader would not tell apart is the same. Pure.

_SPACES_AND_CONTROLS = re.compile(
    r"[\s\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+"
)


def folded(text: str) -> str:
    """Drop case, width and spacing."""
    if text.isascii() and text.isprintable():
        # Nearly every wording, in a fifth of the time: a library has tens of thousands.
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _SPACES_AND_CONTROLS.sub(" ", plain).strip()


def unclosed(text: str) -> str:
    """Drop closing punctuation: a question is the same without its question mark."""
    return text.rstrip(" ?!.…")
