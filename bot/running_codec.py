"""What the button says that offers to run code which was sent without a fence."""

from dataclasses import dataclass

from bot.callback_data import Codec, Dotted

VERSION = "q"
"""No data of the other codecs begins like that."""


@dataclass(frozen=True, slots=True)
class RunQuoted:
    """Run the code of the message that the one with this button answers."""


CODEC = Codec[RunQuoted](VERSION, {"r": RunQuoted}, Dotted())
pack = CODEC.pack
unpack = CODEC.unpack
