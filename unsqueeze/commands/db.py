"""`unsqueeze db upgrade`: migrations, safe to run at any time."""

import sys

from database.migrate import upgrade as apply
from database.revisions import pending
from unsqueeze.progress import BRANCHES
from unsqueeze.settings import read_settings


def upgrade() -> int:
    """Apply what is missing to the database of learners, events and instructors' entries."""
    url = read_settings().progress_url
    missing = {branch: pending(url, branch) for branch in BRANCHES}
    for branch in BRANCHES:
        apply(url, branch)
    applied = [f"{branch} {', '.join(each)}" for branch, each in missing.items() if each]
    print(
        f"applied {'; '.join(applied)}" if applied else "the database is up to date",
        file=sys.stderr,
    )
    return 0
