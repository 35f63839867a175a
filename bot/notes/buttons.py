"""What a button under the list of notes says."""

from dataclasses import dataclass

from bot.buttons.codec import Codec

VERSION = "n"
"""No other data of buttons begins like that."""


@dataclass(frozen=True, slots=True)
class RemoveNote:
    """Remove the note with this mark, of this class."""

    cohort_id: int
    mark: int


CODEC = Codec[RemoveNote](VERSION, {"r": RemoveNote})
pack = CODEC.pack
unpack = CODEC.unpack
