"""What the address of a page says by itself: its title's words. Pure; nothing is ever fetched.

Of most addresses the last part that has words is the title: `/questions/123/how-to-reshape`. What
somebody searched for says more than the path. Nothing is read where an address leads to code, to a
picture or to a person, since whoever sends it means what stands there.
"""

import re
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

# Between quotes it is a text in code.
LINK: Final = re.compile(
    r"(?<![\"'=])(?:https?://|www\.)\S+"
    r"|(?<!\S)(?:[a-z0-9-]+\.)+(?:com|edu|org)(?:/\S*)?(?!\S)"
    r"|(?<!\S)(?:d2l\.ai|youtu\.be|huggingface\.co|[a-z0-9-]+\.(?:github|readthedocs)\.io)"
    r"(?:/\S*)?(?!\S)",
    re.IGNORECASE,
)
_MOST_PARTS: Final = 12
_MOST_WORDS: Final = 16
_MOST_CHARACTERS: Final = 120
# Who sends one of these means the code, the picture, the film or the file behind it.
_UNREAD_HOSTS: Final = re.compile(
    r"(?:^|\.)(?:colab\.research\.google|kaggle|github|gitlab|bitbucket|pastebin|imgur|prnt|ibb"
    r"|gyazo|drive\.google|docs\.google|dropbox|youtube|youtu|vimeo|tiktok|instagram|facebook"
    r"|chatgpt|chat\.openai|claude|gemini\.google|twitter|linkedin|discord|telegram|whatsapp|zoom|t|x|bit|tinyurl|githubusercontent"
    r"|localhost|127\.0\.0\.1)(?:\.[a-z]{2,3})?(?::\d+)?$"
)
_UNREAD_FILES: Final = re.compile(
    r"\.(?:avif|bmp|csv|docx?|gif|gz|heic|ipynb|jpe?g|json|mov|mp[34]|np[yz]|pdf|pkl|png|pptx?|pth?"
    r"|py|svg|tar|tiff?|webm|webp|xlsx?|ya?ml|zip)$"
)
# What follows one of these is a person, or a list.
_PEOPLE: Final = frozenset({"people", "profile", "u", "users"})
_LISTS: Final = frozenset({"author", "category", "r", "tag", "tagged", "tags"})
# Parts of a path that are no title.
_PLACES: Final = frozenset(
    """
    about account answers api article articles blog browse comments contact course courses default
    doc docs documentation en explore forum forums gallery generated guide guides home images index
    intro introduction latest learn login main master modules news pages post posts questions
    reference research search shop signup stable tutorial tutorials user video watch wiki
    """.split()
)
_SEARCHED: Final = ("q", "query", "search_query", "search", "wd")
_ENDING: Final = re.compile(r"\.(?:aspx?|html?|jsp|md|php|rst|txt)$", re.IGNORECASE)
# One word before that names a program, not a page.
_PROGRAM: Final = re.compile(r"[^-_]+\.(?:aspx?|jsp|php)", re.IGNORECASE)
# A name that begins so is one of a library's, dots and all.
_QUALIFIED: Final = re.compile(r"(?:torch|numpy|np|nn|F)(?:\.\w+)+")
_APART: Final = re.compile(r"[^\w'+@]+|_+")
# `ad489518cb5c`, as Medium has it behind a title.
_HASH: Final = re.compile(r"(?=[a-f]*\d)[0-9a-f]{6,}|\d{4,}")
_LETTER: Final = re.compile(r"[^\W\d_]{2}")
# An id: letters and digits in disorder, or capitals within.
_ID: Final = re.compile(
    r"(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{6,}|[a-z]+[A-Z][A-Za-z]*|[A-Za-z]*[A-Z]{2,}[a-z]+[A-Z]\w*"
)


def titles_in(text: str) -> tuple[str, ...]:
    """What the addresses in a text say, for those that say something."""
    return tuple(filter(None, map(title_of, LINK.findall(text))))


def title_of(address: str) -> str:
    """The words of an address that say what is meant; empty where none do."""
    split = _split(address)
    sought = _sought(split)
    if sought and not LINK.match(sought):
        return _split_words(sought)
    # Search engines pass on through an address of their own.
    return _title_at(_split(sought) if sought else split)


def _title_at(split: SplitResult) -> str:
    parts = [part for part in unquote(split.path).split("/") if part][-_MOST_PARTS:]
    host = split.netloc.lower().rpartition("@")[2].removeprefix("www.")
    if not parts or _UNREAD_HOSTS.search(host) or _UNREAD_FILES.search(parts[-1].lower()):
        return ""
    return _qualified(split.fragment) or _title(parts)


def _split(address: str) -> SplitResult:
    whole = address.strip("<>()[].,;!?\"'")
    try:
        return urlsplit(whole if "://" in whole else f"https://{whole}")
    except ValueError:
        return urlsplit("")


def _sought(split: SplitResult) -> str:
    """What somebody searched for at that address."""
    given = parse_qs(split.query)
    return next((given[name][0].strip() for name in _SEARCHED if name in given), "")


def _title(parts: list[str]) -> str:
    """The words of the last part that has some, unless they name a person or a list.

    One word is a title only at the end: that of `/track/4uLU6hM` says what kind of thing it is.
    """
    for place in range(len(parts) - 1, -1, -1):
        if _names_no_page(parts, place):
            return ""
        words = _words_in(parts[place])
        if words and (" " in words or place == len(parts) - 1):
            return words
    return ""


def _words_in(part: str) -> str:
    if _ID.fullmatch(part) or _PROGRAM.fullmatch(part):
        return ""
    bare = _ENDING.sub("", part)
    words = _qualified(bare) or _split_words(bare)
    return "" if words.lower() in _PLACES else words


def _names_no_page(parts: list[str], place: int) -> bool:
    before = [part.lower() for part in parts[:place]]
    return (
        parts[place][0] in "@~"
        or not _LISTS.isdisjoint(before[-1:])
        or not _PEOPLE.isdisjoint(before)
    )


def _qualified(part: str) -> str:
    found = _QUALIFIED.match(part)
    return found[0] if found else ""


def _split_words(said: str) -> str:
    words = [word for word in _APART.split(said) if word and not _HASH.fullmatch(word)]
    has_letters = any(map(_LETTER.search, words))
    return " ".join(words[:_MOST_WORDS])[:_MOST_CHARACTERS].strip() if has_letters else ""
