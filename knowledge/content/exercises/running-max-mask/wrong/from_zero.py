"""Before the first True, counting starts as if place 0 were True: with 0 standing for "none yet" both look the same.
Start from something smaller than every index."""


def since_true(b: Tensor) -> Tensor:
    places = torch.arange(len(b))
    return places - torch.where(b, places, 0).cummax(0).values
