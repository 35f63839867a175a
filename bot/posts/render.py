"""An announcement before and after it is sent, and what is answered to one."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, MessageEntity
from telegram.constants import MessageEntityType as Type

from bot.buttons.learners import keyboard
from bot.messages.incoming import begins_with_command, text_of
from bot.posts import buttons
from bot.posts.buttons import CancelPost, CountPost, PostPress, SendPost
from bot.render.output import on_one_line
from bot.sending.response import Response
from bot.sending.splitting import clipped, fits
from bot.sending.styled import Styled, bold, clean, italic, joined, paragraphs, plain, portion
from progress.cohorts.outbox import Delivered
from tutor.posts.announcements import Audience

NOT_YOURS = "Announcements are for whoever teaches a class."
WRITE_IT = (
    "Put the text after the command, or reply with /announce to a message that has it. "
    "You see it before anybody gets it."
)
WORDS_ONLY = "An announcement is text alone: I can't pass on a picture or a file."
TOO_LONG = "That is too long for one message. Please make it shorter, or send it in two."
NOBODY = "Nobody has joined {} yet, so there is nobody to write to."
ELSEWHERE = "You are at {} now. Go back to the other class, or write it again."
CANCELLED = "It was sent to nobody."
PASSED_ON = "I passed it on."
_NAME_LENGTH, _QUOTE_LENGTH = 60, 80
# What a writer chose; the rest a client finds again by itself, or needs what we can't repeat.
_KEPT = {
    *(Type.BOLD, Type.ITALIC, Type.UNDERLINE, Type.STRIKETHROUGH, Type.SPOILER, Type.CODE),
    *(Type.PRE, Type.TEXT_LINK, Type.BLOCKQUOTE, Type.EXPANDABLE_BLOCKQUOTE),
}


def words_of(message: Message) -> Styled:
    """What a message says as its writer formatted it, without the command it begins with."""
    text, entities = text_of(message)
    start = 0
    if begins_with_command(message):
        start = len(portion(text, 0, entities[0].length if entities else 0))
    said = written(text, entities).cut(start)[1]
    said = said.cut(len(said.text) - len(said.text.lstrip()))[1]
    return said.cut(len(said.text.rstrip()))[0]


def written(text: str, entities: Sequence[MessageEntity]) -> Styled:
    return Styled(clean(text), tuple(each for each in entities if each.type in _KEPT))


def preview(found: Audience, said: Styled) -> Response:
    """Exactly what will be sent, since the press that sends it reads it from here."""
    name = found.cohort.name
    if not found.people:
        return Response(plain(NOBODY.format(name)))
    text = paragraphs(bold(on_one_line(name)), said)
    if not fits(text):
        return Response(plain(TOO_LONG))
    send = _button(f"Send to {len(found.people)}", SendPost(found.cohort.id))
    return Response(text, keyboard([send, _button("Cancel", CancelPost())]))


def count(found: Delivered) -> InlineKeyboardMarkup:
    """How many have it, on the button that counts again."""
    told = (
        (found.sent, "Sent to {}"),
        (found.blocked, "{} blocked me"),
        (found.failed, "{} not reached"),
        (found.pending, "{} waiting"),
    )
    parts = [said.format(number) for number, said in told if number]
    return keyboard([_button(f"{' · '.join(parts)} ⟳", CountPost())])


def relayed(name: str, quoted: Styled, said: Styled) -> Styled:
    """An answer as it reaches whom it is for."""
    who = bold(clipped(on_one_line(name), _NAME_LENGTH) or "Somebody")
    about = italic(clipped(on_one_line(quoted.text), _QUOTE_LENGTH))
    return paragraphs(joined((who, plain("answers:")), " "), about, said)


def _button(caption: str, press: PostPress) -> InlineKeyboardButton:
    return InlineKeyboardButton(caption, callback_data=buttons.pack(press))
