"""What is in the images, and what is not."""

import subprocess

import pytest

from tests.compose.stack import docker

BOT, SANDBOX = "unsqueeze-bot", "unsqueeze-sandbox"


def inside(image: str, code: str) -> str:
    done = subprocess.run(
        ["docker", "run", "--rm", "--network", "none", "--entrypoint", "python", image, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("image", [BOT, SANDBOX])
def test_an_image_says_what_it_is_and_is_not_for_root(image: str) -> None:
    config = docker("image", "inspect", image)[0]["Config"]

    labels = {name.removeprefix("org.opencontainers.image.") for name in config["Labels"] or {}}
    assert {"title", "description", "licenses", "version", "revision"} <= labels
    assert config["User"] == "10000:10000"
    assert config["Healthcheck"]["Test"][0] == "CMD"


@pytest.mark.parametrize("image", [BOT, SANDBOX])
def test_an_image_has_no_shell_and_no_installer(image: str) -> None:
    code = """
import os
names = {name for folder, _, files in os.walk('/') if not folder.startswith('/proc')
         for name in files}
print(sorted(names & {'sh', 'bash', 'dash', 'busybox', 'apt', 'apt-get', 'dpkg', 'perl', 'pip',
                      'pip3', 'wget', 'curl', 'su', 'mount'}))
import importlib.util
print(importlib.util.find_spec('pip'), importlib.util.find_spec('ensurepip'))
"""

    assert inside(image, code).splitlines() == ["[]", "None None"]


@pytest.mark.parametrize(
    ("image", "absent"),
    [
        (BOT, ("torch", "triton", "nvidia")),
        (
            SANDBOX,
            ("telegram", "sqlalchemy", "alembic", "onnxruntime", "bot", "knowledge", "tutor"),
        ),
    ],
)
def test_an_image_lacks_what_is_not_its_business(image: str, absent: tuple[str, ...]) -> None:
    code = f"import importlib.util as u; print([n for n in {absent!r} if u.find_spec(n)])"

    assert inside(image, code).strip() == "[]"


def test_the_bots_image_brings_model_and_knowledge_base() -> None:
    code = """
from pathlib import Path
print(*sorted(path.suffix for root in ('/data', '/usr/share/unsqueeze')
              for path in Path(root).rglob('*') if path.is_file()))
"""

    assert inside(BOT, code).split() == [".onnx", ".sqlite"]


def test_no_environment_of_an_image_holds_a_secret() -> None:
    for image in (BOT, SANDBOX):
        environment = docker("image", "inspect", image)[0]["Config"]["Env"]

        assert not [each for each in environment if "TOKEN" in each or "SECRET" in each]
