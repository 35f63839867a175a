"""What one run may use. The numbers that the supervisor and the worker must agree on."""

from typing import Final

KIB: Final = 1024
MIB: Final = 1024 * KIB

KEPT_OUTPUT_BYTES: Final = 64 * KIB
FLOOD_BYTES: Final = 16 * MIB
FRAME_BYTES: Final = 8 * MIB
# What calls return: one tensor, and all of a run together, before they are written as text.
RETURNED_BYTES: Final = 256 * KIB
CALLED_BYTES: Final = 2 * MIB
CALLED_CHARACTERS: Final = 4 * MIB
VALUE_CHARACTERS: Final = 8 * KIB
MESSAGE_CHARACTERS: Final = 4 * KIB
IMAGES: Final = 4
IMAGE_BYTES: Final = 1 * MIB
IMAGE_PIXELS: Final = 4096
TENSORS: Final = 64
NAME_CHARACTERS: Final = 100
PREVIEW_CHARACTERS: Final = 400
AXES: Final = 128
OPERANDS: Final = 16
TRACED: Final = 200
EXPRESSION_CHARACTERS: Final = 400
DISK_BYTES: Final = 128 * MIB
DISK_FILES: Final = 4096
FILE_BYTES: Final = 16 * MIB
# Private and shared memory and its tables of pages together, as seen from outside: no limit of the
# kernel's knows of all.
MEMORY_BYTES: Final = 320 * MIB
# A thousand calls deep, each through torch, take more than one.
STACK_BYTES: Final = 3 * MIB
THREADS: Final = 64
OPEN_FILES: Final = 64
# Sent and not yet taken; a user's processes share what the kernel keeps of them.
WAITING_SIGNALS: Final = 64
CPU_SECONDS_AT_MOST: Final = 30
# As the kernel counts them, from what the zygote already held. Where it counts no data (gVisor),
# addresses get no more than data does elsewhere.
DATA_BYTES: Final = 256 * MIB
ADDRESS_BYTES: Final = 384 * MIB
# Held at most by a run whose memory was full: less what its process keeps for itself, and what is
# left over in pieces too small to use.
FULL_BYTES: Final = DATA_BYTES - 24 * MIB


def cpu_seconds(wall_seconds: float) -> float:
    """Threads share it: four CPU seconds in a wall of five."""
    return wall_seconds * 0.8
