NAMED = {
    "whole": (torch.arange(9.0).reshape(3, 3),),
    "transposed": (torch.arange(16).reshape(4, 4).T,),
    "a corner": (torch.arange(30).reshape(5, 6)[:3, :3],),
    "in the middle": (torch.arange(30).reshape(5, 6)[1:4, 2:5],),
    "transposed part": (torch.arange(30.0).reshape(5, 6)[2:, 1:4].T,),
    "every second": (torch.arange(36).reshape(6, 6)[1::2, ::2],),
    "one element": (torch.arange(9.0).reshape(3, 3)[1:2, 2:3],),
}


def draw(d):
    n = d.size(1, 6)
    high, wide, top, left = d.sizes(4, 0, 3)
    step = d.choice((1, 1, 2))
    whole = d.choice((d.floats, d.integers))(top + step * n + high, left + step * n + wide)
    part = whole[top : top + step * n : step, left : left + step * n : step]
    return (d.choice((part, part.T, part.contiguous())),)
