"""Pages as a browser takes them apart: what is linked, what is named, and what is left open."""

import posixpath
from html.parser import HTMLParser
from urllib.parse import urlsplit

_VOID = {"meta", "link", "input", "img", "source", "br", "hr"}
_ADDRESSES = {"href", "src", "srcset", "action"}


class Read(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.names: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs) -> None:
        self.tags.append((tag, dict(attrs)))
        self.addresses += [value for name, value in attrs if name in _ADDRESSES]
        self.names += [value for name, value in attrs if name == "id"]
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def pages(files) -> dict[str, Read]:
    return {
        path: Read(content.decode()) for path, content in files.items() if path.endswith(".html")
    }


def dead_links(files) -> list[str]:
    """Addresses within the site that lead to no file, or to no place in one."""
    read = pages(files)
    dead = []
    for path, page in read.items():
        for address in page.addresses:
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), parts.path))
            target = target if parts.path else path
            named = not parts.fragment or parts.fragment in read[target].names
            if target not in files or not named:
                dead.append(f"{path}: {address}")
    return dead
