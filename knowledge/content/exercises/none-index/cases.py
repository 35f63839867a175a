NAMED = {
    "rank 1": (torch.arange(4.0),),
    "rank 2": (torch.arange(6.0).reshape(2, 3),),
    "square": (torch.arange(9).reshape(3, 3),),
    "rank 4": (torch.arange(24).reshape(2, 1, 3, 4),),
    "turned": (torch.arange(6.0).reshape(2, 3).T,),
    "empty": (torch.zeros(2, 0, 3),),
}


def draw(d):
    shape = d.sizes(4, 1, 6)[: d.whole(1, 4)]
    return (d.choice((d.floats, d.integers))(*shape),)
