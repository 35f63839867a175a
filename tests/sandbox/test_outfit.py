"""What a snippet finds is what plain Python finds elsewhere: nothing of a checkout of ours."""

import sys
from importlib.machinery import BuiltinImporter
from importlib.util import find_spec
from pathlib import Path

import pytest

from sandbox.client import connect
from sandbox.linux import jail
from sandbox.protocol import RunRequest
from sandbox.worker.spare import find_packages_only
from tests.sandbox.conftest import serving

# In packages of which a part comes with torch or the library, and this does not.
LATE = "import sys\nlate = {'torch.utils.mobile_optimizer', 'encodings.cp1250'}\n"


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


@pytest.mark.skipif(bool(jail.probe().missing), reason="this system can't jail")
async def test_what_is_imported_late_is_found_through_a_linked_environment(tmp_path: Path) -> None:
    """In a view of the machine of its own there are no links, only what they lead to."""
    environment = tmp_path / "linked"
    environment.symlink_to(sys.prefix)
    code = f"{LATE}assert not late & sys.modules.keys()\n[__import__(name) for name in late]\n7"

    with serving(python=f"{environment}/bin/python") as (address, _):
        async with connect(address) as runner:
            result = await runner.run(RunRequest(code=code))

    assert result.value == "7", result.error
