"""What is wrong with code, and where that is explained."""

from dataclasses import dataclass

from knowledge.example import Section


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in words; `page` tells of it in the section that it is `told_in`, if any.

    Code with a fault that `raises` can't have run to its end.
    """

    said: str
    page: str = ""
    told_in: Section | None = None
    raises: bool = False
