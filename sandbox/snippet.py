"""A snippet as Python tells of it: under which name, and where in a line."""

from typing import Final

FILENAME: Final = "<snippet>"


def characters(line: str, byte_offset: int) -> int:
    """Python counts bytes of UTF-8 where people count characters."""
    return len(line.encode("utf-8", "surrogatepass")[:byte_offset].decode("utf-8", "replace"))
