"""What a check noticed about an imported answer, for whoever reviews it. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """What a finding is about; the values are read by other programs."""

    OFF_TOPIC = "off topic"
    PARTLY_OFF_TOPIC = "partly off topic"
    NO_ANSWER = "no answer"
    FAILS = "does not run"
    NOT_RUN = "not run"
    MISSING_IMPORT = "missing import"
    OUTPUT = "shows something else"
    CONTRADICTED = "contradicted"
    CUT_OFF = "cut off"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; `line` is the file's."""

    kind: FindingKind
    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.kind}: {self.message}"
