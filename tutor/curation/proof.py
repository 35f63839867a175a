"""Proof: a draft's code is run, and what it shows is put where its writer's code stood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.curation.draft import CHAT, Draft, Proven, Step, declines_example
from knowledge.curation.page_text import as_page
from knowledge.examples.imports import GIVEN, USUAL, missing_imports
from knowledge.examples.sessions import Example, Malformed, Shown, rehearse
from knowledge.examples.transcript import (
    Block,
    code_blocks,
    fences,
    inputs,
    refilled,
    replaced,
    transcript,
    unwritable,
)
from knowledge.examples.unsteady import quieted, unsteady
from knowledge.pages.check import RELEASES, check
from knowledge.pages.curriculum import Curriculum
from knowledge.pages.entry import Entry, Verified, diagram_code
from knowledge.pages.limits import room, utf16_units
from knowledge.pages.problems import Refused
from sandbox.protocol import (
    Outcome,
    Runner,
    RunRequest,
    RunResult,
    SandboxBusy,
    SandboxUnavailable,
    Want,
)
from tutor.draw import diagram
from tutor.run import markdown_as_read

# What a report is read from: nothing else of a run is looked at.
PLAIN = Want(value=False, tensors=False, images=False)
# An example that learners will run for themselves has no more time than they have.
_WALL_SECONDS = 5.0
_OTHER_SEED = 1


@dataclass(frozen=True, slots=True)
class Ending:
    """What to say of the first example that was not reached; `was_tried` if the run came to it."""

    words: str
    was_tried: bool = True


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What each example showed, by its place; `ending` is for the first that is missing."""

    shown: Mapping[int, Shown]
    ending: Ending


async def rehearsed(
    runner: Runner,
    examples: Sequence[Example],
    *,
    wall_seconds: float,
    seed: int | None = None,
    learner: str = "",
) -> Rehearsed:
    """Run a writer's examples in one session."""

    async def execute(code: str) -> RunResult:
        request = RunRequest(code=code, seed=seed, wall_seconds=wall_seconds, want=PLAIN)
        return await runner.run(request, learner=learner)

    shown, result = await rehearse(examples, execute)
    return Rehearsed(shown, _ending(result))


def _ending(result: RunResult) -> Ending:
    if result.outcome is Outcome.REJECTED:
        why = result.error.message if result.error else "the sandbox refuses it"
        return Ending(f"is not run: {why}", was_tried=False)
    if result.error:
        return Ending(f"ended the run: {result.error.type}: {result.error.message}")
    if result.outcome is Outcome.OK and result.dropped_bytes:
        too_much = "the code is too long, or shows too much, to be written down"
        return Ending(f"was not reached: {too_much}", was_tried=False)
    if result.outcome is Outcome.OK:
        return Ending("ended the run by itself: leave that out")
    return Ending(f"did not finish: {result.outcome}")


@dataclass(frozen=True, slots=True)
class Disproved:
    """The code does not show what a page could hold; `problems` are sentences for its writer."""

    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    markdown: str
    blocks: tuple[Block, ...]


async def prove(runner: Runner, draft: Draft, learner: str = "") -> Proven | Disproved:
    """Run all code of a draft in one session, twice, and write down what it showed."""
    sections: list[_Section] = []
    faults: list[str] = []
    for text in (_short(draft), draft.more or "", draft.pitfall or ""):
        # As the sandbox reads it.
        read = markdown_as_read(text)
        blocks = read if isinstance(read, Malformed) else code_blocks(read)
        if isinstance(blocks, Malformed):
            faults.append(f"line {blocks.line} of the code: {blocks.message}")
        else:
            quiet = (replace(each, sources=tuple(map(quieted, each.sources))) for each in blocks)
            sections.append(_Section(str(read), tuple(quiet)))
    if faults:
        return Disproved(tuple(faults))
    # In chat an error over a name that nobody gives may be what is to be shown.
    sections = _with_imports(sections, GIVEN if draft.source == CHAT else USUAL)
    try:
        return _fitting(draft, await _proven(runner, sections, learner))
    except SandboxBusy as busy:
        return Disproved((f"the code was not run: {busy}",))
    except SandboxUnavailable:
        return Disproved(("the code was not run: the sandbox does not answer; try again later",))


def rehearsable(step: Step, text: str) -> str:
    """The code that a part brings, as learners would run it."""
    match step:
        case Step.EXAMPLE if not declines_example(text):
            sources = inputs(text)
            return text if isinstance(sources, Malformed) else "".join(sources)
        case Step.ANSWER:
            blocks = code_blocks(text)
            if isinstance(blocks, Malformed):
                return "".join(fence.code for fence in fences(text))
            return "".join(source for block in blocks for source in block.sources)
        case _:
            return ""


