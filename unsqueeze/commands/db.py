"""`unsqueeze db upgrade`: migrations, safe to run at any time."""

import sys

from database.migrate import pending
from database.migrate import upgrade as apply
from unsqueeze.settings import read_settings


def upgrade() -> int:
    """Apply what is missing to the database of learners and events."""
    url = read_settings().progress_url
    missing = pending(url, "progress")
    apply(url, "progress")
    print(
        f"applied {', '.join(missing)}" if missing else "the database is up to date",
        file=sys.stderr,
    )
    return 0
