"""`unsqueeze db upgrade`: migrations, safe to run at any time."""

import sys

from database.migrate import upgrade as apply
from database.revisions import pending
from unsqueeze.refusals import explained_by_setting
from unsqueeze.settings import read_settings
from unsqueeze.stores import BRANCHES


def upgrade() -> int:
    """Apply what is missing to the database of learners, events and instructors' entries."""
    settings = read_settings()
    with explained_by_setting(settings):
        missing = {branch: pending(settings.progress_url, branch) for branch in BRANCHES}
        for branch in BRANCHES:
            apply(settings.progress_url, branch)
    applied = [f"{branch} {', '.join(each)}" for branch, each in missing.items() if each]
    print(
        f"applied {'; '.join(applied)}" if applied else "the database is up to date",
        file=sys.stderr,
    )
    return 0
