"""/web, for whoever teaches a class: a link into the web page, or the end of all sessions there."""

from telegram import Message
from telegram.ext import CommandHandler

from bot.context import Context
from bot.handlers.private import private_command
from bot.messages.incoming import after_command
from bot.render import card
from bot.sending.replies import Replies
from bot.sending.response import Response
from bot.sending.styled import plain
from progress.events import Turn
from progress.stores.progress_store import ProgressStore

OUT = "out"
_NO_PAGE = "There is no web page here. Whoever runs this bot sets it up with UNSQUEEZE_WEB_URL."
_OUT = "You are signed out of the web page everywhere; links that you have not opened are void."
_LINK = (
    "Your classes in a browser:\n\n{}\n\n"
    "The link is good once, for ten minutes, and for you alone: pass it on to nobody. "
    "To end all your sessions there, send /web out."
)


def handler(
    store: ProgressStore, replies: Replies, web_url: str | None
) -> CommandHandler[Context, None]:
    async def on_web(turn: Turn, message: Message) -> Response:
        who = turn.sender.telegram_user_id
        if after_command(message).strip().lower() == OUT:
            await store.web.end_all(who)
            return Response(plain(_OUT))
        if await store.cohorts.at(who) is None:
            return card.instructors_only()
        if web_url is None:
            return Response(plain(_NO_PAGE))
        link = f"{web_url}/enter?t={await store.web.offer(who, turn.at)}"
        return Response(plain(_LINK.format(link)))

    return private_command("web", replies, on_web)
