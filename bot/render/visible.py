"""Making what a program printed safe to look at: nothing invisible, nothing that reorders text."""

from bot.styled import clean

_BIDI = {
    "\u061c": "ALM",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
}
_KEPT = {"\t", "\n"}

# Unicode draws a picture for each control character, in the same order.
_CONTROLS = {chr(number): chr(0x2400 + number) for number in range(0x20)} | {"\x7f": "\u2421"}
_LATER_CONTROLS = {chr(number): f"⟨{number:02X}⟩" for number in range(0x80, 0xA0)}
_SHOWN = str.maketrans(
    {
        **{control: shown for control, shown in _CONTROLS.items() if control not in _KEPT},
        **_LATER_CONTROLS,
        **{control: f"⟨{name}⟩" for control, name in _BIDI.items()},
        "\u2028": "\n",
        "\u2029": "\n",
        "\ufeff": "⟨BOM⟩",
    }
)


def visible(text: str) -> str:
    """The text with every control shown as a symbol; line breaks and tabs stay."""
    return clean(text).replace("\r\n", "\n").translate(_SHOWN)


def on_one_line(text: str) -> str:
    """The same on one line, for names, wordings and messages inside a sentence."""
    return " ".join(visible(text).split())
