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
# Characters that nobody sees, so that text could say more than it shows.
_UNSEEN = {
    "\u00ad": "SHY",
    "\u180e": "MVS",
    "\u200b": "ZWSP",
    "\u2060": "WJ",
    "\u2061": "FA",
    "\u2062": "IT",
    "\u2063": "IS",
    "\u2064": "IP",
    "\ufeff": "BOM",
    **{chr(number): f"{number:04X}" for number in range(0x206A, 0x2070)},
    **{chr(number): f"{number:04X}" for number in range(0xFFF9, 0xFFFC)},
    **{chr(number): f"{number:05X}" for number in range(0xE0000, 0xE0080)},
}
_KEPT = {"\t", "\n"}

# Unicode draws a picture for each control character, in the same order.
_CONTROLS = {chr(number): chr(0x2400 + number) for number in range(0x20)} | {"\x7f": "\u2421"}
_LATER_CONTROLS = {chr(number): f"⟨{number:02X}⟩" for number in range(0x80, 0xA0)}
_SHOWN = str.maketrans(
    {
        **{control: shown for control, shown in _CONTROLS.items() if control not in _KEPT},
        **_LATER_CONTROLS,
        **{control: f"⟨{name}⟩" for control, name in (_BIDI | _UNSEEN).items()},
        "\u2028": "\n",
        "\u2029": "\n",
    }
)


def visible(text: str) -> str:
    """The text with every control shown as a symbol; line breaks and tabs stay."""
    return clean(text).replace("\r\n", "\n").translate(_SHOWN)


def on_one_line(text: str) -> str:
    """The same on one line, for names, wordings and messages inside a sentence."""
    return " ".join(visible(text).split())