async def examples_hold(runner: Runner, entry: Entry, learner: str) -> tuple[str, ...]:
    """Check an entry as `knowledge check` would: every example, and the Run button's program."""
    page = as_page(entry)
    if isinstance(page, Refused):
        return tuple(problem.message for problem in page.problems)

    async def execute(code: str) -> RunResult:
        return await runner.run(RunRequest(code=code), learner=learner)

    try:
        proofs = [proof async for proof in check(Curriculum((), (page,)), execute)]
    except (SandboxBusy, SandboxUnavailable) as error:
        return (f"the examples were not run: {error}",)
    return tuple(problem.message for proof in proofs for problem in proof.problems)


async def illustrated(
    runner: Runner, entry: Entry, before: Entry | None, learner: str
) -> Entry | Disproved:
    """The entry with its diagram, or without it where that can't be drawn after new code.

    Nobody writes diagrams in chat: one that stands on code of before can only be kept, or go.
    """
    code = diagram_code(entry)
    if code is None or (before is not None and diagram_code(before) == code):
        return entry
    try:
        found = await diagram(runner, code, learner=learner)
    except (SandboxBusy, SandboxUnavailable) as error:
        return Disproved((f"the picture was not drawn: {error}",))
    return entry.model_copy(update={"diagram": None}) if isinstance(found, str) else entry


async def _proven(runner: Runner, sections: Sequence[_Section], learner: str) -> Proven | Disproved:
    sources = _sources(sections)
    once = await _shown(runner, sources, None, learner)
    if isinstance(once, Disproved):
        return once
    again = await _shown(runner, sources, _OTHER_SEED, learner)
    releases = await _releases(runner, learner)
    faults = filter(None, map(unwritable, sources, once))
    problems = (*faults, *_changing(sources, once, again))
    if problems or releases is None:
        return Disproved(problems or ("the sandbox did not say which torch it runs",))
    short, more, pitfall = _written(sections, once)
    return Proven(short, more or None, pitfall or None, releases)


def _sources(sections: Sequence[_Section]) -> list[str]:
    return [source for each in sections for block in each.blocks for source in block.sources]


def _short(draft: Draft) -> str:
    """The answer with its example: where its own code stands, else at its end."""
    if not draft.example:
        return draft.answer
    there = fences(draft.answer)
    if not there:
        return f"{draft.answer}\n\n```python\n{draft.example}\n```"
    return refilled(draft.answer, [replace(there[0], code=draft.example)])


def _fitting(draft: Draft, found: Proven | Disproved) -> Proven | Disproved:
    """Refuse sections that no message can show; how much code prints is known only now."""
    if isinstance(found, Disproved):
        return found
    problems = [
        f"{name} with its code and what that shows has {size} characters, of which one message "
        f"holds {room(draft.question)}: show less"
        for name, text in (
            ("the short answer", found.short),
            ("More", found.more or ""),
            ("the pitfall", found.pitfall or ""),
        )
        if (size := utf16_units(text)) > room(draft.question)
    ]
    return Disproved(tuple(problems)) if problems else found


def _with_imports(sections: Sequence[_Section], usual: Mapping[str, str]) -> list[_Section]:
    """Begin the first block with those of the usual imports that the code does without."""
    imports = [f"{line}\n" for line in missing_imports(_sources(sections), usual)]
    first = next((place for place, each in enumerate(sections) if each.blocks), None)
    if first is None or not imports:
        return list(sections)
    block, *rest = sections[first].blocks
    begun = replace(block, sources=(*imports, *block.sources))
    with_them = replace(sections[first], blocks=(begun, *rest))
    return [*sections[:first], with_them, *sections[first + 1 :]]


async def _shown(
    runner: Runner, sources: Sequence[str], seed: int | None, learner: str
) -> list[Shown] | Disproved:
    if not sources:
        return []
    examples = [Example(0, source, "", None) for source in sources]
    found = await rehearsed(
        runner, examples, wall_seconds=_WALL_SECONDS, seed=seed, learner=learner
    )
    missing = (each for place, each in enumerate(sources) if place not in found.shown)
    if (lost := next(missing, None)) is not None:
        return Disproved((f"`{_first(lost)}` {found.ending.words}",))
    return [found.shown[place] for place in range(len(sources))]


async def _releases(runner: Runner, learner: str) -> Verified | None:
    result = await runner.run(RunRequest(code=RELEASES, want=PLAIN), learner=learner)
    match result.stdout.split():
        case [torch, numpy] if result.outcome is Outcome.OK:
            return Verified(torch=torch, numpy=numpy)
        case _:
            return None


def _changing(
    sources: Sequence[str], once: Sequence[Shown], again: Sequence[Shown] | Disproved
) -> list[str]:
    if isinstance(again, Disproved):
        return list(again.problems)
    found = zip(sources, map(unsteady, once, again), strict=True)
    return [f"`{_first(source)}` shows {what}" for source, what in found if what]


def _written(sections: Sequence[_Section], shown: Sequence[Shown]) -> Iterator[str]:
    """Every section again, its blocks as sessions."""
    left = iter(shown)
    for section in sections:
        sessions = [
            transcript(block.sources, [next(left) for _ in block.sources])
            for block in section.blocks
        ]
        yield replaced(section.markdown, section.blocks, sessions)


def _first(source: str) -> str:
    return source.split("\n", 1)[0]
