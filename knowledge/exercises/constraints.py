"""By which rules an exercise is to be solved."""

from pydantic import BaseModel, ConfigDict


class Constraints(BaseModel):
    """The last two are measured while a submission runs; the others are read from its code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    no_loops: bool = False
    one_expression: bool = False
    puzzle: bool = False
    forbid: tuple[str, ...] = ()
    must_use: tuple[str, ...] = ()
    only_calls: tuple[str, ...] | None = None
    shares_memory: bool = False
    max_numel: str | None = None

    @property
    def are_read(self) -> bool:
        """Whether any of them is about the code."""
        flags = self.no_loops or self.one_expression or self.puzzle
        return flags or bool(self.forbid or self.must_use) or self.only_calls is not None
