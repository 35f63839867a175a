"""`arange` leaves out its stop when it counts down, too, so index 0 is missing, and the result is one short."""


def flip(v: Tensor) -> Tensor:
    return v[arange(v.shape[0] - 1, 0, -1)]
