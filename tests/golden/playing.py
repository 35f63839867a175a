"""Cases are played: what is said and done in each, and what became of it.

A case in `cases/` is a text to say, a step, or a list of them. A step says (`say`), sends code in a
fence (`code`) or a file (`upload`, with `content`), edits (`edit`, the number of a message of one's
own), or presses a button (`press`, by what it does as `legend.yaml` has it, or `data …`, though no
button may say that). It may be a reply (`reply`: such a number, or `bot`), by another (`as`), in
the class (`in`).
"""

import asyncio
import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.fakes.person import Person
from tests.golden import reading
from tests.golden.wire import CLASS, Demo, Meet, Wire

HERE = Path(__file__).parent
# These see what others did, and the first ones have a tutor of their own, on its first day.
APART = ("instructors",)
IN_TURN = (*APART, "in-class")
# No more than the sandbox runs beside each other: where snippets wait, less is told of an error.
_LANES = 2
GROUPS = sorted(path.stem for path in (HERE / "cases").glob("*.yaml"))
_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation of one learner, unless a step says who acts."""

    name: str
    steps: Sequence[Step]

    @property
    def learner(self) -> int:
        return 10_000 + zlib.crc32(self.name.encode())


def cases(group: str) -> list[Case]:
    written = yaml.safe_load((HERE / "cases" / f"{group}.yaml").read_text("utf-8"))
    several = {name: it if isinstance(it, list) else [it] for name, it in written.items()}
    return [Case(f"{group}/{name}", [*map(_step, it)]) for name, it in several.items()]


def steps(group: str) -> dict[str, Step]:
    """What is done, by the case's name and the step's number."""
    numbered = ((it, enumerate(it.steps, start=1)) for it in cases(group))
    return {f"{case.name} {at}": step for case, they in numbered for at, step in they}


def recorded(group: str) -> dict[str, Wire]:
    """The outcome of every step."""
    path = HERE / "outcomes" / f"{group}.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {(line := json.loads(each)).pop("at"): line for each in lines}


def record(group: str, outcomes: Mapping[str, Wire]) -> None:
    lines = (json.dumps({"at": at, **it}, ensure_ascii=False) for at, it in outcomes.items())
    (HERE / "outcomes" / f"{group}.jsonl").write_text("\n".join((*lines, "")), "utf-8")


def play(demo: Demo, group: str) -> dict[str, Wire]:
    return asyncio.run(_played(demo, group))


async def _played(demo: Demo, group: str) -> dict[str, Wire]:
    """Some cases beside each other, since the tutor waits for the sandbox now and then."""
    lanes = asyncio.Semaphore(1 if group in IN_TURN else _LANES)
    async with demo.people() as meet:

        async def played(case: Case) -> dict[str, Wire]:
            async with lanes:
                return await _conversation(demo, meet, case)

        found = await asyncio.gather(*map(played, cases(group)))
    return {at: it for outcomes in found for at, it in outcomes.items()}


async def _conversation(demo: Demo, meet: Meet, case: Case) -> dict[str, Wire]:
    said: list[Wire] = []
    outcomes = {}
    for number, step in enumerate(case.steps, start=1):
        chat = CLASS if step.get("in") == "class" else None
        person = await meet(step.get("as", case.learner), chat)
        outcomes[f"{case.name} {number}"] = await _outcome(demo, person, step, said)
    return outcomes


async def _outcome(demo: Demo, person: Person, step: Step, said: list[Wire]) -> Wire:
    before = await _from_bot(person)
    newest = demo.newest_update()
    try:
        toast = await _act(person, step, said, [*before.values()])
    except LookupError as error:
        return {"ended": str(error)}
    update, state = await demo.handled(person.user, newest)
    after = await _from_bot(person)
    outcome = {
        "became": [reading.happened(*event) for event in demo.events(update)],
        "ended": "" if state == "done" else state,
        "toast": reading.saying(toast) if toast else "",
        "new": [reading.message(it) for key, it in after.items() if key not in before],
        "changed": [reading.message(it) for key, it in after.items() if it != before.get(key, it)],
        "gone": len(before.keys() - after.keys()),
    }
    return {name: value for name, value in outcome.items() if value}


async def _from_bot(person: Person) -> dict[int, Wire]:
    """What the bot has said so far; reactions come and go beside it."""
    found = await person.from_bot()
    return {each["message_id"]: {**each, "reactions": None} for each in found}


async def _act(person: Person, step: Step, said: list[Wire], shown: Sequence[Wire]) -> str:
    """Do what a step says; the words that a press was answered with."""
    quoted = _quoted(step.get("reply"), said, shown)
    match step:
        case {"press": str(what)}:
            answered = await person.click(*_button(what, shown))
            return (answered["answer"] or {}).get("text") or ""
        case {"edit": int(number), "say": str(text)}:
            said[number - 1] = await person.edit(said[number - 1], text)
        case {"upload": str(name)}:
            fields = {"caption": step.get("say", ""), "as": step.get("kind", "")}
            said.append(await person.upload(name, _content(step), **fields))
        case {"say": str(text)}:
            said.append(await person.say(text, **quoted))
    return ""


def _content(step: Step) -> bytes:
    if step.get("kind") == "photo":
        return _PICTURE
    return (step["content"] * step.get("times", 1)).encode(step.get("encoding", "utf-8"))


def _quoted(reply: object, said: list[Wire], shown: Sequence[Wire]) -> dict[str, int]:
    if reply is None:
        return {}
    return {"reply_to": (said[reply - 1] if isinstance(reply, int) else shown[-1])["message_id"]}


def _button(what: str, shown: Sequence[Wire]) -> tuple[Wire, str]:
    """The first button that does this under the newest message that has one."""
    if what.startswith("data "):
        return shown[-1], what.removeprefix("data ")
    for message in reversed(shown):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                does = reading.pressing(button["callback_data"])
                if what in (does, does.partition(" ")[0]):
                    return message, button["callback_data"]
    raise LookupError(f"no button does {what!r}")


def _step(written: str | Step) -> Step:
    step = {"say": written} if isinstance(written, str) else written
    if "code" in step:
        return {**step, "say": f"```python\n{step['code'].rstrip()}\n```"}
    return {**step, "say": step["say"] * step.get("times", 1)} if "say" in step else step
