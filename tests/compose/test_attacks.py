"""The sandbox's own attack suite, on the image and with the limits that compose gives it.

Of the suite those files are taken whose subject is the system around a snippet. What a snippet
tries inside its own process is the same in a container, and is tested without one.
"""

import ast
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.client import connect
from sandbox.protocol import RunRequest
from tests.compose.stack import CHECKOUT, GVISOR_RUNTIME, has_gvisor, started

ATTACKS = "tests/sandbox/attacks"
ON_EITHER = ("files", "kernel_surface", "leaks", "memory", "network", "processes", "writes")
# Time is kept by the supervisor, on either kernel alike, and these tests are the longest.
# On gVisor all of them take minutes: CI asks for what its missing Landlock is about, and for what
# fills a room of one's own, whose files gVisor does not count.
ON_GVISOR = (
    ON_EITHER if os.environ.get("UNSQUEEZE_TEST_THOROUGH") else ("files", "network", "writes")
)
SUBJECTS = {"host": ("cpu_and_time", *ON_EITHER), "gvisor": ON_GVISOR}
PATIENCE_SECONDS = 400

# Landlock refuses to list a folder; in namespaces there is a root to list, with nothing of others
# in it. The last test here looks at that root instead.
LISTED = (
    *("the root folder", "the folder above", "the folder above the folder above"),
    *("devices", "other runs", "names by pattern"),
)
# That root is the run's own, made for it and gone with it: writing there reaches no other run.
WRITTEN = (
    *("a file beside the runs", "a new folder beside the runs", "a file moved above"),
    *("own folder moved", "own folder removed"),
)
NOT_ON_GVISOR = (
    *(f"test_files.py::test_it_is_not_read[elsewhere-{name}]" for name in LISTED),
    *(f"test_writes.py::test_it_is_not_written[elsewhere-{name}]" for name in WRITTEN),
    "test_files.py::test_a_walk_over_everything_finds_nothing",
    # gVisor answers 32-bit calls with an error, before the filter could kill.
    "test_kernel_surface.py::test_the_entry_of_another_architecture_kills",
    # gVisor has no limit to the number of maps, and a run no time to make too many.
    "test_memory.py::test_it_is_bounded[elsewhere-maps cut to pieces]",
    # It names Landlock and uids, the walls of the host's kernel.
    "test_leaks.py::test_a_result_says_how_it_was_held",
)

SEEN = """
import ast
import os
own = os.getcwd()
sorted(os.listdir('/')), os.listdir('/opt'), len(os.listdir('/tmp')), os.listdir(f'{own}/..')
"""


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
                [
                    sys.executable,
                    *_arguments(SUBJECTS[kernel], NOT_ON_GVISOR if gvisor else ()),
                ],
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


def _arguments(subjects: tuple[str, ...], left_out: tuple[str, ...]) -> list[str]:
    return [
        *("-m", "pytest", "-q", "-p", "no:cacheprovider"),
        *(f"{ATTACKS}/test_{subject}.py" for subject in subjects),
        *(f"--deselect={ATTACKS}/{name}" for name in left_out),
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


async def test_on_gvisor_a_snippet_sees_python_and_its_own_folder_alone(
    suites: dict[str, Suite],
) -> None:
    if "gvisor" not in suites:
        pytest.skip(f"Docker has no runtime {GVISOR_RUNTIME} with --host-uds=create")

    async with connect(suites["gvisor"].address) as runner:
        result = await runner.run(RunRequest(code=SEEN))

    assert result.value is not None
    root, opt, in_tmp, beside = ast.literal_eval(result.value)
    assert root == ["dev", "opt", "tmp", "usr"]
    assert opt == ["venv"]
    assert (in_tmp, len(beside)) == (1, 1)
