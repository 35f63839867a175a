"""What the rules of exercises know of Python, torch and NumPy, and what they say."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict

Words = Annotated[frozenset[str], BeforeValidator(str.split)]


class Rules(BaseModel):
    """What `rules.yaml` holds; its comments say what each part is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    given: Mapping[str, str]
    puzzle: Mapping[str, str]
    modules: Words
    loopers: Words
    attributes: Words
    detours: Words
    loops: Words
    reductions: Words
    orders: Words
    sizes: Words
    symbols: Mapping[str, Words]
    twins: Mapping[str, Words]
    metadata: Words
    beside: Words
    sentences: Mapping[str, str]
    loop_nodes: Mapping[str, str]
    puzzle_nodes: Words
    hint_nodes: Words

    def refused(self, names: tuple[str, ...]) -> frozenset[str]:
        """The keys of what an exercise forbids, and of other ways to it."""
        listed = {key(each) for each in names}
        also = {**self.twins, **self.symbols}.items()
        twins = (key(each) for name, words in also if key(name) in listed for each in words)
        return frozenset([*listed, *twins])


@cache
def rules() -> Rules:
    """Those that came with this installation, and what may stand after a dot."""
    here = files("tutor.practice.constraints")
    read = yaml.safe_load(here.joinpath("rules.yaml").read_text("utf-8"))
    names = here.joinpath("names.txt").read_text("utf-8")
    return Rules.model_validate(read | {"attributes": f"{read['attributes']} {names}"})


def key(name: str) -> str:
    """`log_softmax`, `LogSoftmax` and `log_softmax_` do the same."""
    return name if name.startswith("__") else name.replace("_", "").lower()
