"""The commands as other programs call them: exit codes, stdout and stderr, to the letter."""

import asyncio
import csv
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from database.engine import open_engine
from database.migrations import upgrade
from knowledge.curation.stores.curation_store import CurationStore
from knowledge.curation.version import Action, Author, Handled, Resolution, Version
from knowledge.pages.entry import Entry
from knowledge.search.retrieval import Matched
from progress.events import Kind, Sender, Turn
from progress.stores.progress_store import ProgressStore
from tests.fakes.library import entry
from tests.unsqueeze.conftest import Variables
from tutor.library import Library

pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture
def environment(data_dir: Path, tmp_path: Path) -> Variables:
    """The shared model and knowledge base, and progress of the test's own."""
    return os.environ | {
        "UNSQUEEZE_DATA_DIR": str(data_dir),
        "UNSQUEEZE_DATABASE_URL": f"sqlite:///{tmp_path / 'progress.sqlite'}",
    }


@pytest.fixture
def ready(environment: Variables, sandbox: Variables) -> Variables:
    """The same with a sandbox that has started, in the place of one that a command starts."""
    return environment | sandbox


def unsqueeze(
    *arguments: str, environment: Variables, stdin: str | bytes = ""
) -> subprocess.CompletedProcess[str]:
    given = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "unsqueeze", *arguments],
        input=given,
        capture_output=True,
        env=environment,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def test_ask_answers_lines(environment: Variables, library: Library) -> None:
    rows = [
        {"id": "a", "text": "why do I need unsqueeze to broadcast?"},
        {"id": "b", "text": "how long do I boil an egg?"},
        {"id": "c", "text": ""},
        {"id": "d", "text": "lone \ud800 surrogate \x00 and NUL"},
    ]
    stdin = "\n".join(json.dumps(row) for row in rows)

    done = unsqueeze("ask", "--jsonl", environment=environment, stdin=stdin)

    answers = {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0
    assert answers["a"]["outcome"] == "answer"
    assert answers["a"]["slug"] == answers["a"]["candidates"][0] == "unsqueeze-for-broadcasting"
    assert len(answers["a"]["candidates"]) >= 5
    assert answers["b"]["outcome"] == answers["c"]["outcome"] == "abstain"
    assert answers["b"]["slug"] is None
    assert set(answers["b"]["candidates"]) <= set(library.entries)
    assert answers["d"]["outcome"] != "answer"


async def test_ask_answers_before_it_is_asked_on(environment: Variables) -> None:
    """A program that waits for each answer, and one of whose lines is wrong, gets all others."""
    asked = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "unsqueeze", "ask", "--jsonl"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )
    assert asked.stdin is not None
    assert asked.stdout is not None
    answers = []
    for number in range(2):
        row = json.dumps({"id": number, "text": "what is a view?"})
        asked.stdin.write(f"{row}\nno row\n".encode())
        # So long only where nothing comes at all.
        answers.append(json.loads(await asyncio.wait_for(asked.stdout.readline(), 120)))

    asked.stdin.close()
    rest, said = await asked.communicate()

    assert [each["id"] for each in answers] == [0, 1]
    assert rest == b""
    assert [line.partition(": expected")[0] for line in said.decode().splitlines()] == [
        "unsqueeze: line 2",
        "unsqueeze: line 4",
    ]
    assert asked.returncode == 2


def test_ask_leaves_nothing_for_microsoft(environment: Variables, tmp_path: Path) -> None:
    """onnxruntime's telemetry keeps files under HOME: where there are none, it is off."""
    home = tmp_path / "home"
    home.mkdir()
    environment |= {"HOME": str(home), "TMPDIR": str(home)}
    for name in ("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME"):
        environment.pop(name, None)

    done = unsqueeze("ask", "what is a view?", environment=environment)

    assert done.returncode == 0
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_ask_says_what_else_may_be_meant(environment: Variables, library: Library) -> None:
    asked = (entry.question for entry in library.entries.values())
    halves = (question.rsplit(" ", 2)[0] for question in asked)
    text, found = next(
        (text, found)
        for text in halves
        if isinstance(found := library.search(text), Matched) and found.others
    )

    done = unsqueeze("ask", text, environment=environment | {"COLUMNS": "200"})

    said = done.stdout.partition("Or did you mean")[2]
    assert [line.strip("• ") for line in said.splitlines()[1:]] == [
        entry.question for entry in library.known(found.others)
    ]


def test_brackets_of_a_question_are_no_markup(environment: Variables) -> None:
    question = "What does x[mask] do, and [/2]?"
    mask = entry("mask-in-brackets", question, wordings=())
    asyncio.run(_publish(environment, mask))

    done = unsqueeze("ask", question, environment=environment)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == question


async def _publish(environment: Variables, one: Entry) -> None:
    upgrade(environment["UNSQUEEZE_DATABASE_URL"], "curation")
    engine = open_engine(environment["UNSQUEEZE_DATABASE_URL"])
    version = Version(one.slug, 1, Action.CREATED, Author(1, "Ines"), datetime.now(UTC), one, None)
    await CurationStore(engine).publish(version)
    await engine.dispose()


def test_a_line_that_is_no_row_is_named(environment: Variables) -> None:
    done = unsqueeze("ask", "--jsonl", environment=environment, stdin='{"id": 1}\n')

    assert done.returncode == 2
    assert done.stdout == ""
    assert "line 1: expected" in done.stderr


def test_run_prints_one_result(environment: Variables) -> None:
    code = "import torch\nprint('hello')\ntorch.arange(3)"

    done = unsqueeze("run", "--json", "-", environment=environment, stdin=code)

    result = json.loads(done.stdout)
    assert done.returncode == 0
    assert (result["outcome"], result["stdout"]) == ("ok", "hello\n")
    assert result["value"] == "tensor([0, 1, 2])"


