"""What a Telegram app makes of the characters a person types."""

import re

from localgram.text import Text, units
from localgram.wire import Wire

_TOKEN = re.compile(
    r"```(?:(?P<language>[A-Za-z0-9_+#.-]+)\n|\n)?(?P<pre>.+?)\n?```"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?P<url>https?://[^\s<>\"'`]*[^\s<>\"'`.,;:!?)\]])"
    r"|(?<!\S)(?P<bot_command>/[A-Za-z0-9_]{1,32}(?:@\w{1,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z]\w{3,31})\b",
    re.DOTALL,
)


def compose(typed: str) -> Text:
    """Turn back-ticks into code and mark commands, links and mentions; nothing else is marked up.

    Back-ticks that a token used up disappear from the text, as they do in the apps.
    """
    source = typed.strip()
    parts: list[str] = []
    entities: list[Wire] = []
    offset = seen = 0
    for token in _TOKEN.finditer(source):
        before, shown = source[seen : token.start()], _shown(token)
        offset += units(before)
        entities.append(_entity(token, offset, units(shown)))
        parts += [before, shown]
        offset += units(shown)
        seen = token.end()
    return Text("".join([*parts, source[seen:]]), tuple(entities))


def _kind(token: re.Match[str]) -> str:
    # `language` stands inside `pre`, so the last group that closed is always the kind.
    return token.lastgroup or "code"


def _shown(token: re.Match[str]) -> str:
    return token[_kind(token)]


def _entity(token: re.Match[str], offset: int, length: int) -> Wire:
    entity: Wire = {"type": _kind(token), "offset": offset, "length": length}
    language = {"language": token["language"]} if token["language"] else {}
    return entity | language
