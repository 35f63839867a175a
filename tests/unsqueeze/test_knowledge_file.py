"""The data folder as the knowledge base needs it."""

from pathlib import Path

from unsqueeze.library import alone
from unsqueeze.settings import Settings


def test_a_data_folder_that_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    """Learners' words will lie in it, and a machine may have other accounts."""
    with alone(Settings(data_dir=tmp_path / "made" / "data")):
        pass

    assert (tmp_path / "made" / "data").stat().st_mode & 0o777 == 0o700
