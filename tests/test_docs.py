"""The documentation names all that there is, and nothing that is not there."""

import inspect
import re
from pathlib import Path

import pytest
import typer

from bot.menus import INSTRUCTORS_COMMANDS
from sandbox.limits import cpu_seconds
from sandbox.protocol import WALL_SECONDS
from sandbox.service import metrics
from sandbox.supervisor.ending import Cause
from sandbox.supervisor.verdict import _BY_CAUSE
from scripts import size
from unsqueeze.main import app
from unsqueeze.settings import Settings

CHECKOUT = Path(__file__).parents[1]
README = CHECKOUT / "README.md"
DOCS = CHECKOUT / "docs"
PAGES = [README, CHECKOUT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
SETTINGS = {f"UNSQUEEZE_{name.upper()}": field for name, field in Settings.model_fields.items()}
# What Compose, the tests and the releases read, which no `Settings` holds.
VARIABLES = {
    f"UNSQUEEZE_{name}"
    for name in ("DEMO_PORT", "GVISOR_RUNTIME", "TEST_POSTGRES_URL", "TEST_THOROUGH")
}
of_every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def read(page: Path) -> str:
    return page.read_text("utf-8")


def spans(text: str) -> list[str]:
    """All that is set as code, be it in a line or in a block."""
    blocks = re.findall(r"^```.*?^```", text, re.DOTALL | re.MULTILINE)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return [*blocks, *re.findall(r"`([^`]+)`", rest)]


def options(command: object, path: str) -> dict[str, set[str]]:
    """Each command by its words, with the options that it takes."""
    own = {name for each in getattr(command, "params", ()) for name in each.opts if name[0] == "-"}
    children = getattr(command, "commands", {})
    below = [options(child, f"{path} {name}") for name, child in children.items()]
    here = {path: own} if own or not children else {}
    return here | {name: given for each in below for name, given in each.items()}


def test_the_table_of_commands_is_the_command_line() -> None:
    named: dict[str, set[str]] = {}
    for row in re.findall(r"^\| (`unsqueeze .*)$", read(README), re.MULTILINE):
        for span in re.findall(r"`(unsqueeze[^`]*)`", row):
            [path] = re.findall(r"^unsqueeze(?: [a-z]+)*", span)
            named.setdefault(path, set()).update(re.findall(r"--[a-z-]+", span))

    assert named == options(typer.main.get_command(app), "unsqueeze")


def test_the_table_of_settings_is_what_settings_are() -> None:
    rows = dict(re.findall(r"^\| `(UNSQUEEZE_\w+)` \| (?:`(\S+)`)?", read(README), re.MULTILINE))
    fixed = {name: each.default for name, each in SETTINGS.items() if not each.default_factory}

    assert rows.keys() == SETTINGS.keys()
    assert [name for name in fixed if rows[name] not in ("", str(fixed[name]))] == []


@pytest.mark.parametrize("page", [*PAGES, CHECKOUT / ".env.example"], ids=lambda page: page.name)
def test_what_a_page_tells_to_set_is_read_by_something(page: Path) -> None:
    named = set(re.findall(r"UNSQUEEZE_[A-Z][A-Z_]*", read(page)))

    assert named - SETTINGS.keys() - VARIABLES == set()


def test_every_command_of_the_chat_is_named() -> None:
    named = set(re.findall(r"`/(\w+)", read(README)))

    assert named == {name for name, _ in INSTRUCTORS_COMMANDS}


def test_the_table_of_metrics_is_what_prometheus_reads() -> None:
    rows = re.findall(r"^\| (`sandbox_.*?) \|", read(DOCS / "sandbox.md"), re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(sandbox_\w+)", row)}

    counted = re.findall(r'"(sandbox_\w+)"', inspect.getsource(metrics))
    states = [f"sandbox_{name}" for name in (*metrics._GAUGES, "info")]
    assert {name.removesuffix("_total") for name in named} == {*counted, *states}


def test_every_complaint_in_the_log_is_explained() -> None:
    """An operator who sees one looks for its name there."""
    packages = ("bot", "knowledge", "progress", "sandbox", "tutor", "unsqueeze")
    logged = {
        name
        for package in packages
        for path in CHECKOUT.joinpath(package).rglob("*.py")
        for name in re.findall(r"(?i)log\.(?:warning|error)\(\s*\"(\w+)\"", read(path))
    }

    page = read(DOCS / "operating.md")
    assert sorted(name for name in logged if f"`{name}`" not in page) == []


def test_every_end_of_a_run_is_explained() -> None:
    """An operator who finds one in the log of events looks for it there."""
    page = read(DOCS / "sandbox.md")
    given = {"wall": WALL_SECONDS, "cpu": cpu_seconds(WALL_SECONDS)}
    rows = [
        f"| `{cause}` | `{fate.outcome}` | `{fate.kind}` | {fate.words.format(**given)} |"
        for cause, fate in _BY_CAUSE.items()
    ]

    assert sorted(_BY_CAUSE) == sorted(Cause)
    assert [row for row in rows if row not in page] == []


@of_every_page
def test_every_link_within_the_checkout_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)\s]+)\)|<img src=\"([^\"]+)\"", read(page))

    assert [link for link in map("".join, links) if not leads(page, link)] == []


def leads(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not anchor or anchor in anchors(read(target)))


def anchors(text: str) -> set[str]:
    """The names that GitHub gives to headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


OURS = {
    Path(module).name
    for folder in (*size.BUDGETS, "bench", "scripts", "tests")
    for module in size.modules(folder)
} | {each.name for each in (CHECKOUT / "knowledge/content/exercises").glob("*/*.py")}


@of_every_page
def test_every_file_and_target_that_a_page_names_is_there(page: Path) -> None:
    code = "\n".join(spans(read(page)))
    files = re.findall(r"(?<![\w/.{}-])((?:[a-z]\w*/)+[\w.-]+\.(?:py|json|jsonl|ya?ml))\b", code)
    targets = re.findall(r"^make ((?:[a-z-]+ ?)+)", code, re.MULTILINE)

    makefile = read(CHECKOUT / "Makefile")
    assert [path for path in files if not (CHECKOUT / path).exists()] == []
    assert set(re.findall(r"(?<![\w/.{}*-])\w+\.py\b", code)) <= OURS
    assert [
        target
        for target in " ".join(targets).split()
        if not re.search(rf"^{target}:", makefile, re.MULTILINE)
    ] == []
