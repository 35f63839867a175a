r"""What LaTeX says in words and code, as Markdown; formulas stay as they are. Pure."""

import re
from collections.abc import Callable

_CODE = r"\\begin\{(verbatim|lstlisting|minted|python|Verbatim)\}"
_LISTING = re.compile(
    rf"{_CODE}(?:\[[^\]]*\])?(?:\{{\w+\}})?[ \t]*\n(.*?)\n?[ \t]*\\end\{{\1\}}", re.DOTALL
)
_FORMULA = re.compile(
    r"\$\$.*?\$\$|(?<!\\)\$.*?(?<!\\)\$|\\\(.*?\\\)|\\\[.*?\\\]"
    r"|\\begin\{(?P<kind>equation|align|gather)\*?\}.*?\\end\{(?P=kind)\*?\}",
    re.DOTALL,
)
# A quotation in LaTeX's single marks, which would open code in Markdown.
_QUOTED = re.compile(r"(?<!`)`([^`'\n|]+)'(?!')")
_KEPT = re.compile(rf"(?<!`)`[^`\n]+`(?!`)|{_FORMULA.pattern}", re.DOTALL)
_VERB = re.compile(
    r"\\(?:verb|lstinline)\*?(?:\[[^\]]*\])?([^A-Za-z\s{*\[])(.+?)\1"
    r"|\\lstinline\{([^{}]*)\}|\\mintinline\{\w+\}(?:\{([^{}]*)\}|([|!+])(.+?)\5)"
)
_WRAPPED = {"texttt": "`", "code": "`", "textbf": "**", "emph": "*", "textit": "*", "underline": ""}
_COMMAND = re.compile(rf"\\({'|'.join(_WRAPPED)})\{{([^{{}}]*)\}}")
_LISTS = re.compile(r"[ \t]*\\(?:begin|end)\{(?:itemize|enumerate)\}(?:\[[^\]]*\])?")
_ITEM = re.compile(r"[ \t]*\\item(?![A-Za-z])[ \t]*")
_SIGNS = {
    r"\ldots": "...", r"\dots": "...", r"\textbackslash": "\\", r"\times": "×", r"\LaTeX": "LaTeX",
    r"\quad": " ", r"\noindent": "", r"\par": "\n", r"\newline": "\n", r"\\": "\n",
}  # fmt: skip
_SIGN = re.compile("|".join(rf"{re.escape(one)}(?![A-Za-z])(?:\{{\}})?" for one in _SIGNS))
_ESCAPED = re.compile(r"\\([_%&#{}$ ])")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_COMMENT = re.compile(r"(?<!\\)%.*$", re.MULTILINE)
_OTHER = re.compile(r"\\(begin\{[^{}]*\}|[A-Za-z]+|[\"'`^])")


def without_comments(text: str) -> str:
    """Take them out, but for code, in which a percent sign is one."""
    return _outside(_LISTING, text, lambda words: _COMMENT.sub("", words))


def as_markdown(text: str) -> str:
    """Write code in fences and back-ticks, and marks of other kinds as Markdown has them."""
    pieces: list[str] = []
    end = 0
    for found in _LISTING.finditer(text):
        pieces += [_words(text[end : found.start()]), f"```\n{found[2]}\n```"]
        end = found.end()
    return "".join([*pieces, _words(text[end:])])


def strange(text: str) -> str | None:
    """Name the first command that is not known, formulas and code aside."""
    bare = _FORMULA.sub("", _VERB.sub("", _LISTING.sub("", text)))
    said = re.sub(r"\\(?:choice|CorrectChoice|correctchoice)(?![A-Za-z])", "", bare)
    found = _OTHER.search(_ESCAPED.sub("", _words(said)))
    return f"'{found[0]}'" if found else None


def _outside(inside: re.Pattern[str], text: str, write: Callable[[str], str]) -> str:
    pieces: list[str] = []
    end = 0
    for found in inside.finditer(text):
        pieces += [write(text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*pieces, write(text[end:])])


def _words(text: str) -> str:
    quoted = _QUOTED.sub(r"'\1'", _INDENT.sub("", text))
    return _outside(_KEPT, _VERB.sub(_verb, quoted), _plain)


def _verb(found: re.Match[str]) -> str:
    return f"`{next(filter(None, (found[2], found[3], found[4], found[6])), '')}`"


def _plain(text: str) -> str:
    """Write words that hold no formula; code in back-ticks has no commands any more."""
    while (said := _COMMAND.sub(_wrapped, text)) != text:
        text = said
    text = _ITEM.sub("- ", _LISTS.sub("", text))
    text = _SIGN.sub(lambda found: _SIGNS[found[0].removesuffix("{}")], text)
    text = _ESCAPED.sub(r"\1", text).replace("``", '"').replace("''", '"').replace("---", "–")
    return re.sub(r"(?<!\\)~", " ", text)


def _wrapped(found: re.Match[str]) -> str:
    mark = _WRAPPED[found[1]]
    said = _ESCAPED.sub(r"\1", found[2]) if mark == "`" else found[2]
    return f"{mark}{said}{mark}"
