"""Memory that was needed for a moment, given back."""

import ctypes


def give_back() -> None:
    """Hand freed memory to the system: what a start leaves free is a tenth of what it holds.

    glibc keeps it for later, and a bot that has started never needs so much again. Other C
    libraries have no such call and no such habit.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
