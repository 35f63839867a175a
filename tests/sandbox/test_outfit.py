"""What a snippet finds is what plain Python finds elsewhere: nothing of a checkout of ours."""

import sys
from importlib.machinery import BuiltinImporter
from importlib.util import find_spec
from pathlib import Path

import pytest

from sandbox.worker.spare import find_packages_only


@pytest.fixture
def as_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))


@pytest.mark.usefixtures("as_installed")
def test_a_checkout_that_is_installed_to_be_edited_is_not_found(tmp_path: Path) -> None:
    """Some are in the path of modules, for some there is a finder."""

    class Finder(BuiltinImporter):
        __module__ = "__editable___ours_1_finder"

    (tmp_path / "of_a_checkout.py").touch()
    sys.path.append(str(tmp_path))
    sys.meta_path.append(Finder)
    assert find_spec("of_a_checkout")

    find_packages_only()

    assert not find_spec("of_a_checkout")
    assert Finder not in sys.meta_path


@pytest.mark.usefixtures("as_installed")
def test_packages_and_what_a_snippet_wrote_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "of_the_snippet.py").touch()
    monkeypatch.chdir(tmp_path)

    find_packages_only()

    names = ("of_the_snippet", "matplotlib.scale", "wave")
    assert all(find_spec(name) for name in names)
