"""Someone who chats: writes, edits and presses over localgram's HTTP side, and reads what comes."""

import asyncio
import json
import time

import httpx


class Person:
    """One user in one chat."""

    def __init__(self, http: httpx.AsyncClient, user: int, chat: int | None = None) -> None:
        self._http = http
        self.user = user
        self.chat = user if chat is None else chat

    async def say(self, text: str, **fields) -> dict:
        return await self._post("say", user=self.user, text=text, **fields)

    async def edit(self, message: dict, text: str, **fields) -> dict:
        return await self._post("edit", message_id=message["message_id"], text=text, **fields)

    async def click(self, message: dict, data: str) -> dict:
        number = message["message_id"]
        return await self._post("click", user=self.user, message_id=number, data=data)

    async def press(self, message: dict, caption: str) -> dict:
        return await self.click(message, buttons(message)[caption])

    async def upload(self, name: str, content: bytes, **fields) -> dict:
        answer = await self._http.post(
            "/api/upload",
            data={"chat": str(self.chat), "user": str(self.user), **fields},
            files={"file": (name, content)},
        )
        answer.raise_for_status()
        return answer.json()

    async def update(self, **raw) -> int:
        # As ASCII, since a lone surrogate has no UTF-8.
        answer = await self._http.post("/api/update", content=json.dumps(raw))
        answer.raise_for_status()
        return answer.json()["update_id"]

    async def fault(self, **fields) -> None:
        (await self._http.post("/api/faults", json=fields)).raise_for_status()

    async def messages(self) -> list[dict]:
        answer = await self._http.get(f"/api/chat/{self.chat}")
        return answer.json()["messages"]

    async def from_bot(self) -> list[dict]:
        return [message for message in await self.messages() if message["from"]["is_bot"]]

    async def reply(self, after: dict, *, count: int = 1, seconds: float = 15) -> dict:
        """The bot's `count`-th message after one of ours."""
        return (await self.replies(after, count=count, seconds=seconds))[count - 1]

    async def replies(self, after: dict, *, count: int = 1, seconds: float = 15) -> list[dict]:
        number = after["message_id"]

        async def found() -> list[dict] | None:
            came = [each for each in await self.from_bot() if each["message_id"] > number]
            return came if len(came) >= count else None

        return await until(found, seconds=seconds)

    async def shows(self, message: dict, text: str, *, seconds: float = 15) -> dict:
        """A message once it says `text`."""

        async def found() -> dict | None:
            for each in await self.messages():
                if each["message_id"] == message["message_id"] and text in each.get("text", ""):
                    return each
            return None

        return await until(found, seconds=seconds)

    async def _post(self, what: str, **fields) -> dict:
        answer = await self._http.post(f"/api/{what}", json={"chat": self.chat, **fields})
        assert answer.status_code == 200, answer.text
        return answer.json()


def buttons(message: dict) -> dict[str, str]:
    """What the buttons under a message say, or where they lead, by caption."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {
        button["text"]: button.get("callback_data") or button["url"]
        for row in rows
        for button in row
    }


async def until(found, *, seconds: float = 15):
    """Whatever `found` gives once it gives anything."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if (what := await found()) is not None:
            return what
        await asyncio.sleep(0.02)
    raise AssertionError(f"not seen within {seconds} s")
