"""All places are measured from the last True of the whole vector. At each place only what came up to it counts."""


def since_true(b: Tensor) -> Tensor:
    places = torch.arange(len(b))
    return places - torch.where(b, places, -1).amax() if len(b) else places
