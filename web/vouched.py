"""Whom Telegram vouches for: the signed words with which it opens a Mini App. Pure.

How they are signed: https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
"""

import hmac
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qsl

GOOD_FOR = timedelta(hours=1)


def vouched_for(init_data: str, bot_token: str, now: datetime) -> int | None:
    """Whose Telegram opened the page, within the last hour; None where nothing proves it."""
    fields = dict(parse_qsl(init_data, keep_blank_values=True))
    signed = fields.pop("hash", "")
    key = hmac.digest(b"WebAppData", bot_token.encode(), sha256)
    said = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    expected = hmac.new(key, said.encode(errors="replace"), sha256).hexdigest()
    if not hmac.compare_digest(signed.encode(errors="replace"), expected.encode()):
        return None
    # From here on it is Telegram that wrote it.
    at = datetime.fromtimestamp(int(fields["auth_date"]), UTC)
    is_fresh = timedelta(0) <= now - at <= GOOD_FOR
    return int(json.loads(fields["user"])["id"]) if is_fresh and "user" in fields else None
