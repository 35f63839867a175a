"""Who is there: the bot, its users, and the chats between them."""

from telegram import Chat, User
from telegram.constants import ChatType

from localgram.wire import Refused, Wire, bad_request

LEARNER = 1001
INSTRUCTOR = 1002
CLASS = -1000000001001
"""The group that both people of the page and the bot are in."""

_NAMES = {LEARNER: "Lena", INSTRUCTOR: "Ines"}


class People:
    """Private chats carry their user's id. A stranger exists from their first deed on.

    Until then the bot cannot write to them: "chat not found", as with Telegram.
    """

    def __init__(self, bot: User) -> None:
        self.bot: Wire = bot.to_dict()
        self.blocking: set[int] = set()
        self._users: dict[int, Wire] = {}
        self._chats: dict[int, Wire] = {
            CLASS: Chat(id=CLASS, type=ChatType.SUPERGROUP, title="Class").to_dict()
        }
        for user in _NAMES:
            self.user(user)

    def user(self, user_id: int) -> Wire:
        """The user of this id, met for the first time if need be."""
        if user_id <= 0:
            raise bad_request(f"a user's id is positive, got {user_id}")
        if user_id not in self._users:
            self._meet(user_id, _NAMES.get(user_id, f"User {user_id}"))
        return self._users[user_id]

    def rename(self, user_id: int, **names: str) -> Wire:
        """Give a user another name, however odd, from their next message on."""
        self._users[user_id] = {**self.user(user_id), **names}
        self._chats[user_id] = {**self._chats[user_id], **names}
        return self._users[user_id]

    def chat(self, chat_id: int) -> Wire:
        """The chat of this id; Refused where nobody has written there yet."""
        if chat_id not in self._chats:
            raise bad_request("chat not found")
        return self._chats[chat_id]

    def open_chat(self, chat_id: int) -> Wire:
        """The chat, where the bot may write; Refused where its user has blocked the bot."""
        if chat_id in self.blocking:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return self.chat(chat_id)

    def members(self, chat_id: int) -> list[Wire]:
        return list(self._users.values()) if chat_id < 0 else [self.user(chat_id)]

    def _meet(self, user_id: int, name: str) -> None:
        user = User(id=user_id, first_name=name, is_bot=False, language_code="en")
        chat = Chat(id=user_id, type=ChatType.PRIVATE, first_name=name)
        self._users[user_id] = user.to_dict()
        self._chats[user_id] = chat.to_dict()
