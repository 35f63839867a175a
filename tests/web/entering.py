"""Coming in, as Telegram and a browser do it."""

import hmac
import json
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlencode

from tests.web.conftest import TOKEN


def init_data(who: int, at: datetime, *, token: str = TOKEN) -> str:
    fields = {"auth_date": str(int(at.timestamp())), "query_id": "AA", "signature": "x_-"}
    fields["user"] = json.dumps({"id": who, "first_name": "Ines & Co"})
    said = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.new(b"WebAppData", token.encode(), sha256).digest()
    return urlencode(fields | {"hash": hmac.new(key, said.encode(), sha256).hexdigest()})
