"""Which family an error belongs to, by what any release of torch or NumPy says of it. Pure.

Rules (see `rules`) know one release's words and what the code held; a family has the words of all
of them, and abstains where Python alone would say the same.
"""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter

from knowledge.pages.curriculum import shipped
from tutor.errors.pasted import Pasted
from tutor.errors.rules import FAMILIES, FOLDER, load


class Saying(BaseModel):
    """One wording; it counts where the code that failed has `call` and not `unless`.

    Where that code is not known, a wording with a `call` counts only if it may stand `alone`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    said: str
    call: str = ""
    unless: str = ""
    tensors: bool = False
    alone: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.said)

    def fits(self, error: Pasted) -> bool:
        if not self.pattern.search(error.message) or (self.tensors and not error.tensors):
            return False
        if not error.call:
            return self.alone or not self.call
        lacks = self.call and not re.search(self.call, error.call)
        return not (lacks or (self.unless and re.search(self.unless, error.call)))


def _worded(value: object) -> object:
    return {"said": value} if isinstance(value, str) else value


class Family(BaseModel):
    """One mistake, all that it is called, and what to say of it where nothing more is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    said: tuple[Annotated[Saying, BeforeValidator(_worded)], ...]
    says: str
    mends: bool = False


_FAMILIES: Final = TypeAdapter(tuple[Family, ...])


@cache
def families() -> tuple[Family, ...]:
    return _FAMILIES.validate_python(load(shipped() / FOLDER / FAMILIES))


def family_of(error: Pasted) -> Family | None:
    """The first family whose words an error has; None rather than a guess."""
    return next(_fitting(error), None)


def _fitting(error: Pasted) -> Iterator[Family]:
    return (each for each in families() if any(saying.fits(error) for saying in each.said))
