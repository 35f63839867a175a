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
    max_numel: bool = False
