"""What the images are made from agrees with what the project says it needs."""

import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    not (CHECKOUT / "Dockerfile").exists(), reason="the Dockerfile is in the checkout"
)


def test_the_sandboxs_image_takes_the_projects_ranges() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    known = {
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["sandbox"],
    }

    assert set(project["dependency-groups"]["sandbox-service"]) <= known


def test_every_package_is_copied_into_the_bots_image() -> None:
    packages = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["hatch"]["build"][
        "targets"
    ]["wheel"]["packages"]
    dockerfile = (CHECKOUT / "Dockerfile").read_text()
    sent = (CHECKOUT / ".dockerignore").read_text().splitlines()

    assert [name for name in packages if f"COPY {name}/ {name}/" not in dockerfile] == []
    assert [name for name in packages if f"!{name}/" not in sent] == []
