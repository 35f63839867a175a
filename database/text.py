"""Text from strangers, made storable. Pure."""

import math
import re
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
