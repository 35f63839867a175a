"""Tables of advice: which errors a row is for, and what is said of them."""

import ast
import re
from collections.abc import Callable, Mapping, Sequence

from sandbox.protocol import RunError
from tutor.advice.around import Broken, nodes_of
from tutor.line.labels import parsed

# Words that the named groups of a pattern fill in; or what finds words, none where the code leaves
# open what was meant.
Tell = str | Callable[[Broken], str]

# By the kind of error: what its message may begin with, as a pattern, and what is told then.
Table = Mapping[str, Mapping[str, Tell]]
Compiled = Mapping[str, Sequence[tuple[re.Pattern[str], Tell]]]


def compiled(*tables: Table) -> Compiled:
    """All tables as one; of rows for the same kind, those of an earlier table come first."""
    whole: dict[str, list[tuple[re.Pattern[str], Tell]]] = {}
    for kind, rows in (each for table in tables for each in table.items()):
        whole.setdefault(kind, []).extend(
            (re.compile(message), tell) for message, tell in rows.items()
        )
    return whole


def advised(table: Compiled, error: RunError, broken: str, code: str) -> str:
    """The first row's words that has any for the error; empty where none has."""
    for message, tell in table.get(error.type, ()):
        if not (found := message.match(error.message)):
            continue
        if isinstance(tell, str):
            return tell.format(**found.groupdict())
        tree = parsed(broken) or ast.Module([], [])
        if words := tell(Broken(tree, broken, code, [*nodes_of(code)], error, found)):
            return words
    return ""
