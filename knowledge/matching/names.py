"""Words that are names of torch's, of NumPy's or of a library near them, and so no slips.

`scripts/list_names.py` writes the list: what matches questions runs without torch.
"""

from functools import cache
from importlib.resources import files


@cache
def names() -> frozenset[str]:
    """Read them, in lower case."""
    listed = files("knowledge.matching").joinpath("names.txt").read_text(encoding="utf-8")
    return frozenset(listed.split())
