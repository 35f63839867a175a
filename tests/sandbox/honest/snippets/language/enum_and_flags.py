from enum import Enum, Flag, IntEnum, StrEnum, auto


class Mode(Enum):
    TRAIN = auto()
    EVAL = auto()


class Bits(Flag):
    R = 1
    W = 2


class Name(StrEnum):
    A = auto()


print(Mode.TRAIN, list(Mode), Mode["EVAL"].value, Bits.R | Bits.W, Name.A)
IntEnum("N", "x y")(1)
