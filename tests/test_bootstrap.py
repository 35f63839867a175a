"""What sets a checkout up says in one line what it lacks, and mends what was broken off."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "bootstrap.py"
pytestmark = pytest.mark.skipif(not SCRIPT.exists(), reason="the scripts are in the checkout")


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, on a checkout that holds nothing and on a machine without apt."""
    found = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setenv("PATH", str(tmp_path))
    return module


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)


def test_an_environment_that_was_broken_off_is_not_whole(bootstrap: ModuleType) -> None:
    """Its Python is there before pip is."""
    venv = [sys.executable, "-m", "venv", "--without-pip", str(bootstrap.VENV)]
    missing = bootstrap.is_whole()
    subprocess.run(venv, check=True)

    assert bootstrap.PYTHON.exists()
    assert not missing
    assert not bootstrap.is_whole()


def test_one_that_was_broken_off_is_made_anew_and_no_network_is_one_sentence(
    bootstrap: ModuleType,
    offline: None,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(bootstrap, "CPU_WHEELS", "http://127.0.0.1:9")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bootstrap.VENV)], check=True)

    ended = bootstrap.main("runtime")

    assert ended == 2
    assert bootstrap.is_whole()
    assert "is there a network?" in capsys.readouterr().err.splitlines()[-1]
    assert not (bootstrap.VENV / ".runtime").exists()


def test_the_package_to_install_is_that_of_this_very_python(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On Ubuntu 22.04 `python3-venv` is for 3.10, which is too old here."""
    monkeypatch.setattr(sys, "executable", "/bin/false")

    ended = bootstrap.main("runtime")

    major, minor = sys.version_info[:2]
    assert ended == 2
    assert f"sudo apt install python{major}.{minor}-venv\n" in capsys.readouterr().err


def test_without_a_browser_both_that_would_do_are_named(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not a package: what Debian calls chromium is another one on Ubuntu, a snap."""
    monkeypatch.delenv("CI", raising=False)

    ended = bootstrap.main("browser")

    assert ended == 0
    assert "install Chromium or Google Chrome" in capsys.readouterr().err
