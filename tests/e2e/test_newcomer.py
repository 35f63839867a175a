"""The newcomer's path in a real browser: `unsqueeze demo`, ask, Run, edit, practise, /me, /stats.

Set UNSQUEEZE_SCREENSHOTS to a folder to keep the pictures the README shows.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.browser import ARGUMENTS, CHROMIUM, needs_browser
from tests.e2e import running

PATIENCE_MS = 60_000

pytestmark = needs_browser


@pytest.fixture(scope="module")
def demo(new_data_dir: Callable[[], Path]) -> Iterator[tuple[str, Path]]:
    """Return a running demo with a data folder of its own: its page's address and the folder."""
    data = new_data_dir()
    with running.demo(data) as address:
        yield address, data


@pytest.fixture(scope="module")
def page(demo: tuple[str, Path]) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(demo[0])
        page.set_default_timeout(PATIENCE_MS)
        yield page
        browser.close()
        assert faults == []


def say(page: Page, text: str) -> None:
    page.fill("#composer", text)
    page.click("#send")


def from_bot(page: Page) -> Locator:
    return page.locator('#log article[data-from="bot"]')


def newest(page: Page, words: str) -> Locator:
    """The newest message of the bot that holds these words, once it is there."""
    found = from_bot(page).filter(has_text=words).last
    expect(found).to_be_visible(timeout=PATIENCE_MS)
    return found


def keep(page: Page, name: str) -> None:
    folder = os.environ.get("UNSQUEEZE_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_question_gets_the_curated_answer(page: Page) -> None:
    say(page, "why do I need unsqueeze to broadcast?")

    answer = newest(page, "unsqueeze")

    expect(answer.locator("pre").first).to_contain_text(">>>")
    expect(answer.get_by_role("button", name=re.compile("Run"))).to_be_visible()
    keep(page, "answer")


def test_run_shows_what_the_example_prints(page: Page) -> None:
    newest(page, "unsqueeze").get_by_role("button", name=re.compile("Run")).click()

    newest(page, "Finished")
    keep(page, "run")


def test_draw_shows_what_the_example_does(page: Page) -> None:
    newest(page, "Finished").get_by_role("button", name=re.compile("Draw")).click()

    expect(from_bot(page).locator("img").last).to_be_visible(timeout=PATIENCE_MS)
    keep(page, "draw")


def test_own_code_runs_and_an_edit_changes_the_same_reply(page: Page) -> None:
    say(page, "```python\nimport torch\ntorch.ones(2, 3).sum(0)\n```")
    reply = newest(page, "tensor([2., 2., 2.])")
    number = reply.get_attribute("data-message-id")

    page.locator('#log article[data-from="user"]').last.locator("button.edit").click()
    page.fill("#composer", "```python\nimport torch\ntorch.ones(2, 3).sum(1)\n```")
    page.click("#send")

    edited = newest(page, "tensor([3., 3.])")
    assert edited.get_attribute("data-message-id") == number
    keep(page, "code")


def test_an_error_is_shown_with_its_line(page: Page) -> None:
    say(page, "```python\nimport torch\ntorch.ones(2, 3) + torch.ones(2)\n```")

    newest(page, "line 2")


def test_me_shows_what_was_touched(page: Page) -> None:
    say(page, "/me")

    card = newest(page, "Your progress")
    expect(card).to_contain_text("Broadcasting")
    keep(page, "me")


def test_an_exercise_is_tried_helped_with_and_passed(page: Page) -> None:
    right = "def checkerboard(n):\n    r = torch.arange(n)\n    return (r[:, None] + r) % 2"
    say(page, "/practice first-tensors")
    expect(newest(page, "Checkerboard").locator("pre")).to_contain_text("def checkerboard(n: int)")

    say(page, f"```python\n{right.replace('+ r', '+ r + 1')}\n```")
    verdict = newest(page, "Not yet · Checkerboard")
    for block, words in enumerate(("n = 1", "tensor([[1]])", "tensor([[0]])")):
        expect(verdict.locator("pre").nth(block)).to_contain_text(words)
    keep(page, "practice")
    verdict.get_by_role("button", name=re.compile("Hint")).click()
    newest(page, "Hint 1 of 3")

    say(page, f"```python\n{right}\n```")
    expect(newest(page, "Passed · Checkerboard")).to_contain_text("at try 2")
    say(page, "/me")
    newest(page, "Exercises: 1 passed of 1 tried")


def test_a_learner_is_told_whom_stats_are_for(page: Page) -> None:
    say(page, "/stats")

    newest(page, "instructor")


def test_an_instructor_joins_and_sees_the_class(page: Page, demo: tuple[str, Path]) -> None:
    code = subprocess.run(
        [sys.executable, "-m", "unsqueeze", "invite"],
        env=os.environ | {"UNSQUEEZE_DATABASE_URL": f"sqlite:///{demo[1]}/demo.sqlite"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    page.click('[data-identity="instructor"]')

    say(page, f"/join {code}")
    newest(page, "instructor")
    say(page, "/stats")

    expect(from_bot(page).locator("img").last).to_be_visible(timeout=PATIENCE_MS)
    keep(page, "stats")
