"""An exercise: a folder with a prompt, a reference, a way to draw inputs, and typical mistakes."""

import ast
from importlib.resources.abc import Traversable

import yaml
from pydantic import BaseModel, ConfigDict, Field

from knowledge.pages.entry import Slug


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


class Tolerance(BaseModel):
    """How far a float may be off, beside what its dtype cannot hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    relative: float = 0.0
    absolute: float = 0.0


class Wrong(BaseModel):
    """A typical mistake, and what is said to whoever makes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    code: str
    feedback: str


class Exercise(BaseModel):
    """One folder of `knowledge/content/exercises/`; prompt, hints and explanation are Markdown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    title: str = Field(min_length=3, max_length=32)
    topic: Slug
    level: int = Field(ge=1, le=5)
    signature: str = Field(pattern=r"^(def|class) \w+\(")
    constraints: Constraints = Constraints()
    tolerance: Tolerance | None = None
    prerequisites: tuple[Slug, ...] = ()
    read: tuple[Slug, ...] = ()
    prompt: str = Field(min_length=20)
    hints: tuple[str, ...] = Field(min_length=1, max_length=3)
    explanation: str = Field(min_length=20)
    reference: str
    cases: str
    probe: str = ""
    wrong: tuple[Wrong, ...] = Field(min_length=1)
    # Lines of mutants that have to behave as the reference does, and why they do.
    equivalent: dict[str, str] = {}

    @property
    def name(self) -> str:
        """What a submission defines."""
        return self.signature.partition("(")[0].split()[1]

    @property
    def pages(self) -> tuple[str, ...]:
        """What to read for it: before, and after it was passed."""
        return tuple(dict.fromkeys((*self.read, *self.prerequisites)))

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of what it is tried on: of a class, only its probe knows."""
        probe = _function(self.probe, "probe")
        made = probe or _function(self.starter, self.name)
        if made is None:
            return ()
        given = (*made.args.args, made.args.vararg)
        return tuple(each.arg for each in given if each)[1 if probe else 0 :]

    @property
    def probed(self) -> str:
        """How its probe tries it, where it has one and more comes of that than what it returns."""
        probe = _function(self.probe, "probe")
        return " ".join((ast.get_docstring(probe) or "").split()) if probe else ""

    @property
    def starter(self) -> str:
        """What a learner begins with."""
        return f"{self.signature.partition('#')[0].rstrip().removesuffix(':')}:\n    ...\n"


def _function(code: str, name: str) -> ast.FunctionDef | None:
    found = (each for each in ast.parse(code).body if isinstance(each, ast.FunctionDef))
    return next((each for each in found if each.name == name), None)


def load(folder: Traversable) -> Exercise:
    """Raises ValueError, with what to mend, for a folder that is no exercise."""
    page = (folder / "exercise.md").read_text("utf-8")
    _, front, body = page.split("---\n", 2)
    prompt, *sections = body.split("\n## ")
    told = dict(each.split("\n", 1) for each in sections)
    if set(told) != {"Hints", "Explanation"}:
        raise ValueError(f"expected the sections Hints and Explanation, got {sorted(told)}")
    probe = folder / "probe.py"
    return Exercise(
        id=folder.name,
        **yaml.safe_load(front),
        prompt=prompt.strip(),
        hints=tuple(_items(told["Hints"])),
        explanation=told["Explanation"].strip(),
        reference=(folder / "reference.py").read_text("utf-8"),
        cases=(folder / "cases.py").read_text("utf-8"),
        probe=probe.read_text("utf-8") if probe.is_file() else "",
        wrong=tuple(map(_wrong, _solutions(folder / "wrong"))),
    )


def _items(section: str) -> list[str]:
    first, *others = f"\n{section.strip()}".split("\n- ")
    if first.strip():
        raise ValueError("expected each hint as an item of a list, beginning with '- '")
    return [" ".join(each.split()) for each in others]


def _solutions(folder: Traversable) -> list[Traversable]:
    found = [each for each in folder.iterdir() if each.name.endswith(".py")]
    return sorted(found, key=lambda each: each.name)


def _wrong(path: Traversable) -> Wrong:
    code = path.read_text("utf-8")
    feedback = ast.get_docstring(ast.parse(code))
    if not feedback:
        raise ValueError(f"{path.name}: expected a docstring, which is the feedback")
    return Wrong(name=path.name.removesuffix(".py"), code=code, feedback=" ".join(feedback.split()))
