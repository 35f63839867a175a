"""Methods by which the bot hears: long polling, the webhook and files."""

import re

from telegram import File
from telegram.constants import FileSizeLimit, UpdateType

from localgram.call import Call
from localgram.feed import Refused, Wire, bad_request
from localgram.state import State
from localgram.updates import Target, is_address

_MOST_UPDATES = 100
_LONGEST_POLL_SECONDS = 50
_KINDS = frozenset(str(kind) for kind in UpdateType)
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


async def get_updates(state: State, call: Call) -> list[Wire]:
    if state.webhook.target is not None:
        raise Refused(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    state.updates.allow(_kinds(call))
    return await state.updates.take(
        offset=call.number("offset"),
        limit=min(max(call.number("limit", _MOST_UPDATES), 1), _MOST_UPDATES),
        seconds=min(call.number("timeout"), _LONGEST_POLL_SECONDS),
    )


async def set_webhook(state: State, call: Call) -> bool:
    """Unlike Telegram, plain http is fine: it is this machine."""
    url, secret = call.text("url"), call.text("secret_token")
    if not url:
        return await delete_webhook(state, call)
    if not url.startswith(("http://", "https://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not is_address(url):
        raise bad_request("bad webhook: Failed to parse the URL")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    state.updates.allow(_kinds(call))
    _drop_pending(state, call)
    await state.webhook.start(Target(url, secret or None))
    return True


async def delete_webhook(state: State, call: Call) -> bool:
    await state.webhook.stop()
    _drop_pending(state, call)
    return True


async def get_webhook_info(state: State, _call: Call) -> Wire:
    return state.webhook.info()


async def get_file(state: State, call: Call) -> Wire:
    stored = state.files.find(call.text("file_id"))
    size = len(stored.upload.content)
    if size > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise bad_request("file is too big")
    return File(stored.file_id, stored.unique_id, size, stored.path).to_dict()


def _kinds(call: Call) -> list[str] | None:
    value = call.value("allowed_updates")
    return None if value is None else [kind for kind in value if kind in _KINDS]


def _drop_pending(state: State, call: Call) -> None:
    if call.flag("drop_pending_updates"):
        state.updates.clear()
