def since_true(b: Tensor) -> Tensor:
    places = torch.arange(len(b))
    return places - torch.where(b, places, -1).cummax(0).values
