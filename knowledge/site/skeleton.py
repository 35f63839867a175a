"""What all pages share: the frame of `page.html`, and links."""

from functools import cache
from html import escape
from importlib.resources import files
from string import Template

ENTRIES = "entries"
PICTURES = "pictures"


def page(*, title: str, body: str, root: str, footer: str, scripts: tuple[str, ...] = ()) -> bytes:
    """A whole page; `root` leads from its folder to that of the site."""
    loaded = "".join(f'<script src="{root}{name}" defer></script>\n' for name in scripts)
    whole = _template().substitute(
        title=escape(title), body=body, root=root, footer=footer, scripts=loaded
    )
    return whole.encode()


def asset(name: str) -> bytes:
    """A file that lies beside this module."""
    return files("knowledge.site").joinpath(name).read_bytes()


@cache
def _template() -> Template:
    return Template(asset("page.html").decode())


def link(address: str, label: str, kind: str = "") -> str:
    """A link; a kind is a class of the style sheet."""
    attribute = f' class="{kind}"' if kind else ""
    return f'<a{attribute} href="{escape(address)}">{escape(label)}</a>'


def listed(items: list[str], kind: str = "ul") -> str:
    """A list of what is HTML already."""
    return f"<{kind}>\n" + "".join(f"<li>{item}</li>\n" for item in items) + f"</{kind}>\n"
