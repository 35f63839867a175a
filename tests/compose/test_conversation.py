"""A learner talks to two containers, while things go wrong."""

import asyncio
import json
from collections import Counter

import httpx
import pytest

from tests.compose.conftest import free_port
from tests.compose.stack import Stack, started
from tests.compose.talking import HOSTILE, QUESTION, RESULT, SECONDS, SNIPPET, runs
from tests.fakes.person import Person, until

ANSWERED = {"asked", "answered"}


async def test_a_question_is_answered(lena: Person) -> None:
    asked = await lena.say(QUESTION)

    answer = await lena.reply(asked, seconds=SECONDS)

    assert "unsqueeze" in answer["text"]


async def test_a_snippet_runs(lena: Person) -> None:
    await runs(lena)


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE)
async def test_a_neighbour_is_answered_while_code(
    lena: Person, omar: Person, stack: Stack, code: str
) -> None:
    before = stack.restarts("sandbox")

    asked = await lena.say(f"```python\n{code}\n```")
    await runs(omar)
    answer = await lena.reply(asked, seconds=SECONDS)
    await runs(lena)

    assert "canary" not in json.dumps(answer)
    assert "uvicorn" not in json.dumps(answer)
    assert stack.restarts("sandbox") == before


async def test_without_a_sandbox_the_learner_is_told_and_later_it_runs(
    lena: Person, stack: Stack
) -> None:
    stack.compose("stop", "--timeout", "5", "sandbox")

    asked = await lena.say(SNIPPET)
    answer = await lena.reply(asked, seconds=SECONDS)
    stack.up("sandbox")

    assert "can't run code at the moment" in answer["text"]
    await runs(lena)


async def test_a_crashed_sandbox_comes_back_by_itself(
    lena: Person, omar: Person, stack: Stack
) -> None:
    """A learner whose code was running is answered too: by its result, or by a true sentence."""
    before = stack.restarts("sandbox")

    running = await omar.say("```python\nimport time\ntime.sleep(3)\n'slept'\n```")
    await asyncio.sleep(1)
    stack.crash("sandbox")
    asked = await lena.say(SNIPPET)
    first = await lena.reply(asked, seconds=SECONDS)
    interrupted = await omar.reply(running, seconds=SECONDS)

    assert RESULT in first["text"] or "can't run code" in first["text"]
    assert "slept" in interrupted["text"] or "can't run code" in interrupted["text"]
    await until(lambda: healthy(stack, "sandbox", restarts=before + 1), seconds=SECONDS)
    await runs(lena)


async def test_a_full_memory_of_the_container_passes(lena: Person, stack: Stack) -> None:
    """The kernel kills what asked for too much, or spares, which are replaced."""
    code = "x = []\nwhile True: x.append(bytearray(b'x') * 10 ** 8)"
    with pytest.raises(AssertionError):
        stack.python("sandbox", code)

    await runs(lena)


async def healthy(stack: Stack, service: str, *, restarts: int) -> bool | None:
    container = await asyncio.to_thread(stack.container, service)
    state = container["State"].get("Health", {}).get("Status")
    return True if container["RestartCount"] >= restarts and state == "healthy" else None


async def test_a_crashed_bot_loses_nothing_and_doubles_nothing(
    lena: Person, omar: Person, stack: Stack
) -> None:
    """Messages come before, in and after the crash; each is answered and counted once."""
    earlier = len(events(stack))
    before = stack.restarts("bot")

    said = [await person.say(QUESTION) for person in (lena, omar) for _ in range(3)]
    stack.crash("bot")
    said += [await person.say(QUESTION) for person in (lena, omar) for _ in range(3)]
    await until(lambda: healthy(stack, "bot", restarts=before + 1), seconds=SECONDS)
    last = await lena.say(QUESTION)
    await lena.reply(last, seconds=SECONDS)
    await omar.reply(said[-1], seconds=SECONDS)

    counted = events(stack)[earlier:]
    per_update = Counter((event["update_id"], event["kind"]) for event in counted)
    assert set(per_update.values()) == {1}
    questions = {update for update, kind in per_update if kind == "asked"}
    assert len(questions) == len(said) + 1
    assert {(update, kind) for update in questions for kind in ANSWERED} == set(per_update)


def events(stack: Stack) -> list[dict]:
    return [json.loads(line) for line in stack.unsqueeze("events", "--jsonl").splitlines()]


async def test_no_log_holds_a_secret_or_a_trace(stack: Stack) -> None:
    logs = await asyncio.to_thread(stack.logs)

    assert "canary" not in logs
    assert "Traceback" not in logs


async def test_without_a_token_the_demo_is_served(tmp_path) -> None:
    """On the loopback address alone, by the same two containers."""
    port = free_port()
    settings = {"UNSQUEEZE_DEMO_PORT": str(port)}
    with started(tmp_path, "unsqueeze-demo-test", settings) as stack:
        bound = stack.container("bot")["NetworkSettings"]["Ports"][f"{port}/tcp"]
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
            page = await http.get("/")
            await runs(Person(http, user=1001))
        logs = stack.logs()

    assert f"listening at http://127.0.0.1:{port}/" in logs
    assert bound == [{"HostIp": "127.0.0.1", "HostPort": str(port)}]
    assert page.status_code == 200
