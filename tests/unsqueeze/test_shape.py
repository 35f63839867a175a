"""The shape of the whole: what may be imported, and what the documentation must name."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from unsqueeze.main import app
from unsqueeze.settings import Settings

README = Path(__file__).parents[2] / "README.md"
needs_checkout = pytest.mark.skipif(not README.exists(), reason="the README is in the checkout")


def loaded_by(statement: str) -> set[str]:
    """The modules a fresh interpreter has loaded after a statement."""
    script = f"{statement}\nimport sys\nprint(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import bot.app",
        "import tutor.tutor",
        "import localgram.app",
        "import unsqueeze.wiring, unsqueeze.main, unsqueeze.commands.bot",
        "import sandbox.client, sandbox.service, sandbox.supervisor",
    ],
)
def test_torch_is_not_loaded_by(statement: str) -> None:
    """Torch costs 190 MiB and seconds; only the sandbox's worker pays."""
    assert "torch" not in loaded_by(statement)


def test_the_bot_leaves_drawing_to_a_process_of_its_own() -> None:
    """Matplotlib costs tens of MiB; only the painter pays, while it is needed."""
    assert "matplotlib" not in loaded_by("import unsqueeze.wiring, unsqueeze.commands.bot")


def test_the_command_line_starts_without_the_model() -> None:
    """`unsqueeze run` must not wait for onnxruntime."""
    loaded = loaded_by("import unsqueeze.main")

    assert {"onnxruntime", "telegram", "matplotlib"}.isdisjoint(loaded)


@needs_checkout
def test_the_readme_names_every_setting() -> None:
    text = README.read_text()

    missing = [f for f in Settings.model_fields if f"UNSQUEEZE_{f.upper()}" not in text]

    assert missing == []


@needs_checkout
def test_the_readme_names_every_command() -> None:
    text = README.read_text()
    commands = _paths(typer.main.get_command(app), "unsqueeze")

    assert [command for command in commands if command not in text] == []


@needs_checkout
def test_the_decisions_are_listed_in_their_order() -> None:
    text = README.with_name("docs").joinpath("decisions.md").read_text()

    assert re.findall(r"\]\(#([\w-]+)\)", text.partition("<a id=")[0]) == re.findall(
        r'<a id="([\w-]+)"></a>', text
    )


def _paths(command: object, path: str) -> list[str]:
    children = getattr(command, "commands", None)
    if not children:
        return [path]
    return [found for name, child in children.items() for found in _paths(child, f"{path} {name}")]
