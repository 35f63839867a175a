"""How long a learner waits, and what it costs: `python -P bench/turn.py`.

The bot is the real one (`unsqueeze bot` in a process of its own) with its real content, store and
sandbox; Telegram is localgram in this process. A turn lasts from a message's posting to its reply
being there to read. CPU time is the bot's own, without localgram's and the sandbox's.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter

from knowledge.pages import curriculum
from knowledge.pages.problems import Refused
from localgram import actions, app
from localgram.state import State

TOKEN = "42:bench"
QUESTIONS = 200
RUNS = 50
LEARNERS = 16
ROUNDS = 12
PATIENCE_SECONDS = 60.0
START_SECONDS = 300.0


async def turn(state: State, learner: int, text: str, patience: float = PATIENCE_SECONDS) -> float:
    """Milliseconds from a message to its first reply."""
    begun = perf_counter()
    said = actions.say(state, chat=learner, user=learner, text=text)
    while perf_counter() - begun < patience:
        came = await actions.messages(
            state, chat=learner, after=said["message_id"], wait_seconds=patience
        )
        if came:
            return 1000 * (perf_counter() - begun)
    raise TimeoutError(f"no reply to {text!r} within {patience} s")


async def one_by_one(state: State, texts: list[str]) -> list[float]:
    return [await turn(state, 1001, text) for text in texts]


async def beside_each_other(state: State, texts: list[str]) -> float:
    """Turns a second with many learners at once."""

    async def learner(number: int) -> None:
        for text in texts[number::LEARNERS][:ROUNDS]:
            await turn(state, 2000 + number, text)

    begun = perf_counter()
    await asyncio.gather(*(learner(number) for number in range(LEARNERS)))
    return LEARNERS * ROUNDS / (perf_counter() - begun)


def cpu_seconds(process: "subprocess.Popen[bytes]") -> float:
    """User and system time of a process, its children left out."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def bot(url: str) -> AsyncIterator["subprocess.Popen[bytes]"]:
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(  # noqa: ASYNC220  # starting it takes no time
            [sys.executable, "-m", "unsqueeze", "bot"],
            env=os.environ
            | {
                "UNSQUEEZE_TELEGRAM_TOKEN": TOKEN,
                "UNSQUEEZE_TELEGRAM_API_URL": url,
                "UNSQUEEZE_DATA_DIR": folder,
                "UNSQUEEZE_LOG_LEVEL": "warning",
            },
        )
        try:
            yield process
        finally:
            process.terminate()
            # Localgram must go on answering: the bot finishes its last turn first.
            await asyncio.to_thread(process.wait, 30)


def questions() -> list[str]:
    content = curriculum.read(curriculum.shipped())
    if isinstance(content, Refused):
        raise SystemExit(content.problems[0])
    return [text for entry in content.entries for text in entry.phrasings]


def spread(name: str, times: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=20)
    return {
        f"{name}_p50_ms": round(statistics.median(times), 1),
        f"{name}_p95_ms": round(cuts[18], 1),
    }


async def main() -> None:
    texts = questions()
    async with app.running(token=TOKEN) as telegram, bot(telegram.url) as process:
        state = telegram.state
        await turn(state, 1001, texts[0], START_SECONDS)
        await turn(state, 1001, "/run 1", START_SECONDS)

        before = cpu_seconds(process)
        asked = await one_by_one(state, texts[:QUESTIONS])
        rate = await beside_each_other(state, texts)
        spent = cpu_seconds(process) - before
        ran = await one_by_one(state, [f"/run torch.arange({n})" for n in range(RUNS)])
    updates = len(asked) + LEARNERS * ROUNDS
    figures = {
        **spread("question", asked),
        **spread("run", ran),
        "turns_per_second": round(rate, 1),
        "turns_per_cpu_second": round(updates / spent, 1),
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    asyncio.run(main())
