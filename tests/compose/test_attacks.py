"""The sandbox's own attack suite, on the image and with the limits that compose gives it.

On gVisor all of it takes minutes: CI takes what is about the walls that only gVisor needs there,
UNSQUEEZE_TEST_THOROUGH=1 all.
"""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.compose.stack import CHECKOUT, GVISOR_RUNTIME, has_gvisor, started

ATTACKS = CHECKOUT / "tests/sandbox/attacks"
ALL = tuple(sorted(file.stem.removeprefix("test_") for file in ATTACKS.glob("test_*.py")))
THOROUGH = bool(os.environ.get("UNSQUEEZE_TEST_THOROUGH"))
SUBJECTS = {"host": ALL, "gvisor": ALL if THOROUGH else ("files", "network", "writes")}
PATIENCE_SECONDS = 1200 if THOROUGH else 400


@dataclass(frozen=True, slots=True)
class Suite:
    """The attacks on one container, under way."""

    address: str
    process: subprocess.Popen[bytes]
    output: Path


@contextmanager
def attacked(folder: Path, kernel: str) -> Iterator[Suite]:
    shared = folder / "run"
    shared.mkdir()
    shared.chmod(0o777)
    canary = secrets.token_hex(16)
    override = f"""
services:
  bot: {{ profiles: [unused] }}
  sandbox:
    environment: {{ CANARY: "{canary}" }}
    volumes: ["{shared}:/run/unsqueeze"]
"""
    address = f"unix:{shared}/sandbox.sock"
    outside = {"UNSQUEEZE_TEST_SANDBOX_URL": address, "UNSQUEEZE_TEST_CANARY": canary}
    gvisor = kernel == "gvisor"
    settings = {"UNSQUEEZE_GVISOR_RUNTIME": GVISOR_RUNTIME}
    files = ["docker-compose.gvisor.yml"] if gvisor else []
    with started(
        folder, f"unsqueeze-attacks-{kernel}", settings, *files, override=override
    ) as stack:
        assert stack.container("sandbox")["State"]["Health"]["Status"] == "healthy"
        output = folder / "output"
        with (
            output.open("wb") as file,
            subprocess.Popen(
                [sys.executable, *_arguments(SUBJECTS[kernel])],
                cwd=CHECKOUT,
                env=os.environ | outside,
                stdout=file,
                stderr=subprocess.STDOUT,
            ) as process,
        ):
            try:
                yield Suite(address, process, output)
            finally:
                process.kill()


def _arguments(subjects: tuple[str, ...]) -> list[str]:
    return [
        *("-m", "pytest", "-q", "-p", "no:cacheprovider"),
        *(str(ATTACKS / f"test_{subject}.py") for subject in subjects),
    ]


@pytest.fixture(scope="module")
def suites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Suite]]:
    """All that can run here, at once: most of an attack is waiting for its end."""
    kernels = [kernel for kernel in SUBJECTS if kernel == "host" or has_gvisor()]
    with ExitStack() as stack:
        yield {
            kernel: stack.enter_context(attacked(tmp_path_factory.mktemp(kernel), kernel))
            for kernel in kernels
        }


@pytest.mark.parametrize("kernel", SUBJECTS)
def test_no_attack_succeeds_in_the_container(suites: dict[str, Suite], kernel: str) -> None:
    if kernel not in suites:
        pytest.skip(f"Docker has no runtime {GVISOR_RUNTIME} with --host-uds=create")
    suite = suites[kernel]

    code = suite.process.wait(PATIENCE_SECONDS)

    assert code == 0, suite.output.read_text()[-8000:]
