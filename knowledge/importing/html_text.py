"""HTML of another program's questions as Markdown: words, code, lists. Pure."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "div", "ul", "ol", "pre", "blockquote", "table", "h1", "h2", "h3", "h4"})
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`", "kbd": "`"}
_UNREAD = {"img": "a picture", "table": "a table", "video": "a video", "audio": "a sound"}
_CONDITION = re.compile(r"<!\[(?:if|else|endif)[^>]*>")
_BLANKS = re.compile(r"\n{3,}")


def as_markdown(html: str) -> str:
    """Write what it shows; a picture or a table is told by `unread`."""
    writer = _Writer()
    # Word's conditions say nothing, and Python's reader stumbles over any other such mark.
    writer.feed(_CONDITION.sub("", html).replace("<![", "&lt;!["))
    writer.close()
    lines = (line.rstrip() for line in "".join(writer.written).split("\n"))
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip()


def unread(html: str) -> str | None:
    """Tell the first thing in it that no text can hold."""
    found = re.search(rf"<({'|'.join(_UNREAD)})\b", html, re.IGNORECASE)
    return _UNREAD[found[1].lower()] if found else None


class _Writer(HTMLParser):
    """Writes Markdown as it goes; inside `<pre>` every line break counts, elsewhere none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self._is_pre = False
        self._lists: list[int | None] = []
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "pre":
            self._is_pre = True
            self.written.append("\n\n```\n")
        elif tag == "br":
            self.written.append("\n")
        elif tag == "li":
            self.written.append(self._item())
        elif tag in {"ul", "ol"}:
            self._lists.append(0 if tag == "ol" else None)
            self.written.append("\n" if len(self._lists) > 1 else "\n\n")
        elif tag in _BLOCKS:
            self.written.append("\n\n")
        elif tag == "a" and (dict(attrs).get("href") or "").startswith("http"):
            self._link = dict(attrs)["href"] or ""
            self.written.append("[")
        elif tag in _MARKS and not self._is_pre:
            self.written.append(_MARKS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self._is_pre = False
            self.written.append("\n```\n\n")
            return
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        if tag in _BLOCKS:
            self.written.append("\n\n")
        elif tag == "a" and self._link:
            self.written.append(f"]({self._link})")
            self._link = ""
        elif tag in _MARKS and not self._is_pre:
            self.written.append(_MARKS[tag])

    def handle_data(self, data: str) -> None:
        said = data if self._is_pre else re.sub(r"\s+", " ", data)
        is_new = not self.written or self.written[-1].endswith("\n")
        self.written.append(said.lstrip() if is_new and not self._is_pre else said)

    def _item(self) -> str:
        depth = "  " * (len(self._lists) - 1)
        if not self._lists or self._lists[-1] is None:
            return f"\n{depth}- "
        self._lists[-1] += 1
        return f"\n{depth}{self._lists[-1]}. "
