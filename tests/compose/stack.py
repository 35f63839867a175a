"""The compose file as an operator starts it, under a project name and with a folder of its own."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
FILES = ("docker-compose.yml", "docker-compose.gvisor.yml")
PATIENCE_SECONDS = 180
GVISOR_RUNTIME = os.environ.get("UNSQUEEZE_GVISOR_RUNTIME", "runsc")

# A process can signal all others in its container; the first of a container is out of its reach,
# and ends by itself when what it started has ended. To Docker that is a crash.
CRASH = "import os, signal; os.kill(-1, signal.SIGKILL)"


class Stack:
    """One `docker compose` project."""

    def __init__(self, folder: Path, project: str, files: tuple[str, ...]) -> None:
        self._folder = folder
        self._project = project
        self._files = [part for name in files for part in ("-f", name)]

    def compose(self, *arguments: str) -> str:
        done = self._run(*arguments)
        assert done.returncode == 0, f"{arguments}: {done.stderr}\n{done.stdout}"
        return done.stdout

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        # The environment would win over .env, and an operator's token must not be used here.
        environment = {k: v for k, v in os.environ.items() if not k.startswith("UNSQUEEZE_")}
        return subprocess.run(
            ["docker", "compose", "-p", self._project, *self._files, *arguments],
            cwd=self._folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    def up(self, *services: str) -> None:
        self.compose("up", "--detach", "--no-build", "--wait", *services)

    def down(self) -> None:
        self.compose("down", "--volumes", "--timeout", "5")

    def python(self, service: str, code: str) -> str:
        """What a piece of Python prints inside a container."""
        return self.compose("exec", "-T", service, "python", "-c", code)

    def crash(self, service: str) -> None:
        """Kill everything in a container but its first process."""
        # What did the killing may go down with the container: how it ended says nothing.
        self._run("exec", "-T", service, "python", "-c", CRASH)

    def unsqueeze(self, *arguments: str) -> str:
        return self.compose("exec", "-T", "bot", "unsqueeze", *arguments)

    def container(self, service: str) -> dict:
        number = self.compose("ps", "--all", "--quiet", service).strip()
        return docker("inspect", number)[0]

    def restarts(self, service: str) -> int:
        return int(self.container(service)["RestartCount"])

    def logs(self) -> str:
        return self.compose("logs", "--no-color")


def docker(*arguments: str) -> list[dict]:
    done = subprocess.run(
        ["docker", *arguments], capture_output=True, text=True, timeout=60, check=True
    )
    return json.loads(done.stdout)


def has_gvisor() -> bool:
    """Whether containers on gVisor may make the socket that the bot connects to."""
    runtimes = docker("info", "--format", "[{{json .Runtimes}}]")[0]
    return "--host-uds=create" in runtimes.get(GVISOR_RUNTIME, {}).get("runtimeArgs", [])


@contextmanager
def started(
    folder: Path, project: str, settings: dict[str, str], *files: str, override: str = "{}"
) -> Iterator[Stack]:
    """Start it with this `.env`; leave no container and no volume behind."""
    for name in FILES:
        shutil.copy(CHECKOUT / name, folder)
    (folder / ".env").write_text("".join(f"{k}={v}\n" for k, v in settings.items()))
    (folder / "override.yml").write_text(override)
    stack = Stack(folder, project, ("docker-compose.yml", *files, "override.yml"))
    try:
        # What a run that was broken off left behind would still be this one's data.
        stack.down()
        stack.up()
        yield stack
    finally:
        stack.down()