def test_a_snippet_that_raises_fails_with_1(ready: Variables) -> None:
    done = unsqueeze("run", environment=ready, stdin="1 / 0")

    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr


def test_of_a_pasted_session_the_failing_line_is_shown_as_it_ran(
    ready: Variables,
) -> None:
    session = ">>> import torch\n>>> a = torch.ones(2, 3)\n>>> a @ a\n"
    done = unsqueeze("run", environment=ready, stdin=session)

    *_, line, first, second, broken = done.stderr.splitlines()
    assert (line, first, second) == ("a @ a", "a      (2×3)", "    a  (2×3)")
    assert broken.startswith("  ✗ matmul")


def test_bytes_that_are_no_text_get_a_result(environment: Variables) -> None:
    done = unsqueeze("run", "--json", environment=environment, stdin=b"print('\xff\xfe')")

    assert done.returncode == 1
    assert json.loads(done.stdout)["outcome"] in {"error", "rejected"}


def test_a_missing_file_is_misuse(environment: Variables) -> None:
    done = unsqueeze("run", "/no/such/file.py", environment=environment)

    assert done.returncode == 2
    assert "expected a readable file" in done.stderr


def test_a_setting_that_cannot_be_used_is_misuse(environment: Variables) -> None:
    done = unsqueeze("run", environment=environment | {"UNSQUEEZE_SANDBOX_URL": "moon"}, stdin="1")

    assert done.returncode == 2
    assert "UNSQUEEZE_SANDBOX_URL: expected embedded" in done.stderr


def test_the_bot_says_what_it_needs(environment: Variables) -> None:
    environment.pop("UNSQUEEZE_TELEGRAM_TOKEN", None)

    done = unsqueeze("bot", environment=environment)

    assert done.returncode == 2
    assert "UNSQUEEZE_TELEGRAM_TOKEN" in done.stderr


def test_an_invite_is_printed_alone(environment: Variables) -> None:
    done = unsqueeze("invite", "--expires", "2h", environment=environment)

    assert done.returncode == 0
    assert len(done.stdout.split()) == 1
    assert unsqueeze("invite", "--role", "queen", environment=environment).returncode == 2


def test_stats_come_as_json_and_csv(environment: Variables, tmp_path: Path) -> None:
    file = tmp_path / "stats.csv"

    as_json = json.loads(unsqueeze("stats", "--json", environment=environment).stdout)
    written = unsqueeze("stats", "--csv", str(file), environment=environment)

    both = unsqueeze("stats", "--csv", str(file), "--json", environment=environment)

    assert as_json["learners"] == json.loads(both.stdout)["learners"] == 0
    assert (written.returncode, written.stdout) == (0, "")
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["section", "item", "measure", "value"]


def test_stats_take_a_class_and_a_period(environment: Variables) -> None:
    known = unsqueeze("stats", "7d", "--cohort", "everybody", environment=environment)
    unknown = unsqueeze("stats", "--cohort", "nowhere", environment=environment)
    unread = unsqueeze("stats", "whenever", environment=environment)

    assert [each.returncode for each in (known, unknown, unread)] == [0, 2, 2]
    assert "no class has that" in unknown.stderr
    assert "last week" in unread.stderr


def test_what_instructors_dealt_with_is_unanswered_no_more(environment: Variables) -> None:
    asyncio.run(_ask_in_vain(environment, handled="how do i pad", waiting="what is a stencil"))

    shown = unsqueeze("stats", environment=environment).stdout
    as_json = json.loads(unsqueeze("stats", "--json", environment=environment).stdout)

    assert "1 × what is a stencil" in shown
    assert "how do i pad" not in shown
    assert as_json["handled"] == ["how do i pad"]
    assert len(as_json["unanswered"]) == 2


async def _ask_in_vain(environment: Variables, *, handled: str, waiting: str) -> None:
    url, now = environment["UNSQUEEZE_DATABASE_URL"], datetime.now(UTC)
    upgrade(url, "progress")
    upgrade(url, "curation")
    engine = open_engine(url)
    for number, text in enumerate((handled, waiting), start=1):
        turn = Turn(Sender(7, "Ada"), now - timedelta(hours=1), number)
        turn.record(Kind.ASKED, text=text)
        turn.record(Kind.ABSTAINED, text=text)
        await ProgressStore(engine).commit(turn)
    await CurationStore(engine).handle([Handled(handled, Resolution.DISMISSED, None, 1, now)])
    await engine.dispose()


def test_events_of_nobody_are_no_lines(environment: Variables) -> None:
    done = unsqueeze("events", "--jsonl", "--since", "2026-11-01", environment=environment)

    assert (done.returncode, done.stdout) == (0, "")


def test_search_shows_scores(environment: Variables) -> None:
    done = unsqueeze("knowledge", "search", "x[:, None]", environment=environment)

    assert done.returncode == 0
    assert "index-as-unsqueeze" in done.stdout.splitlines()[1]


def test_a_build_of_what_is_built_changes_nothing(environment: Variables) -> None:
    done = unsqueeze("knowledge", "build", environment=environment)

    assert done.returncode == 0
    assert "added 0, changed 0" in done.stderr


def test_migrations_can_be_applied_again(environment: Variables) -> None:
    first = unsqueeze("db", "upgrade", environment=environment)
    again = unsqueeze("db", "upgrade", environment=environment)

    assert (first.returncode, again.returncode) == (0, 0)
    assert "applied" in first.stderr
    assert "up to date" in again.stderr
