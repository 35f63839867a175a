"""The error that another was raised from; the wire has it in the traceback alone."""

import re
from typing import Final

# Python's words between the two, and ours.
_BETWEEN: Final = {
    "The above exception was the direct cause of the following exception:": "Because of",
    "During handling of the above exception, another exception occurred:": "While handling",
}
_BEGINNING: Final = "Traceback (most recent call last):\n"
_PLACE: Final = re.compile(r'^  File "<snippet>", line (\d+)', re.MULTILINE)


def cause(stderr: str) -> str:
    """In one line: which error, where, and its first words; empty where there was none."""
    places = {words: stderr.rfind(f"\n\n{words}\n\n") for words in _BETWEEN}
    between, end = max(places.items(), key=lambda place: place[1])
    start = stderr.rfind(_BEGINNING, 0, end) if end >= 0 else -1
    if start < 0:
        return ""
    # The frames are indented, what was raised is not.
    told = stderr[start + len(_BEGINNING) : end]
    words = next((line for line in told.split("\n") if line and not line.startswith(" ")), "")
    kind, colon, message = words.partition(": ")
    lines = _PLACE.findall(told)
    where = f" on line {lines[-1]}" if lines else ""
    return f"{_BETWEEN[between]}: {kind}{where}{colon}{message}" if words else ""
