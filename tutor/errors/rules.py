"""What a rule about an error is made of, and the rules that ship, read and checked once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Final

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, TypeAdapter

from knowledge.pages.curriculum import shipped
from knowledge.pages.entry import Section
from tutor.errors import pattern

FOLDER: Final = "errors"
NAMES: Final = "names.yaml"
FAMILIES: Final = "families.yaml"
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _read(text: str) -> str:
    pattern.read(text)
    return text


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


Shapes = Annotated[tuple[Annotated[str, AfterValidator(_read)], ...], BeforeValidator(_listed)]
Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Rule(BaseModel):
    """One kind of error: what it is known by, what is said of it, and which page is about it.

    `met` is the error's type and a pattern for its message. All else is optional, and makes it
    surer: `code` is the shape of the expression that failed (see `pattern`), `line` of anything
    that begins on its line, `has` and `lacks` of anything at all; `made` is the shape of what the
    name in a slot was given, `where` says what may stand in one (see `slots`). `text` is a pattern
    for the expression as it is written, `source` for its line, `written` for anything in the code,
    and `apart` for what the line takes apart. Where the code is one of several shapes, any will do.

    `says` is what happened and why, `remedy` what to do about it: that is told only where no
    repair by experiment is offered, which asks for it. Where no change of one part would be meant,
    it is not one that `mends`, and nothing is tried.

    `says`, `remedy` and `fix` have slots in braces. A fix stands in the place of what failed, or,
    with `becomes`, of what `source` found on a line that Python can't read: told only if it then
    can.
    `asks` names what reads more from the code, and fills more slots (see `fixes`). Words without a
    page are about none; a rule without words is there for its page, which may be none, "".
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    met: str
    code: Shapes = ()
    line: Shapes = ()
    has: Shapes = ()
    lacks: Shapes = ()
    made: Mapping[str, Shapes] = {}
    where: Mapping[str, Words] = {}
    text: str = ""
    source: str = ""
    written: str = ""
    apart: str = ""
    repeated: bool = False
    no_tensors: bool = False
    asks: str = ""
    says: str = ""
    remedy: str = ""
    mends: bool = True
    fix: str = ""
    becomes: str | None = None
    page: str | None = None
    told_in: Section | None = None
    example: Words = ()

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        return tuple(self.met.partition(" ")[0].split("|"))

    @cached_property
    def message(self) -> re.Pattern[str]:
        return re.compile(self.met.partition(" ")[2], re.DOTALL)

    @property
    def hangs_on_code(self) -> bool:
        """Whether more than its message tells that an error is of this kind."""
        named = {"id", "met", "says", "remedy", "mends", "fix", "page", "told_in", "example"}
        return not self.model_fields_set <= named


class Rules:
    """Rules in the order in which they are asked."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.all = tuple(rules)
        self._by_kind: dict[str, list[Rule]] = {}
        for rule in rules:
            for kind in rule.kinds:
                self._by_kind.setdefault(kind, []).append(rule)

    def of(self, kind: str, message: str) -> Iterator[tuple[Rule, re.Match[str]]]:
        """Those that are known by an error's message, and how."""
        for rule in self._by_kind.get(kind, ()):
            if found := rule.message.match(message):
                yield rule, found


_RULES: Final = TypeAdapter(tuple[Rule, ...])


def read(folder: Traversable) -> Rules:
    """Read a folder of rules, its files by their names; raises ValueError for what is no rule."""
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    found = [
        rule
        for file in files
        if file.name.endswith(".yaml") and file.name not in (NAMES, FAMILIES)
        for rule in _RULES.validate_python(load(file))
    ]
    twice = [rule.id for at, rule in enumerate(found) if rule.id in {e.id for e in found[:at]}]
    if twice:
        raise ValueError(f"expected each id once, got {twice[0]!r} again")
    return Rules(found)


def load(file: Traversable) -> Any:
    return yaml.load(file.read_text("utf-8"), _LOADER)  # noqa: S506 - both loaders are safe ones


@cache
def rules() -> Rules:
    """Those that came with this installation."""
    return read(shipped() / FOLDER)
