"""What is wrong with code, and where that is explained."""

from dataclasses import dataclass

from knowledge.example import Section


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in words; `page` tells of it in the section that it is `told_in`, if any."""

    said: str
    page: str = ""
    told_in: Section | None = None
