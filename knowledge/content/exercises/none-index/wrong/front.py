"""The new axis comes first here, which is before the last one only where `t` has a single axis. Which symbol skips all axes
in front?"""


def insert_axis(t: Tensor) -> Tensor:
    return t[None]
