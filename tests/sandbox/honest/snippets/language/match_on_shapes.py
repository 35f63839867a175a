import torch

def kind(t):
    match tuple(t.shape):
        case ():
            return "scalar"
        case (n,):
            return f"vector of {n}"
        case (r, c):
            return f"{r} by {c} matrix"
        case (b, *rest):
            return f"batch of {b} with {rest}"

[kind(torch.zeros(s)) for s in [(), (3,), (2, 3), (4, 2, 2)]]
