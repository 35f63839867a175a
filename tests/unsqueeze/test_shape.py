"""The shape of the whole: what may be imported."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).parents[2]
needs_checkout = pytest.mark.skipif(
    not (CHECKOUT / "README.md").exists(), reason="the contracts are in the checkout"
)


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
        "import unsqueeze.wiring, unsqueeze.main, unsqueeze.commands.serve",
        "import sandbox.client, sandbox.service.app, sandbox.supervisor.supervisor",
    ],
)
def test_torch_is_not_loaded_by(statement: str) -> None:
    """Torch costs 190 MiB and seconds; only the sandbox's worker pays."""
    assert "torch" not in loaded_by(statement)


def test_the_bot_leaves_drawing_to_a_process_of_its_own() -> None:
    """Matplotlib costs tens of MiB; only the painter pays, while it is needed."""
    assert "matplotlib" not in loaded_by("import unsqueeze.wiring, unsqueeze.commands.serve")


def test_the_command_line_starts_without_the_model() -> None:
    """`unsqueeze run` must not wait for onnxruntime."""
    loaded = loaded_by("import unsqueeze.main")

    assert {"onnxruntime", "telegram", "matplotlib"}.isdisjoint(loaded)


@needs_checkout
def test_every_module_that_says_it_is_pure_is_held_to_it() -> None:
    said = {
        name
        for name, path in _modules()
        if "Pure." in (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "")
    }

    held = (
        *_kept_by("What decides is pure"),
        *_kept_by("What renders and reads imports nothing that acts"),
    )
    assert [name for name in sorted(said) if not _is_among(name, held)] == []


@needs_checkout
def test_every_module_of_the_sandbox_but_its_workers_is_kept_from_torch() -> None:
    ours = {
        name
        for name, path in _modules()
        if name.startswith("sandbox.") and path.parent.name == "sandbox"
    }

    kept = _kept_by("Only the sandbox's worker loads torch")
    assert [name for name in sorted(ours) if not _is_among(name, kept)] == []


def _modules() -> Iterator[tuple[str, Path]]:
    """All modules that import contracts are about, by name."""
    for package in _import_contracts()["root_packages"]:
        for path in CHECKOUT.joinpath(package).rglob("*.py"):
            if path.name != "__init__.py":
                yield ".".join(path.relative_to(CHECKOUT).with_suffix("").parts), path


def _kept_by(contract: str) -> set[str]:
    [found] = (each for each in _import_contracts()["contracts"] if each["name"] == contract)
    return set(found["source_modules"])


def _is_among(name: str, modules: Iterable[str]) -> bool:
    """Whether a contract about these is about a module, as each stands for what is in it."""
    return any(name == each or name.startswith(f"{each}.") for each in modules)


def _import_contracts() -> dict[str, Any]:
    text = (CHECKOUT / "pyproject.toml").read_text("utf-8")
    contracts: dict[str, Any] = tomllib.loads(text)["tool"]["importlinter"]
    return contracts
